"""Notice: reason why the last run stopped."""

from PySide6.QtCore import Signal

from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel


class Notice(ElidedLabel):
    """Label that is hidden when it is empty.

    Signals:
        spoke: the text has changed.
    """

    spoke = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(asks=True)
        self.set_theme(theme)
        self.hide()

    def draw(self, snapshot: Snapshot) -> None:
        """Show what stopped the run."""
        if self.text() != snapshot.notice:
            self.set_text(snapshot.notice)
            if snapshot.notice:
                self.spoke.emit()
            self.setVisible(bool(snapshot.notice))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.setStyleSheet(f"color: {theme.ink}; font-weight: bold;")
