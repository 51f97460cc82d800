"""Input of several commands: a model, a sequence and nn.LSTM's options, as one experiment."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..arrays import Array
from ..engine.trace import bytes_needed
from ..experiment.experiment import Experiment
from ..experiment.normalisation import Normalisation, Wanted
from ..files.checkpoints import checkpoint
from ..files.checkpoints.embeddings import Embedding, embeddings
from ..files.limits import available_bytes, bytes_text, no_room
from ..files.registry import Format, Opened, recognise
from ..files.sequences import column_survey, sequence, token_ids, tokens
from ..files.sequences.batch import load_batch
from ..files.sequences.states import load_state
from ..files.sequences.text import CHARACTERS, IDS, read_text
from ..files.sequences.to_experiment import experiment_over, notes_of
from ..files.traces.input_columns import InputNames
from ..network.config import LSTMConfig
from ..network.parameters import Parameters
from ..reference.dropout import in_train_mode
from . import objective
from .errors import CommandError, UsageError, tell, torch_engine

_NUMBERS: Final = frozenset(
    suffix
    for format in (Format.NPY, Format.NPZ, Format.CSV, Format.PARQUET)
    for suffix in format.row.suffixes
)
_NAMES: Final = _NUMBERS | {*Format.TEXT.row.all_suffixes}
WORTH_A_NOTE: Final = 256 * 10**6
"""Bytes from which a command reports its memory."""


def experiment_of(options: Namespace) -> Experiment:
    """Read the experiment that the options and their files describe, without its names.

    Raises:
        FileError, CommandError: as for `named_experiment_of`.
    """
    return named_experiment_of(options)[0]


def named_experiment_of(options: Namespace) -> tuple[Experiment, InputNames]:
    """Read the experiment that the options and their files describe, and the input's names.

    Raises:
        FileError: a file that cannot be read.
        CommandError: parts that do not fit each other, or do not fit into memory.
    """
    check_options(options)
    parameters, lstm = parameters_of(options)
    given = sequence_of(options, parameters.config.input_size)
    experiment = experiment_over_input(options, parameters, given)
    tell_normalised(", ".join(options.sequence), experiment, given)
    experiment = objective.with_objective(experiment, objective.Given(options, given, lstm))
    refuse_too_large(experiment)
    names = InputNames(given.labels, given.columns or (), given.tokens)
    if not options.train:
        return experiment, names
    if experiment.config.drops_between_layers:
        torch_engine("drawing dropout masks")
    return in_train_mode(experiment, options.seed), names


def check_options(options: Namespace) -> None:
    """Refuse options that need others.

    Raises:
        UsageError: one line that names both.
    """
    if (options.h0 is None) != (options.c0 is None):
        raise UsageError("--h0 and --c0 go together: give both, or neither for zeros")
    objective.check_options(options)


def experiment_over_input(
    options: Namespace,
    parameters: Parameters,
    given: sequence.Sequence,
    fitted: Normalisation | None = None,
) -> Experiment:
    """Return the experiment of an LSTM over a sequence, in eval mode and without an objective.

    Args:
        fitted: a normalisation that is fitted already; by default the sequence's own.

    Raises:
        FileError: a file of a state that cannot be read. CommandError: parts that do not fit.
    """
    named = ", ".join(options.sequence)
    rows = _rows(options, named, given, parameters.config.batch_first)
    h_0 = _state("--h0", options.h0, parameters.config, rows)
    c_0 = _state("--c0", options.c0, parameters.config, rows)
    try:
        experiment = experiment_over(parameters, given, h_0, c_0, options.lengths, fitted)
    except ValueError as error:
        raise CommandError(f"{named} does not fit {options.model}: {error}") from error
    for note in notes_of(given, experiment):
        tell(f"{named}: {note}")
    return experiment


def tell_normalised(named: str, experiment: Experiment, given: sequence.Sequence) -> None:
    """Tell how each feature was normalised, if it was."""
    if experiment.scaling is not None:
        formulas = experiment.scaling.normalisation.formulas(given.columns or ())
        tell(f"{named}: normalised, {', '.join(formulas)}")


def parameters_of(options: Namespace) -> tuple[Parameters, str]:
    """Read the parameters, and the LSTM's name in its file.

    Raises:
        FileError: the file cannot be read, or has no such LSTM.
    """
    named = (options.embedding, getattr(options, "readout", None))
    parameters, stored = checkpoint.load(
        options.model,
        options.lstm,
        dtype=options.dtype,
        batch_first=options.batch_first,
        dropout=options.dropout,
        recurrent_activation=options.recurrent_activation,
        also=[name.removesuffix(".weight") for name in named if name],
    )
    for note in stored.notes:
        tell(f"{options.model}: {note}")
    return parameters, stored.name


def _rows(
    options: Namespace, named: str, given: sequence.Sequence, batch_first: bool
) -> int | None:
    """Return the number of batch rows, None without a batch; check the options on its axes."""
    if options.axes and (given.values.ndim == 2 or given.lengths):
        raise UsageError(f"--axes are of a 3-D array, and {named} is 2-D, (T, I): leave it out")
    if options.lengths and given.values.ndim == 2:
        raise UsageError(f"--lengths are of batch rows, and {named} is 2-D, (T, I): leave it out")
    if options.lengths and given.lengths:
        raise UsageError(
            f"--lengths are of the rows of one file, and each of {named} is as long as it is: "
            "leave it out"
        )
    if given.values.ndim == 2:
        return None
    axes = given.as_input(batch_first).shape
    rows, steps = (axes[0], axes[1]) if batch_first else (axes[1], axes[0])
    if options.lengths and (len(options.lengths) != rows or max(options.lengths) > steps):
        told = ",".join(map(str, options.lengths))
        raise CommandError(
            f"--lengths {told} do not fit {named}: give one, in 1…{steps}, for each of {rows} rows"
        )
    return int(rows)


def _state(option: str, path: str | None, config: LSTMConfig, rows: int | None) -> Array | None:
    """Read h_0 or c_0 in nn.LSTM's shape; None without a file."""
    if path is None:
        return None
    name = "h_0" if option == "--h0" else "c_0"
    lanes, batch, width = config.state_shape(rows or 1, name)
    return load_state(path, name, (lanes, batch, width) if rows else (lanes, width), option)


