"""Quiz: asks of any model what the next step will give, before it is seen.

By gates it asks for the next gate's number; by timesteps for c or h at the end of the next one. An
answer takes the step, so that every panel shows what came, and the ledger why.
"""

from dataclasses import dataclass, replace

from simulator.analysis.address import Address
from simulator.analysis.number_text import MINUS
from simulator.lessons.formula.numbers import Quantity
from simulator.lessons.lesson import CHOICE, NUMBER, SIGN, Ask
from simulator.lessons.marking import IS_CLOSE, IS_RIGHT, ZERO_SIGN, grade_of
from simulator.lessons.text_template import Said, written_number
from simulator.network.quantities import EVERY, Y
from simulator.translation import mark, tr
from ui.session.lessons.view import AskView, LessonView, Text
from ui.session.snapshot import GATE, Snapshot

GATE_TOLERANCE = 0.05
"""How far off a right answer of a gate may be."""

_SHARE = 0.1
"""The same of other numbers, as a share of the scale that is shown."""

_MOST_UNITS = 8
"""Units up to which it is asked which one has the largest number."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the number that is known at a position, and how.

    Attributes:
        units: those to choose from, for the question which is the largest.
    """

    position: int
    number: Address
    ask: Ask
    units: range = range(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Question that was left, what was answered (empty for nothing), and its grade."""

    question: Question
    given: str
    grade: str
    truth: str


class Quiz:
    """Questions about the next step, as long as the reader wants them.

    Attributes:
        on: True while it asks.
    """

    def __init__(self) -> None:
        self.on = False
        self._asked: Question | None = None
        self._given = ""
        self._outcome: Outcome | None = None
        self._run: object = None

    def toggle(self) -> None:
        """Begin to ask, or stop."""
        self.on = not self.on
        self._asked = self._outcome = None

    def answer(self, text: str) -> int | None:
        """Take an answer; return the position to go to, where it is marked."""
        if self._asked is None:
            return None
        self._given = text
        return self._asked.position

    def view(self, here: Snapshot) -> LessonView:
        """Return what the strip shows: what became of the last question, and the next one."""
        asked = self._asked
        if here.run is not self._run:  # an edit: what was asked may be another number now
            self._run, asked, self._outcome = here.run, None, None
        if asked is not None and here.position >= asked.position:
            self._outcome, asked = _outcome(asked, self._given, here), None
        if here.position == here.target and asked != (question := _question(here)):
            asked, self._given = question, ""
        self._asked = asked
        said = () if self._outcome is None else _told(self._outcome)
        view = LessonView(None, tr("Quiz"), text=said, hides_ahead=True)
        if asked is None:
            end = tr("No question here. Step forward, or step back to be asked again.")
            return replace(view, task=(Said(end),))
        options = tuple((str(unit), tr("unit {unit}", unit=unit)) for unit in asked.units)
        return replace(
            view,
            step=asked.position,
            steps=here.schedule.end + 1,
            asked=AskView(asked.ask, (Said(_words(asked)),), options, can_show=False),
        )


def _question(here: Snapshot) -> Question | None:
    """Return what to ask at a position; None on the way back, at the end, and of a readout alone.

    A readout is stepped over: by gates to the next gate, by timesteps with the timestep.
    """
    schedule, position = here.schedule, here.target
    if position >= schedule.end:
        return None
    by_gate = here.granularity == GATE
    stop = min(schedule.strides_on(position, 1, not by_gate), schedule.end)
    step = schedule.gate_step(stop - 1)
    if step.quantity == Y and by_gate and stop < schedule.end:
        stop += 1
        step = schedule.gate_step(stop - 1)
    elif step.quantity == Y and stop - 1 > position:
        step = schedule.gate_step(stop - 2)
    if step.quantity == Y:
        return None
    t = schedule.timestep(step.cell, here.row)
    if t is None:  # the row has ended
        return None
    by_turns = stop // (1 if by_gate else max(stop - position, 1))
    config = here.experiment.config
    states = config.cell.states[::-1]
    key = step.quantity if by_gate else states[by_turns % len(states)]
    width = config.width(key)
    number = Address(key, step.cell.lane, t, here.row, min(here.unit, width - 1))
    return _asked_of(number, width, by_turns, stop, here)


def _asked_of(number: Address, width: int, turn: int, position: int, here: Snapshot) -> Question:
    """Ask by turns for the number, its sign where it has one, and the unit with the largest."""
    quantity = Quantity(number.quantity, number.unit, number.where, number.t)
    bounded = EVERY[number.quantity].function == "σ"
    kinds = [NUMBER] if bounded else [NUMBER, SIGN]
    kinds += [CHOICE] if 2 <= width <= _MOST_UNITS else []
    kind = kinds[turn // 2 % len(kinds)]
    if kind == CHOICE:
        units = range(width)
        ask = Ask(CHOICE, "", options=tuple(map(str, units)))
        return Question(position, number, ask, units)
    limit = here.ranges.limit(number.quantity, number.lane)
    right = GATE_TOLERANCE if bounded else 2 * limit * _SHARE
    scale = (0.0, 1.0) if bounded else (-limit, limit)
    return Question(position, number, Ask(kind, quantity, right=right, scale=scale))


def _outcome(asked: Question, given: str, here: Snapshot) -> Outcome:
    """Mark an answer by what has come."""
    values = here.run.trace.values(asked.number.quantity, asked.number.lane)
    row = values[asked.number.t, asked.number.row]
    value = float(row[asked.number.unit])
    if asked.ask.kind == CHOICE:
        largest = [str(unit) for unit in asked.units if row[unit] == row.max()]
        truth = given if given in largest else largest[0]
    elif asked.ask.kind == SIGN:
        truth = ZERO_SIGN if value == 0 else "+" if value > 0 else MINUS
    else:
        truth = repr(value)
    grade = grade_of(asked.ask, given, truth) if given else ""
    return Outcome(asked, given, grade, truth)


def _words(asked: Question) -> str:
    name, t = asked.number.name, asked.number.t
    if asked.ask.kind == CHOICE:
        key = asked.number.quantity
        return tr("Which unit will have the largest {quantity} at t {t}?", quantity=key, t=t)
    if asked.ask.kind == SIGN:
        return tr("What sign will {number} have at t {t}?", number=name, t=t)
    return tr("What will {number} be at t {t}?", number=name, t=t)


def _told(outcome: Outcome) -> Text:
    """Say what came, and how far off the answer was."""
    asked, kind = outcome.question, outcome.question.ask.kind
    truth = written_number(float(outcome.truth)) if kind == NUMBER else outcome.truth
    if kind == CHOICE:
        truth = tr("unit {unit}", unit=truth)
    what = f"{asked.number.quantity}" if kind == CHOICE else asked.number.name
    came = tr("{number} at t {t}: {truth}.", number=what, t=asked.number.t, truth=truth)
    parts = [Said(came, strong=True)]
    if outcome.grade == IS_RIGHT:
        parts.append(Said(" " + tr("Correct.")))
    elif outcome.given:
        given = tr("unit {unit}", unit=outcome.given) if kind == CHOICE else outcome.given
        is_close = outcome.grade == IS_CLOSE
        said = (
            mark("Almost: your answer was {answer}.")
            if is_close
            else mark("Your answer: {answer}.")
        )
        parts.append(Said(" " + tr(said, answer=given)))
    return tuple(parts)
