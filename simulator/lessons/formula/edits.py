"""Edits that a lesson makes or names: `b_if[2] = 4`, `word 0 = no`, `hold f = 0`.

Also `words = 30 × (`, `cut W_hf[0, 0]`, `lengths = (6, 6, 6)`, `V = 0`, `c_0[0] = 1`, arguments of
nn.LSTM, `hidden_size = 3`, `bias = off`, and `history = 5 @ 20..29`: a row of five timesteps for
each end from 20 to 29.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.appending import appended
from ...experiment.checks import zero_states
from ...experiment.experiment import Experiment
from ...network.config import LSTMConfig
from ...network.initialisers import initialise
from ...network.interventions import Cut, Hold
from ...network.lane import Lane, split_name
from ...objective.objective import Objective
from ...translation import tr
from ..limits import check_size
from .history import with_history
from .names import array_of, block_of, indices_of, is_given, values_of
from .numbers import END, OPTIONS
from .parser import take_formula, take_place
from .reading import Reading
from .tokens import INDEX, NUMBER, Tokens

NOTHING: Final = ("…", "...")
"""Words of a timestep at which nothing is said: all inputs are 0."""

_WORD: Final = re.compile(r"\s*word\s+(\d+)(?:\s+row\s+(\d+))?\s*=\s*(\S+)\s*")
_WORDS: Final = re.compile(r"\s*words(?:\s+row\s+(\d+))?\s*=\s*(.+)")
_HISTORY: Final = re.compile(r"\s*history\s*=\s*(\d+)\s*@\s*(\d+)\.\.(\d+)\s*")
_HOLD: Final = re.compile(r"\s*(hold|cut)\b(.*)")


def edited(reading: Reading, edits: Iterable[str]) -> Reading:
    """Return a reading of the experiment after some edits.

    Raises:
        ValueError: an edit that is not understood, or that the network refuses, in words.
    """
    for edit in edits:
        reading = _apply(reading, edit)
    return reading


def rows_of(words: Sequence[str], columns: Sequence[str]) -> Array:
    """Return one-hot inputs, (T, I) float64, of words; zeros where nothing is said.

    Raises:
        ValueError: a word that is no input's, in words.
    """
    rows = np.zeros((len(words), len(columns)))
    for row, word in zip(rows, words, strict=True):
        if word in NOTHING:
            continue
        if word not in columns:
            known = " ".join(columns)
            raise ValueError(
                tr("there is no input “{word}”. The inputs are {known}", word=word, known=known)
            )
        row[list(columns).index(word)] = 1
    return rows


def assigned(
    reading: Reading, name: str, words: tuple[str, ...], value: Array, lane: Lane, row: int = 0
) -> Experiment:
    """Put a number, or numbers for a whole block, into a weight, a bias, a state, V or b.

    Raises:
        ValueError: the network has no such numbers, or not so many, in words.
    """
    experiment = reading.experiment
    block = block_of(name, experiment, lane, row)
    numbers = values_of(block, experiment)
    whole = array_of(block.name, experiment)
    assert whole is not None
    array = np.array(whole)
    if words or (value.ndim == 0 and numbers.size == 1):
        if value.size != 1:
            raise ValueError(
                tr("{name} must be one number, got {count}", name=name, count=value.size)
            )
        array[block.within(indices_of(words, name, numbers, reading)).indices] = value.item()
    else:
        if value.ndim and value.shape != numbers.shape:
            raise ValueError(
                tr(
                    "{name} needs shape {shape}, got {got}",
                    name=name,
                    shape=numbers.shape,
                    got=value.shape,
                )
            )
        array[block.part] = value
    if block.name in ("h_0", "c_0"):
        return experiment.with_states(**{block.name: array})
    if block.name.startswith("readout."):
        return experiment.with_objective(experiment.objective.with_named(block.name, array))
    return experiment.with_parameters(experiment.parameters.with_arrays({block.name: array}))


def _apply(reading: Reading, edit: str) -> Reading:
    for pattern, apply in _PATTERNS:
        if match := pattern.fullmatch(edit):
            return apply(reading, *match.groups())
    tokens = Tokens(edit)
    token = tokens.take()
    words: tuple[str, ...] = ()
    if tokens.next is not None and tokens.next.kind == INDEX:
        words = tuple(word.strip() for word in tokens.take().text.split(","))
    where, _ = take_place(tokens)
    tokens.expect("=")
    name, experiment = token.text, reading.experiment
    if name in OPTIONS:
        return _with_option(reading, name, tokens)
    value = np.asarray(take_formula(tokens).value(reading), np.float64)
    tokens.end()
    if not np.isfinite(value).all():
        raise ValueError(tr("“{edit}” does not give a number", edit=edit.strip()))
    lane = Lane(where.layer or 0, where.direction or 0)
    if name == "lengths":
        lengths = tuple(_whole(length, name) for length in np.ravel(value))
        return replace(reading, experiment=replace(experiment, lengths=lengths, packed=True))
    if not is_given(name) or name == "x":
        raise ValueError(tr("invalid edit: “{edit}”", edit=edit.strip()))
    changed = assigned(reading, name, words, value, lane, where.row or 0)
    return replace(reading, experiment=changed)


def _with_word(reading: Reading, t: str, row: str | None, word: str) -> Reading:
    """Put another word in; one past the end is appended."""
    experiment, place, of = reading.experiment, int(t), int(row or 0)
    if of >= experiment.batch_size:
        raise ValueError(tr("{key}: there is no row {row}", key="word", row=of))
    numbers = rows_of([word], reading.columns)
    if place == experiment.lengths[of] == len(experiment.sequence):
        return _labelled(reading, appended(experiment, numbers, of))
    if place >= experiment.lengths[of]:
        raise ValueError(
            tr(
                "{key} @ {t}: the last timestep is {last}",
                key="word",
                t=t,
                last=experiment.lengths[of] - 1,
            )
        )
    sequence = np.array(experiment.sequence)
    sequence[place, of] = numbers[0]
    return _labelled(reading, experiment.with_sequence(sequence))


def _with_words(reading: Reading, row: str | None, words: str) -> Reading:
    """Put other words in from the first timestep on; `30 × (` is a word thirty times."""
    times = re.fullmatch(r"(\d+)\s*×\s*(\S+)", words.strip())
    experiment = reading.experiment
    said = words.split() if times is None else [times[2]]
    count = int(times[1]) if times else len(said)
    check_size(experiment.config, count, 1)
    if not count:
        raise ValueError(tr("a network needs one of sequence, rows or noise"))
    said = said * count if times else said
    numbers = rows_of(said, reading.columns)
    if experiment.batch_size != 1:
        raise ValueError(tr("words work only for a single sequence, but this is a batch"))
    sequence = numbers[:, None].astype(experiment.dtype)
    changed = replace(
        experiment,
        sequence=sequence,
        lengths=(len(said),),
        objective=experiment.objective.resized(len(said), 1),
    )
    return _labelled(reading, changed)


def _labelled(reading: Reading, experiment: Experiment) -> Reading:
    return replace(reading, experiment=experiment, labels=labels_of(experiment, reading.columns))


def labels_of(experiment: Experiment, columns: Sequence[str]) -> tuple[str, ...]:
    """Name the timesteps by their words, `…` where nothing is said; not where rows differ."""
    labels = []
    for t, rows in enumerate(experiment.sequence):
        reach = (values for values, n in zip(rows, experiment.lengths, strict=True) if t < n)
        said = {_word_of(values, columns) for values in reach}
        labels.append(said.pop() if len(said) == 1 else "")
    return tuple(labels)


def _word_of(values: Array, columns: Sequence[str]) -> str:
    hot = np.flatnonzero(values)
    return columns[hot[0]] if len(hot) == 1 and len(columns) > hot[0] else NOTHING[0]


def _with_hold(reading: Reading, kind: str, rest: str) -> Reading:
    """Hold a quantity, of one unit or of all, or cut a connection, at all timesteps or at some."""
    experiment, tokens = reading.experiment, Tokens(rest)
    name = tokens.take().text
    words: tuple[str, ...] = ()
    if tokens.next is not None and tokens.next.kind == INDEX:
        words = tuple(word.strip() for word in tokens.take().text.split(","))
    where, at = take_place(tokens)
    lane = Lane(where.layer or 0, where.direction or 0)
    first, last = _span(at, experiment.num_timesteps)
    if kind == "cut":
        tokens.end()
        block = block_of(name, experiment, lane)
        if not block.name.startswith(("weight_ih", "weight_hh")):
            raise ValueError(tr("{name} cannot be cut. Use one such as W_hf[0, 1]", name=name))
        place = block.within(indices_of(words, name, values_of(block, experiment), reading))
        weight, _ = split_name(place.name)
        row, column = place.indices
        cut = Cut(weight, *lane, (row, column), first, last, where.row)
        return replace(reading, experiment=experiment.with_holds(*experiment.holds, cut))
    tokens.expect("=")
    value = take_formula(tokens).value(reading)
    tokens.end()
    if value.size != 1:
        raise ValueError(tr("expected 1 number, got {count}", count=value.size))
    if name not in experiment.config.steps:
        raise ValueError(tr("{name} cannot be held", name=name))
    units = tuple(_whole(word, name) for word in words) or tuple(
        range(experiment.config.width(name))
    )
    hold = Hold(name, *lane, units, first, last, value.item(), where.row)
    others = [one for one in experiment.holds if not _is_of_same_place(one, hold)]
    return replace(reading, experiment=experiment.with_holds(*others, hold))


def _whole(given: float | str, name: str) -> int:
    """Return a whole number from 0."""
    is_whole = given.isdecimal() if isinstance(given, str) else given >= 0 and given == given // 1
    if not is_whole:
        raise ValueError(tr("{name}: “{word}” is not a whole number", name=name, word=given))
    return int(given)


def _is_of_same_place(one: Hold | Cut, hold: Hold) -> bool:
    return isinstance(one, Hold) and replace(one, value=hold.value) == hold


def _span(at: int | range | None, steps: int) -> tuple[int, int]:
    if at is None:
        return 0, steps - 1
    if isinstance(at, range):
        return at.start, at.stop - 1
    return (steps - 1, steps - 1) if at == END else (at, at)


def _with_history(reading: Reading, length: str, first: str, last: str) -> Reading:
    ends = range(int(first), int(last) + 1)
    check_size(reading.experiment.config, int(length), ends.stop - ends.start)
    experiment = with_history(reading.experiment, int(length), ends)
    return replace(reading, experiment=experiment, labels=())


def _with_option(reading: Reading, name: str, tokens: Tokens) -> Reading:
    """Change an argument of nn.LSTM; the weights are drawn anew where shapes change."""
    token = tokens.take()
    tokens.end()
    if token.text in ("on", "off"):
        value: bool | int | float = token.text == "on"
    elif token.kind == NUMBER:
        value = float(token.text) if name == "dropout" else _whole(token.text, name)
    else:
        raise ValueError(tr("{name} must be on, off or a number", name=name))
    experiment = reading.experiment
    try:
        with warnings.catch_warnings():  # dropout with one layer
            warnings.simplefilter("ignore")
            config = replace(experiment.config, **{name: value})  # type: ignore[arg-type]
    except TypeError as error:
        raise ValueError(str(error)) from error
    check_size(config, experiment.num_timesteps, experiment.batch_size)
    return replace(reading, experiment=with_config(experiment, config))


def with_config(experiment: Experiment, config: LSTMConfig) -> Experiment:
    """Return an experiment with other arguments of nn.LSTM.

    Weights are kept where all shapes are; else they are drawn under the experiment's seed, and
    states are 0. A narrower input loses its last columns, a wider one gets zeros.
    """
    before = experiment.config
    if config.parameter_shapes() == before.parameter_shapes():
        parameters = experiment.parameters.with_config(config)
        return replace(experiment, parameters=parameters)
    sequence = _of_width(experiment.sequence, config.input_size)
    return replace(
        experiment,
        parameters=initialise(config, "default", experiment.seed, experiment.dtype),
        sequence=sequence,
        states=zero_states(config, experiment.batch_size, experiment.dtype),
        holds=(),
        objective=Objective(),
    )


def _of_width(sequence: Array, width: int) -> Array:
    if sequence.shape[-1] == width:
        return sequence
    wide = np.zeros((*sequence.shape[:2], width), sequence.dtype)
    kept = min(width, sequence.shape[-1])
    wide[..., :kept] = sequence[..., :kept]
    return wide


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[..., Reading]], ...]] = (
    (_WORD, _with_word),
    (_WORDS, _with_words),
    (_HISTORY, _with_history),
    (_HOLD, _with_hold),
)
