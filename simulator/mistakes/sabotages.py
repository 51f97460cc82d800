"""The table of mistakes that our engine can be sabotaged with, and what each needs to show."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import Final

from ..engine.cell import sigmoid
from ..experiment.experiment import Experiment
from ..lstm.parameters import Parameters
from ..lstm.quantities import GATES
from ..translation import mark, tr
from . import wirings, wrong_cells
from .weights import weight_mistakes
from .wirings import Wiring
from .wrong_cells import CellStep, with_equations

STEP: Final = frozenset({"step"})
WIRING: Final = frozenset({"link", "window"})


def _unchanged(parameters: Parameters) -> Parameters:
    return parameters


def _everywhere(experiment: Experiment) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One mistake.

    Attributes:
        name: unique; completes "our engine with …".
        group: what it is about. caught_by: the checks that must see it.
        parameters: what the engine computes with in place of the experiment's.
        cell: its wrong cell; None for the right one. wiring: how it connects cells.
        needs: whether an experiment has what the mistake is about.
        order: that of the gates, where it is the mistake.
    """

    name: str
    group: str
    caught_by: frozenset[str] = STEP
    parameters: Callable[[Parameters], Parameters] = _unchanged
    cell: CellStep | None = None
    wiring: type[Wiring] = Wiring
    needs: Callable[[Experiment], bool] = _everywhere
    order: tuple[str, ...] = ()

    def text(self) -> str:
        """The name in the user's language."""
        return _order_name(self.order, tr) if self.order else tr(self.name)


# What an experiment must have


def _bias(experiment: Experiment) -> bool:
    return experiment.config.bias


def _projection(experiment: Experiment) -> bool:
    return experiment.config.proj_size > 0


def _square(experiment: Experiment) -> bool:
    return experiment.config.proj_size == 0


def _bidirectional(experiment: Experiment) -> bool:
    return experiment.config.bidirectional


def _deep(experiment: Experiment) -> bool:
    return experiment.config.num_layers > 1


def _both(experiment: Experiment) -> bool:
    return _bidirectional(experiment) and _deep(experiment)


def _ragged(experiment: Experiment) -> bool:
    return min(experiment.lengths) < experiment.num_timesteps


def _ragged_and_bidirectional(experiment: Experiment) -> bool:
    return _ragged(experiment) and _bidirectional(experiment)


def _states(experiment: Experiment) -> bool:
    return bool(experiment.h_0.any() or experiment.c_0.any())


def _square_states(experiment: Experiment) -> bool:
    return _square(experiment) and _states(experiment)


def _deep_states(experiment: Experiment) -> bool:
    return _deep(experiment) and _states(experiment)


def _both_states(experiment: Experiment) -> bool:
    return _both(experiment) and _states(experiment)


def _longer(experiment: Experiment) -> bool:
    return experiment.num_timesteps > 1


def _longer_and_bidirectional(experiment: Experiment) -> bool:
    return _longer(experiment) and _bidirectional(experiment)


def _masks(experiment: Experiment) -> bool:
    return bool(experiment.masks)


def _two_masks(experiment: Experiment) -> bool:
    return len(experiment.masks) > 1


# The table


def _known(name: str, parameters: Parameters) -> Parameters:
    """The parameters with one of the mistakes of `mistakes.weights`."""
    change = next(m.change for m in weight_mistakes(parameters) if m.name == name)
    return change(parameters)


def _moved(order: tuple[str, ...]) -> list[int]:
    """The places at which another gate stands."""
    return [k for k in range(len(GATES)) if order[k] != GATES[k]]


def _order_name(order: tuple[str, ...], said: Callable[..., str] = str.format) -> str:
    moved = _moved(order)
    if len(moved) == 2:
        return said(mark("{one} and {other} swapped"), one=GATES[moved[0]], other=GATES[moved[1]])
    return said(mark("gates in the order {order}"), order=" ".join(order))


def _one_weight(parameters: Parameters) -> Parameters:
    W = parameters["weight_ih_l0"]
    wrong = float(W[0, 0]) * (1 + 2e-6)
    return parameters.with_value("weight_ih_l0", (0, 0), wrong)


