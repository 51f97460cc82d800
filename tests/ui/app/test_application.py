"""The application: its own files are the user's alone; its window comes back as it was left."""

import json
import os
import signal
import subprocess
import sys
from functools import partial

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


WITHOUT_DATA_FOLDER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application

def look():
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
    lines = [w.statusBar().currentMessage() for w in windows if hasattr(w, "statusBar")]
    print([type(w).__name__ for w in windows], *lines, flush=True)

real = application.make_application
def made():
    made = real()
    QTimer.singleShot(0, look)
    return made
application.make_application = made
sys.exit(application.run_window([]))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise on Windows")
def test_without_a_data_folder_the_window_says_so_and_ctrl_c_ends_it(tmp_path):
    (tmp_path / "file").touch()
    own = {"XDG_DATA_HOME": str(tmp_path / "file"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    process = subprocess.Popen(
        [sys.executable, "-c", WITHOUT_DATA_FOLDER],
        cwd=ROOT,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        line = process.stdout.readline()
        assert line.startswith("['MainWindow'] ")
        assert str(tmp_path / "file") in line
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, "")


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
