"""Stops: conditions on a training run, in words like those of breakpoints.

    loss < 0.1    val_loss < 0.2    accuracy > 0.99    val_accuracy > 0.9
    grad_norm > 100    any grad nan    val_loss > 10 * best

`val_` is the network's on the validation batch; `validation loss` is read too. `grad_norm`, or
`norm`, is that of all gradients before the clip. `best` is the least loss, or the largest accuracy,
that there was before. A number that is NaN meets no comparison.
"""

import math
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np

from ..arrays import Array
from ..translation import mark, tr
from .log import Judgement, Log

LOSS, ACCURACY, NORM = "loss", "accuracy", "norm"
NAN: Final = "any grad nan"
BEST: Final = "best"

_WRITTEN: Final = {NORM: "grad_norm"}
_VALIDATION: Final = "val_"

COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}

HOW: Final = mark(
    "type loss < 0.1, accuracy > 0.99, grad_norm > 100, any grad nan, val_loss < 0.2, "
    "val_accuracy > 0.9 or val_loss > 10 * best"
)

_NUMBER: Final = r"[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+−]?\d+)?"
_TYPED: Final = re.compile(
    rf"(?:(?P<validation>val_|val(?:idation)?\s+)?(?P<quantity>{LOSS}|{ACCURACY})"
    rf"|(?P<norm>{NORM}|grad[_\s]norm))\s*(?P<test>[<>]=?)\s*"
    rf"(?:(?P<number>{_NUMBER})|(?:(?P<times>{_NUMBER})\s*[*×·]\s*)?(?P<best>{BEST}))",
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


class Best(NamedTuple):
    """The best of all steps, or of all judgements, so far; NaN while there is none."""

    loss: float = math.nan
    accuracy: float = math.nan

    @classmethod
    def of(cls, told: Iterable[_Told]) -> "Best":
        """Return the best of all."""
        best = cls()
        for each in told:
            best = best.after(each)
        return best

    def after(self, told: _Told) -> "Best":
        """Return the best with one step or judgement more."""
        loss, accuracy = told.loss, told.accuracy
        return Best(
            self.loss if self.loss <= loss or math.isnan(loss) else loss,
            self.accuracy if self.accuracy >= accuracy or math.isnan(accuracy) else accuracy,
        )


NO_BEST: Final = Best()


@dataclass(frozen=True, slots=True)
class Stop:
    """One condition.

    Attributes:
        quantity: LOSS, ACCURACY, NORM, or NAN, which has no comparison.
        test: one of `COMPARISONS`. number: what is compared with, or with `of_best` a factor of
            the best so far.
        validation: True for loss or accuracy of the validation batch.
    """

    quantity: str
    test: str = ">"
    number: float = 0.0
    validation: bool = False
    of_best: bool = False

    def text(self) -> str:
        """Write the condition as it is typed."""
        if self.quantity == NAN:
            return NAN
        number = repr(self.number).removesuffix(".0").replace("e-0", "e-")
        limit = f"{number} * {BEST}" if self.of_best else number
        quantity = _WRITTEN.get(self.quantity, self.quantity)
        return f"{_VALIDATION * self.validation}{quantity} {self.test} {limit}"

    def of_step(self, row: _ToldOfStep, best: Best = NO_BEST) -> bool:
        """Return True when a step meets it.

        Args:
            best: of the steps before.
        """
        if self.quantity == NAN:
            return not row.finite
        if self.validation:
            return False
        if self.quantity == NORM:
            return COMPARISONS[self.test](row.norm, self.number)
        return self._compare(row, best)

    def of_judgement(self, judgement: _Told, best: Best = NO_BEST) -> bool:
        """Return True when a judgement by the validation batch meets it.

        Args:
            best: of the judgements before.
        """
        return self.validation and self._compare(judgement, best)

    def _compare(self, told: _Told, best: Best) -> bool:
        value, known = told.loss, best.loss
        if self.quantity == ACCURACY:
            value, known = told.accuracy, best.accuracy
        return COMPARISONS[self.test](value, self.number * known if self.of_best else self.number)


def parse(text: str) -> Stop:
    """Parse a condition.

    Raises:
        ValueError: in words, for anything that is not exactly one.
    """
    plain = " ".join(text.lower().split())
    if plain.split() in (NAN.split(), ["any", "nan"]):
        return Stop(NAN)
    typed = _TYPED.fullmatch(plain)
    if typed is None or (typed["norm"] and typed["best"]):
        raise ValueError(tr("“{text}” is not understood: {how}", text=text.strip(), how=tr(HOW)))
    number = typed["number"] or typed["times"] or "1"
    return Stop(
        typed["quantity"] or NORM,
        typed["test"],
        float(number.replace(",", ".").replace("−", "-")),
        validation=bool(typed["validation"]),
        of_best=bool(typed["best"]),
    )


def first_met(stop: Stop, log: Log, judgements: Sequence[Judgement]) -> int | None:
    """Return the step at which a condition was first true in a run that has been.

    The judgement of the network that the run begins with is not asked, but is a best to others.

    Returns:
        None where it never was.
    """
    steps = np.array(log.steps)
    if stop.quantity == NAN:
        return _first(steps, log.column("finite") == 0)
    if stop.validation:
        steps = np.array([judged.step for judged in judgements])
        values = np.array([getattr(judged, stop.quantity) for judged in judgements], float)
    else:
        values = log.column(stop.quantity)
    limit = np.full(len(values), stop.number)
    if stop.of_best:
        better = np.fmax if stop.quantity == ACCURACY else np.fmin
        limit[1:] *= better.accumulate(values)[:-1]
        limit[:1] = math.nan
    with np.errstate(invalid="ignore"):
        met = np.asarray(COMPARISONS[stop.test](values, limit))  # type: ignore[arg-type]
    if stop.validation:
        met &= steps > log.steps.start
    return _first(steps, met)


def _first(steps: Array, met: Array) -> int | None:
    return int(steps[met.argmax()]) if met.any() else None
