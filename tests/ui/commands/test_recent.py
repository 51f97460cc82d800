"""Recent files: files opened or saved are offered again, the latest first."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from simulator.examples import latch
from tests.ui.documents.work import save
from tests.ui.windows import open_in
from ui.commands import recent_details
from ui.commands.recent import RecentFiles
from ui.commands.recent_details import Details


def latch_experiment():
    return latch().experiment


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
    files = RecentFiles(settings, latch_experiment, owner)
    files.add("/a/b.npy")
    settings.sync()
    again = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    assert RecentFiles(again, latch_experiment, owner).paths() == ["/a/b.npy"]
    again.setValue("recent", 5)
    assert RecentFiles(again, latch_experiment, owner).paths() == []


def test_details_say_what_was_inside_and_when(qtbot, tmp_path):
    owner = QWidget()
    qtbot.addWidget(owner)
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    files = RecentFiles(settings, latch_experiment, owner)
    for name in ("a.pt", "b.csv"):
        files.add(f"/x/{name}")
    settings.sync()
    again = RecentFiles(
        QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat), latch_experiment, owner
    )
    sequence, model = again.files()
    assert "H 1" in model.inside
    assert "12" in sequence.inside
    assert "H" not in sequence.inside
    assert "today" in model.when
    again.menu.actions()[-1].trigger()
    again.add("/x/c.pt")
    assert [file.path for file in again.files()] == ["/x/c.pt"]


def test_dates_near_today_are_told_by_name():
    then = datetime(2026, 11, 23, 9, 5)
    details = Details.of(latch_experiment(), then)
    assert "09:05" in details.when(date(2026, 11, 23))
    assert details.when(date(2026, 11, 24)) == "yesterday"
    assert details.when(date(2026, 11, 26)) == "23 Nov"
    assert details.when(date(2027, 1, 2)) == "23 Nov 2026"


@pytest.mark.parametrize(
    "text", [None, 5, "no", "[1]", '{"a": 5}', '{"a": [1, 2]}', '{"a": [1, 2, 3, 4, 5, "6"]}',
             '{"a": [1e99, 1, 1, 1, 1, 1]}', '{"a": [-1, 1, 1, 1, 1, 1]}',
             pytest.param("[" * 100_000, id="brackets")]
)  # fmt: skip
def test_details_that_are_no_details_are_left_out(text):
    assert recent_details.read(text) == {}
