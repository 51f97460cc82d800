"""Folder of sequences of the command `train`: an experiment for each file, of one network."""

import os
from argparse import Namespace
from pathlib import Path

from ...experiment.experiment import Experiment
from ...files.registry import Format, recognise
from ...files.sequences import token_ids
from ...files.sequences.folder import fitted_over, named_alike, sequences_in
from ...files.sequences.text import SPLITS, read_text
from .. import objective
from ..errors import CommandError, UsageError
from ..input import (
    check_options,
    experiment_over_input,
    parameters_of,
    refuse_too_large,
    sequence_of,
    tell_normalised,
)
from ..values import AHEAD, COLUMN


def folder_of(options: Namespace) -> str | None:
    """Return the folder that stands for the sequences; None for files."""
    given: list[str] = options.sequence or []
    return given[0] if len(given) == 1 and os.path.isdir(given[0]) else None


def files_of(options: Namespace) -> tuple[Path, ...]:
    """List the files of the folder of sequences, and of that of the targets; none without one.

    Raises:
        FileError: there is no sequence in the folder.
    """
    folder = folder_of(options)
    if folder is None:
        return ()
    files = sequences_in(folder)
    if options.target is None or not os.path.isdir(options.target):
        return files
    return (*files, *(named_alike(options.target, path) for path in files))


def experiments_of(options: Namespace, folder: str) -> list[Experiment]:
    """Read an experiment for each file of a folder: the same LSTM, readout and normalisation.

    Numbers are normalised by what all files have together.

    Args:
        options: of the command; `sequence` and `target` are replaced file by file. folder: its
            path.

    Raises:
        FileError: a file that cannot be read, or differs in its columns from the first.
        CommandError: options or parts that do not fit each other.
    """
    check_options(options)
    if options.lengths:
        raise UsageError(
            f"--lengths are of the rows of one file, and {folder} is a folder: leave it out"
        )
    files = sequences_in(folder)
    each = [_options_of(options, path) for path in files]
    parameters, lstm = parameters_of(options)
    given = [sequence_of(one, parameters.config.input_size) for one in each]
    try:
        fitted = fitted_over(given)
    except ValueError as error:
        raise CommandError(f"{folder} cannot be normalised: {error}") from error
    read = [
        experiment_over_input(one, parameters, sequence, fitted)
        for one, sequence in zip(each, given, strict=True)
    ]
    tell_normalised(folder, read[0], given[0])
    linear = objective.linear_of(read[0], objective.Given(each[0], given[0], lstm))
    found = [
        objective.with_objective(experiment, objective.Given(one, sequence, lstm, linear))
        for experiment, one, sequence in zip(read, each, given, strict=True)
    ]
    for experiment in found:
        refuse_too_large(experiment)
    _check_alike(found, files)
    return found


def _options_of(options: Namespace, path: Path) -> Namespace:
    """Return the options as they are for one file of the folder."""
    given = {**vars(options), "sequence": [str(path)]}
    if options.vocabulary is None and _has_words(options, path):
        raise UsageError(
            f"{path} is text, and each text of a folder would have a vocabulary of its own: give "
            "--vocabulary, or --split ids for token ids"
        )
    kind, colon, _ = options.target.partition(":")
    if colon and kind in (AHEAD, COLUMN):
        return Namespace(**given)
    if not os.path.isdir(options.target):
        raise UsageError(
            f"--target {options.target} is one file, and the sequences are a folder of them: give "
            "a folder with a file of each name, ahead:K or column:NAME"
        )
    return Namespace(**{**given, "target": str(named_alike(options.target, path))})


def _has_words(options: Namespace, path: Path) -> bool:
    """Return True for a file that is read as a text's tokens, not as numbers or ids."""
    file = recognise(path)
    if options.split:
        return options.split in SPLITS
    if not options.embedding or file.format not in (Format.TEXT, Format.CSV):
        return file.format is Format.TEXT
    column = file.format is Format.CSV and token_ids.token_ids(file, 0) is not None
    return not column and not token_ids.looks_like_ids(read_text(file), 1)


def _check_alike(experiments: list[Experiment], files: tuple[Path, ...]) -> None:
    """Refuse targets that propose different losses.

    Raises:
        UsageError: names the first two.
    """
    kinds = [e.objective.loss.kind if e.objective.loss else "" for e in experiments]
    for kind, path in zip(kinds, files, strict=True):
        if kind != kinds[0]:
            raise UsageError(
                f"the targets of {files[0]} propose --loss {kinds[0]}, but the targets of "
                f"{path} propose {kind}. Choose one"
            )
