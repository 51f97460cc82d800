"""AskActivation: the recurrent activation of an LSTM whose file does not tell it."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QRadioButton, QVBoxLayout, QWidget

from simulator.files.checkpoints.checkpoint import (
    HARD_SIGMOID,
    SIGMOID,
    refusal_of_hard_sigmoid,
)
from simulator.files.errors import plain
from simulator.translation import tr
from ui.dialogs.form import OPEN, Form
from ui.documents.opening import Undecided
from ui.style import fonts
from ui.widgets.asked import asked

_WIDTH = 560


class AskActivation(Form):
    """Two answers, none of them proposed; what follows from the chosen one stands below.

    The dialog is as high as its texts, and grows when a text needs more lines than another.
    """

    def __init__(self, question: Undecided, parent: QWidget | None = None) -> None:
        title = tr("The recurrent activation of {name}", name=Path(question.path).name)
        super().__init__(title, parent, lines=2, button=OPEN)
        self.sigmoid, self.hard = QRadioButton("sigmoid"), QRadioButton("hard_sigmoid")
        self._column = column = QVBoxLayout(self)
        for text in (
            tr(
                "The file does not specify the recurrent activation of {lstm}: {doubt}.",
                lstm=question.stored.label,
                doubt=question.stored.undecided,
            ),
            tr(
                "The code that built the model specifies it, and so does the model's "
                "architecture. For a weights-only file, save model.to_json() next to "
                "it as {name}.",
                name=plain(Path(question.path).with_suffix(".json").name),
            ),
        ):
            label = QLabel(text, wordWrap=True)
            label.setTextFormat(self.message.textFormat())
            column.addWidget(label)
        self.sigmoid.setToolTip("σ(z) = 1 / (1 + e^−z)")
        self.hard.setToolTip(tr("Piecewise linear instead of σ; the default in Keras 2"))
        for button in (self.sigmoid, self.hard):
            column.addWidget(button)
            button.toggled.connect(self._judge)
        column.addWidget(self.message)
        column.addStretch()
        column.addWidget(self.buttons)
        self.resize(fonts.px(_WIDTH), 0)
        self._judge()

    def answer(self) -> str:
        """Return the chosen recurrent activation."""
        return HARD_SIGMOID if self.hard.isChecked() else SIGMOID

    def _say(self, text: str, colour: str = "") -> None:
        super()._say(text, colour)
        needed = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))

    def _tell(self) -> bool:
        if self.hard.isChecked():
            raise ValueError(tr("Not opened: {why}.", why=refusal_of_hard_sigmoid()))
        if self.sigmoid.isChecked():
            self._say(
                tr(
                    "The file will open. Every value is right if the model was built "
                    "with sigmoid; otherwise each gate is off by up to 0.08, and the "
                    "output by more."
                )
            )
        else:
            self._say("")
        return self.sigmoid.isChecked()


def ask(question: Undecided, parent: QWidget) -> str | None:
    """Ask for the recurrent activation; None when the user cancels."""
    with asked(AskActivation(question, parent)) as form:
        return form.answer() if form.exec() else None
