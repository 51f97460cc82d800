"""Recent files: files opened or saved are offered again, the latest first."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from tests.ui.documents.work import save
from tests.ui.windows import open_in
from ui.commands.recent import RecentFiles


def test_recent_files_open_again(make_window, make_workbench, qtbot, tmp_path, chosen):
    bench = make_workbench()
    window = make_window(bench)
    assert not window._recent.menu.isEnabled()
    chosen.path = tmp_path / "a & <b>b.gatestep"
    save(window, qtbot)
    np.save(tmp_path / "x.npy", np.zeros((4, 3)))
    open_in(window, qtbot, tmp_path / "x.npy")
    later = make_window(make_workbench(hidden_size=4))
    texts = [action.text() for action in later._recent.menu.actions()]
    assert texts[:2] == ["&1  x.npy", "&2  a && <b>b.gatestep"]
    later._recent.menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: not later.busy)
    assert later.windowTitle() == "a & <b>b.gatestep[*] – Gatestep"
    assert [Path(p).name for p in later._recent.paths()] == ["a & <b>b.gatestep", "x.npy"]
    later._recent.menu.actions()[-1].trigger()
    assert later._recent.paths() == []


def test_a_file_that_could_not_be_opened_is_not_remembered(make_window, qtbot, tmp_path):
    (tmp_path / "bad.npy").write_bytes(b"no")
    window = make_window()
    with qtbot.waitSignal(window.messages.complained):
        window.open_files([str(tmp_path / "bad.npy")])
    assert window._recent.paths() == []


def test_settings_of_one_path_and_of_nonsense(qtbot, tmp_path):
    owner = QWidget()
    qtbot.addWidget(owner)
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    files = RecentFiles(settings, owner)
    files.add("/a/b.npy")
    settings.sync()
    again = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    assert RecentFiles(again, owner).paths() == ["/a/b.npy"]
    again.setValue("recent", 5)
    assert RecentFiles(again, owner).paths() == []
