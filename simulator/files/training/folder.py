"""Folder of files as batches to learn from: read once, made for the experiment that learns."""

import os
from collections.abc import Hashable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from ...engine.trace import bytes_needed
from ...experiment.experiment import Experiment
from ...objective.targets import Targets
from ...training.batch import Batch
from ...training.source import GivenBatches
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain, reading
from ..limits import available_bytes, bytes_text
from ..objectives.target_file import TARGET, Answers, read_answers
from ..objectives.target_layout import arranged
from ..registry import Format, Opened, recognise
from ..sequences.batch import check_alike
from ..sequences.column_choice import ALL, ColumnChoice
from ..sequences.column_survey import Overview, picked_beside, start_of, what_is_clear
from ..sequences.folder import files_in, named_alike, sequences_in
from ..sequences.sequence import Sequence, fit_width, load, misfit
from ..tables.npz import npz_shapes

TARGETS: Final = "targets"
"""Name of the folder in it that has a file of targets for each file, of the file's name."""

MOST: Final = 32 * 2**20
"""Bytes that the files of a folder, and their numbers, may have: they are all in memory."""

MOST_FILES: Final = 1000
"""Files that a folder may have: all are made batches at once, when the objective changes too."""


class Learner(NamedTuple):
    """What a folder is read for.

    Attributes:
        input_size: the LSTM's. outputs: of the readout. classes: whether the targets are classes.
        ahead: whether the targets are the input, some timesteps ahead. names: of the outputs.
    """

    input_size: int
    outputs: int
    classes: bool
    ahead: bool
    names: tuple[str, ...]

    @classmethod
    def of(cls, experiment: Experiment) -> "Learner":
        """Return what an experiment needs.

        Raises:
            ValueError: it cannot be trained, in words.
        """
        Batch.of(experiment)
        readout, targets = experiment.objective.readout, experiment.objective.targets
        assert readout is not None
        assert targets is not None
        size, outputs = experiment.config.input_size, len(readout.weight)
        return cls(size, outputs, targets.classes, targets.ahead > 0, readout.names)


class BatchFile(NamedTuple):
    """A file as it was read: a sequence, or a batch of several; and its targets, if it has any."""

    given: Sequence
    answers: Answers | None


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class BatchFolder:
    """Files of a folder. Each is a batch.

    Attributes:
        path: the folder. digest: of what is in its files. files: as they were read, by name.
        why: why there is none of them, in one line; else empty.
    """

    path: str
    digest: str
    files: tuple[BatchFile, ...] = field(default=(), repr=False)
    why: str = ""

    @property
    def name(self) -> str:
        """The folder's own name."""
        return plain(Path(self.path).name or self.path)

    def batches(self, experiment: Experiment) -> tuple[Batch, ...]:
        """Return the batch of each file as an experiment's network reads and answers it.

        The numbers are normalised as the experiment's own are. Its states are not taken: each file
        begins at 0.

        Raises:
            ValueError: the files are gone, or do not fit, in words.
        """
        if self.why:
            raise ValueError(self.why)
        Learner.of(experiment)
        key, (known, made) = kind_of(experiment), _MADE.get(self, (None, ()))
        if known != key:
            made = tuple(_batch_of(file, experiment) for file in self.files)
            _MADE[self] = key, made
        return made

    def source(
        self, experiment: Experiment, together: int = 1, held_out: float = 0.0, seed: int = 0
    ) -> GivenBatches:
        """Return what an experiment learns from, some files in each step.

        Args:
            together: files in a step; 0 for all. held_out: share of the files to be judged by.

        Raises:
            ValueError: as `batches`; too few files, or too much for the memory.
        """
        batches = self.batches(experiment)
        known, asked = _SOURCES.get(self), (batches, together, held_out, seed)
        if known is not None and known[0] == asked:
            return known[1]
        source = self._source(experiment, *asked)
        _SOURCES[self] = asked, source
        return source

    def _source(
        self,
        experiment: Experiment,
        batches: tuple[Batch, ...],
        together: int,
        held_out: float,
        seed: int,
    ) -> GivenBatches:
        together = min(together, len(batches)) or len(batches)
        at_once = max(together, round(held_out * len(batches)))
        largest = sorted(batches, key=lambda batch: batch.steps * batch.rows)[-at_once:]
        cells = max(batch.steps for batch in largest) * sum(batch.rows for batch in largest)
        own = experiment.num_timesteps * experiment.batch_size
        needed, there = bytes_needed(experiment) * cells // own, available_bytes()
        if there is not None and needed > there:
            raise ValueError(
                tr(
                    "a step on {count} files takes {needed} of memory, but only "
                    "{there} is free. Use fewer files per step, or hold out fewer",
                    count=at_once,
                    needed=bytes_text(needed),
                    there=bytes_text(there),
                )
            )
        return GivenBatches.split(batches, held_out, seed, together)


