"""LayoutSeal: knows the layouts that this program wrote from those that anyone else made up.

Qt reads the bytes of a layout without distrust: a few wrong ones end the program. So a layout in a
file carries a seal, made with a key that only the settings on this computer have.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

from PySide6.QtCore import QByteArray, QSettings

_KEY = "layout_key"
_MOST = 64 * 1024


class LayoutSeal:
    """Turns the bytes of `QMainWindow.saveState` into text, and back where the seal is ours."""

    def __init__(self, settings: QSettings) -> None:
        key = str(settings.value(_KEY, "", type=str))
        if len(key) != 64:
            key = secrets.token_hex(32)
            settings.setValue(_KEY, key)
        self._key = key.encode()

    def close(self, layout: QByteArray) -> str:
        """The layout as text, with its seal."""
        text = base64.b64encode(layout.data()).decode("ascii")
        return f"{self._seal(text)}.{text}"

    def open(self, sealed: str) -> QByteArray | None:
        """The layout; None when it was not sealed here."""
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
