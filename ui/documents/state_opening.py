"""Opening of initial states, in the worker: files of h_0 and c_0, checked against the model."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.arrays import Array, cast
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError, StrPath, cannot_read, plain
from simulator.files.registry import Format, recognise
from simulator.files.sequences.states import load_state, state_arrays, state_named
from simulator.files.sequences.to_experiment import overflow_notes
from simulator.files.tables.npy import npy_shape
from simulator.files.tables.npy_header import npz_headers
from simulator.translation import tr
from ui.documents.question import Question, Reader, Reading

SEQUENCE = "sequence"
"""Answer to `WhichState`: the file is no state, but the input."""


@dataclass(frozen=True, eq=False, slots=True)
class States:
    """Initial states from files, in nn.LSTM's shapes.

    Attributes:
        arrays: h_0, c_0 or both, float64. paths: the files.
    """

    arrays: Mapping[str, Array]
    paths: tuple[str, ...]

    @property
    def label(self) -> str:
        """Name of the edit: what is read, and from which files."""
        names = " + ".join(dict.fromkeys(plain(Path(path).name, 60) for path in self.paths))
        return tr("{states} from {names}", states=", ".join(self.arrays), names=names)

    def put_into(self, experiment: Experiment) -> tuple[Experiment, tuple[str, ...]]:
        """Replace an experiment's states; return it with remarks for the user.

        Raises:
            ValueError: the experiment has another shape by now.
        """
        put: dict[str, Array] = {}
        notes = [self.label]
        for state, array in self.arrays.items():
            converted = cast(array, experiment.dtype)
            notes += overflow_notes(array, converted)
            put[state] = converted if experiment.batched else converted[:, None]
        states = [f"{state}_0" for state in experiment.states]
        kept = [state for state in states if state not in put]
        notes += [tr("{state} is unchanged", state=state) for state in kept]
        return experiment.with_states(**put), tuple(notes)


@dataclass(frozen=True, eq=False, slots=True)
class WhichState(Question):
    """File whose shape is that of an initial state, to choose what it is.

    Attributes:
        answers: h_0, c_0 and, where it can be the input, `SEQUENCE`.
        others: more files that are opened with it. named: the states of files known so far.
        otherwise: what reads it as a sequence.
    """

    path: str
    answers: tuple[str, ...]
    reader: Reader
    others: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    otherwise: Reading | None = None

    @property
    def refusal(self) -> str:  # type: ignore[override]
        """Line for where nobody can be asked."""
        why = tr("it may be h_0 or c_0. Name it h_0.npy or c_0.npy")
        return str(cannot_read(self.path, why))

    def proposal(self) -> str | None:
        """Return the sequence, where it can be one."""
        return SEQUENCE if SEQUENCE in self.answers else None

    def reading(self, answer: str) -> Reading:
        """Return what reads the file as that."""
        if answer == SEQUENCE and self.otherwise is not None:
            return self.otherwise
        return read, (self.path, *self.others), self.reader, {**self.named, self.path: answer}


def holds_states(path: StrPath) -> bool:
    """Return True for an archive of states alone, and for other numbers with the name of one alone.

    A table is among them: reading it says what states are read from.

    Raises:
        FileError: it cannot be read.
    """
    file, stem = recognise(path), Path(path).stem
    if file.format is Format.NPZ:
        shapes = {name: header.shape for name, header in npz_headers(file).items()}
        states = [name for name in shapes if state_named(name)]
        return bool(states) and all(name in states or len(shapes[name]) < 2 for name in shapes)
    # `sensor_c0` may well be a sequence: its shape decides.
    by_name = len(stem) <= len("h_0") and state_named(stem) is not None
    return by_name and (file.format is Format.NPY or file.format.is_table)


def asked_of(path: StrPath, reader: Reader, otherwise: Reading) -> States | WhichState | None:
    """Read a `.npy` that has the shape of a state; None for one that has not.

    Args:
        path: the file, of any name. reader: the model. otherwise: what reads it as a sequence.

    Raises:
        FileError: one line on the fault of the file.
    """
    shape = npy_shape(path)
    answers = [state for state, wanted in reader.states.items() if wanted == shape]
    if not answers:
        return None
    path = os.fspath(path)
    by_name = state_named(Path(path).stem)
    answers = [by_name] if by_name is not None and by_name in answers else answers
    if shape[-1] >= reader.input_size:
        answers.append(SEQUENCE)
    if len(answers) == 1:
        return States({answers[0]: load_state(path, answers[0], shape)}, (path,))
    return WhichState(path, tuple(answers), reader, otherwise=otherwise)


def read(
    paths: tuple[StrPath, ...], reader: Reader, named: Mapping[str, str] | None = None
) -> States | WhichState:
    """Read initial states: a `.npy` each, by its name, or an `.npz` with both or one.

    Args:
        paths: the files. reader: the model. named: states by path, where the user has said so.

    Raises:
        FileError: one line on the fault of a file, or the shape that is needed.
    """
    named, found = named or {}, dict[str, Array]()
    nameless: list[str] = []
    files = [os.fspath(path) for path in paths]
    for path in files:
        state = named.get(path) or state_named(Path(path).stem)
        if recognise(path).format is not Format.NPY:
            for there in state_arrays(path):
                _add(found, path, there, reader)
        elif state is None:
            nameless.append(path)
        else:
            _add(found, path, state, reader)
    for path in nameless:
        shape = npy_shape(path)
        left = [state for state in reader.states if state not in found]
        fits = [state for state in left if reader.states[state] == shape]
        if len(fits) > 1:
            others = tuple(other for other in files if other != path)
            return WhichState(path, tuple(fits), reader, others, named)
        _add(found, path, (fits or left or list(reader.states))[0], reader)
    return States(found, tuple(files))


def _add(found: dict[str, Array], path: str, state: str, reader: Reader) -> None:
    if state in found:
        raise FileError(
            tr(
                "two of the files contain {state}, including {path}. Open only one",
                state=state,
                path=plain(path, 1000),
            )
        )
    found[state] = load_state(path, state, reader.states[state])
