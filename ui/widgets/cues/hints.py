"""Hints: gestures that are told until they were done once."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal

from simulator.translation import mark, tr

DRAG_WEIGHT, CUT_OR_HOLD, CLICK_NUMBER, DROP_FILES = "drag", "right_click", "click", "drop"

HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DRAG_WEIGHT: mark("Drag a number up or down to change it."),
        CUT_OR_HOLD: mark("Right-click to hold a number or cut a connection."),
        CLICK_NUMBER: mark("Click a number to see where it comes from."),
        DROP_FILES: mark("Drop files here to open them."),
    }
)
"""Texts of all hints by their keys. Settings keep the keys, so they never change."""

IDLE: Final = (CLICK_NUMBER, DROP_FILES)
"""Hints that are told where no other is: of what can be done anywhere in the window."""

_USED = "hints/used"


class Hints(QObject):
    """The hints that are still of use; the settings remember which are not.

    Signals:
        shown: the text to show; empty for none.
    """

    shown = Signal(str)

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        stored = settings.value(_USED, [])
        keys = stored if isinstance(stored, list) else [stored]
        self._used = {str(key) for key in keys if key}
        self._offered: tuple[str, ...] = ()

    def offer(self, keys: Sequence[str]) -> None:
        """Show the first of some hints that was not used, else of those of the whole window.

        Raises:
            KeyError: no such hint.
        """
        texts = {key: HINTS[key] for key in (*keys, *IDLE)}
        self._offered = tuple(keys)
        left = [text for key, text in texts.items() if key not in self._used]
        self.shown.emit(tr(left[0]) if left else "")

    def use(self, key: str) -> None:
        """Remember that a gesture was done: its hint is never shown again.

        Raises:
            KeyError: no such hint.
        """
        if HINTS[key] and key not in self._used:
            self._used.add(key)
            self._settings.setValue(_USED, sorted(self._used))
            self.offer(self._offered)
