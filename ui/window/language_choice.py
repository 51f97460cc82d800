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
from PySide6.QtGui import QActionGroup, QFontDatabase
from PySide6.QtWidgets import QMenu, QWidget

from simulator import translation
from simulator.translation import ENGLISH, TRANSLATIONS, tr
from ui.session.messages import Messages

SYSTEM = "system"
LANGUAGES = {ENGLISH: "English", "ko": "한국어"}
"""Code of each language, and its own name."""

_LETTERS = {"ko": QFontDatabase.WritingSystem.Korean}
"""Writing system that a font must have for a language, where some systems lack it."""

_KEY = "language"


def remembered(settings: QSettings) -> str:
    """Return the last choice: a language's code, or the system's."""
    name = settings.value(_KEY, SYSTEM, type=str)
    return name if isinstance(name, str) and name in LANGUAGES else SYSTEM


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
        self._settings, self._messages = settings, messages
        self.menu = QMenu(tr("L&anguage"), parent)
        self._group = QActionGroup(self)
        for name, text in {SYSTEM: tr("Like the &system"), **LANGUAGES}.items():
            action = self.menu.addAction(text, partial(self.choose, name))
            action.setObjectName(name)
            action.setCheckable(True)
            action.setChecked(name == remembered(settings))
            self._group.addAction(action)

    def choose(self, name: str) -> None:
        """Use a language, or the system's, from the next start on."""
        self._settings.setValue(_KEY, name)
        for action in self._group.actions():
            action.setChecked(action.objectName() == name)
        problem = font_problem(language_of(name))
        self._messages.tell(problem or tr("The language changes when Gatestep is started again"))
