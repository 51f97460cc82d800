"""Networks of lessons: an experiment from a table of a lesson's file.

A table names the words of the input, the sizes, the sequence, and the weights that are not 0:

    words = ["yes", "no"]
    hidden = 3
    sequence = "yes … …"        # or rows = ["yes … no", "no …"], each with its own length
    W_ii = [[20, 20], [20, 20], [20, 20]]
    b_if = [10, 2.2, 0]

Weights of other lanes have torch's suffix, `W_ig_l1_reverse`. `init = "default"` with `seed` draws
the weights as PyTorch does; `noise = { steps = 100, rows = 1 }` draws the input. `example` takes
one that ships. `task = "parity"` is a task's network, drawn by `seed`, with so many steps of
training behind it as `trained` says, on a sequence of its own or one of so many `timesteps`; it is
opened as a document that trains. `[network.objective]` has V, b, function, loss, targets and over,
or `seeds`, of one unit or, as `h @ 9`, of all. `[network.numbers]` has numbers by name, one for
each timestep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from ..analysis.address import number_of_units
from ..analysis.address_parser import parse_seed
from ..arrays import Array
from ..examples import EXAMPLES
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..lstm.initialisers import INITIALISERS, initialise
from ..lstm.lane import Lane
from ..lstm.parameters import Parameters
from ..objective.loss import Loss
from ..objective.objective import Objective, Seed
from ..objective.readout import Readout
from ..objective.targets import Targets
from ..translation import tr
from .formula.edits import assigned, labels_of, rows_of
from .formula.names import is_given
from .formula.reading import Reading
from .learnt import of_task

SIZES: Final = {
    "hidden": "hidden_size",
    "layers": "num_layers",
    "bias": "bias",
    "batch_first": "batch_first",
    "dropout": "dropout",
    "bidirectional": "bidirectional",
    "proj_size": "proj_size",
}
"""Arguments of nn.LSTM by their names in a table."""

OTHERS: Final = (
    "words", "sequence", "rows", "inputs", "noise", "init", "seed", "dtype", "labels", "objective",
    "example", "numbers", "task", "trained", "timesteps",
)  # fmt: skip
"""Names in a table that are no weights and no sizes."""

OBJECTIVE: Final = ("V", "b", "function", "names", "targets", "loss", "reduction", "over", "seeds")
"""Names in an objective's table."""


def network(table: Mapping[str, Any]) -> Reading:
    """Make the experiment of a table.

    Raises:
        ValueError: what does not fit, in words.
    """
    unknown = [name for name in table if not _is_known(name)]
    if unknown:
        raise ValueError(tr("a network has no “{name}”", name=unknown[0]))
    if "task" in table:
        seed, *others = (int(table.get(name, 0)) for name in ("seed", "trained", "timesteps"))
        reading = of_task(str(table["task"]), seed, *others)
    else:
        reading = _of_example(str(table["example"])) if "example" in table else _built(table)
    for name, value in table.items():
        if is_given(name):
            number = np.asarray(value, np.float64)
            reading = replace(reading, experiment=_put(reading, name, number))
    if "objective" in table:
        objective = _objective(table["objective"], reading.experiment)
        reading = replace(reading, experiment=reading.experiment.with_objective(objective))
    return replace(reading, others=dict(table.get("numbers", {})))


def _is_known(name: str) -> bool:
    return name in SIZES or name in OTHERS or is_given(name)


def _of_example(name: str) -> Reading:
    if name not in EXAMPLES:
        known = " ".join(EXAMPLES)
        raise ValueError(tr("there is no example “{name}”: {known}", name=name, known=known))
    example = EXAMPLES[name]()
    return Reading(example.experiment, example.columns, example.labels)


