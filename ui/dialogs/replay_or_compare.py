"""Question about a trace that holds its model and also fits the present one."""

from PySide6.QtWidgets import QMessageBox, QWidget

from simulator.files.errors import plain
from simulator.translation import tr
from ui.widgets.asked import asked
from ui.widgets.plain_box import plain_box

REPLAY, COMPARE = "replay", "compare"


def ask(parent: QWidget, name: str) -> str | None:
    """Ask for REPLAY or COMPARE; None when the user cancels."""
    text = tr(
        "{name} holds a trace with its model and sequence. Open and replay them, or "
        "compare the trace with what is open?",
        name=plain(name, 120),
    )
    box = plain_box(parent, tr("Open a trace"), text)
    replay = box.addButton(tr("&Replay"), QMessageBox.ButtonRole.AcceptRole)
    compare = box.addButton(tr("&Compare"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(replay)
    with asked(box):
        box.exec()
        if box.clickedButton() is replay:
            return REPLAY
        return COMPARE if box.clickedButton() is compare else None
