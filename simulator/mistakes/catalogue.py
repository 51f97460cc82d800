"""The known mistakes: those of them that can be made with an experiment, in the order of making.

Of two mistakes that are made together, the one that stands first is made first: the weights are
read, the states and the input given, the cells computed and connected, the results handed over.
"""

from ..experiment.experiment import Experiment
from .equations import of_equations, of_precision
from .inputs import Masks, of_dropout, of_input, of_states, of_weights
from .mistake import Mistake
from .observed import Observed
from .results import of_final_states, of_results
from .wiring import of_wiring


def known_mistakes(
    experiment: Experiment, observed: Observed, masks: Masks | None = None
) -> tuple[Mistake, ...]:
    """The mistakes that can be made with an experiment and seen in what was observed.

    Args:
        masks: what dropout might have drawn, if it was left on.
    """
    return (
        *of_weights(experiment),
        *of_states(experiment),
        *of_input(experiment),
        *of_dropout(experiment, masks or {}),
        *of_equations(experiment),
        *of_precision(observed),
        *of_wiring(experiment),
        *of_results(experiment, observed),
        *of_final_states(experiment, observed),
    )
