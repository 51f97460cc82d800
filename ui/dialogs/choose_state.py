"""Question about a file that has the shape of an initial state."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from simulator.arrays import shape_text
from simulator.files.errors import plain
from simulator.translation import tr
from ui.documents.state_opening import SEQUENCE, WhichState
from ui.widgets.asked import asked
from ui.widgets.plain_box import plain_box


def ask(parent: QWidget, question: WhichState) -> str | None:
    """Ask for one of the question's answers; None when the user cancels."""
    text = tr(
        "{name} has shape {shape}, which is also the shape of an initial state. What is it?",
        name=plain(Path(question.path).name, 120),
        shape=shape_text(question.reader.states[question.answers[0]]),
    )
    box = plain_box(parent, tr("Open an initial state"), text)
    answers: dict[QAbstractButton, str] = {}
    for answer in question.answers:
        label = tr("The &sequence") if answer == SEQUENCE else answer
        answers[box.addButton(label, QMessageBox.ButtonRole.ActionRole)] = answer
    box.addButton(QMessageBox.StandardButton.Cancel)
    with asked(box):
        box.exec()
        return answers.get(box.clickedButton())
