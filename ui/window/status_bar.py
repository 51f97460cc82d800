"""Status bar: stop of the run, number under the mouse or message, and the engines."""

from PySide6.QtWidgets import QStatusBar

from simulator.translation import tr
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.window.notice import Notice

COMPLAINT_MILLISECONDS = 12_000


class StatusBar(QStatusBar):
    """Status bar. A complaint covers its left side for a while, or until something is told.

    Attributes:
        notice: label of the reason why the run stopped.
        hover: label of the number under the mouse, or of the last message.
        engines: label of the engines and their precision.
    """

    def __init__(self, messages: Messages, theme: Theme) -> None:
        super().__init__()
        self.notice = Notice(theme)
        self.hover = ElidedLabel()
        self.engines = ElidedLabel(asks=True)
        self.addWidget(self.notice)
        self.addWidget(self.hover, 1)
        self.addPermanentWidget(self.engines)
        self.setContentsMargins(8, 0, 8, 0)
        self.setSizeGripEnabled(False)
        self.notice.spoke.connect(self.clearMessage)
        messages.told.connect(self._tell)
        messages.complained.connect(self._complain)

    def draw(self, snapshot: Snapshot) -> None:
        """Show why the run stopped, and the engines."""
        self.notice.draw(snapshot)
        torch, dtype = snapshot.check.torch_version, snapshot.experiment.dtype
        self.engines.set_text(
            tr("{dtype} · numpy engine, torch {version} beside it", dtype=dtype, version=torch)
            if torch
            else tr("{dtype} · numpy engine, no torch beside it", dtype=dtype)
        )

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.notice.set_theme(theme)

    def _tell(self, line: str) -> None:
        if line:
            self.clearMessage()  # the complaint is out of date
        self.hover.set_text(line)

    def _complain(self, line: str) -> None:
        self.showMessage(line, COMPLAINT_MILLISECONDS)
