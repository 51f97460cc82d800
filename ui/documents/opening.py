"""Opening: the worker reads files into plain values; the window makes documents of those."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from simulator.experiment.equality import same_input
from simulator.experiment.experiment import Experiment
from simulator.files.checkpoints import checkpoint
from simulator.files.checkpoints.find_lstms import Origin, StoredLSTM
from simulator.files.checkpoints.linears import StoredLinear, linears, read_linear
from simulator.files.errors import FileError, StrPath
from simulator.files.registry import Format, recognise
from simulator.files.sequences import sequence
from simulator.files.sequences.batch import load_batch
from simulator.files.sequences.column_choice import ALL, ColumnChoice
from simulator.files.sequences.column_survey import Overview, what_is_clear
from simulator.files.sequences.states import state_named
from simulator.files.sequences.to_experiment import experiment_over
from simulator.files.stamp import Stamp
from simulator.files.traces.stored import StoredTrace
from simulator.files.workspaces.reader import read_workspace
from simulator.files.workspaces.workspace import Workspace
from simulator.network.config import Shape
from simulator.network.parameters import Parameters
from simulator.objective.readout import Readout
from simulator.translation import tr
from ui.documents import state_opening, text_opening
from ui.documents.input import Input
from ui.documents.question import Question, Reader, Reading
from ui.documents.state_opening import States
from ui.session.document import Document
from ui.session.training_state.stored import place_of, sharing_network, with_folders
from ui.session.training_state.tasks import task_named

NEW_TIMESTEPS = 24
"""Length of the noise that a model without a sequence gets."""


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """The LSTM of a checkpoint, read.

    Attributes:
        linears: the Linear layers beside it that fit, the likeliest first.
        readout: V and b of the one that has the name of the present readout's layer.
    """

    path: str
    stored: StoredLSTM
    parameters: Parameters
    linears: tuple[StoredLinear, ...] = ()
    readout: Readout | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks for the user: on how it was read, and on the layer that may read its h."""
        likely = next((linear for linear in self.linears if not linear.is_embedding), None)
        if likely is None or self.readout is not None:
            return self.stored.notes
        proposal = tr(
            "{layer} can read h. Choose it in Edit → Readout and loss", layer=likely.label
        )
        return (*self.stored.notes, proposal)


@dataclass(frozen=True, eq=False, slots=True)
class Choice(Question):
    """Checkpoint with several LSTMs, to choose one by name."""

    path: str
    lstms: tuple[StoredLSTM, ...]

    def proposal(self) -> str:
        """Return the first."""
        return self.lstms[0].name

    def reading(self, answer: str) -> Reading:
        """Return what reads the LSTM with that name."""
        return read, self.path, answer


@dataclass(frozen=True, eq=False, slots=True)
class Undecided(Question):
    """Checkpoint that does not tell the recurrent activation of an LSTM.

    Attributes:
        name: the LSTM's name, where it was chosen. stored: the LSTM.
    """

    path: str
    name: str | None
    stored: StoredLSTM
    refusal: str

    def proposal(self) -> None:
        """Propose nothing: either answer could give wrong numbers."""

    def reading(self, answer: str) -> Reading:
        """Return what reads the LSTM with that recurrent activation."""
        return read, self.path, self.name, None, answer


@dataclass(frozen=True, eq=False, slots=True)
class Arrays(Question):
    """Archive with several arrays, to choose one by name.

    Attributes:
        reader: the model that will read it; None for none.
    """

    path: str
    shapes: dict[str, Shape]
    reader: Reader | None = None

    def proposal(self) -> str:
        """Return the first."""
        return next(iter(self.shapes))

    def reading(self, answer: str) -> Reading:
        """Return what reads the array with that name, or both states for one of them."""
        if self.reader is not None and state_named(answer) is not None:
            return state_opening.read, (self.path,), self.reader
        return read, self.path, answer, self.reader


@dataclass(frozen=True, eq=False, slots=True)
class OpenedNumbers(Question):
    """File of numbers, or several as a batch, to choose the model's columns from.

    Attributes:
        input_size, batch_first: the model's.
    """

    paths: tuple[str, ...]
    overview: Overview
    input_size: int
    batch_first: bool = False

    def proposal(self) -> ColumnChoice:
        """Return the columns that fit the model."""
        return self.overview.proposal(self.input_size)

    def reading(self, answer: ColumnChoice) -> Reading:
        """Return what reads those columns."""
        return read_columns, self.paths, self.overview.array, answer


