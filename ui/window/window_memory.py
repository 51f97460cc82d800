"""WindowMemory: the layout of window and panels, kept in the settings and in workspaces."""

import base64
import binascii
import hashlib
import hmac
import secrets

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize
from PySide6.QtWidgets import QMainWindow

from ui.window.docking.arrangement import Arrangement

_GEOMETRY, _LAYOUT = "geometry", "layout"
_FIRST_SIZE = QSize(1440, 900)
_FRAME = QSize(0, 32)
"""Pixels that the system's title bar takes."""


class WindowMemory(QObject):
    """Saves and restores the layout of a window."""

    def __init__(self, window: QMainWindow, settings: QSettings, arrangement: Arrangement) -> None:
        super().__init__(window)
        self._window, self._settings, self._arrangement = window, settings, arrangement
        self._seal = LayoutSeal(settings)
        self._lent: QByteArray | None = None

    def keep(self) -> None:
        """Save the window's geometry and panel layout to the settings."""
        self._settings.setValue(_GEOMETRY, self._window.saveGeometry())
        self._settings.setValue(_LAYOUT, self.layout())

    def bring_back_place(self) -> None:
        """Restore the window's geometry from the settings; at first it fits the screen."""
        geometry = self._read(_GEOMETRY)
        if geometry.isEmpty() or not self._window.restoreGeometry(geometry):
            room = self._window.screen().availableSize() - _FRAME
            self._window.resize(_FIRST_SIZE.boundedTo(room))

    def bring_back_layout(self) -> bool:
        """Restore the panel layout; return False when the panels have to be laid out again."""
        layout = self._read(_LAYOUT)
        return not layout.isEmpty() and self._arrangement.restore(layout)

    def layout(self) -> QByteArray:
        """Return the layout of the panels: the own one, also while another is lent."""
        return self._arrangement.state() if self._lent is None else self._lent

    def lend(self) -> None:
        """Let the panels be laid out otherwise for a while, without remembering it."""
        self._lent = self.layout()

    def take_back(self) -> None:
        """Restore the layout that the window had before `lend`."""
        layout, self._lent = self._lent, None
        if layout is not None:
            self._arrangement.restore(layout)

    def sealed(self) -> str:
        """Return the panel layout as text for a workspace."""
        return self._seal.close(self.layout())

    def take(self, sealed: str) -> None:
        """Restore a workspace's layout, if this computer wrote it."""
        layout = self._seal.open(sealed)
        if layout is not None:
            self._arrangement.restore(layout)

    def _read(self, key: str) -> QByteArray:
        value = self._settings.value(key, QByteArray(), type=QByteArray)
        return value if isinstance(value, QByteArray) else QByteArray()


_KEY = "layout_key"
_MOST = 64 * 1024


class LayoutSeal:
    """Turns the bytes of `QMainWindow.saveState` into sealed text, and back if the seal is ours."""

    def __init__(self, settings: QSettings) -> None:
        key = str(settings.value(_KEY, "", type=str))
        if len(key) != 64:
            key = secrets.token_hex(32)
            settings.setValue(_KEY, key)
        self._key = key.encode()

    def close(self, layout: QByteArray) -> str:
        """Return the layout as text, with its seal."""
        text = base64.b64encode(layout.data()).decode("ascii")
        return f"{self._seal(text)}.{text}"

    def open(self, sealed: str) -> QByteArray | None:
        """Return the layout; None when it was not sealed here."""
        seal, _, text = sealed.partition(".")
        if len(sealed) > _MOST or not sealed.isascii():
            return None
        if not hmac.compare_digest(seal, self._seal(text)):
            return None
        try:
            return QByteArray(base64.b64decode(text, validate=True))
        except binascii.Error:
            return None

    def _seal(self, text: str) -> str:
        return hmac.new(self._key, text.encode("ascii"), hashlib.sha256).hexdigest()
