"""Question what to keep of targets or a readout that do not fit what is opened."""

from typing import Final

from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from simulator.translation import mark, tr
from ui.documents.readout_keeping import CUT, WITHOUT_READOUT, WITHOUT_TARGETS, Misfit
from ui.widgets.asked import asked
from ui.widgets.plain_box import plain_box

_BUTTONS: Final = {
    CUT: mark("&Truncate or extend them"),
    WITHOUT_TARGETS: mark("Open without &targets"),
    WITHOUT_READOUT: mark("Open without &readout"),
}


def ask(parent: QWidget, misfit: Misfit) -> str | None:
    """Ask for one of the answers; None when the user cancels."""
    title = tr("Readout and loss")
    text = " ".join((misfit.why, tr("Timesteps without a target add 0 to the loss.")))
    box = plain_box(parent, title, text if CUT in misfit.answers else misfit.why)
    answers: dict[QAbstractButton, str] = {}
    for answer in misfit.answers:
        button = box.addButton(tr(_BUTTONS[answer]), QMessageBox.ButtonRole.ActionRole)
        answers[button] = answer
    box.addButton(QMessageBox.StandardButton.Cancel)
    with asked(box):
        box.exec()
        return answers.get(box.clickedButton())
