"""Caption: what a title bar says beside the panel's name: all of it, or its first parts."""

from PySide6.QtWidgets import QWidget

from ui.widgets.elided_label import ElidedLabel

_BETWEEN, _UNBOUND = " · ", (1 << 24) - 1


class Caption(ElidedLabel):
    """Parts beside each other. Without room the last ones are left out; none is ever cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stays, self._short = False, ""

    def shown(self) -> str:
        """Return as many of the parts as fit."""
        metrics = self.fontMetrics()
        forms = self._forms()
        return next((f for f in forms if metrics.horizontalAdvance(f) <= self.width()), "")

    def least_width(self, short: bool = False) -> int:
        """Return the width of the first part, or of the short text."""
        form = self._short if short and self._short else self.text().split(_BETWEEN)[0]
        return self.fontMetrics().horizontalAdvance(form) + 1

    def set_text(self, text: str, short: str = "") -> None:
        """Show another text, or a short one where not even its first part fits."""
        self._short = short
        super().set_text(text)
        self.stay(self._stays)

    def stay(self, stays: bool) -> None:
        """Be as wide as the text and no wider, or take the room that is left."""
        self._stays = stays
        if stays:
            self.setFixedWidth(self.sizeHint().width())
        elif self.minimumWidth():
            self.setMinimumWidth(0)
            self.setMaximumWidth(_UNBOUND)

    def _forms(self) -> list[str]:
        parts = self.text().split(_BETWEEN)
        forms = [_BETWEEN.join(parts[:count]) for count in range(len(parts), 0, -1)]
        return [*forms, self._short] if self._short else forms
