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

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ..analysis.address import number_of_units
from ..analysis.address_parser import parse_seed
from ..arrays import DTYPES, Array
from ..examples import EXAMPLES
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.initialisers import INITIALISERS, initialise
from ..network.lane import Lane
from ..network.parameters import Parameters
from ..objective.loss import Loss
from ..objective.objective import Objective, Seed
from ..objective.readout import Readout
from ..objective.targets import Targets
from ..translation import tr
from .formula.edits import NOTHING, assigned, labels_of, rows_of
from .formula.names import is_given
from .formula.reading import Reading
from .limits import MOST_NUMBERS, MOST_SEEDS, check_most, check_size
from .marking import number_typed
from .trained_network import of_task
from .typed_entries import Table, numbers, refuse_unknown, table_of, text, whole, words

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


def network(table: Table) -> Reading:
    """Make the experiment of a table.

    Raises:
        ValueError: what does not fit, in words.
    """
    unknown = [name for name in table if not _is_known(name)]
    if unknown:
        raise ValueError(tr("a network has no “{name}”", name=unknown[0]))
    if "task" in table:
        seed, *others = (whole(table, name) for name in ("seed", "trained", "timesteps"))
        reading = of_task(text(table, "task"), seed, *others)
    else:
        reading = _of_example(text(table, "example")) if "example" in table else _built(table)
    for name in filter(is_given, table):
        reading = replace(reading, experiment=_put(reading, name, numbers(table, name)))
    if "objective" in table:
        objective = _objective(table_of(table, "objective"), reading.experiment)
        reading = replace(reading, experiment=reading.experiment.with_objective(objective))
    given = table_of(table, "numbers")
    return replace(reading, others={name: np.ravel(numbers(given, name)) for name in given})


def _is_known(name: str) -> bool:
    return name in SIZES or name in OTHERS or is_given(name)


def _of_example(name: str) -> Reading:
    if name not in EXAMPLES:
        known = " ".join(EXAMPLES)
        raise ValueError(tr("unknown example “{name}”; known: {known}", name=name, known=known))
    example = EXAMPLES[name]()
    return Reading(example.experiment, example.columns, example.labels)


def _built(table: Table) -> Reading:
    columns = words(table, "words")
    inputs = whole(table, "inputs", len(columns))
    config = _config(table, inputs)
    lengths = _lengths(table)
    check_size(config, max(lengths), len(lengths))
    seed, dtype = whole(table, "seed"), text(table, "dtype", "float64")
    dtypes = [each.name for each in DTYPES]
    if dtype not in dtypes:
        raise ValueError(
            tr("unknown dtype “{name}”; known: {known}", name=dtype, known=" ".join(dtypes))
        )
    init = text(table, "init")
    if init and init not in INITIALISERS:
        known = " ".join(INITIALISERS)
        raise ValueError(
            tr("unknown initialisation “{name}”; known: {known}", name=init, known=known)
        )
    if init:
        parameters = initialise(config, init, seed, dtype)
    else:
        shapes = config.parameter_shapes()
        parameters = Parameters(config, {n: np.zeros(shape, dtype) for n, shape in shapes.items()})
    sequence = _input(table, columns, inputs, seed)
    if config.batch_first and sequence.ndim == 3:
        sequence = sequence.swapaxes(0, 1)
    uneven = lengths if min(lengths) < max(lengths) else None
    experiment = Experiment.create(parameters, sequence, lengths=uneven, seed=seed)
    labels = words(table, "labels") or labels_of(experiment, columns)
    if len(labels) != experiment.num_timesteps:
        raise ValueError(tr("labels: exactly {count} are needed", count=experiment.num_timesteps))
    return Reading(experiment, columns, labels if columns or "labels" in table else ())