_MADE: WeakKeyDictionary[BatchFolder, tuple[Hashable, tuple[Batch, ...]]] = WeakKeyDictionary()
"""The last batches of each folder, and the kind of experiment that they were made for."""


_SOURCES: WeakKeyDictionary[BatchFolder, tuple[tuple[object, ...], GivenBatches]] = (
    WeakKeyDictionary()
)
"""The last source of each folder, and what it was asked for: a run asks at each of its steps."""


def kind_of(experiment: Experiment) -> Hashable:
    """Return all of an experiment that decides the batches of a folder."""
    objective, config, scaling = experiment.objective, experiment.config, experiment.scaling
    readout, targets = objective.readout, objective.targets
    return (
        (config.input_size, config.batch_first, experiment.dtype.name),
        None if scaling is None else scaling.normalisation,
        None if readout is None else (len(readout.weight), readout.over),
        None if targets is None else (targets.ahead, targets.classes),
        objective.loss,
    )


def read_folder(path: StrPath, learner: Learner) -> BatchFolder:
    """Read all files of a folder.

    Their targets are in the folder `TARGETS` in it, else each file's own column or array `TARGET`;
    where the learner's are the input ahead, none are needed.

    Raises:
        FileError: there is no file of a sequence, one cannot be read or does not fit, or they are
            too large.
    """
    path = os.path.abspath(path)
    files, beside = sequences_in(path), _beside(path)
    if len(files) > MOST_FILES:
        raise cannot_read(
            path,
            tr(
                "it has {count:,} files, but training in the app allows at most "
                "{most:,}. Combine some as the rows of one (T, B, I) file, or train "
                "with the command main.py train --sequence FOLDER",
                count=len(files),
                most=MOST_FILES,
            ),
        )
    with reading(path):
        _check_size(path, sum(os.stat(file).st_size for file in files))
    digest = digest_of(path)
    read = tuple(_read(file, learner, None if learner.ahead else beside) for file in files)
    first = read[0].given
    for other, _ in read[1:]:
        names = (one.columns or ("",) * one.width for one in (other, first))
        check_alike(other.path, next(names), first.path, next(names))
    _check_size(path, sum(file.given.values.nbytes for file in read))
    return BatchFolder(path, digest, read)


def find_again(path: str, digest: str, learner: Learner) -> BatchFolder:
    """Read a folder that was learnt from before; without its files where they are not as before."""
    try:
        found = read_folder(path, learner)
    except FileError as error:
        return BatchFolder(path, digest, why=str(error))
    if found.digest == digest:
        return found
    why = tr(
        "the files in {path} have changed since training. Restore them, or choose the folder again",
        path=plain(path, 1000),
    )
    return BatchFolder(path, digest, why=why)


def digest_of(path: StrPath) -> str:
    """Return a digest of the names and contents of a folder's sequences, and of its targets.

    Raises:
        FileError: one cannot be read.
    """
    found, beside = sha256(), _beside(path)
    for file in (*sequences_in(path), *(() if beside is None else files_in(beside))):
        with reading(file):
            content = file.read_bytes()
        for part in (os.fsencode(file.name), content):
            found.update(b"%d:" % len(part) + part)
    return found.hexdigest()


