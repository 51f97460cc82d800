"""Trace as `.npz`, written and read: one array for each quantity and lane, with torch's suffixes.

`i_l0`, `h_l0_reverse`, `z_f_l1`, …: (timesteps, B, units). `known_l0`, …: (timesteps, B), False for
numbers not computed, and for padding past a sequence's length, where the numbers are NaN. Torch's
values, if wanted, are `torch_i_l0` and `difference_i_l0` (ours − torch's).

A readout has `y` and `p`, (timesteps, B, K), and `loss`, (timesteps, B), NaN where `known_readout`,
(timesteps, B), is False: there is no answer. `counted`, (timesteps, B), is True where the target
counts. `target` is (timesteps, B, K), NaN where it does not, or classes (timesteps, B), -100 there.

The experiment, if wanted, is `weight_ih_l0`, …, `sequence`, `h_0`, `c_0`, dropout masks and
`readout_…`. `label`, (timesteps,), is there where timesteps have names; the input, if wanted, is
`x_<name>`, (timesteps, B), NaN in the padding too. The entry `gatestep.json` gives the timesteps
and units of the arrays, and the description.
"""

import json
import math
import re
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from ...analysis.comparison import difference
from ...arrays import Array
from ...engine.recorded_run import Key, Points
from ...engine.run import Run
from ...faults import is_fault
from ...network.lane import SUFFIX, Lane
from ...network.quantities import COUNTED, KEYS, LOSS, READOUT, TARGET
from ...objective.targets import IGNORED
from ...translation import tr
from ..archive import SLICE, Archive, ArchiveWriter
from ..atomic import atomic_write
from ..errors import FileError, StrPath, cannot_read
from ..json_text import parse_json
from ..limits import check_fits
from ..tables.npy import npy_bytes, npy_head
from ..tables.npz import read_npz
from ..workspaces.experiment_json import to_json
from .input_columns import LABEL, UNNAMED, InputNames, X, input_columns, labels
from .selection import (
    EVERYTHING,
    TorchValues,
    TraceSelection,
    counted,
    known_answers,
    known_cells,
)
from .sidecar import MOST_ABOUT

ABOUT: Final = "gatestep.json"
KNOWN = "known_readout"


def writing_npz(
    run: Run,
    path: StrPath,
    about: Mapping[str, Any],
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
    experiment: bool = False,
    names: InputNames = UNNAMED,
    with_input: bool = False,
) -> Generator[float, None, None]:
    """Write the computed part of a run, completely or not at all; yields the fraction done.

    Args:
        run: finished or not.
        path: the target.
        about: the description (see `sidecar.about`).
        selection: the part to write.
        torch: torch's values for that part, to be written beside ours.
        experiment: whether to write its arrays too; `about` then has its options.
        names: those of timesteps and features. with_input: whether to write the input too.

    Raises:
        FileError: the file cannot be written.
        ValueError: a part that does not exist.
    """
    selection.validate(run.experiment)
    config, known = run.experiment.config, known_cells(run)
    lanes = selection.lanes(config) if selection.has_cells else []
    with atomic_write(path) as file, ArchiveWriter(file) as archive:
        text = json.dumps(about, indent=2).encode()
        yield from (0.0 for _ in archive.add(ABOUT, [memoryview(text)], len(text)))
        for name, array in to_json(run.experiment)[1].items() if experiment else ():
            yield from (0.0 for _ in _written(archive, name, _whole(array)))
        for done, lane in enumerate(lanes):
            for name, rows in _lane_arrays(run, lane, known, selection, torch):
                yield from (done / len(lanes) for _ in _written(archive, name, rows))
        for name, rows in _readout_arrays(run, selection, torch):
            yield from (1.0 for _ in _written(archive, name, rows))
        for name, array in _input_arrays(run, selection, names, with_input):
            yield from (1.0 for _ in _written(archive, name, _whole(array)))
    yield 1.0