def sequence_of(options: Namespace, input_size: int) -> sequence.Sequence:
    """Read the LSTM's input; with an option for text a file is text, whatever its name.

    Raises:
        FileError: a file that cannot be read. CommandError: options that do not fit it.
    """
    paths, wanted = options.sequence, Wanted(*options.normalise)
    target = objective.target_column(options)
    if (ids := _token_ids(options, input_size)) is not None:
        return replace(ids, normalisation=wanted)
    as_text = options.split or options.vocabulary or options.embedding
    if len(paths) > 1 and as_text:
        raise UsageError("a text cannot be a row of a batch. Give one --sequence")
    if not as_text:
        paths = [recognise(path) for path in paths]
    for path in () if target is None else paths:
        if as_text or not path.format.is_table:
            raise UsageError(f"--target column:… is of a table, and {path} is not read as one")
    others = [p for p in paths if as_text or p.format is not Format.NPZ]
    if options.array and others:
        raise UsageError(f"--array is of an .npz, and {others[0]} is not read as one: leave it out")
    if as_text or (len(paths) == 1 and paths[0].format is Format.TEXT):
        if options.columns:
            raise UsageError(f"--columns are of a table, and {paths[0]} is read as text")
        if options.axes:
            raise UsageError(f"--axes are of a 3-D array, and {paths[0]} is read as text")
        return replace(_text(options, input_size), normalisation=wanted)
    pick = replace(
        column_survey.picked(paths, options.array, options.columns, input_size, target),
        normalisation=wanted,
        batch_first=None if options.axes is None else options.axes == "BTI",
    )
    if len(paths) > 1:
        return load_batch(paths, pick, options.array)
    return sequence.load(paths[0], options.array, pick)


def _token_ids(options: Namespace, input_size: int) -> sequence.Sequence | None:
    """Read token ids by an embedding; None for any other file.

    `--split ids` reads a text one-hot where no tensor is named as an embedding.

    Raises:
        CommandError: an embedding of the model is to be chosen, or a number of a text is not an id.
    """
    given, *others = options.sequence
    target = objective.target_column(options)
    if others or options.vocabulary or options.columns or options.axes:
        return None
    if options.split not in (None, IDS) or (options.split and (target or options.array)):
        return None
    # with an embedding, a file of any other name is text
    named = options.embedding and Path(given).suffix.lower() not in _NAMES
    path = Opened(given, Format.TEXT) if named or options.split else recognise(given)
    if options.array and path.format is not Format.NPZ:
        return None
    found, text = None, read_text(given) if options.split else None
    if text is None:
        found = token_ids.token_ids(path, input_size, options.array, target)
    if text is None and found is None and target is None:
        text = token_ids.text_of_ids(path, input_size, bool(options.embedding))
    if found is None and text is None:
        return None
    candidates = () if options.embedding else embeddings(options.model, input_size)
    try:
        found = found or token_ids.in_text(given, text or "")
        return _by_embedding(options, found, candidates, input_size)
    except token_ids.NoId as error:
        if options.split or Path(given).suffix.lower() in _NUMBERS:
            raise
        if options.embedding or any(candidate.is_named for candidate in candidates):
            raise CommandError(f"{error}, or give --split characters for a text") from None
        return None


def _by_embedding(
    options: Namespace,
    found: token_ids.TokenIds,
    candidates: tuple[Embedding, ...],
    input_size: int,
) -> sequence.Sequence | None:
    """Read ids by the embedding that was chosen; None where there is none to choose."""
    if options.embedding:
        return token_ids.load(found, options.embedding, input_size, options.model)
    fitting = found.fitting(candidates)
    named = [candidate for candidate in candidates if candidate.is_named]
    if fitting and (named or found.text is None):  # a text is not for any tensor that fits
        by_itself = found.text is not None and not options.split
        raise CommandError(
            f"the whole numbers of {found.path}, up to {found.largest}, look like token ids, and "
            f"{fitting[0].label} of {options.model} is an embedding: --embedding {fitting[0].name} "
            f"reads its rows{', --split characters the text' if by_itself else ''}"
        )
    if named:
        found.check(named[0], input_size)
    return token_ids.load(found, None, input_size, None) if options.split else None


def _text(options: Namespace, input_size: int) -> sequence.Sequence:
    (path,) = options.sequence
    if options.split == IDS:
        raise UsageError("--vocabulary is of tokens, and --split ids reads ids: leave one out")
    reading = tokens.TokenReading(
        options.split or CHARACTERS, options.vocabulary, options.embedding
    )
    return tokens.load(path, reading, input_size, options.model)


def refuse_too_large(experiment: Experiment, beside: int = 0) -> None:
    """Refuse a run that does not fit into memory, and report one that takes much.

    Args:
        beside: bytes of its gradients, which are reported alone.

    Raises:
        CommandError: says what it takes, and what is free.
    """
    needed = bytes_needed(experiment) + beside
    what = "every value and gradient of this run" if beside else "every value of this run"
    if problem := no_room(what, needed, available_bytes()):
        raise CommandError(problem)
    if (beside or needed) >= WORTH_A_NOTE:
        told = "every gradient of this run" if beside else what
        tell(f"{told} takes {bytes_text(beside or needed)} of memory")
