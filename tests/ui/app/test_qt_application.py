"""The application of Qt: its names, its icon, and the files that the system asks it to open."""

import json
import os
import subprocess
import sys

from PySide6.QtGui import QColor, QIcon

from simulator.version import VERSION
from tests.paths import RESOURCES, ROOT

WORKSPACES = sorted((ROOT / "tests/data/version_1/workspaces").glob("*.gatestep"))[:2]

PROGRAM = """
import json, os, sys
from PySide6.QtCore import QCoreApplication, QSettings, QStandardPaths, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from ui.app import application

opened = []
early, late = sys.argv[1:]

def ask(path):
    QCoreApplication.postEvent(QApplication.instance(), QFileOpenEvent(path))

def look():
    windows = [w for w in QApplication.topLevelWidgets() if hasattr(w, "keep_safe")]
    wanted = sys.argv[1 + len(opened)]
    if any(os.path.basename(wanted) in w.windowTitle() for w in windows):
        opened.append(wanted)
        ask(late)
    if len(opened) < 2:
        QTimer.singleShot(5, look)
        return
    app = QApplication.instance()
    print(json.dumps({
        "opened": opened,
        "names": [app.applicationName(), app.organizationName(), app.applicationDisplayName()],
        "version": app.applicationVersion(),
        "desktop": QGuiApplication.desktopFileName(),
        "settings": QSettings().fileName(),
        "data": str(application.data_folder()),
        "icons": [app.windowIcon().isNull(), windows[0].windowIcon().isNull()],
    }), flush=True)
    os._exit(0)

real = application.make_application
def made():
    made = real()
    ask(early)
    QCoreApplication.processEvents()  # before there is a window
    QTimer.singleShot(0, look)
    return made
application.make_application = made
application.run_window([])
"""


def test_files_that_the_system_asks_for_open_before_and_after_there_is_a_window(tmp_path):
    own = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *WORKSPACES],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["opened"] == [*map(str, WORKSPACES)]
    assert told["names"] == ["Gatestep"] * 3
    assert (told["version"], told["desktop"]) == (VERSION, "gatestep")
    assert told["icons"] == [False, False]
    if sys.platform == "linux":  # where the files of those who have used it are
        assert told["settings"] == f"{own['XDG_CONFIG_HOME']}/Gatestep/Gatestep.conf"
        assert told["data"] == f"{own['XDG_DATA_HOME']}/Gatestep/Gatestep"


def test_the_icon_stands_out_of_a_light_and_a_dark_desktop_at_every_size(qapp):
    icon = QIcon(str(RESOURCES / "desktop" / "gatestep.svg"))
    for size in (16, 22, 24, 32, 48, 64, 128, 256):
        image = icon.pixmap(size, size).toImage()
        assert image.size().toTuple() == (size, size)
        colours = [
            image.pixelColor(x, y).getRgb()
            for x, y in (
                (size // 2, size // 2),
                (5 * size // 8, 3 * size // 16),
                (size // 8, size // 2),
            )
        ]
        gate, step, tile = (QColor(*colour) for colour in colours)
        assert len({gate.name(), step.name(), tile.name()}) == 3
        assert image.pixelColor(0, 0).alpha() < 255
        for ground in ("#ffffff", "#14171c"):
            assert contrast(tile, QColor(ground)) > 3


def contrast(one, other):
    """Return the contrast of two colours as WCAG has it; 3 is enough for a picture."""

    def light(colour):
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in colour.getRgbF()[:3]
        ]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)
