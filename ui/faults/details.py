"""Details of the program and the machine, for a report of an error."""

import locale
import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from simulator import translation
from simulator.version import VERSION
from ui.faults.fault_log import home_shortened, last_faults

_PACKAGES = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "torch",
    "psutil",
    "onnx",
    "h5py",
    "pyarrow",
)


def details() -> str:
    """Return versions, system, screens, language and the last errors, as lines in English."""
    faults = last_faults()
    lines = [
        f"Gatestep {VERSION}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}, {QGuiApplication.platformName()}",
        *(f"{name} {_version_of(name)}" for name in _PACKAGES),
        f"system: {platform.platform()}",
        *(f"screen: {_screen_text(number)}" for number in range(len(QGuiApplication.screens()))),
        f"language: {translation.language()}, locale: {locale.getlocale()[0]}",
        f"errors: {len(faults)}",
        *faults,
    ]
    return home_shortened("\n".join(lines)) + "\n"


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def _screen_text(number: int) -> str:
    screen = QGuiApplication.screens()[number]
    size = screen.size()
    ratio, dots = screen.devicePixelRatio(), screen.logicalDotsPerInch()
    return f"{size.width()} × {size.height()}, {ratio:g} ×, {dots:g} dpi"
