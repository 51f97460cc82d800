"""QuietBar: a bar of progress that is painted with the rest of its window."""

from PySide6.QtWidgets import QProgressBar


class QuietBar(QProgressBar):
    """Bar without a text, which asks for no painting in the midst of a change."""

    def __init__(self, maximum: int) -> None:
        super().__init__(maximum=maximum, textVisible=False)

    def setValue(self, value: int) -> None:
        """Show a value.

        Qt would paint at once, and with it panels that have not drawn this snapshot yet.
        """
        if value != self.value():
            self.setUpdatesEnabled(False)
            super().setValue(value)
            self.setUpdatesEnabled(True)
