"""Inputs as matrices to read: the input, the initial states and the target of one batch row."""

from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

import numpy as np

from simulator.analysis import tensor_shapes
from simulator.analysis.address import Given
from simulator.arrays import Array, cast, replaced, shape_text
from simulator.examples.recipe import SEQUENCES, SequenceMaker
from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import Scaling
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.translation import mark, tr
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import RANDOM, Block, Fill, Matrix, edited_cells
from ui.panels.inputs import target_matrix
from ui.panels.inputs.target_matrix import TARGET
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style import number_format

INPUT = "input"
STATES: tuple[str, ...] = ("h_0", "c_0")
TABS: tuple[str, ...] = (INPUT, *STATES, TARGET)
TIPS: Mapping[str, str] = {
    INPUT: mark("The LSTM input: one row per timestep, one column per feature."),
    "h_0": mark("Hidden state before the first timestep: one row per unit."),
    "c_0": mark("Cell state before the first timestep: one row per unit."),
    TARGET: target_matrix.TIP,
}
"""What each matrix is; pass it to `tr`."""

TITLES = {
    "noise": mark("Noise: normal, standard deviation 1"),
    "impulse": mark("Impulse: 1 at t 0"),
    "step": mark("Step: 1 after a quarter of the sequence"),
    "sine": mark("Sines, one frequency per feature"),
    "square": mark("Square waves, one frequency per feature"),
    "adding problem": mark("Adding problem: numbers, two of them marked"),
    "aⁿbⁿ": mark("aⁿbⁿ words, n from 1 to 5"),
    "zeros": mark("Zeros"),
}
"""What each made sequence is, by its name; pass it to `tr`."""


def tabs(experiment: Experiment) -> tuple[str, ...]:
    """Return the tabs: input, the cell's states, and the target where it is not the input's own."""
    target = target_matrix.targets_of(experiment) is not None
    states = (tab for tab in STATES if tab.removesuffix("_0") in experiment.states)
    return (INPUT, *states, *([TARGET] if target else []))


def initial_state(experiment: Experiment, tab: str) -> Array:
    """Return the initial state of a tab, (L*D, B, R or H)."""
    return experiment.states[tab.removesuffix("_0")]


def number_of(config: LSTMConfig, lane: Lane, row: int, tab: str, cell: tuple[int, int]) -> Given:
    """Return the address of a cell's number."""
    if tab in (INPUT, TARGET):
        return Given(tab, (cell[0], row, cell[1]))
    return Given(tab, (cell[1], row, cell[0]))


def heading(experiment: Experiment, lane: Lane, row: int, tab: str) -> tuple[str, str]:
    """Return the name of a tab's tensor, and its whole shape."""
    name = tab
    if experiment.batched:
        name = tr("{name}, row {row} of the batch", name=tab, row=row)
    steps, length = len(experiment.sequence), experiment.lengths[row]
    if tab in (INPUT, TARGET) and length < steps:
        name += tr(", {length} of {steps} timesteps", length=length, steps=steps)
    if tab == TARGET:
        return name, target_matrix.heading(experiment)
    tensor = next(t for t in tensor_shapes.tensors(experiment) if t.name == tab)
    return name, f"{tensor.formula_text} = {shape_text(tensor.shape)}"


def matrix_of(document: Document, lane: Lane, row: int, tab: str) -> Matrix:
    """Return a tab's matrix: timesteps × features, or units × lanes of a state.

    The input has only the timesteps within the row's length.
    """
    if tab == TARGET:
        return target_matrix.matrix_of(document, row)
    experiment = document.experiment
    values, original = _part(experiment, row, tab), _original(document, row, tab)
    named_by = experiment.config, experiment.batched
    if tab == INPUT:
        return Matrix(
            key=(document.original, tab, row),
            title=tab,
            values=values,
            original=original,
            row_name=_timestep_namer(document),
            column_name=_feature_namer(document),
            cell_name=_input_namer(document),
            stored_as=_input_place(experiment, row),
            told=_reading_namer(experiment, row),
            named_by=(*named_by, document.timestep_labels, document.feature_names),
            fills=tuple(_sequence_fill(name) for name in SEQUENCES),
            sizes=(("1", 1.0),),
        )
    return Matrix(
        key=(document.original, tab, row),
        title=tab,
        values=values,
        original=original,
        row_name=str,
        column_name=_lane_namer(experiment.config, tab),
        cell_name=_state_namer(experiment.config, tab),
        stored_as=_state_place(experiment, row, tab),
        named_by=named_by,
        fills=(Fill(mark("Zeros"), _zeros, seeded=False), *RANDOM),
        sizes=(("1", 1.0),),
    )


def with_matrix(
    experiment: Experiment, lane: Lane, row: int, tab: str, values: Array
) -> Experiment:
    """Put a tab's numbers into the selected batch row.

    Raises:
        ValueError: a number of a target that is no class.
    """
    if tab == TARGET:
        return target_matrix.with_matrix(experiment, row, values)
    if tab == INPUT:
        places = slice(len(values)), row
        return experiment.with_sequence(replaced(experiment.sequence, places, values))
    state = replaced(initial_state(experiment, tab), (slice(None), row), values.T)
    return experiment.with_states(**{tab: state})


def edited_tabs(document: Document, lane: Lane, row: int) -> frozenset[str]:
    """Return the tabs with an edited value in the selected batch row."""
    present = tabs(document.experiment)
    return frozenset(tab for tab in present if _differs(document, row, tab))


