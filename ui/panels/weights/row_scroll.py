"""RowScroll: the scroll bar of matrices beside each other whose rows have no room at once."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollBar, QWidget

from simulator.translation import tr


class RowScroll(QScrollBar):
    """Scroll bar by rows; the wheel over a matrix turns it too, where it is installed as filter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setToolTip(tr("Rows of the other gates"))
        self.setAccessibleName(self.toolTip())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_of(self, places: int, shown: int | None) -> None:
        """Offer so many places, of which some are seen; None for all, which need no bar."""
        self.setVisible(shown is not None)
        if shown is not None:
            self.setPageStep(shown)
            self.setRange(0, max(0, places - shown))

    def bring(self, top: int, height: int) -> None:
        """See places: with no move where they are, by the least one where the first or last is."""
        first, page = self.value(), self.pageStep()
        if top + height <= first or top >= first + page:
            self.setValue(top)
        else:
            self.setValue(min(top, max(first, top + height - page)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the wheel of a matrix, which has no other use for it while rows are hidden."""
        if event.type() == QEvent.Type.Wheel and self.isVisible():
            self.event(event)
            return True
        return False
