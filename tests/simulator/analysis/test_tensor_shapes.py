"""Tensor shapes are those of the arrays; the effects told of an option are torch's own."""

import re
import warnings
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given

from simulator.analysis.option_effects import options
from simulator.analysis.tensor_shapes import (
    IN_A_CELL,
    READ_OUT,
    num_parameters,
    rows_of_gates,
    tensors,
)
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.needs_torch import torch
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.objective.objectives import with_objective
from tests.simulator.train_mode import in_train_mode

NUMBERS = {"True": True, "False": False}


def evaluated(formula, experiment):
    """Return a formula's value, given nothing but the arguments that it names."""
    config = experiment.config
    readout = experiment.objective.readout
    words = {
        **asdict(config),
        "out_features": 0 if readout is None else readout.width,
        "num_directions": 2 if config.bidirectional else 1,
        "timesteps": experiment.sequence.shape[0],
        "batch": len(experiment.lengths),
        "max(lengths)": max(experiment.lengths),
    }
    product = 1
    for word in formula.split("·"):
        product *= int(word) if word.isdigit() else words[word]
    return product


@given(experiments())
def test_every_shape_is_that_of_its_array_and_of_its_formula(experiment):
    run = Run(experiment)
    run.advance()
    outputs = run.trace.outputs()
    arrays = {
        "input": experiment.input_as_given(),
        "h_0": experiment.state_as_given(experiment.h_0),
        "c_0": experiment.state_as_given(experiment.c_0),
        **experiment.parameters.arrays,
        **outputs.named(),
    }
    if experiment.batched:
        arrays["lengths"] = np.array(experiment.lengths)
    in_a_cell = {q: run.trace.values(q, Lane())[0, 0] for q in ("z", *run.schedule.phases)}
    told = tensors(experiment)
    assert {t.name for t in told if t.group != IN_A_CELL} == arrays.keys()
    assert [t.name for t in told if t.group == IN_A_CELL] == list(in_a_cell)
    for tensor in told:
        array = (in_a_cell if tensor.group == IN_A_CELL else arrays)[tensor.name]
        assert tensor.shape == array.shape, tensor.name
        assert tuple(evaluated(f, experiment) for f in tensor.formula) == array.shape, tensor.name
        assert tensor.meaning
        assert "\n" not in tensor.meaning


@given(experiments())
def test_the_parameters_are_counted_and_their_rows_named_as_they_are(experiment):
    arrays = experiment.parameters.arrays
    assert num_parameters(experiment.config) == sum(array.size for array in arrays.values())
    H = experiment.config.hidden_size
    rows = re.findall(r"([ifgo]) (\d+)(?:…(\d+))?", rows_of_gates(experiment.config))
    assert [gate for gate, *_ in rows] == list("ifgo")
    spans = [range(int(first), int(last or first) + 1) for _, first, last in rows]
    assert [row for span in spans for row in span] == list(range(4 * H))


@given(experiments())
def test_what_a_change_would_do_is_what_torch_does(experiment):
    config = experiment.config
    for option in options(experiment):
        assert option.value == str(getattr(config, option.name)) or option.name == "dropout"
        counts = re.search(r"^(\w+): .*?([\d,]+) → ([\d,]+) parameters", option.change)
        if counts is None:
            assert option.name in ("batch_first", "dropout") or config.hidden_size == 1
            continue
        value = NUMBERS.get(counts[1]) if counts[1] in NUMBERS else int(counts[1])
        changed = {**asdict(config), "dropout": 0.0, option.name: value}
        before, after = (
            sum(p.numel() for p in torch.nn.LSTM(**arguments).parameters())
            for arguments in ({**asdict(config), "dropout": 0.0}, changed)
        )
        assert [int(n.replace(",", "")) for n in counts.groups()[1:]] == [before, after]
        widths = [
            (2 if arguments["bidirectional"] else 1)
            * (arguments["proj_size"] or arguments["hidden_size"])
            for arguments in (asdict(config), changed)
        ]
        if arrow := re.search(r"output width (\d+) → (\d+)", option.change):
            assert [int(n) for n in arrow.groups()] == widths
        elif stays := re.search(r"output width stays (\d+)", option.change):
            assert widths == [int(stays[1])] * 2
        else:
            assert widths[0] == widths[1]


def without_effect(experiment):
    return {option.name for option in options(experiment) if option.without_effect}


def experiment_of(batch=None, **arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = LSTMConfig(2, 3, **arguments)
    shape = (4, 2) if batch is None else (batch, 4, 2) if config.batch_first else (4, batch, 2)
    return Experiment.create(random_parameters(config), np.ones(shape, np.float32))


def test_options_without_effect_are_named():
    assert without_effect(experiment_of(batch=2, num_layers=2)) == set()
    assert without_effect(experiment_of(num_layers=2)) == {"batch_first"}
    assert without_effect(experiment_of(batch=2, dropout=0.5)) == {"dropout"}
    two = experiment_of(batch=2, num_layers=2, dropout=0.5)
    assert without_effect(two) == {"dropout"}
    assert without_effect(in_train_mode(two, 0.5, 3)) == set()


def test_masks_are_listed_with_their_shapes():
    trained = in_train_mode(experiment_of(batch=2, num_layers=3, bidirectional=True), 0.5, 3)
    shapes = {t.name: t.shape for t in tensors(trained) if "mask" in t.name}
    assert list(shapes.values()) == [mask.shape for mask in trained.masks]
    assert "seed 3" in next(o.change for o in options(trained) if o.name == "dropout")


@pytest.mark.parametrize(("first", "swapped"), [(True, "(4, 5, 2)"), (False, "(5, 4, 2)")])
def test_batch_first_swaps_what_it_says(first, swapped):
    change = next(
        o for o in options(experiment_of(batch=5, batch_first=first)) if o.name == "batch_first"
    )
    assert f"→ {swapped}" in change.change


def test_the_formula_of_a_second_layer_reads_as_torch_documents_it():
    told = {t.name: t for t in tensors(experiment_of(num_layers=2, bidirectional=True))}
    second = told["weight_ih_l1_reverse"]
    assert second.formula_text == "(4·hidden_size, num_directions·hidden_size)"
    assert second.shape == (12, 6)


@given(with_objective())
def test_the_shapes_of_a_readout_are_those_that_torch_gives(experiment):
    readout, targets = experiment.objective.readout, experiment.objective.targets
    outputs = Run(experiment)
    outputs.advance()
    output, _, _ = outputs.trace.outputs()
    every = readout.over == "every"
    axis = 1 if experiment.batched and experiment.config.batch_first else 0
    read = output if every else output.take(-1, axis)
    y = (torch.tensor(read) @ torch.tensor(readout.weight).T).numpy()
    shapes = {tensor.name: tensor for tensor in tensors(experiment) if tensor.group == READ_OUT}
    wanted = {"readout.weight": readout.weight.shape, "y": y.shape, "loss": ()}
    wanted |= {} if readout.bias is None else {"readout.bias": readout.bias.shape}
    wanted |= {"p": y.shape} if "p" in experiment.quantities else {}
    wanted["target"] = y.shape[:-1] if targets.classes else y.shape
    assert {name: tensor.shape for name, tensor in shapes.items()} == wanted
    for tensor in shapes.values():
        assert tuple(evaluated(word, experiment) for word in tensor.formula) == tensor.shape
