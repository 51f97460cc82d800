"""The catalogue: every known mistake, by its name, in the order of making.

Of two mistakes that are made together, the one that stands first is made first: the weights are
read, the states and the input given, the cells computed and connected, the results handed over.
An engine can make each of them (`mistaken_run`), the check must disagree with that engine, and a
diagnosis must name the mistake from its numbers.
"""

from collections.abc import Mapping
from typing import Final

from ..experiment.experiment import Experiment
from ..translation import mark
from .equations import OF_EQUATIONS, of_precision
from .inputs import OF_DROPOUT, OF_INPUT, OF_STATES, SeededMasks, of_seeds
from .mistake import Mistake
from .observed import Observed
from .results import of_results
from .weights import of_weights
from .wiring import OF_WIRING

MISTAKES: Final[Mapping[str, Mistake]] = {
    mistake.name: mistake
    for mistake in (
        *of_weights(),
        *OF_STATES,
        *OF_INPUT,
        *OF_DROPOUT,
        *OF_EQUATIONS,
        *of_precision(),
        *OF_WIRING,
        *of_results(),
    )
}

GROUPS: Final = (
    *("gates", "biases", "weights", "equations", "wiring", "input", "results"),
    mark("other orders of the gates"),
)
"""The headings of a list of mistakes, in their order; each is a text to translate."""


def known_mistakes(
    experiment: Experiment, observed: Observed, masks: SeededMasks | None = None
) -> tuple[Mistake, ...]:
    """List the mistakes that show on an experiment and could be seen in the observed numbers.

    Args:
        masks: what dropout may have drawn, by seed.
    """
    known = (*MISTAKES.values(), *of_seeds(experiment, masks or {}))
    return tuple(m for m in known if m.needs(experiment) and m.seen(observed, experiment))