@dataclass(frozen=True, eq=False, slots=True)
class OpenedWorkspace:
    """Workspace file, read; its stamp is from before that."""

    path: str
    workspace: Workspace
    stamp: Stamp | None


def read_for(
    dtype: np.dtype[Any] | None, function: Callable[..., object], *arguments: object
) -> object:
    """Read by a function and its arguments; convert numbers to a dtype of `dtype_for`."""
    answer = function(*arguments)
    if isinstance(answer, Input) and dtype is not None:
        return answer.converted(dtype)
    return answer


def dtype_for(document: Document) -> np.dtype[Any] | None:
    """Return the dtype that a document's models read; None where an edit has changed it."""
    now, original = document.experiment.dtype, document.original.dtype
    return now if now == original else None


def read(
    path: StrPath,
    name: str | None = None,
    reader: Reader | None = None,
    recurrent_activation: str | None = None,
) -> Model | Question | Input | OpenedWorkspace | States:
    """Read a file by its content; `name` picks one of several LSTMs or arrays.

    Args:
        reader: the model that will read it, where columns may be left to choose.
        recurrent_activation: the answer to `Undecided`.

    Raises:
        FileError: one line on the fault of the file.
    """
    file = recognise(path)
    holds, path = file.format.row.holds, os.fspath(path)
    if "workspace" in holds:
        stamp = Stamp.of(path)
        return OpenedWorkspace(path, read_work(file), stamp)
    if "sequence" in holds:
        if reader is not None:
            tokens = text_opening.asked_of(file, name, reader)
            if tokens is not None:
                return tokens
        if name is None and file.format is Format.NPZ:
            shapes = sequence.arrays(file)
            if len(shapes) > 1:
                return Arrays(path, shapes, reader)
        if reader is None:
            return read_columns((file,), name, ALL)
        if file.format is Format.NPY:
            as_sequence: Reading = (read_numbers, (file,), None, reader)
            if (state := state_opening.asked_of(file, reader, as_sequence)) is not None:
                return state
        return read_numbers((file,), name, reader)
    if name is None:
        lstms = checkpoint.inspect(file)
        if len(lstms) > 1:
            return Choice(path, lstms)
    try:
        also = () if reader is None or reader.layer is None else (reader.layer,)
        parameters, stored = checkpoint.load(
            file, name, recurrent_activation=recurrent_activation, also=also
        )
    except checkpoint.UndecidedActivation as error:
        return Undecided(path, name, error.stored, str(error))
    return _with_linears(Model(path, stored, parameters), reader)


def read_work(path: StrPath) -> Workspace:
    """Read a workspace, and the folders that it was learning from.

    Raises:
        FileError: as `read_workspace`.
    """
    workspace = read_workspace(path)
    if workspace.training is None:
        return workspace
    training = with_folders(workspace.training, workspace.experiment)
    return replace(workspace, training=training)


def _with_linears(model: Model, reader: Reader | None) -> Model:
    """Look for Linear layers that fit, and read the one of the present readout's name."""
    config = model.parameters.config
    features = config.num_directions * config.output_size
    try:
        found = linears(model.path, features, model.stored.name)
        named = [linear for linear in found if reader and linear.name == reader.layer]
        readout = Readout(*read_linear(model.path, named[0])) if named else None
    except FileError:
        return model  # the LSTM was read: a readout is chosen by itself, which reports the fault
    return replace(model, linears=found, readout=readout)


def read_numbers(
    paths: tuple[StrPath, ...], name: str | None, reader: Reader
) -> OpenedNumbers | Input:
    """Read files of numbers, as a batch when several, if the choice of columns is clear.

    Raises:
        FileError: one line on the fault of a file.
    """
    files = tuple(map(recognise, paths))
    clear = what_is_clear(files, name, reader.input_size)
    if isinstance(clear, Overview):
        told = tuple(os.fspath(file) for file in files)
        return OpenedNumbers(told, clear, reader.input_size, reader.batch_first)
    return read_columns(files, name, clear)


