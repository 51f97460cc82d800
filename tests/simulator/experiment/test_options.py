"""Options that keep the shapes: they change, undo leads back, and their masks are asked for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.experiment.options import Options
from simulator.network.config import LSTMConfig
from simulator.reference.dropout import draw_masks
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters, torch_outputs
from tests.simulator.train_mode import masks_drawn


@st.composite
def changes(draw):
    """Draw an experiment and other options for it."""
    experiment = draw(experiments())
    options = Options.of(experiment)
    T = len(experiment.sequence)
    lengths = st.tuples(*(st.integers(1, T) for _ in experiment.lengths))
    if experiment.batched:
        options = replace(options, lengths=draw(lengths))
    packed = draw(st.booleans()) if experiment.batched else options.packed
    return experiment, replace(
        options,
        batch_first=draw(st.booleans()),
        dropout=draw(st.sampled_from([0.0, 0.3])),
        training=draw(st.booleans()),
        seed=draw(st.integers(0, 5)),
        packed=packed or min(options.lengths) < T,
    )


def changed(experiment, options):
    request = options.masks_to_draw(experiment)
    with masks_drawn():
        return options.applied_to(experiment, () if request is None else draw_masks(request))


@given(changes())
@examples(40)
def test_a_changed_experiment_is_what_nn_lstm_computes_under_the_options(change):
    experiment, options = change
    other = changed(experiment, options)
    assert Options.of(other) == options
    run = Run(other)
    run.advance()
    for ours, theirs in zip(run.trace.outputs(), torch_outputs(other), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@given(changes())
@examples(40)
def test_the_arrays_are_shared_and_going_back_gives_the_experiment_again(change):
    experiment, options = change
    other = changed(experiment, options)
    for name in experiment.parameters.arrays:
        assert other.parameters[name] is experiment.parameters[name]
    assert other.sequence is experiment.sequence
    back = changed(other, Options.of(experiment))
    assert Options.of(back) == Options.of(experiment)
    assert back.config == experiment.config
    assert back.masks == ()


@given(changes())
@examples(40)
def test_masks_are_drawn_only_where_other_ones_would_be(change):
    experiment, options = change
    other = changed(experiment, options)
    assert options.masks_to_draw(other) is None
    assert options.applied_to(other).masks == other.masks
    if other.masks:
        reseeded = replace(options, seed=options.seed + 1)
        assert reseeded.masks_to_draw(other) is not None
        with pytest.raises(ValueError, match="masks"):
            reseeded.applied_to(other)


@given(experiments())
@examples(20)
def test_another_dtype_converts_every_array(experiment):
    wanted = "float64" if experiment.dtype == np.float32 else "float32"
    other = replace(Options.of(experiment), dtype=wanted).applied_to(experiment)
    assert {str(array.dtype) for array in other.arrays()} == {wanted}
    np.testing.assert_array_equal(other.sequence, experiment.sequence.astype(wanted))


def test_a_label_names_what_is_other():
    before = Options(False, 0.0, False, 0, "float32", (3, 2), True)
    assert before.label(before) == ""
    assert replace(before, dropout=0.4, training=True).label(before) == "dropout 0.4, training True"
    assert replace(before, lengths=(3, 1)).label(before) == "length 1 of row 1"
    assert replace(before, lengths=(1, 1)).label(before) == "lengths"
    assert replace(before, lengths=(3, 3), packed=False).label(before) == "length 3 of row 1"
    assert replace(before, packed=False).label(before) == "no lengths given"


def test_what_does_not_fit_is_refused():
    parameters = random_parameters(LSTMConfig(2, 2))
    experiment = Experiment.create(parameters, np.zeros((4, 1, 2), np.float32))
    with pytest.raises(ValueError, match="length of row 0"):
        replace(Options.of(experiment), lengths=(9,)).applied_to(experiment)
    with pytest.raises(ValueError, match="dropout"):
        replace(Options.of(experiment), dropout=1.5).masks_to_draw(experiment)


def test_train_mode_with_dropout_asks_for_its_masks_and_no_other_mode():
    dropout = random_parameters(LSTMConfig(2, 2, 2, dropout=0.5))
    x = np.zeros((4, 1, 2), np.float32)
    with pytest.raises(ValueError, match="masks"):
        replace(Experiment.create(dropout, x), training=True)
    masks = (np.ones((4, 1, 2), np.float32),)
    assert len(replace(Experiment.create(dropout, x), training=True, masks=masks).masks) == 1
    with pytest.raises(ValueError, match="masks"):
        replace(Experiment.create(dropout, x), masks=masks)