def _beside(path: StrPath) -> Path | None:
    """Return the folder of targets in a folder; None without one."""
    folder = Path(path, TARGETS)
    return folder if folder.is_dir() else None


def _read(path: Path, learner: Learner, beside: Path | None) -> BatchFile:
    file = recognise(path)
    if file.format is Format.TEXT:
        raise cannot_read(
            file, tr("it is text, but training needs numbers. Remove it from the folder")
        )
    array, column, pick = _found_in(file, learner.input_size)
    given = load(file, array, pick)
    fit_width(given, learner.input_size)
    outputs, classes, names = learner.outputs, learner.classes, learner.names
    if beside is not None:
        answers = read_answers(named_alike(beside, path), outputs, classes, None, names)
    elif column is not None or array is not None:
        answers = read_answers(file, outputs, classes, column, names)
    else:
        answers = None
    return BatchFile(given, answers)


def _found_in(file: Opened, size: int) -> tuple[str | None, str | None, ColumnChoice]:
    """Return the input's array where another has the targets, or their column; and its columns.

    Raises:
        FileError: it has more columns than the input, and no column or array of targets.
    """
    there = npz_shapes(file, any_axes=True) if file.format is Format.NPZ else {}
    array = None
    if TARGET in there and len(there) == 2:
        array = next(name for name in there if name != TARGET)
    names, shape = start_of(file, array)
    width = shape[-1]
    if names is not None and TARGET in names and width > size:
        found = picked_beside((file,), names.index(TARGET), width, size)
        if found is None:
            raise misfit(file, names, shape, size)
        return None, TARGET, found
    clear = what_is_clear((file,), array, size)
    if not isinstance(clear, Overview):
        return array, None, clear
    if len(clear.columns) == size:
        return array, None, ALL
    raise misfit(file, names, shape, size)


def _batch_of(file: BatchFile, experiment: Experiment) -> Batch:
    """Return a file's batch; raises ValueError with its name."""
    try:
        return _made_of(file, experiment)
    except FileError as error:
        raise ValueError(str(error)) from error
    except ValueError as error:
        path = plain(file.given.path, 1000)
        raise ValueError(tr("cannot train on {path}: {error}", path=path, error=error)) from error


def _made_of(file: BatchFile, experiment: Experiment) -> Batch:
    """Return the batch of an experiment's network and objective over a file."""
    objective, scaling = experiment.objective, experiment.scaling
    readout, wanted, loss = objective.readout, objective.targets, objective.loss
    assert readout is not None
    assert wanted is not None
    assert loss is not None
    fit_width(file.given, experiment.config.input_size)
    values = file.given.as_input(experiment.config.batch_first)
    if scaling is not None:
        values = scaling.normalisation.applied_to(values)
    over = Experiment.create(experiment.parameters, values)
    steps, rows, outputs = over.num_timesteps, over.batch_size, len(readout.weight)
    if wanted.ahead:
        targets = Targets.forecast(over.sequence, over.lengths, wanted.ahead, wanted.classes)
    elif file.answers is None:
        raise ValueError(
            tr(
                "it has no targets. Name a column “target”, or put a file of the "
                "same name in a “targets” folder next to it, and choose the folder "
                "again"
            )
        )
    else:
        answers = file.answers
        targets = arranged(
            answers.file, answers.values, over, outputs, wanted.classes, readout.over
        )
    targets.validate(steps, rows, outputs, over.dtype, loss.ignore_index)
    batch = Batch(over.sequence, Targets(targets.values, targets.counted), loss, over.lengths)
    if not batch.counts(readout).any():
        raise ValueError(
            tr("none of its predictions has a target. It needs more timesteps, or targets")
        )
    return batch


def _check_size(path: str, size: int) -> None:
    if size > MOST:
        raise cannot_read(
            path,
            tr(
                "its files total {size}, but training in the app allows at most "
                "{most}. Use fewer, or train with the command main.py train "
                "--sequence FOLDER",
                size=bytes_text(size),
                most=bytes_text(MOST),
            ),
        )