def marks_of(snapshot: Snapshot, tab: str) -> tuple[Mark, ...]:
    """Mark the part in use: the timestep that is read, or the selected lane's state."""
    config, lane = snapshot.experiment.config, snapshot.lane
    if tab == TARGET:
        return target_matrix.marks_of(snapshot)
    if tab == INPUT:
        t = snapshot.timestep
        return () if t is None else (Mark(Block(t, 0, t + 1, config.input_size), "x", True),)
    if config.num_lanes == 1:
        return ()
    column = config.state_row(lane)
    block = Block(0, column, config.state_shape(1, tab)[2], column + 1)
    return (Mark(block, tab[0]),)


def _part(experiment: Experiment, row: int, tab: str) -> Array:
    if tab == INPUT:
        return experiment.sequence[: experiment.lengths[row], row]
    return initial_state(experiment, tab)[:, row].T


def _original(document: Document, row: int, tab: str) -> Array | None:
    """Return the values that edits are compared with; None when shapes differ."""
    present, original = document.experiment, document.original
    if original.sequence.shape != present.sequence.shape:
        return None
    if tab == INPUT:
        return _unedited(present, original)[: present.lengths[row], row]
    if original.config.state_shape(1, tab) != present.config.state_shape(1, tab):
        return None
    return _part(original, row, tab)


def _unedited(present: Experiment, original: Experiment) -> Array:
    """Return the unedited sequence, normalised like the present one."""
    if present.scaling is not None and present.scaling is not original.scaling:
        return _values(present.scaling, present.dtype)
    if present.scaling is None and original.scaling is not None:
        return _values(original.scaling, present.dtype, True)
    return original.sequence


_made: WeakKeyDictionary[Scaling, dict[tuple[np.dtype, bool], Array]] = WeakKeyDictionary()


def _values(scaling: Scaling, dtype: np.dtype, raw: bool = False) -> Array:
    """Return a scaling's values or raw numbers, cached: panels compare arrays by identity."""
    made = _made.setdefault(scaling, {})
    if (dtype, raw) not in made:
        made[dtype, raw] = cast(scaling.raw, dtype) if raw else scaling.values(dtype)
    return made[dtype, raw]


def _differs(document: Document, row: int, tab: str) -> bool:
    if tab == TARGET:
        return target_matrix.differs(document, row)
    present, original = document.experiment, document.original
    if tab == INPUT:
        same = present.sequence is original.sequence
    else:
        same = initial_state(present, tab) is initial_state(original, tab)
    if same:
        return False
    values = _part(present, row, tab)
    return bool(edited_cells(values, _original(document, row, tab)).any())


def _sequence_fill(name: str) -> Fill:
    generate: SequenceMaker = SEQUENCES[name]

    def fill(block: Array, seed: int, size: float) -> Array:
        rows, columns = block.shape
        drawn = generate(np.random.default_rng(seed), (rows, 1, columns))
        return drawn[:, 0].astype(block.dtype)

    return Fill(TITLES[name], fill, seeded=name in ("noise", "adding problem", "aⁿbⁿ"))


def _zeros(block: Array, seed: int, size: float) -> Array:
    return np.zeros_like(block)


def _timestep_namer(document: Document) -> Callable[[int], str]:
    return lambda timestep: document.label_of(timestep) or str(timestep)


def _feature_namer(document: Document) -> Callable[[int], str]:
    names = document.feature_names
    fits = len(names) == document.experiment.config.input_size
    return names.__getitem__ if fits else "x{}".format


def _input_namer(document: Document) -> Callable[[int, int], str]:
    timestep, feature = _timestep_namer(document), document.feature_names
    named = len(feature) == document.experiment.config.input_size

    def name(t: int, column: int) -> str:
        at = timestep(t)
        place = f"t {t}" if at == str(t) else f"t {t} · {at}"
        of = f"x[{column}] {feature[column]}" if named else f"x[{column}]"
        return tr("{name} at {place}", name=of, place=place)

    return name


def _reading_namer(experiment: Experiment, row: int) -> Callable[[int, int], str] | None:
    scaling = experiment.scaling
    if scaling is None:
        return None

    def name(t: int, column: int) -> str:
        cell = np.s_[t : t + 1, row : row + 1]
        read = Scaling(scaling.raw[cell], scaling.normalisation)
        number = read.read_back(experiment.sequence[cell])[0, 0, column]
        return tr("read as {number}", number=number_format.exact(number))

    return name


def _input_place(experiment: Experiment, row: int) -> Callable[[int, int], str]:
    if not experiment.batched:
        return "input[{}, {}]".format
    if experiment.config.batch_first:
        return lambda t, column: f"input[{row}, {t}, {column}]"
    return lambda t, column: f"input[{t}, {row}, {column}]"


def _lane_name(config: LSTMConfig, index: int) -> str:
    lane = config.lane(index)
    return lane.text() if config.bidirectional else tr("layer {layer}", layer=lane.layer)


def _lane_namer(config: LSTMConfig, tab: str) -> Callable[[int], str]:
    if config.num_lanes == 1:
        return lambda column: tab
    arrows = "→←" if config.bidirectional else ("",)

    def name(column: int) -> str:
        lane = config.lane(column)
        return f"l{lane.layer}{arrows[lane.direction]}"

    return name


def _state_namer(config: LSTMConfig, tab: str) -> Callable[[int, int], str]:
    if config.num_lanes == 1:
        return lambda unit, column: f"{tab}[{unit}]"
    return lambda unit, column: tr(
        "{name} of {lane}", name=f"{tab}[{unit}]", lane=_lane_name(config, column)
    )


def _state_place(experiment: Experiment, row: int, tab: str) -> Callable[[int, int], str]:
    if not experiment.batched:
        return lambda unit, column: f"{tab}[{column}, {unit}]"
    return lambda unit, column: f"{tab}[{column}, {row}, {unit}]"
