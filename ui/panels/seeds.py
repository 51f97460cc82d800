"""Seeds: what the menu of a number offers to ask: "What made this value?"."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from simulator.analysis.address import Address
from simulator.translation import tr
from ui.cards.anchor import Subject
from ui.session.edits import gradient_target_edits
from ui.session.snapshot import Snapshot


def add_entries(
    menu: QMenu,
    snapshot: Snapshot,
    number: Subject | None,
    ask: Callable[[Address | None], object],
    *,
    named: bool = False,
) -> list[QAction]:
    """Offer to ask what made a number, and to take the present seed away; return the entries.

    Nothing is offered of a number that may not be seen, or on which no seed can lie.

    Args:
        ask: takes the number, or None for no seed; a panel's `seed_asked.emit`.
        named: the number is named, as the mouse is not on it.
    """
    experiment, entries = snapshot.experiment, []
    asked = gradient_target_edits.number_of(number, experiment)
    if asked is not None and snapshot.shows_number(asked):
        text = tr("Gradients of this value")
        copied = isinstance(number, Address) and number.quantity in (asked.quantity, "output")
        if named or not copied:
            text = tr("Gradients of {number}", number=asked.name)
        entries.append(menu.addAction(text, partial(ask, asked)))
    if experiment.objective.seeds:
        text = (
            tr("Clear the gradients")
            if experiment.objective.loss is None
            else tr("Gradients of the loss")
        )
        entries.append(menu.addAction(text, partial(ask, None)))
    return entries
