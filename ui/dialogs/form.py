"""Form: fields, a message about misfits, and a button that waits until all fits."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from simulator.files.errors import FileError
from ui.style import fonts

OK, OPEN, SAVE = (
    QDialogButtonBox.StandardButton.Ok,
    QDialogButtonBox.StandardButton.Open,
    QDialogButtonBox.StandardButton.Save,
)
_CHANGES = ("valueChanged", "toggled", "currentIndexChanged", "textChanged")


_AROUND = QSize(40, 80)
"""Room of the screen that no dialog takes: for its own frame, and the system's bars."""


def give_room(dialog: QDialog, width: int, height: int = 0) -> None:
    """Make a dialog so large at the usual text size, larger with it, and no larger than the screen.

    Args:
        width, height: in pixels; the height is at least what its content asks for.
    """
    wanted = QSize(fonts.px(width), max(fonts.px(height), dialog.sizeHint().height()))
    dialog.resize(wanted.boundedTo(dialog.screen().availableSize() - _AROUND))


class Form(QDialog):
    """Fields over a message and two buttons, one of which accepts the fields.

    A subclass makes and follows its fields, lays them out over `message` and `buttons`, describes
    their result in `_tell`, and judges once when all is in place.

    Args:
        lines: height reserved for the message, in lines of text.
        bad: colour of a misfit; empty for that of any text.
        button: the one that is enabled while the fields fit.
    """

    def __init__(
        self,
        title: str,
        parent: QWidget | None,
        *,
        lines: int = 0,
        bad: str = "",
        button: QDialogButtonBox.StandardButton = OK,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._bad = bad
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.message.setMinimumHeight(lines * self.message.fontMetrics().lineSpacing())
        self.buttons = QDialogButtonBox(button | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.button(button)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _tell(self) -> bool:
        """Describe the fields' result; return True when it can be accepted.

        Raises:
            ValueError, FileError: the misfit, in words for the user.
        """
        raise NotImplementedError

    def _judge(self) -> None:
        """Show the fields' result or misfit, and enable the button accordingly."""
        try:
            fits = self._tell()
        except (ValueError, FileError) as error:
            self._say(str(error), self._bad)
            fits = False
        self.accept_button.setEnabled(fits)

    def _say(self, text: str, colour: str = "") -> None:
        self.message.setText(text)
        self.message.setStyleSheet(f"color: {colour};" if colour else "")

    def _follow(self, *fields: QWidget) -> None:
        """Judge at every change of these fields."""
        for field in fields:
            changed = next(name for name in _CHANGES if hasattr(field, name))
            getattr(field, changed).connect(self._judge)

    def _add_argument(self, rows: QFormLayout, name: str, field: QWidget) -> None:
        """Lay out and follow a field for an argument of torch, by torch's name."""
        label = QLabel(name)
        fonts.wear(label, fonts.mono_text)
        field.setAccessibleName(name)
        rows.addRow(label, field)
        self._follow(field)
