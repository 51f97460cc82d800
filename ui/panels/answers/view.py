"""AnswerView: what the panel shows of a snapshot: an answer, or why there is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from simulator.analysis.address import Address
from simulator.analysis.answers import (
    CLASSES,
    Answer,
    answer_at,
    counted_of,
    loss_up_to,
)
from simulator.analysis.meaning.spans import Span, Spans, name, sentence
from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.network.gradient_quantities import DY
from simulator.network.quantities import LOSS, READOUT, P, Y
from simulator.objective.loss import SUM
from simulator.objective.readout import Readout
from simulator.translation import mark, percent, tr
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.word_text import one_line

_READS: Final = mark("Reads {word}")
_SENTENCES: Final[Mapping[tuple[bool, bool | None], str]] = MappingProxyType(
    {
        (False, None): mark("Predicts {said}"),
        (False, True): mark("Predicts {said}, correct"),
        (False, False): mark("Predicts {said}; target {right}"),
        (True, None): mark("Reads {word}, predicts {said}"),
        (True, True): mark("Reads {word}, predicts {said}, correct"),
        (True, False): mark("Reads {word}, predicts {said}; target {right}"),
    }
)
"""What is told of a class, by whether the timestep has a word, and whether the class is right."""


@dataclass(frozen=True, eq=False, slots=True)
class AnswerView:
    """What the panel shows.

    Attributes:
        t, row: the place. elsewhere: the timestep of the row's only answer, where that is another.
        readout: None without one.
        answer: None where there is none to be seen. ahead: it is ahead of the position.
        covered: it is hidden, whoever knows it.
        word: the name of what is read. chosen: the output that the ledger takes apart.
        counts: the timestep counts in a loss. loss: the timestep's; NaN where it counts in none.
        so_far: the loss of the row up to here.
        summed: losses are summed up, not averaged. steps: how many of them.
        gradient: (K,) dy, on the way back where it is walked; else None.
    """

    t: int
    row: int
    readout: Readout | None = None
    elsewhere: int | None = None
    answer: Answer | None = None
    ahead: bool = False
    covered: bool = False
    word: str = ""
    chosen: int | None = None
    counts: bool = False
    loss: float = math.nan
    so_far: float = math.nan
    summed: bool = False
    steps: int = 0
    gradient: Array | None = None

    def name(self, output: int) -> str:
        """Name an output: by its own name in one line, else by its number."""
        own = "" if self.readout is None else self.readout.name(output)
        if own:
            return one_line(own)
        if self.answer is not None and self.answer.kind == CLASSES:
            return tr("class {number}", number=output)
        return tr("output {number}", number=output)

    def address(self, output: int, quantity: str = "") -> Address:
        """Return an output as a number of the trace; without a quantity, the one shown."""
        shown = P if self.answer is None else self.answer.quantity
        return Address(quantity or shown, t=self.t, row=self.row, unit=output)

    def share(self, output: int) -> str:
        """Write an output: a probability in per cent, or a number."""
        assert self.answer is not None
        value = float(self.answer.numbers[output])
        if self.answer.quantity != P:
            return number_format.signed(value, 4)
        return probability(value)

    def sentences(self) -> tuple[Spans, ...]:
        """Say what is read, what is said, and what is right: the longest form first."""
        answer, word = self.answer, name(self.word, "x")
        if answer is None or answer.kind != CLASSES:
            return (sentence(_READS, word=word),) if self.word else ()
        right = answer.said if answer.right is None else answer.right
        pieces = {"word": word, "said": self._named(answer.said), "right": self._named(right)}
        texts = [_SENTENCES[worded, answer.is_right] for worded in {bool(self.word), False}]
        texts = sorted({*texts, _SENTENCES[False, None]}, key=len, reverse=True)
        return tuple(sentence(text, **pieces) for text in texts)

    def _named(self, output: int) -> Span:
        return name(self.name(output), "y")


def _gradient(snapshot: Snapshot, t: int) -> Array | None:
    """Return dy at a timestep of the selected row; None where it is not walked."""
    if not snapshot.goes_back or snapshot.schedule.source != "readout":
        return None
    number = Address(DY, t=t, row=snapshot.row)
    return snapshot.values(DY)[t] if snapshot.knows_number(number) else None


def probability(value: float) -> str:
    """Write a probability in per cent with one decimal, with more where it would seem 0 or 1."""
    if 0.0005 <= value < 0.9995:
        return tr("{number} %", number=f"{100 * value:.1f}")
    return percent(value)


class AnswerReader:
    """Makes views of snapshots; it remembers where targets count, which takes a look at all."""

    def __init__(self) -> None:
        self._of: tuple[Experiment, int] | None = None
        self._counted: Array = np.zeros(0, bool)

    def view(self, snapshot: Snapshot) -> AnswerView:
        """Return the answer at the timestep that is looked at; before the first, at that one."""
        readout, row = snapshot.experiment.objective.readout, snapshot.row
        last = snapshot.experiment.lengths[row] - 1
        first = last if snapshot.lane.reverse else 0
        t = first if snapshot.timestep is None else snapshot.timestep
        if readout is None:
            return AnswerView(t, row)
        if not snapshot.reads_at(t):
            return AnswerView(t, row, readout, elsewhere=last)
        return self._answered(snapshot, readout, t)

    def _answered(self, snapshot: Snapshot, readout: Readout, t: int) -> AnswerView:
        row, trace = snapshot.row, snapshot.run.trace
        word, at = one_line(snapshot.document.label_of(t)), Address(Y, t=t, row=row)
        hidden = {n.t for n in snapshot.cover.numbers if n.quantity in READOUT and n.row == row}
        if t in hidden or not snapshot.shows_number(at):
            return AnswerView(t, row, readout, word=word, covered=t in hidden)
        counted = self._counted_of(snapshot.experiment, row)
        subject, loss = snapshot.subject, snapshot.experiment.objective.loss
        chosen = None
        if subject is not None and subject.quantity in (Y, P):
            chosen = subject.unit if (subject.t, subject.row) == (t, row) else None
        of_step = so_far = math.nan
        if loss is not None and counted[t]:
            of_step = float(Address(LOSS, t=t, row=row).value(trace))
        if loss is not None and not any(other <= t for other in hidden):
            so_far = loss_up_to(trace, t, row, counted)
        return AnswerView(
            t,
            row,
            readout,
            answer=answer_at(trace, t, row, bool(counted[t])),
            ahead=not snapshot.knows_number(at),
            word=word,
            chosen=chosen,
            counts=loss is not None and bool(counted[t]),
            loss=of_step,
            so_far=so_far,
            summed=loss is not None and loss.reduction == SUM,
            steps=int(np.count_nonzero(counted[: t + 1])),
            gradient=_gradient(snapshot, t),
        )

    def _counted_of(self, experiment: Experiment, row: int) -> Array:
        if self._of is None or self._of[0] is not experiment or self._of[1] != row:
            self._of, self._counted = (experiment, row), counted_of(experiment, row)
        return self._counted
