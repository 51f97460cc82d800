"""Status bar: stop of the run, number under the mouse or message, and the edits."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from simulator.translation import tr
from ui.panels.consequence import loss_change
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fixed import fit
from ui.window.notice import Notice

COMPLAINT_MILLISECONDS = TOLD_MILLISECONDS = 12_000
"""Time after which a line is old. A line about something under way never is."""

_APART = 8
"""Pixels between the hint and the state, besides the usual ones."""


class StatusBar(QStatusBar):
    """Status bar. A complaint or warning covers its left side for a while, or until a line comes.

    What was told goes after a while too, or when another document is opened.

    Attributes:
        notice: label of the reason why the run stopped.
        hover: label of the number under the mouse, or of the last message.
        hint: label of a gesture that can be done where the mouse is.
        state: label that says whether there are edits, and the precision.
    """

    def __init__(self, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self._messages = messages
        self._told = ""
        self._original: object = None
        self._old = QTimer(self, interval=TOLD_MILLISECONDS, singleShot=True)
        self._old.timeout.connect(self._forget)
        self.notice = Notice(theme)
        self.hover = ElidedLabel()
        self.hint = ElidedLabel(asks=True)
        apart = QWidget()
        apart.setFixedWidth(_APART)
        self.state = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.addWidget(self.notice)
        self.addWidget(self.hover, 1)
        self.addPermanentWidget(self.hint)
        self.addPermanentWidget(apart)
        self.addPermanentWidget(self.state)
        self.setContentsMargins(8, 0, 8, 0)
        self.setSizeGripEnabled(False)
        self.notice.spoke.connect(self.clearMessage)
        messages.told.connect(self._tell)
        messages.complained.connect(self._complain)
        messages.warned.connect(self._complain)
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show why the run stopped, and the state of what is open."""
        self.notice.draw(snapshot)
        if snapshot.document.original is not self._original:
            if self._original is not None and self._old.isActive():
                self._forget()
            self._original = snapshot.document.original
        torch, dtype = snapshot.check.torch_version, snapshot.experiment.dtype
        document = snapshot.document
        edited = document.computed != (document.original, "")
        edits = tr("edited") if edited else tr("no edits")
        loss, rival = loss_change(snapshot) or _loss(snapshot), _persistence(snapshot)
        words = [loss, rival, edits, str(dtype)]
        self.state.setText(" · ".join(filter(None, words)))
        fit(self.state)
        computed = (
            tr(
                "Computed in {dtype} by numpy; torch {version} checks it",
                dtype=dtype,
                version=torch,
            )
            if torch
            else tr("Computed in {dtype} by numpy; not checked by torch", dtype=dtype)
        )
        explained = tr("Naive forecast: the loss from predicting that each value repeats")
        self.state.setToolTip("\n".join([*([explained] if rival else []), computed]))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.notice.set_theme(theme)
        self.hint.setStyleSheet(f"color: {theme.faint};")

    def _tell(self, line: str) -> None:
        if line:
            self.clearMessage()  # the complaint is out of date
        self.hover.set_text(line)
        self._told = line
        self._old.stop()
        if line and not self._messages.lasting:
            self._old.start()

    def _forget(self) -> None:
        """Clear the told line, unless a number under the mouse has taken its place."""
        self._old.stop()
        if self.hover.text() == self._told:
            self.hover.set_text("")

    def _complain(self, line: str) -> None:
        self.showMessage(line, COMPLAINT_MILLISECONDS)


def _loss(snapshot: Snapshot) -> str:
    """Write the loss of the whole run; empty where it is not to be seen, and without one."""
    loss = snapshot.loss
    return "" if loss is None else tr("loss {loss}", loss=number_format.short(loss, 4))


def _persistence(snapshot: Snapshot) -> str:
    """Write the loss of saying the same again, beside that of a forecast; else empty."""
    rival = snapshot.run.persistence if snapshot.loss is not None else None
    return "" if rival is None else tr("naive forecast {loss}", loss=number_format.short(rival, 4))
