"""Menus of the window: those of the table of actions, and those of choices among them."""

from collections.abc import Mapping

from PySide6.QtWidgets import QMainWindow, QMenu

from ui.commands.actions import Actions, Handler
from ui.commands.menus.append import AppendMenu
from ui.commands.menus.examples import ExamplesMenu
from ui.commands.menus.word_at import WordAtMenu
from ui.commands.table.rows import EDIT, FILE, VIEW
from ui.documents.saving import Saver
from ui.style.theme import Theme
from ui.window.document_name import DocumentName
from ui.window.settings.preferences import Preferences


class Menus:
    """Menu bar of a window.

    Attributes:
        actions: the actions of the table. examples, append, word_at: what can be opened, typed on,
            and put in place of another word.
        name: what is open, at the right.
    """

    def __init__(
        self,
        window: QMainWindow,
        handlers: Mapping[str, Handler],
        recent: QMenu,
        preferences: Preferences,
        saver: Saver,
        theme: Theme,
    ) -> None:
        appearance = preferences.appearance
        self.actions = Actions(window, handlers)
        self.examples, self.append = ExamplesMenu(window), AppendMenu(window)
        self.word_at = WordAtMenu(window)
        self.actions.fill(window.menuBar())
        for inserted, menu, before in (
            (recent, FILE, "save"),
            (self.examples.menu, FILE, "save"),
            (self.append.menu, EDIT, "notes"),
            (self.word_at.menu, EDIT, "notes"),
            (appearance.themes, VIEW, "theme"),
            (appearance.palettes, VIEW, "theme"),
            (preferences.language.menu, VIEW, "theme"),
        ):
            self.actions.insert_menu(inserted, menu, before)
        self.actions.set_theme(theme)
        self.name = DocumentName(saver.title_of, window, theme)
        self.parts = (self.actions, self.append, self.word_at, self.name)
