"""Guards for the methods that Qt calls to draw an item of a scene.

An exception in `QGraphicsItem.paint` or `boundingRect` is lost in PySide6 6.9, and may end the
program in later versions. Behind a guard it goes to `sys.excepthook`, like an exception in any
slot, and the item stays partly drawn.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar, cast

from PySide6.QtCore import QRectF

from ui.style.charts import pg

Method = TypeVar("Method", bound=Callable[..., Any])


def _guarded(method: Method, instead: Callable[[], Any]) -> Method:
    @wraps(method)
    def guard(*arguments: Any, **options: Any) -> Any:
        try:
            return method(*arguments, **options)
        except BaseException:  # an interrupt too, and the hook's own errors: none may reach Qt
            with suppress(BaseException):
                sys.excepthook(*sys.exc_info())
            return instead()

    return cast(Method, guard)


def guard_paint(paint: Method) -> Method:
    """Guard an item's `paint`."""
    return _guarded(paint, lambda: None)


def guard_rect(bounding_rect: Method) -> Method:
    """Guard an item's `boundingRect`, which is empty after an exception."""
    return _guarded(bounding_rect, QRectF)


class AxisItem(pg.AxisItem):
    """pyqtgraph's axis, behind a guard. A subclass guards a `paint` of its own.

    No axis has units, so none has prefixes of them, which would be written at every move.
    """

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)

    paint = guard_paint(pg.AxisItem.paint)
