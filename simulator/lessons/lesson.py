"""Lesson: a network and steps with texts, questions, tasks and claims. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..translation import ENGLISH, language
from .formula.claim import Claim
from .formula.condition import Condition
from .formula.numbers import Quantity
from .formula.tree import Formula

CHOICE, NUMBER, SHAPE, SIGN, UNIT, WORD = "choice", "number", "shape", "sign", "unit", "word"
KINDS: Final = (NUMBER, SIGN, UNIT, WORD, SHAPE, CHOICE)
"""Kinds of question."""

WITH_OPTIONS: Final = (CHOICE, WORD)
"""Kinds whose answer is one of some options."""

TASK, QUESTION, RIGHT, WHY = "_task", "_ask", "_right", "_why"
"""What follows a step's id in the keys of its texts: what to do, the question, what is said when it
is answered, and when the step is done."""

OF_LESSON: Final = ("title", "idea", "cures", "try")
"""Keys of the texts of a whole lesson."""

UNFILLED: Final = ("title", "idea")
"""Keys of those of them that the start page shows, where no number can be filled in."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a step shows first. Empty and None leave a thing as it is.

    Attributes:
        at: the timestep to stand at, −1 for before the first. back: True to stand there on the way
            back, behind its last step; T, the number of timesteps, is then before the first.
        number: the address of the number to look at, or the name of a weight.
        panel: its key in small letters. unit: the selected one.
        layer, reverse, row: the selected lane and row. layout: that of the panels.
        tracks: those of the timeline.
    """

    at: int | None = None
    back: bool = False
    number: str = ""
    panel: str = ""
    unit: int | None = None
    layer: int | None = None
    reverse: bool = False
    row: int | None = None
    layout: str = ""
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, asked before the number is known.

    Attributes:
        kind: one of `KINDS`. answer: a formula; of a choice or a word one of the options.
        cover: numbers to hide until then.
        right: how far a number may be off. close: how far to be called close.
        options: of a choice or a word. Their texts have the keys `STEP_OPTION`; without one the
            option is its own text.
        scale: the ends of the axis that a marker is dragged on. exponent: True to compare orders
            of magnitude.
    """

    kind: str
    answer: Formula | str
    cover: tuple[Quantity, ...] = ()
    right: float = 0.0
    close: float = 0.0
    options: tuple[str, ...] = ()
    scale: tuple[float, float] | None = None
    exponent: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to one foreseen answer that is not right.

    Attributes:
        when: the answers, or `< 0.5` and `> 0.85`. say: the key of the text.
    """

    when: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that makes an edit, or asks the doctor.

    Attributes:
        edits: in the language of claims. say: the key of its text.
        anew: True to edit what the step begins with, and not the present network.
        doctor: True to ask why somebody else's numbers, `their_c` and `their_h`, are different.
    """

    edits: tuple[str, ...]
    say: str
    anew: bool = False
    doctor: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lesson.

    Attributes:
        id: the key of its text. look: what it shows first. ask: its question.
        done: when it is done; None for a step that is read.
        start: edits of the lesson's network that the step begins with; None to go on with the
            present one. variant: another network of the lesson to begin with.
        claims: assertions about the network that it begins with.
        tests: names of tests that prove what the language of claims cannot say.
        links: numbers that the reader may look at.
        mentions: whole numbers that the file's table of the step mentions, as they are written.
    """

    id: str
    look: Look = Look()
    ask: Ask | None = None
    replies: tuple[Reply, ...] = ()
    done: Condition | None = None
    start: tuple[str, ...] | None = None
    variant: str = ""
    claims: tuple[Claim, ...] = ()
    tests: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    links: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the texts that it may have, its own first."""
        named = [self.id, *(self.id + end for end in (TASK, QUESTION, RIGHT, WHY))]
        named += [reply.say for reply in self.replies]
        named += [offer.say for offer in self.offers]
        named += [f"{self.id}_{option}" for option in (self.ask.options if self.ask else ())]
        return tuple(named)


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson, as its file says.

    Attributes:
        id: its name in the course. number: its place there; 0 for one of its own.
        after: ids of the lessons that it takes words from.
        layout: of the panels. networks: tables by variant; the lesson's own has no name.
        texts: by language, then by key.
    """

    id: str
    number: int = 0
    after: tuple[str, ...] = ()
    layout: str = "learn"
    networks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a text in the user's language, else in one that there is; empty without one."""
        first = [self.texts.get(name, {}) for name in (language(), ENGLISH)]
        for texts in (*first, *self.texts.values()):
            if key in texts:
                return texts[key]
        return ""

    @property
    def title(self) -> str:
        """Its title."""
        return self.text("title") or self.id