def is_trace_npz(path: StrPath) -> bool:
    """Return True for an archive written by this module; False for a file that is no archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return ABOUT in archive.namelist()
    except Exception as error:
        if is_fault(error):
            raise
        return False  # whoever reads it reports the fault


def read_trace_npz(path: StrPath) -> dict[Key, Points]:
    """Read the known numbers of a trace by quantity and lane.

    Raises:
        FileError: a part that is not as in a trace.
    """
    start, units = _part(path)
    arrays = read_npz(path, others=True, besides=X)
    # The indices of a number take three times its room, and are made from as much again.
    check_fits(path, 6 * sum(array.nbytes for array in arrays.values()))
    found = _readout_points(path, arrays, start)
    for name, array in arrays.items():
        quantity, _, lane = name.rpartition("_l")
        if quantity not in KEYS:
            continue
        suffix = f"_l{lane}"
        known = arrays.get(f"known{suffix}")
        if known is None or re.fullmatch(SUFFIX, suffix) is None:
            raise _damaged(path, tr("{name} is missing", name=f"known{suffix}"))
        if array.ndim != 3 or array.shape[:2] != known.shape or array.shape[2] > len(units):
            raise _damaged(
                path,
                tr(
                    "{name} does not fit the shape of known_l{lane} and the units",
                    name=name,
                    lane=lane,
                ),
            )
        t, rows = np.nonzero(known)
        values = array[t, rows]
        own = np.tile(units[: array.shape[2]], len(t))
        places = np.stack([np.repeat(axis, array.shape[2]) for axis in (t + start, rows)], -1)
        if values.size:
            found[quantity, Lane.of_suffix(suffix)] = np.column_stack([places, own]), values.ravel()
    if not found:
        raise cannot_read(path, tr("it contains no trace values"))
    return found


class _Rows(NamedTuple):
    """Array that is made part by part: all of a long run's at once would take long, and memory.

    Attributes:
        length: its rows. part: makes some of them.
    """

    length: int
    part: Callable[[slice], Array]


def _whole(array: Array) -> _Rows:
    return _Rows(len(array), array.__getitem__)


def _lane_arrays(
    run: Run,
    lane: Lane,
    known: Array,
    selection: TraceSelection,
    torch: TorchValues | None,
) -> Iterator[tuple[str, _Rows]]:
    config, timesteps = run.experiment.config, selection.timesteps(len(known))
    part = slice(timesteps.start, timesteps.stop)
    own = known[part, :, config.state_row(lane)]
    yield f"known{lane.suffix}", _whole(own)
    for quantity, width in selection.widths(config).items():
        units = selection.units_of(width)
        if not len(units):
            continue
        wanted = units if len(units) < width else slice(None)  # copied faster
        ours = run.trace.values(quantity, lane)[part]
        theirs = None if torch is None else torch[quantity, lane][part]
        for prefix, made in _beside(ours, theirs, wanted).items():
            yield f"{prefix}{quantity}{lane.suffix}", _Rows(len(own), partial(_blank, made, own))


def _beside(ours: Array, theirs: Array | None, units: Any) -> dict[str, Callable[[slice], Array]]:
    """Return what makes rows of some units of ours, and if wanted of torch's, by prefix."""

    def of(values: Array, rows: slice) -> Array:
        chosen: Array = values[rows][..., units]
        return chosen

    def differing(ours: Array, theirs: Array, rows: slice) -> Array:
        return difference(of(theirs, rows), of(ours, rows))

    beside: dict[str, Callable[[slice], Array]] = {"": partial(of, ours)}
    if theirs is not None:
        beside |= {"torch_": partial(of, theirs), "difference_": partial(differing, ours, theirs)}
    return beside


def _blank(values: Callable[[slice], Array], known: Array, rows: slice) -> Array:
    """Return some rows of values, with NaN where they are not known."""
    blank = np.array(values(rows))
    blank[~known[rows]] = np.nan
    return blank


