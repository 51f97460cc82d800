"""Mistake: something that people do wrong with an LSTM, as a change of a computation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from ..cells.mistakes import Operator
from ..experiment.experiment import Experiment
from ..network.parameters import Parameters
from ..translation import tr
from .computation import Computation, HandOver
from .observed_values import Observed

ComputationChange = Callable[[Computation], Computation]
Need = Callable[[Experiment], bool]

STEP: Final = frozenset({"step"})
LINK: Final = frozenset({"link"})
SUM: Final = frozenset({"sum"})
WINDOW: Final = frozenset({"window"})
LINK_AND_STEP: Final = frozenset({"link", "step"})
LINK_AND_WINDOW: Final = frozenset({"link", "window"})


class Text:
    """A marked text with values for its {places}. Values that are words are translated too."""

    def __init__(self, template: str, **values: object) -> None:
        self._template, self._values = template, values

    def __str__(self) -> str:
        """Return the text in the user's language."""
        return tr(self._template, **{name: _said(value) for name, value in self._values.items()})


def _said(value: object) -> object:
    return tr(value) if isinstance(value, str) else value


def always(*_: object) -> bool:
    """Return True: nothing is needed."""
    return True


def nowhere(observed: Observed, experiment: Experiment) -> bool:
    """Return False: the numbers of an LSTM do not show it."""
    return False


@dataclass(frozen=True, eq=False, slots=True)
class Mistake:
    """Known mistake: a change of a computation, and where it shows.

    Attributes:
        name: short and unique: key in reports and in open documents; no file keeps it.
        family: only one mistake of a family is made at a time. group: the heading in a list.
        change: makes the wrong computation of the right one.
        needs: True for an experiment on which the mistake shows.
        caught_by: the checks that must disagree with an engine that makes it.
        also_told_by: further checks that may disagree first.
        phrase: completes "this LSTM with …"; by default the name.
        title: the entry in a list; by default the phrase.
        seen: True when the observed numbers could show it.
        whole: True when it needs more than the first timesteps to show.
        of_weights: True when it changes nothing but the weights.
        rare: True when it is tested only after all others have failed.
        backwards: True when it changes nothing but gradients.
        fine: True when rounding in float32 hides it, so that only float64 shows it for certain.
    """

    name: str
    family: str
    group: str
    change: ComputationChange
    needs: Need = always
    caught_by: frozenset[str] = STEP
    also_told_by: frozenset[str] = frozenset()
    phrase: Text | str = ""
    title: Text | str = ""
    seen: Callable[[Observed, Experiment], bool] = always
    whole: bool = False
    of_weights: bool = False
    rare: bool = False
    backwards: bool = False
    fine: bool = False

    @property
    def told_by(self) -> frozenset[str]:
        """The checks, one of which finds the first number that disagrees.

        Where a number is not what it is taken from, `torch.nn.LSTM` may have another too.
        """
        return self.caught_by | self.also_told_by | (WINDOW if self.caught_by >= LINK else set())

    def explanation(self) -> str:
        """Complete "this LSTM with …", in the user's language."""
        return str(_said(self.phrase or self.name))

    def text(self) -> str:
        """Return the entry in a list, in the user's language."""
        return str(_said(self.title or self.phrase or self.name))


def in_experiment(change: Callable[[Experiment], Experiment]) -> ComputationChange:
    """Change the experiment."""
    return lambda c: replace(c, experiment=change(c.experiment))


def in_parameters(change: Callable[[Parameters], Parameters]) -> ComputationChange:
    """Change the weights and biases."""
    return in_experiment(lambda e: e.with_parameters(change(e.parameters)))


def in_cells(operator: Operator) -> ComputationChange:
    """Change the cells."""
    return lambda c: replace(c, operators=(*c.operators, operator))


def in_wiring(**changes: Any) -> ComputationChange:
    """Change how cells are connected."""
    return lambda c: replace(c, wiring=replace(c.wiring, **changes))


def in_results(change: HandOver) -> ComputationChange:
    """Change the results before they are handed over."""
    return lambda c: replace(c, hand_over=(*c.hand_over, change))


def in_backward(**changes: Any) -> ComputationChange:
    """Change the backward pass."""
    return lambda c: replace(c, backward=replace(c.backward, **changes))


# Needs of many mistakes


def goes_back(experiment: Experiment) -> bool:
    """Return True with a loss or a seed that gradients can be taken of."""
    return bool(experiment.source)


def bidirectional(experiment: Experiment) -> bool:
    """Return True with two directions."""
    return experiment.config.bidirectional


def deep(experiment: Experiment) -> bool:
    """Return True with more than one layer."""
    return experiment.config.num_layers > 1


def projects(experiment: Experiment) -> bool:
    """Return True with a projection."""
    return experiment.config.proj_size > 0


def long(experiment: Experiment) -> bool:
    """Return True when a row has more than one timestep."""
    return experiment.num_timesteps > 1


def batch(experiment: Experiment) -> bool:
    """Return True with more than one batch row."""
    return experiment.batch_size > 1


def ragged(experiment: Experiment) -> bool:
    """Return True when a row has padding."""
    return experiment.ragged


def unsorted(experiment: Experiment) -> bool:
    """Return True when the rows are not sorted by length, the longest first."""
    return list(experiment.lengths) != sorted(experiment.lengths, reverse=True)


def all_of(*needs: Need) -> Need:
    """Combine needs."""
    return lambda experiment: all(need(experiment) for need in needs)


def without(need: Need) -> Need:
    """Negate a need."""
    return lambda experiment: not need(experiment)