def _of_gates(swaps: bool) -> Iterator[Sabotage]:
    """The orders that two gates swapped make, or all the others."""
    orders = [o for o in permutations(GATES) if o != GATES and (len(_moved(o)) == 2) is swaps]
    for order in sorted(orders, key=_moved):
        known = partial(_known, f"gate order {''.join(order)}")
        group = mark("gates") if swaps else mark("other orders of the gates")
        yield Sabotage(_order_name(order), group, parameters=known, order=order)


def _of_weights() -> Iterator[Sabotage]:
    known = partial(_known, "its rows read with the gates of a unit together")
    yield Sabotage(mark("units outside, gates inside"), "gates", parameters=known)
    for name in (
        mark("b_ih missing"),
        mark("b_hh missing"),
        mark("b_ih doubled"),
        mark("b_hh doubled"),
    ):
        yield Sabotage(name, mark("biases"), parameters=partial(_known, name), needs=_bias)
    known = partial(_known, "forget bias +1")
    yield Sabotage(mark("forget bias + 1"), "biases", parameters=known, needs=_bias)
    name = mark("W_hh transposed in each gate")
    yield Sabotage(name, mark("weights"), parameters=partial(_known, name), needs=_square)
    name = mark("weights rounded to float16")
    yield Sabotage(name, "weights", parameters=partial(_known, name))
    yield Sabotage(mark("one weight wrong by a millionth"), "weights", parameters=_one_weight)


def _of_cells() -> Iterator[Sabotage]:
    for name, cell in (
        (mark("hard sigmoid"), with_equations(sigmoid=wrong_cells.hard_sigmoid)),
        (mark("sigmoid for g"), with_equations(squash=sigmoid)),
        (mark("no tanh of c"), with_equations(output=wrong_cells.without_tanh)),
        (mark("i and f exchanged in c"), with_equations(state=wrong_cells.exchanged)),
        (mark("i coupled to f"), with_equations(state=wrong_cells.coupled)),
    ):
        yield Sabotage(name, mark("equations"), cell=cell)
    for name, project in (
        (mark("projection of c"), wrong_cells.of_state),
        (mark("projection before the output gate"), wrong_cells.of_squashed_state),
        (mark("projection missing"), wrong_cells.missing),
    ):
        cell = with_equations(projection=project)
        yield Sabotage(name, "equations", cell=cell, needs=_projection)


def _of_wirings() -> Iterator[Sabotage]:
    for name, wiring, needs in (
        (mark("reverse not reversed"), wirings.ReverseNotReversed, _longer_and_bidirectional),
        (mark("lengths ignored"), wirings.LengthsIgnored, _ragged_and_bidirectional),
        (
            mark("reverse starting in the padding"),
            wirings.ReverseStartsInThePadding,
            _ragged_and_bidirectional,
        ),
        (mark("directions concatenated the other way"), wirings.DirectionsSwapped, _both),
        (mark("directions added"), wirings.DirectionsAdded, _both),
        (mark("h_0 and c_0 swapped"), wirings.StatesSwapped, _square_states),
        (mark("states by direction, then layer"), wirings.StatesByDirection, _both_states),
        (
            mark("the first layer's states in every layer"),
            wirings.StatesOfTheFirstLayer,
            _deep_states,
        ),
        (mark("h_0 and c_0 left out"), wirings.StatesZero, _states),
        (mark("h not carried from step to step"), wirings.StatesNotCarried, _longer),
        (mark("dropout mask forgotten"), wirings.MaskForgotten, _masks),
        (mark("dropout mask of another layer"), wirings.MaskOfTheOtherLayer, _two_masks),
        (mark("dropout not scaled by 1/(1 - p)"), wirings.MaskUnscaled, _masks),
    ):
        yield Sabotage(name, mark("wiring"), WIRING, wiring=wiring, needs=needs)


SABOTAGES: Final[Mapping[str, Sabotage]] = {
    sabotage.name: sabotage
    for sabotage in (
        *_of_gates(swaps=True),
        *_of_weights(),
        *_of_cells(),
        *_of_wirings(),
        *_of_gates(swaps=False),
    )
}
"""Every mistake by its name."""