def _config(table: Table, inputs: int) -> LSTMConfig:
    """Return the arguments of nn.LSTM."""
    options = {SIZES[name]: table[name] for name in SIZES if name in table}
    try:
        with warnings.catch_warnings():  # dropout with one layer
            warnings.simplefilter("ignore")
            return LSTMConfig(**{"input_size": inputs, "hidden_size": 1, **options})
    except TypeError as error:
        raise ValueError(str(error)) from error


def _lengths(table: Table) -> tuple[int, ...]:
    """Return the length of each row of the input."""
    if "noise" in table:
        noise = table_of(table, "noise")
        return (whole(noise, "steps", least=1),) * min(whole(noise, "rows", 1, 1), MOST_NUMBERS)
    rows = [text(table, "sequence")] if "sequence" in table else words(table, "rows")
    lengths = tuple(len(row.split()) for row in rows)
    if not lengths or not min(lengths):
        raise ValueError(tr("a network needs one of sequence, rows or noise"))
    return lengths


def _input(table: Table, columns: Sequence[str], inputs: int, seed: int) -> Array:
    """Return the input, (T, I) or (T, B, I)."""
    if "noise" in table:
        noise = table_of(table, "noise")
        shape = whole(noise, "steps"), whole(noise, "rows", 1), inputs
        return np.random.default_rng(whole(noise, "seed", seed)).standard_normal(shape)
    if "sequence" in table:
        return rows_of(text(table, "sequence").split(), columns)
    rows = [rows_of(row.split(), columns) for row in words(table, "rows")]
    whole_input = np.zeros((max(map(len, rows)), len(rows), inputs))
    for place, row in enumerate(rows):
        whole_input[: len(row), place] = row
    return whole_input


def _put(reading: Reading, name: str, number: Array) -> Experiment:
    """Put a table's numbers into a block; states have a lane for each row of the table."""
    if name in ("h_0", "c_0"):
        state = np.array(getattr(reading.experiment, name))
        state[...] = number.reshape(state.shape) if number.size == state.size else number
        return reading.experiment.with_states(**{name: state})
    return assigned(reading, name, (), number, Lane())


def _objective(table: Table, experiment: Experiment) -> Objective:
    refuse_unknown(table, OBJECTIVE, tr("a readout or loss"))
    dtype, before = experiment.dtype.name, experiment.objective
    readout, targets, loss = before.readout, before.targets, before.loss
    if "V" in table:
        weight = np.atleast_2d(numbers(table, "V", dtype))
        check_size(experiment.config, experiment.num_timesteps, experiment.batch_size, len(weight))
        bias = np.atleast_1d(numbers(table, "b", dtype)) if "b" in table else None
        said = {name: text(table, name) for name in ("function", "over") if name in table}
        readout = Readout(weight, bias, names=words(table, "names"), **said)
    if "targets" in table:
        targets = _targets(words(table, "targets"), experiment)
    if "loss" in table:
        loss = Loss(text(table, "loss"), text(table, "reduction", "mean"))
    given = words(table, "seeds")
    check_most("seeds", len(given), MOST_SEEDS)
    seeds = tuple(seed for said in given for seed in _seeds(said, experiment))
    return Objective(readout, targets, loss, seeds)


def _seeds(said: str, experiment: Experiment) -> list[Seed]:
    """Return the seed of an address; of one without a unit, as `h @ 9`, those of all its units."""
    if "[" in said:
        return [parse_seed(said)]
    name, at, rest = said.partition(" ")
    seed = parse_seed(f"{name}[0]{at}{rest}")
    width = number_of_units(experiment, seed.quantity, seed.lane)
    return [replace(seed, unit=unit) for unit in range(width)]


def _targets(given: Sequence[str], experiment: Experiment) -> Targets:
    """Return a number for each timestep of a single row; NaN, or `…`, where none is known."""
    known = [np.nan if one in NOTHING else number_typed(one) for one in given]
    values = np.array(known, experiment.dtype)[:, None, None]
    counted = ~np.isnan(values[..., 0])
    return Targets(np.nan_to_num(values), counted)
