"""The application: its own files are the user's alone; its window comes back as it was left."""

import json
import os
import subprocess
import sys

import pytest

from tests.paths import ROOT

PROGRAM = """
import json, os, stat, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application
from ui.documents import autosave

data, config, old = map(Path, sys.argv[1:])

autosave.SETTLE_MILLISECONDS = 10

def edit():
    (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "keep_safe")]
    bench = window._workbench
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (2, 0), -9.75)
    bench.edit(experiment.with_parameters(parameters), "a weight")
    look()

def look():
    copies = [path for path in data.rglob("*.gatestep") if path != old]
    if not copies:
        QTimer.singleShot(20, look)
        return
    files = [*copies, old, *data.rglob("*.lock"), *config.rglob("*.conf")]
    paths = [*files, *data.rglob("unsaved"), old.parent.parent]
    print(json.dumps({path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}), flush=True)
    os._exit(0)

real = application.make_application
def made():
    made = real()
    QTimer.singleShot(200, edit)
    return made
application.make_application = made
application.run_window([])
"""


@pytest.mark.few(1)
@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("before", [False, True])
def test_its_files_are_private(tmp_path, before):
    data, config = tmp_path / "data", tmp_path / "config"
    old = data / "Gatestep" / "Gatestep" / "unsaved" / "1-a.gatestep"
    old.parent.mkdir(parents=True)
    old.touch()
    if before:
        (config / "Gatestep").mkdir(parents=True)
        (config / "Gatestep" / "Gatestep.conf").touch()
    for path in (old, *old.parents[:2], *config.rglob("*.conf")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, data, config, old],
        cwd=ROOT,
        env={**os.environ, "XDG_DATA_HOME": str(data), "XDG_CONFIG_HOME": str(config)},
        capture_output=True,
        text=True,
        umask=0o022,
    )
    modes = json.loads(answer.stdout)
    assert modes.keys() >= {"1-a.gatestep", "1-a.lock", "Gatestep.conf", "unsaved", "Gatestep"}
    assert len(modes) == 7
    for name, mode in modes.items():
        assert oct(mode) == ("0o600" if "." in name else "0o700"), name


LEFT_AT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application
from ui.window.main_window import MainWindow

def leave():
    (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    size = window.size().toTuple()
    print(*size, flush=True)
    window.resize(size[0] - 40, size[1] - 90)
    window.close()

real = application.make_application
def made():
    made = real()
    QTimer.singleShot(0, leave)
    return made
application.make_application = made
application.run_window([])
"""


def test_the_window_is_as_large_as_it_was_left(tmp_path):
    def run():
        own = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        command = [sys.executable, "-c", LEFT_AT]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.PIPE)
        return tuple(map(int, done.stdout.split()))

    first, second = run(), run()
    assert second == (first[0] - 40, first[1] - 90)


def test_what_lives_with_the_window_is_left_out_of_collections():
    program = (
        "import gc, weakref\n"
        "from ui.app.application import leave_out_of_collections\n"
        "class Node: pass\n"
        "gone, node = Node(), Node()\n"
        "gone.own, known = gone, weakref.ref(gone)\n"
        "del gone\n"
        "leave_out_of_collections()\n"
        "assert known() is None\n"
        "assert gc.get_freeze_count() > 1000\n"
        "assert not any(one is node for one in gc.get_objects())\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
