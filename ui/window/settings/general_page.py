"""GeneralPage: text size, theme, colours, decimals, language, and whether torch checks."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from simulator.translation import percent, tr
from ui.style import fonts, number_format
from ui.style.key_names import NAMES
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import STANDARD
from ui.widgets.choice_menu import ChoiceMenu
from ui.window.appearance import SYSTEM, Appearance
from ui.window.language_choice import LanguageChoice
from ui.window.settings.check_choice import CheckChoice

_OWN = 0
"""Entry of the decimals: each place has its own."""


class GeneralPage(QWidget):
    """Choices that hold at once. They are those of the View menu, and follow it."""

    def __init__(
        self, appearance: Appearance, languages: LanguageChoice, check: CheckChoice
    ) -> None:
        super().__init__()
        self._appearance, self._languages, self._check = appearance, languages, check
        sizes = {size: percent(size / 100) for size in fonts.SIZES}
        decimals = {_OWN: tr("As many as fit")}
        decimals |= {number: str(number) for number in number_format.DECIMALS}
        self.text_size = _Choice(sizes, fonts.text_size, appearance.set_text_size)
        self.theme = _of_menu(appearance.themes)
        self.colours = _of_menu(appearance.palettes)
        self.decimals = _Choice(
            decimals,
            lambda: number_format.decimals() or _OWN,
            lambda number: appearance.set_decimals(number or None),
        )
        self.language = _of_menu(languages.menu)
        self._choices = (self.text_size, self.theme, self.colours, self.decimals, self.language)
        self.check = QCheckBox(tr("Let PyTorch c&heck every step"))
        self.check.toggled.connect(check.set_on)
        form = QFormLayout(self)
        form.setHorizontalSpacing(fonts.px(18))
        form.setVerticalSpacing(fonts.px(8))
        for label, field, tip in (
            (tr("Te&xt size"), self.text_size, ""),
            (tr("&Theme"), self.theme, tr("Light, dark, or the system's theme")),
            (
                tr("&Colours"),
                self.colours,
                tr("Colours for quantities and signs; the second set is colour-blind friendly"),
            ),
            (
                tr("&Decimals"),
                self.decimals,
                tr("Decimal places in panels; value fields show all digits"),
            ),
            (
                tr("L&anguage"),
                self.language,
                tr("The language changes when Gatestep restarts"),
            ),
        ):
            field.setToolTip(tip)
            field.setAccessibleName(without_mnemonic(label))
            form.addRow(label, field)
        self.check.setToolTip(
            tr("PyTorch recomputes every step. If this is off, the badge says so")
        )
        form.addRow("", self.check)
        NAMES.changed.connect(self._name_keys)
        self._name_keys()
        self.note = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        form.addRow(self.note)
        for changed in (
            appearance.changed,
            appearance.themes.chosen,
            appearance.palettes.chosen,
            languages.menu.chosen,
            check.changed,
        ):
            changed.connect(self.refresh)
        self._language_before = languages.menu.name
        self.refresh()

    def _name_keys(self) -> None:
        keys = {"larger": NAMES.way("larger_text"), "smaller": NAMES.way("smaller_text")}
        self.text_size.setToolTip(
            tr("Size of all text. Larger: {larger}  Smaller: {smaller}", **keys)
        )

    def refresh(self, *_: object) -> None:
        """Show the present choices."""
        for choice in self._choices:
            choice.refresh()
        self.check.setChecked(self._check.on)
        other = self._languages.menu.name != self._language_before
        self.note.setText(tr("The language changes when Gatestep restarts") if other else "")

    def reset(self) -> None:
        """Choose everything as it was at first."""
        self._appearance.set_text_size(fonts.USUAL)
        self._appearance.themes.choose(SYSTEM)
        self._appearance.palettes.choose(STANDARD)
        self._appearance.set_decimals(None)
        if self._languages.menu.name != SYSTEM:
            self._languages.menu.choose(SYSTEM)
        self._check.set_on(True)
        self.refresh()


class _Choice(QComboBox):
    """Box of a choice that others may change too."""

    def __init__(
        self,
        entries: Mapping[Any, str],
        present: Callable[[], object],
        choose: Callable[[Any], object],
    ) -> None:
        """Args: entries: the text of each. present: returns the chosen one. choose: another."""
        super().__init__()
        self._present, self._take = present, choose
        for entry, text in entries.items():
            self.addItem(text, entry)
        self.refresh()
        self.currentIndexChanged.connect(self._choose)

    def refresh(self) -> None:
        """Show the present choice."""
        self.setCurrentIndex(self.findData(self._present()))

    def _choose(self, index: int) -> None:
        entry = self.itemData(index)
        if entry != self._present():
            self._take(entry)


def _of_menu(menu: ChoiceMenu) -> _Choice:
    """Return a box with the entries of a menu, which chooses there."""
    names = {action.objectName(): without_mnemonic(action.text()) for action in menu.actions()}
    return _Choice(names, lambda: menu.name, menu.choose)
