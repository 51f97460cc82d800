"""Language: the system's, English or Korean, spoken by Qt, by us and by the worker."""

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
"""The code of each language, and what its speakers call it."""

_LETTERS = {"ko": QFontDatabase.WritingSystem.Korean}
"""What a font must have for a language, where not every system has such a font."""

_KEY = "language"


def remembered(settings: QSettings) -> str:
    """What was chosen last: a language's code, or the system's."""
    name = settings.value(_KEY, SYSTEM, type=str)
    return name if isinstance(name, str) and name in LANGUAGES else SYSTEM


def language_of(name: str) -> str:
    """The language of a choice: the first of the system's languages that we speak, or English."""
    if name in LANGUAGES:
        return name
    spoken = (QLocale(tag).name()[:2] for tag in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in LANGUAGES), ENGLISH)


def font_problem(language: str) -> str:
    """Why a language cannot be read here, in English, and what to do; empty where it can."""
    if language not in _LETTERS or QFontDatabase.families(_LETTERS[language]):
        return ""
    return "no font here has Korean letters; on Debian or Ubuntu: apt-get install fonts-nanum"


def install(app: QCoreApplication, language: str) -> None:
    """Let Qt and us speak `language`, before the first window is made."""
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
    """The choice of a language for the next start, and its menu."""

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
        """Speak a language, or the system's, from the next start on."""
        self._settings.setValue(_KEY, name)
        for action in self._group.actions():
            action.setChecked(action.objectName() == name)
        problem = font_problem(language_of(name))
        self._messages.tell(problem or tr("The language changes when Gatestep is started again"))