def _built(table: Mapping[str, Any]) -> Reading:
    columns = tuple(map(str, table.get("words", ())))
    inputs = int(table.get("inputs", len(columns)))
    options = {SIZES[name]: table[name] for name in SIZES if name in table}
    config = LSTMConfig(**{"input_size": inputs, "hidden_size": 1, **options})
    seed, dtype = int(table.get("seed", 0)), str(table.get("dtype", "float64"))
    init = str(table.get("init", ""))
    if init and init not in INITIALISERS:
        known = " ".join(INITIALISERS)
        raise ValueError(
            tr("there is no way “{name}” to draw weights: {known}", name=init, known=known)
        )
    if init:
        parameters = initialise(config, init, seed, dtype)
    else:
        shapes = config.parameter_shapes()
        parameters = Parameters(config, {n: np.zeros(shape, dtype) for n, shape in shapes.items()})
    sequence, lengths = _input(table, columns, inputs, seed)
    if config.batch_first and sequence.ndim == 3:
        sequence = sequence.swapaxes(0, 1)
    experiment = Experiment.create(parameters, sequence, lengths=lengths, seed=seed)
    labels = tuple(map(str, table.get("labels", ()))) or labels_of(experiment, columns)
    return Reading(experiment, columns, labels if columns or "labels" in table else ())


def _input(
    table: Mapping[str, Any], columns: Sequence[str], inputs: int, seed: int
) -> tuple[Array, tuple[int, ...] | None]:
    """Return the input, (T, I) or (T, B, I), and the lengths of the rows where they differ."""
    if "noise" in table:
        noise = table["noise"]
        shape = int(noise["steps"]), int(noise.get("rows", 1)), inputs
        return np.random.default_rng(int(noise.get("seed", seed))).standard_normal(shape), None
    if "sequence" in table:
        return rows_of(str(table["sequence"]).split(), columns), None
    rows = [rows_of(str(row).split(), columns) for row in table.get("rows", ())]
    if not rows:
        raise ValueError(tr("a network needs a sequence, rows or noise"))
    longest = max(map(len, rows))
    whole = np.zeros((longest, len(rows), inputs))
    for place, row in enumerate(rows):
        whole[: len(row), place] = row
    lengths = tuple(map(len, rows))
    return whole, lengths if min(lengths) < longest else None


def _put(reading: Reading, name: str, number: Array) -> Experiment:
    """Put a table's numbers into a block; states have a lane for each row of the table."""
    if name in ("h_0", "c_0"):
        state = np.array(getattr(reading.experiment, name))
        state[...] = number.reshape(state.shape) if number.size == state.size else number
        return reading.experiment.with_states(**{name: state})
    return assigned(reading, name, (), number, Lane())


def _objective(table: Mapping[str, Any], experiment: Experiment) -> Objective:
    unknown = [name for name in table if name not in OBJECTIVE]
    if unknown:
        raise ValueError(tr("an objective has no “{name}”", name=unknown[0]))
    dtype, before = experiment.dtype, experiment.objective
    readout, targets, loss = before.readout, before.targets, before.loss
    if "V" in table:
        weight = np.atleast_2d(np.asarray(table["V"], dtype))
        bias = np.atleast_1d(np.asarray(table["b"], dtype)) if "b" in table else None
        said = {name: table[name] for name in ("function", "over") if name in table}
        readout = Readout(weight, bias, names=tuple(table.get("names", ())), **said)
    if "targets" in table:
        targets = _targets(table["targets"], experiment)
    if "loss" in table:
        loss = Loss(str(table["loss"]), str(table.get("reduction", "mean")))
    seeds = tuple(seed for text in table.get("seeds", ()) for seed in _seeds(text, experiment))
    return Objective(readout, targets, loss, seeds)


def _seeds(text: str, experiment: Experiment) -> list[Seed]:
    """Return the seed of an address; of one without a unit, as `h @ 9`, those of all its units."""
    if "[" in text:
        return [parse_seed(text)]
    name, at, rest = text.partition(" ")
    seed = parse_seed(f"{name}[0]{at}{rest}")
    width = number_of_units(experiment, seed.quantity, seed.lane)
    return [replace(seed, unit=unit) for unit in range(width)]


def _targets(given: Sequence[Any], experiment: Experiment) -> Targets:
    """Return a number for each timestep of a single row; NaN, or `…`, where none is known."""
    numbers = [np.nan if isinstance(one, str) else float(one) for one in given]
    values = np.array(numbers, experiment.dtype)[:, None, None]
    counted = ~np.isnan(values[..., 0])
    return Targets(np.nan_to_num(values), counted)
