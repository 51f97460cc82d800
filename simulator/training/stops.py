"""Stops: conditions on a training run, in words like those of breakpoints.

    loss < 0.1    validation loss < 0.2    accuracy > 0.99    validation accuracy > 0.9
    norm > 100    any grad nan

`norm` is that of all gradients before the clip. A number that is NaN meets no comparison.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from ..translation import mark, tr

LOSS, ACCURACY, NORM = "loss", "accuracy", "norm"
VALIDATION: Final = "validation"
NAN: Final = "any grad nan"

COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}

HOW: Final = mark(
    "type loss < 0.1, accuracy > 0.99, norm > 100, any grad nan, validation loss < 0.2 or "
    "validation accuracy > 0.9"
)

_TYPED: Final = re.compile(
    rf"(?:(?P<validation>{VALIDATION})\s+)?(?P<quantity>{LOSS}|{ACCURACY}|{NORM})\s*"
    r"(?P<test>[<>]=?)\s*(?P<number>[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+−]?\d+)?)",
    re.ASCII,
)


class _Told(Protocol):
    @property
    def loss(self) -> float: ...
    @property
    def accuracy(self) -> float: ...


class _ToldOfStep(_Told, Protocol):
    @property
    def norm(self) -> float: ...
    @property
    def finite(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Stop:
    """One condition.

    Attributes:
        quantity: LOSS, ACCURACY, NORM, or NAN, which has no comparison.
        test: one of `COMPARISONS`. number: what is compared with.
        validation: True for loss or accuracy of the validation batch.
    """

    quantity: str
    test: str = ">"
    number: float = 0.0
    validation: bool = False

    def text(self) -> str:
        """Write the condition as it is typed."""
        if self.quantity == NAN:
            return NAN
        number = repr(self.number).removesuffix(".0").replace("e-0", "e-")
        words = f"{self.quantity} {self.test} {number}"
        return f"{VALIDATION} {words}" if self.validation else words

    def of_step(self, row: _ToldOfStep) -> bool:
        """Return True when a step meets it."""
        if self.quantity == NAN:
            return not row.finite
        if self.validation:
            return False
        return self._compare(row.norm if self.quantity == NORM else self._told(row))

    def of_judgement(self, judgement: _Told) -> bool:
        """Return True when a judgement by the validation batch meets it."""
        return self.validation and self._compare(self._told(judgement))

    def _told(self, row: _Told) -> float:
        return row.accuracy if self.quantity == ACCURACY else row.loss

    def _compare(self, value: float) -> bool:
        return COMPARISONS[self.test](value, self.number)


def parse(text: str) -> Stop:
    """Parse a condition.

    Raises:
        ValueError: in words, for anything that is not exactly one.
    """
    plain = " ".join(text.lower().split())
    if plain.split() in (NAN.split(), ["any", "nan"]):
        return Stop(NAN)
    typed = _TYPED.fullmatch(plain)
    if typed is None or (typed["validation"] and typed["quantity"] == NORM):
        raise ValueError(tr("“{text}” is not understood: {how}", text=text.strip(), how=tr(HOW)))
    number = float(typed["number"].replace(",", ".").replace("−", "-"))
    return Stop(typed["quantity"], typed["test"], number, bool(typed["validation"]))