def read_columns(paths: tuple[StrPath, ...], name: str | None, pick: ColumnChoice) -> Input:
    """Read the chosen columns of a file of numbers, or of several as a batch.

    Raises:
        FileError: one line on the fault of a file.
    """
    first, *others = (os.fspath(path) for path in paths)
    if others:
        return Input(first, load_batch(paths, pick, name), tuple(others))
    return Input(first, sequence.load(paths[0], name, pick))


def document_of_trace(trace: StoredTrace, experiment: Experiment) -> Document:
    """Make a document of a trace's experiment."""
    return Document.of(trace.path.name, experiment, trace.names.timesteps, trace.names.features)


def document_of_new(experiment: Experiment) -> Document:
    """Make a document of a new experiment, named by its shape."""
    config = experiment.config
    sizes = f"{config.input_size} → {config.hidden_size}"
    title = tr("New LSTM {sizes}", sizes=sizes)
    return Document.of(title, experiment)


def document_of_workspace(workspace: Workspace) -> Document:
    """Make a document of a workspace, with its edits, and its training run if that fits."""
    experiment, stored, training = workspace.experiment, workspace.training, None
    if stored is not None:
        with suppress(ValueError):
            training = place_of(stored, experiment)
            training = training and sharing_network(training, experiment)
    return Document(
        workspace.model_title,
        experiment,
        workspace.original,
        workspace.timestep_labels,
        workspace.feature_names,
        workspace.origin,
        workspace.notes,
        workspace.sequence_title,
        workspace.row_names,
        task=task_named("" if stored is None else stored.task),
        training=training,
    )


def with_model(document: Document, model: Model, saved: bool) -> Document:
    """Put a model on the present sequence if it fits, else on noise.

    The sequence keeps its edits, which become the new document's edits.

    Args:
        saved: a file holds the present document, and so a sequence that was typed.
    """
    before, parameters = document.experiment, model.parameters
    title = Path(model.path).name + (f" · {model.stored.label}" if model.stored.name else "")
    origin = Origin(os.path.abspath(model.path), model.stored.name)
    if before.config.input_size == parameters.config.input_size:
        experiment = original = _over_input_of(before, parameters)
        if not same_input(before, document.original):
            original = _over_input_of(document.original, parameters)
        return Document(
            title,
            experiment,
            original,
            document.original_labels,
            document.feature_names,
            origin,
            sequence_title=document.sequence_title,
            row_names=document.row_names,
            typed=document.typed and not saved,
            tokens=document.tokens,
        )
    noise = np.random.default_rng(0).standard_normal((NEW_TIMESTEPS, parameters.config.input_size))
    experiment = Experiment.create(parameters, noise.astype(parameters.dtype))
    return Document.of(title, experiment, origin=origin, sequence_title=tr("noise"))


def _over_input_of(before: Experiment, parameters: Parameters) -> Experiment:
    """Put other weights on the input of an experiment, with its lengths and zero states."""
    values = before.input_as_given().astype(parameters.dtype)
    if before.batched and before.config.batch_first != parameters.config.batch_first:
        values = values.swapaxes(0, 1)
    lengths = before.lengths if before.packed else None
    experiment = Experiment.create(parameters, values, lengths=lengths)
    return replace(experiment, scaling=before.scaling)


def with_sequence(document: Document, given: Input) -> Document:
    """Put the present model on another sequence, with zero states.

    Raises:
        FileError: the sequence's width is not the model's.
    """
    before = document.experiment
    experiment = original = experiment_over(before.parameters, given.sequence)
    if before.parameters is not document.original.parameters:
        original = experiment_over(document.original.parameters, given.sequence)
    return replace(
        document,
        sequence_title=given.title,
        experiment=experiment,
        original=original,
        original_labels=given.sequence.labels,
        feature_names=given.sequence.columns or (),
        row_names=given.sequence.rows,
        mistake="",
        typed=not given.path,
        tokens=given.sequence.tokens,
        stands_in=False,
    )


def held(document: Document, notes: str = "") -> tuple[Document, ...]:
    """Return the version that files hold of a model put on a sequence: without carried edits.

    Args:
        notes: those in a file.
    """
    return () if document.typed else (replace(document.unedited, notes=notes),)
