"""Settings, workspaces and unsaved work of version 1: all comes back but the layout of the panels.

Version 1 had other panels in other places: its layouts are left alone, and the panels stay.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu

from simulator.files.workspaces.reader import read_workspace
from tests.former_files import (
    SETTINGS,
    TRACES,
    UNSAVED,
    UNSAVED_WORK,
    WORKSPACE_NAMES,
    WORKSPACES,
    arrays_of,
    assert_close,
    assert_content,
    assert_same_bits,
    group_of,
    kept,
    told,
    trace_of,
)
from tests.paths import ROOT
from tests.ui.former_windows import docks_of, standing
from tests.ui.worker.inline_worker import InlineWorker
from ui.documents import save_file
from ui.documents.recovery_bar import RecoveryBar
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import theme
from ui.style.theme import NAMES
from ui.welcome.start_page import StartPage
from ui.welcome.tour import Tour
from ui.window.language_choice import LANGUAGES
from ui.window.main_window import MainWindow

SIZE = (1440, 900)


@pytest.fixture(autouse=True)
def settings(tmp_path):
    """Return version 1's settings, at the place where the tests' windows look for theirs."""
    path = tmp_path / "settings.ini"
    shutil.copy(SETTINGS, path)
    return QSettings(str(path), QSettings.Format.IniFormat)


@pytest.fixture
def covered(settings):
    """Leave the panels of windows unmade, as below a start page; these settings want none."""
    settings.setValue("start_page", True)
    settings.sync()


@pytest.fixture
def newcomers_docks(make_workbench, qtbot, tmp_path):
    """Return a function that returns the docks of a window of a size without any settings."""

    def docks(size):
        nobodys = QSettings(str(tmp_path / "nobodys.ini"), QSettings.Format.IniFormat)
        window = MainWindow(make_workbench(), InlineWorker(), theme.LIGHT, nobodys)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        found = docks_of(window)
        window.close()
        return found

    return docks


@pytest.fixture(autouse=True)
def _nothing_is_saved(monkeypatch):
    monkeypatch.setattr(save_file, "ask_to_save", lambda parent, title: save_file.DISCARD)


def assert_stand(window, docks):
    """Assert that each dock is nearly where it was: the width of letters differs among systems."""
    now = docks_of(window)
    for name, place in docks.items():
        here = dict(now[name])
        here["beside"] = [other for other in here["beside"] if other in docks]
        wanted = {**place, "at": pytest.approx(place["at"], abs=0.1)} if "at" in place else place
        assert here == wanted, name


@pytest.mark.few(2)
@pytest.mark.parametrize("name", WORKSPACE_NAMES)
def test_a_workspace_is_looked_at_as_it_was(make_window, make_workbench, qtbot, name):
    bench, path = make_workbench(hidden_size=1), WORKSPACES / f"{name}.gatestep"
    window = make_window(bench, SIZE, shown=True)
    docks = docks_of(window)
    window.open_files([str(path)])
    qtbot.waitUntil(lambda: window.windowTitle().startswith(path.name) and not window.busy)
    snapshot, expected = bench.snapshot(), told(path)
    assert_content(snapshot.document, snapshot.against.baselines.pins, path)
    assert standing(snapshot) == expected["standing"]
    assert_stand(window, docks)
    assert not window.isWindowModified()
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().run.finished)
    assert_close(bench.snapshot().run.trace, group_of(kept(path), "trace"))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("single_wide.csv", None),
        ("double.npz", None),
        ("double_wide.parquet", None),
        ("double_long.csv", "double_wide.parquet"),
        ("single_long.parquet", "single_wide.csv"),
    ],
)
def test_a_trace_is_compared_with_its_run(make_window, make_workbench, covered, qtbot, name, model):
    if ".parquet" in name:
        pytest.importorskip("pyarrow")
    bench = make_workbench(hidden_size=1)
    if model is not None:
        model = read_workspace(TRACES / f"{model}.gatestep").experiment
        bench = Workbench(Document.of("its model", model))
    window = make_window(bench, SIZE)
    window.open_files([str(TRACES / name)])
    pin = None

    def is_compared():
        nonlocal pin
        pin = next(iter(bench.snapshot().against.baselines.pins), None)
        return pin is not None and bool(pin.remark)

    qtbot.waitUntil(is_compared)
    arrays = kept(TRACES / name.partition("_")[0].removesuffix(".npz"))
    assert pin.name == name
    assert_same_bits(trace_of(pin.recorded.trace), group_of(arrays, "trace"))
    assert_same_bits(arrays_of(bench.snapshot().experiment), group_of(arrays, "present"))
    bench.last()
    assert_close(bench.snapshot().run.trace, group_of(arrays, "trace"))


def test_a_window_takes_the_settings(make_workbench, qtbot, settings, newcomers_docks):
    expected = told(SETTINGS)
    window = MainWindow(make_workbench(), InlineWorker(), theme.LIGHT, settings)
    qtbot.addWidget(window)
    if [*window.screen().size().toTuple()] == expected["screen"]:  # Qt fits it to others
        assert [*window.geometry().getRect()] == expected["geometry"]
    window.resize(*SIZE)
    window.show()
    assert_stand(window, newcomers_docks(SIZE))
    for names, chosen in ((NAMES, expected["theme"]), (LANGUAGES, expected["language"])):
        assert chosen in names
        checked = {name for name in names if window.findChild(QAction, name).isChecked()}
        assert checked == {chosen}
    assert not any(action.isChecked() for action in window.findChildren(QAction, "system"))
    window.close()


def test_recent_files_are_in_the_menu(make_window, covered):
    expected = [Path(path) for path in told(SETTINGS)["recent"]]
    menus = [
        [(action.text().partition("  ")[2].replace("&&", "&"), action.toolTip()) for action in some]
        for some in (menu.actions() for menu in make_window().findChildren(QMenu))
    ]
    wanted = [(path.name, str(path.parent)) for path in expected]
    assert wanted in [menu[: len(wanted)] for menu in menus]


def test_who_knows_the_window_is_not_greeted(make_window):
    window = make_window()
    window.greet()
    assert window.findChild(StartPage) is None
    window.findChild(QAction, "start_page").trigger()
    window.findChild(StartPage).dismissed.emit()
    assert window.findChild(Tour) is None


def test_unsaved_work_is_offered_and_restored(make_window, make_workbench, qtbot, tmp_path):
    folder = tmp_path / "unsaved"
    shutil.copytree(UNSAVED, folder)
    names = {path.name for path in folder.iterdir()}
    expected = told(UNSAVED_WORK)
    bench = make_workbench(hidden_size=1)
    window = make_window(bench, SIZE, shown=True)
    docks = docks_of(window)
    window.keep_safe(folder)
    bar = window.findChild(RecoveryBar)
    assert expected["model_title"] in bar.findChild(QLabel).text()
    bar.restored.emit()
    qtbot.waitUntil(lambda: window.findChild(RecoveryBar) is None and not window.busy)
    snapshot = bench.snapshot()
    assert_content(snapshot.document, snapshot.against.baselines.pins, UNSAVED_WORK)
    assert standing(snapshot) == expected["standing"]
    assert_stand(window, docks)
    assert window.isWindowModified()
    assert window.windowTitle().startswith(Path(expected["file"]).name)
    assert {path.name for path in folder.iterdir()} == names
    window.close()
    assert not list(folder.iterdir())


def is_held(lock, process):
    """Return True when a process holds one of Qt's locks."""
    with suppress(FileNotFoundError):
        return lock.read_text().startswith(f"{process.pid}\n")
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt keeps them in other places")
def test_the_program_finds_them_where_they_were(
    make_window, qtbot, tmp_path, settings, newcomers_docks
):
    """The program is a real process, which offers the unsaved work and is then closed.

    It listens to SIGINT once it has started its worker.
    """
    configuration, data = tmp_path / "configuration", tmp_path / "data"
    file, folder = configuration / "Gatestep/Gatestep.conf", data / "Gatestep/Gatestep/unsaved"
    file.parent.mkdir(parents=True)
    shutil.copy(SETTINGS, file)
    shutil.copytree(UNSAVED, folder)
    (copy,), before = folder.glob("*.gatestep"), file.read_bytes()
    lock = copy.with_suffix(".lock")
    places = {"XDG_CONFIG_HOME": str(configuration), "XDG_DATA_HOME": str(data)}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py")],
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:

        def is_up():
            assert process.poll() is None
            return is_held(lock, process) and bool(psutil.Process(process.pid).children())

        qtbot.waitUntil(is_up)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
    assert [path.name for path in folder.iterdir()] == [copy.name]
    assert [path for path in configuration.rglob("*") if path.is_file()] == [file]
    assert file.read_bytes() != before
    after = QSettings(str(file), QSettings.Format.IniFormat)
    for key in ("theme", "language", "recent", "start_page", "tour_taken", "layout_key"):
        assert after.value(key) == settings.value(key), key
    shutil.copy(file, tmp_path / "settings.ini")
    # It was laid out in version 1's geometry, where fewer panels stand side by side than in SIZE.
    kept_layout = docks_of(make_window(size=SIZE, shown=True))
    for name, place in newcomers_docks(told(SETTINGS)["geometry"][2:]).items():
        place.pop("at", None)
        assert {key: kept_layout[name][key] for key in place} == place, name
