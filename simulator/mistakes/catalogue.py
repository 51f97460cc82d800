"""The catalogue: every known mistake, by its name, in the order of making.

Of two mistakes that are made together, the one that stands first is made first: the weights are
read, the states and the input given, the cells computed and connected, the results handed over.
An engine can make each of them (`mistaken_run`), the check must disagree with that engine, and a
diagnosis must name the mistake from its numbers; but for those in the readout and in the gradients,
which the numbers of an LSTM do not show. The backward pass is made last (`mistaken_backward`).
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ..experiment.experiment import Experiment
from ..translation import mark
from .known.cell_gradients import of_cells_back
from .known.equations import OF_EQUATIONS, of_precision
from .known.gradients import OF_LINKS_BACK, OF_LOSS_BACK, OF_SUMS
from .known.inputs import OF_DROPOUT, OF_LENGTHS, OF_STATES, SeededMasks, of_input, of_seeds
from .known.optimisers import OF_OPTIMISERS, OptimiserMistake
from .known.readout import OF_READOUTS
from .known.results import of_results
from .known.weights import of_weights
from .known.wiring import OF_WIRING
from .mistake import Mistake
from .observed_values import Observed

MISTAKES: Final[Mapping[str, Mistake]] = {
    mistake.name: mistake
    for mistake in (
        *of_weights(),
        *OF_STATES,
        *of_input(),
        *OF_LENGTHS,
        *OF_DROPOUT,
        *OF_EQUATIONS,
        *of_precision(),
        *OF_WIRING,
        *of_results(),
        *OF_READOUTS,
        *OF_LOSS_BACK,
        *of_cells_back(),
        *OF_LINKS_BACK,
        *OF_SUMS,
    )
}

OPTIMISER_MISTAKES: Final[Mapping[str, OptimiserMistake]] = {
    mistake.name: mistake for mistake in OF_OPTIMISERS
}
"""Mistakes in a step of training, by name. No run of an LSTM shows them, so they stand apart."""

GROUPS: Final = (
    *("gates", "biases", "weights", "equations", "wiring", "input", "results", "readout"),
    *("gradient of the loss", "gradients in a cell"),
    *("gradients between cells", "gradients of the weights"),
    mark("other gate orders"),
)
"""The headings of a list of mistakes, in their order; each is a text to translate."""

LIKELY: Final = (
    "gate order iofg",
    "gate order ifog",
    "gate order igfo",
    "b_hh missing",
    "b_ih missing",
    "both biases doubled",
    "hard sigmoid 0.2",
    "batch_first misread",
    "h_0 and c_0 left out",
    "the state reset at every step",
    "the lengths ignored",
    "W_ih and W_hh reshaped instead of transposed",
    "forget bias +1",
    "dropout off",
    "the reverse direction's outputs not put back in timestep order",
    "the reverse direction's h_n and c_n read at the last timestep",
)
"""What people do most, the likeliest first."""


def likely_first(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Sort mistakes by how likely they are; rare ones come last."""
    rank = {name: place for place, name in enumerate(LIKELY)}
    return sorted(mistakes, key=lambda m: (m.rare, rank.get(m.name, len(rank))))


def known_mistakes(
    experiment: Experiment, observed: Observed, masks: SeededMasks | None = None
) -> tuple[Mistake, ...]:
    """List the mistakes that show on an experiment and could be seen in the observed numbers.

    Args:
        masks: what dropout may have drawn, by seed.
    """
    known = (*MISTAKES.values(), *of_seeds(experiment, masks or {}))
    return tuple(m for m in known if m.needs(experiment) and m.seen(observed, experiment))