def _readout_arrays(
    run: Run, selection: TraceSelection, torch: TorchValues | None
) -> Iterator[tuple[str, _Rows]]:
    experiment, quantities = run.experiment, selection.of_readout(run.experiment.objective)
    timesteps = selection.timesteps(experiment.num_timesteps)
    part = slice(timesteps.start, timesteps.stop)
    known, counts = known_answers(run)[part], counted(experiment)[part]
    targets = experiment.objective.targets
    if quantities:
        yield KNOWN, _whole(known)
    for quantity in quantities:
        if quantity == TARGET and targets is not None:
            there = (known & counts).reshape(known.shape + (1,) * (targets.values.ndim - 2))
            missing = IGNORED if targets.classes else np.nan
            values = targets.values[: experiment.num_timesteps][part]
            yield TARGET, _whole(np.where(there, values, values.dtype.type(missing)))
            continue
        ours = run.trace.values(quantity, Lane())[part]
        theirs = None if torch is None else torch[quantity, Lane()][part]
        units = 0 if quantity == LOSS else slice(None)
        for prefix, made in _beside(ours, theirs, units).items():
            yield f"{prefix}{quantity}", _Rows(len(known), partial(_blank, made, known))
    if targets is not None and not {TARGET, LOSS}.isdisjoint(quantities):
        yield COUNTED, _whole(known & counts)


def _input_arrays(
    run: Run, selection: TraceSelection, names: InputNames, with_input: bool
) -> Iterator[tuple[str, Array]]:
    experiment = run.experiment
    steps = len(experiment.sequence)
    timesteps = selection.timesteps(steps)
    part = slice(timesteps.start, timesteps.stop)
    if names.timesteps:
        yield LABEL, np.array(labels(names)[part], np.str_)
    if with_input:
        within = np.arange(steps)[part, None] < np.array(experiment.lengths)
        columns = input_columns(names, experiment.config.input_size, entries=True)
        for feature, column in enumerate(columns):
            values = experiment.sequence[part, :, feature]
            yield column, np.where(within, values, values.dtype.type(np.nan))


def _written(archive: ArchiveWriter, name: str, rows: _Rows) -> Iterator[int]:
    """Write an array as an entry; yields the bytes of each slice."""
    none = rows.part(slice(0, 0))
    shape = (rows.length, *none.shape[1:])
    head, size = npy_head(shape, none.dtype), math.prod(shape) * none.itemsize
    at_once = -(-SLICE * rows.length // size) if size else 1

    def blocks() -> Iterator[memoryview]:
        yield memoryview(head)
        for start in range(0, rows.length, at_once) if size else ():
            yield npy_bytes(rows.part(slice(start, start + at_once)))

    yield from archive.add(f"{name}.npy", blocks(), len(head) + size)


def read_about(path: StrPath) -> Any:
    """Read the description in an archive, as JSON.

    Raises:
        FileError: it is damaged.
    """
    with Archive(path) as archive, archive.open(ABOUT) as stream:
        text = stream.read(MOST_ABOUT)
    try:
        return parse_json(text)
    except ValueError:
        raise _damaged(path, tr("{entry} is not valid JSON", entry=ABOUT)) from None


def _readout_points(path: StrPath, arrays: Mapping[str, Array], start: int) -> dict[Key, Points]:
    """Return the known numbers of a readout."""
    found: dict[Key, Points] = {}
    for name in [name for name in READOUT if name in arrays]:
        known, array = arrays.get(KNOWN), arrays[name]
        if known is None:
            raise _damaged(path, tr("{name} is missing", name=KNOWN))
        array = array[..., None] if name == LOSS else array
        if array.ndim != 3 or array.shape[:2] != known.shape:
            raise _damaged(
                path, tr("{name} does not have the shape of {known}", name=name, known=KNOWN)
            )
        t, rows = np.nonzero(known)
        units = np.tile(np.arange(array.shape[2]), len(t))
        places = [np.repeat(axis, array.shape[2]) for axis in (t + start, rows)]
        if len(t):
            found[name, Lane()] = np.stack([*places, units], -1), array[t, rows].ravel()
    return found


def _part(path: StrPath) -> tuple[int, Array]:
    """Return the first timestep and the units of the arrays."""
    about = read_about(path)
    try:
        part = about["part"]
        start, units = part["timesteps"][0], part["units"]
        if not all(type(n) is int and 0 <= n < 10**9 for n in (start, *units)):
            raise ValueError
        return start, np.array(units, np.intp)
    except (ValueError, KeyError, TypeError, IndexError):
        raise _damaged(
            path, tr("{entry} does not say which timesteps and units it has", entry=ABOUT)
        ) from None


def _damaged(path: StrPath, what: str) -> FileError:
    return cannot_read(
        path, tr("it is not a complete trace ({what}). Export the trace again", what=what)
    )
