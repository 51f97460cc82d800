"""StepFoot: what torch.optim says of the step, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.number_format import in_figures
from ui.style.theme import Theme, restyle
from ui.widgets.elided_label import ElidedLabel

_WIDE = 640
"""Width from which the buttons stand beside the words, in pixels of the usual text size."""


class StepFoot(QWidget):
    """Undo, a part of the step, leave it, take it.

    Attributes:
        undo, part, leave, take: the buttons. check: the words beside them.

    Signals:
        part_taken: the share of the step that is to be taken.
    """

    part_taken = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.check = ElidedLabel()
        self.undo, self.part = QPushButton(tr("Undo")), QPushButton()
        self.leave, self.take = QPushButton(tr("Discard")), QPushButton(tr("Apply"))
        self.take.setDefault(True)
        self.leave.setToolTip(tr("Discard the step and go to the loss"))
        self._share = 0.5
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._buttons = QHBoxLayout()
        self._lay_out()
        self.part.clicked.connect(self._take_part)
        self.part_at(1.0)

    def part_at(self, share: float) -> None:
        """Offer the part of the step that the handle is at; half of it where that is all of it."""
        whole = share in (0.0, 1.0)
        self._share = 0.5 if whole else share
        text = tr("Apply half") if self._share == 0.5 else ""
        self.part.setText(text or tr("Apply {share} × step", share=in_figures(self._share, 3)))
        self.part.setToolTip(tr("Apply part of the weight change: an edit, not an optimiser step"))

    def offer_undo(self, label: str | None, keys: str) -> None:
        """Offer to take the last edit back, by its label; None where there is none."""
        self.undo.setEnabled(label is not None)
        words = tr("Undo") if label is None else tr("Undo {what}", what=label)
        self.undo.setText(words.replace("&", "&&"))
        self.undo.setToolTip(keys)

    def enable(self, takes: bool) -> None:
        """Enable or disable the buttons that take the step or a part."""
        for button in (self.part, self.take):
            button.setEnabled(takes)

    def say(self, words: str, colour: str, figures: str = "") -> None:
        """Tell what torch.optim says, and the figures of it in a tooltip."""
        self.check.set_text(words)
        self.check.about = figures
        restyle(self.check, f"color: {colour};")

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours: words that are told anew have them."""
        self.check.setFont(fonts.bold(self.check.font()))
        fonts.wear(self.check, fonts.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= fonts.px(_WIDE)
        way = QBoxLayout.Direction
        self._lines.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def _take_part(self) -> None:
        self.part_taken.emit(self._share)

    def _lay_out(self) -> None:
        self._lines.setContentsMargins(12, 4, 12, 6)
        self._lines.setSpacing(4)
        self._lines.addWidget(self.check, 1)
        self._lines.addLayout(self._buttons)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        for button in (self.undo, self.part, self.leave, self.take):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._buttons.addWidget(button)
