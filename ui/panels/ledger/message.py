"""MessagePage: why no number is taken apart, and how to begin."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from simulator.network.lane import DIRECTIONS
from simulator.translation import mark, tr
from ui.panels.ledger.terms.digits import HIDDEN
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle

_HOW_TO_BEGIN = mark("Next timestep: {timestep}\nNext gate step: {gate}")
_HOW_TO_GO_BACK = mark("To the end of the forward pass, where the backward pass starts: {last}")


class MessagePage(QWidget):
    """A number that may not be seen, as a plate, and why; or what will come here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._plate = QLabel(HIDDEN)
        self._message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        fonts.wear(self.number, fonts.mono_text)
        fonts.wear(self._plate, fonts.mono_lit)
        column = QVBoxLayout(self)
        column.addStretch()
        for label in (self.number, self._plate, self._message):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.number)
        column.addWidget(self._plate, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._message)
        column.addStretch()

    def say(self, snapshot: Snapshot) -> None:
        """Say why the ledger has nothing to take apart."""
        subject, weight = snapshot.subject, snapshot.weight_subject
        named = subject is not None or weight is not None
        self._plate.setVisible(named)
        self.number.setVisible(named)
        if weight is not None:
            self.number.setText(weight.symbol(snapshot.experiment.config))
        elif subject is not None:
            self.number.setText(subject.text())
        self._message.setText(_why_not(snapshot))

    def text(self) -> str:
        """Return what is said."""
        return self._message.text()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        restyle(
            self._plate,
            f"background: {theme.zero}; color: {theme.faint}; border-radius: 4px;"
            " padding: 2px 18px;",
        )


def _why_not(snapshot: Snapshot) -> str:
    subject = snapshot.subject
    if snapshot.weight_subject is not None:
        why = tr("The backward pass has reached no timestep contributing to this gradient.")
        return f"{why}\n\n{_how_to_go_back(snapshot)}"
    if subject is not None:
        if subject in snapshot.cover.numbers:
            return tr("This value is hidden.")
        how = _how_to_go_back(snapshot) if subject.is_gradient else _how_to_begin()
        return "\n\n".join((tr("Not computed yet."), how))
    if snapshot.position:
        lane = snapshot.lane
        direction = tr(DIRECTIONS[lane.direction])
        why = tr(
            "Layer {layer} {direction} has not started yet.", layer=lane.layer, direction=direction
        )
    else:
        why = tr(
            "Here the newest value is broken down, term by term.\nEach term links to "
            "where it comes from."
        )
    return f"{why}\n\n{_how_to_begin()}"


def _how_to_begin() -> str:
    return tr(_HOW_TO_BEGIN, timestep=NAMES.way("next_timestep"), gate=NAMES.way("next_gate"))


def _how_to_go_back(snapshot: Snapshot) -> str:
    """Say how to walk back; before the end of the forward pass, how to come there."""
    if snapshot.position < snapshot.schedule.end:
        return tr(_HOW_TO_GO_BACK, last=NAMES.way("last"))
    return _how_to_begin()
