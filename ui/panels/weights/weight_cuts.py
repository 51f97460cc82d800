"""Cut connections in the weight matrices: their marks and menu entries."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from simulator.network.interventions import Cut
from simulator.translation import tr
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Block
from ui.panels.weights.parameter_matrices import W_HH, W_IH
from ui.session.edits import hold_edits
from ui.session.edits.hold_edits import HoldEdit
from ui.session.snapshot import Snapshot

KINDS = {W_IH: "weight_ih", W_HH: "weight_hh"}
MOST = 64
"""Largest number of connections cut at once."""


def marks_of(snapshot: Snapshot, tab: str) -> tuple[Mark, ...]:
    """Mark every connection of a tab that is ever cut in the selected lane and row."""
    return tuple(Mark(Block.cell(*cut.index), "", struck=True) for cut in _cuts(snapshot, tab))


def add_entries(
    menu: QMenu, block: Block, snapshot: Snapshot, tab: str, take: Callable[[HoldEdit], None]
) -> None:
    """Offer to cut the connections of a block, always or from here on, and to restore them."""
    if tab not in KINDS or block.size > MOST:
        return
    menu.addSeparator()
    what = tr("this connection")
    if block.size > 1:
        what = tr("{count} connections", count=block.size)
    whole, rest = _drafts(snapshot, tab, block), _drafts(snapshot, tab, block, from_here=True)
    menu.addAction(tr("Cut {what}", what=what), partial(_cut, snapshot, whole, take))
    if snapshot.timestep is not None:
        when = hold_edits.timesteps_text(rest[0])
        text = tr("Cut {what}, {when}", what=what, when=when)
        menu.addAction(text, partial(_cut, snapshot, rest, take))
    standing = [cut for cut in _cuts(snapshot, tab) if _inside(block, cut)]
    restore = menu.addAction(
        tr("Restore {what}", what=what), partial(_restore, snapshot, standing, take)
    )
    restore.setVisible(bool(standing))


def _cuts(snapshot: Snapshot, tab: str) -> list[Cut]:
    kind = KINDS.get(tab, "")
    cuts = hold_edits.on_row(snapshot.experiment, kind, snapshot.lane, snapshot.row)
    return [cut for cut in cuts if isinstance(cut, Cut)]


def _drafts(snapshot: Snapshot, tab: str, block: Block, from_here: bool = False) -> list[Cut]:
    """Make a cut for each connection: for all rows and timesteps, or from the row's timestep on."""
    lane, experiment = snapshot.lane, snapshot.experiment
    first, last, row = 0, len(experiment.sequence) - 1, None
    if from_here and snapshot.timestep is not None:
        row = snapshot.row if experiment.batch_size > 1 else None
        last = experiment.lengths[snapshot.row] - 1
        first, last = (0, snapshot.timestep) if lane.direction else (snapshot.timestep, last)
    return [
        Cut(KINDS[tab], lane.layer, lane.direction, (r, c), first, last, row)
        for r in range(block.top, block.bottom)
        for c in range(block.left, block.right)
    ]


def _cut(snapshot: Snapshot, cuts: list[Cut], take: Callable[[HoldEdit], None]) -> None:
    edit = HoldEdit(snapshot.experiment, "")
    for cut in cuts:
        edit = hold_edits.with_hold(edit.experiment, cut)
    label = edit.label if len(cuts) == 1 else tr("cut {count} connections", count=len(cuts))
    take(edit._replace(label=label))


def _restore(snapshot: Snapshot, cuts: list[Cut], take: Callable[[HoldEdit], None]) -> None:
    take(hold_edits.without(snapshot.experiment, *cuts))


def _inside(block: Block, cut: Cut) -> bool:
    row, column = cut.index
    return block.top <= row < block.bottom and block.left <= column < block.right
