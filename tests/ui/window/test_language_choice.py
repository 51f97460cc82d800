"""Choice of language: where no font has its letters, the window speaks English and says why."""

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from tests.paths import ROOT
from ui.session.messages import Messages
from ui.window import language_choice
from ui.window.language_choice import LanguageChoice, font_problem

KOREAN = QFontDatabase.WritingSystem.Korean

WITHOUT_KOREAN = """
import json
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

QFontDatabase.families = lambda *_: []
shown = []

def look():
    window = next(w for w in QApplication.topLevelWidgets() if w.windowTitle())
    shown.append(window.statusBar().currentMessage())
    shown.append(window.menuBar().actions()[0].text())
    QApplication.closeAllWindows()

real_exec = QApplication.exec

def exec_(*_):
    QTimer.singleShot(0, look)
    return real_exec()

QApplication.exec = exec_
import main
status = main.main(sys.argv[1:])
print(json.dumps(shown))
sys.exit(status)
"""


@pytest.fixture
def no_fonts(monkeypatch):
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: [])


def run_without_korean(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_KOREAN, *arguments],
        cwd=ROOT,
        env={**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_font_is_asked_for_its_letters(qapp, monkeypatch):
    asked = []
    monkeypatch.setattr(QFontDatabase, "families", lambda *which: asked.append(which) or ["Nanum"])
    assert font_problem("ko") == ""
    assert asked == [(KOREAN,)]


@pytest.mark.usefixtures("no_fonts")
def test_without_such_a_font_it_says_what_to_install(qapp):
    assert font_problem("en") == ""
    assert "fonts-nanum" in font_problem("ko")
    assert font_problem("ko").isascii()


@pytest.mark.usefixtures("no_fonts")
def test_a_choice_that_could_not_be_read_is_answered_at_once(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    messages, told = Messages(), []
    messages.told.connect(told.append)
    choice = LanguageChoice(settings, messages, parent)
    choice.menu.choose("ko")
    choice.menu.choose("en")
    assert "fonts-nanum" in told[0]
    assert "fonts-nanum" not in told[1]
    assert language_choice.remembered(settings) == "en"


def test_the_window_speaks_english_and_says_why(tmp_path):
    done = run_without_korean(tmp_path, "--language", "ko")
    assert done.returncode == 0, done.stderr
    message, menu = json.loads(done.stdout)
    assert "fonts-nanum" in message
    assert menu == "&File"
    assert "fonts-nanum" in done.stderr


def test_a_picture_is_refused_in_a_line(tmp_path):
    picture = tmp_path / "window.png"
    done = run_without_korean(tmp_path, "screenshot", "--output", str(picture), "--language", "ko")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "fonts-nanum" in done.stderr
    assert not picture.exists()
