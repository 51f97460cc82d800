"""Display check before Qt is loaded: without a display Qt would abort."""

import ctypes
import os
import sys
from importlib.util import find_spec

_INSTALL = (
    "on Debian or Ubuntu: apt-get install libegl1 libgl1 libglib2.0-0 libdbus-1-3 "
    "libfontconfig1 libxkbcommon0"
)
_INSTALL_X11 = (
    "on Debian or Ubuntu: apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxcb-shape0 libxkbcommon-x11-0"
)
_X11_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)


def problem() -> str | None:
    """Say why no window can open here, and give a cure; None when no problem is found."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("WAYLAND_DISPLAY"):
        return None
    display = os.environ.get("DISPLAY")
    if not display:
        return (
            "there is no display for the window: set DISPLAY or WAYLAND_DISPLAY, or install xvfb "
            "and start it under xvfb-run; trace, check, inspect and screenshot need no display"
        )
    absent = [name for name in _X11_LIBRARIES if not _loads(name)]
    if absent:
        return f"the window needs {', '.join(absent)}; {_INSTALL_X11}"
    if not _answers():
        return f"no X server answers at DISPLAY={display}: start one, or correct DISPLAY"
    return None


def import_problem(error: ImportError) -> str:
    """Say why Qt or another part of the window could not be loaded, and give a cure."""
    if ".so" in str(error):
        return f"the window needs a system library: {error}; {_INSTALL}"
    return f"a part of the window is missing: {error}; install Gatestep again, as its README says"


def require(package: str) -> None:
    """Raise ModuleNotFoundError where a package is not installed that the window imports later."""
    if find_spec(package) is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers() -> bool:
    """Return True when the X server of DISPLAY accepts a connection."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
