"""Language: the system's, English or Korean, for Qt, the window and the worker."""

from functools import partial

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QTranslator,
)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from simulator import translation
from simulator.translation import ENGLISH, TRANSLATIONS, tr
from ui.session.messages import Messages
from ui.widgets import choice_menu
from ui.widgets.choice_menu import ChoiceMenu

SYSTEM = "system"
LANGUAGES = {ENGLISH: "English", "ko": "한국어"}
"""Code of each language, and its own name."""

_LETTERS = {"ko": QFontDatabase.WritingSystem.Korean}
"""Writing system that a font must have for a language, where some systems lack it."""

_KEY = "language"


def remembered(settings: QSettings) -> str:
    """Return the last choice: a language's code, or the system's."""
    return choice_menu.remembered(settings, _KEY, {SYSTEM: "", **LANGUAGES})


def language_of(name: str) -> str:
    """Return a choice's language: for the system's, the first that we have, or English."""
    if name in LANGUAGES:
        return name
    spoken = (QLocale(tag).name()[:2] for tag in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in LANGUAGES), ENGLISH)


def font_problem(language: str) -> str:
    """Say why a language cannot be displayed here, in English, and give a cure; empty if it can."""
    if language not in _LETTERS or QFontDatabase.families(_LETTERS[language]):
        return ""
    return "no font here has Korean letters; on Debian or Ubuntu: apt-get install fonts-nanum"


def install(app: QCoreApplication, language: str) -> None:
    """Set the language of Qt and our texts, before the first window is made."""
    if language == ENGLISH:
        return
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("gatestep", str(TRANSLATIONS)),
    ):
        translator = QTranslator(app)
        if translator.load(f"{name}_{language}", folder):
            app.installTranslator(translator)
    translation.install(language, partial(QCoreApplication.translate, ""))


class LanguageChoice(QObject):
    """Choice of the language for the next start, and its menu."""

    def __init__(self, settings: QSettings, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._messages = messages
        names = {SYSTEM: tr("Use the &system setting"), **LANGUAGES}
        self.menu = ChoiceMenu(tr("L&anguage"), names, settings, _KEY, parent)
        self.menu.chosen.connect(self._tell)

    def _tell(self, name: str) -> None:
        """Say when the choice shows, or why it cannot."""
        problem = font_problem(language_of(name))
        self._messages.tell(problem or tr("The language changes when Gatestep restarts"))
