"""Plan: how weights are to learn: the optimiser, the clip, what is frozen, what does not decay."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ..translation import tr
from .optimisers import Optimiser


@dataclass(frozen=True, slots=True)
class Plan:
    """All settings of an optimiser step.

    Attributes:
        optimiser: its formula and settings.
        clip: the largest norm that all gradients together may have; None for no clip.
        frozen: names of the weights that do not learn. undecayed: names of those that weight decay
            leaves out. Both by torch's names, as `bias_ih_l0` or `readout.weight`; names of
            weights that a network lacks say nothing.

    Raises:
        ValueError: a clip that is no number above 0.
    """

    optimiser: Optimiser
    clip: float | None = None
    frozen: frozenset[str] = frozenset()
    undecayed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.clip is not None and not (math.isfinite(self.clip) and self.clip > 0):
            raise ValueError(
                tr(
                    "the clip norm must be a number above 0 or be left out, got {value}",
                    value=self.clip,
                )
            )
        object.__setattr__(self, "frozen", frozenset(self.frozen))
        object.__setattr__(self, "undecayed", frozenset(self.undecayed))

    def learning(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of the names whose weights learn, in their order."""
        return tuple(name for name in names if name not in self.frozen)

    def check_some_learn(self, names: Iterable[str]) -> None:
        """Check that one of the names at least is a weight that learns.

        Raises:
            ValueError: all of them are frozen.
        """
        if not self.learning(names):
            raise ValueError(tr("every weight is frozen. Unfreeze some to train"))

    def weight_decay(self, name: str) -> float:
        """Return λ of one weight."""
        return 0.0 if name in self.undecayed else self.optimiser.weight_decay
