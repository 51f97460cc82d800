"""Foot: the last line of the start page: a hint or a message, and the languages."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle
from ui.welcome.card import words
from ui.welcome.link import Link
from ui.widgets.elided_label import ElidedLabel


class Foot(QWidget):
    """Line below the page.

    Attributes:
        at_start: whether the page is shown at the next start.

    Signals:
        language_chosen: a language's code.
    """

    language_chosen = Signal(str)

    def __init__(self, languages: Mapping[str, str], at_start: bool, theme: Theme) -> None:
        """Take the languages: each code with its own name."""
        super().__init__()
        self._told = ""
        self._line = ElidedLabel()
        fonts.wear(self._line, fonts.caption)
        self.at_start = QCheckBox(tr("Show this page at st&artup"))
        self.at_start.setAccessibleName(tr("Show this page at startup"))
        self.at_start.setChecked(at_start)
        fonts.wear(self.at_start, fonts.caption)
        self._links = [Link(name, theme, fonts.caption) for name in languages.values()]
        self._labels: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        row.addWidget(self._line, 1)
        row.addWidget(self.at_start)
        row.addSpacing(20)
        row.addWidget(self._label(tr("Language:")))
        for number, (code, link) in enumerate(zip(languages, self._links, strict=True)):
            if number:
                row.addWidget(self._label("·"))
            link.clicked.connect(partial(self._choose, code))
            row.addWidget(link)
        self.tell("")
        NAMES.changed.connect(self._name_keys)
        self.set_theme(theme)

    def tell(self, line: str) -> None:
        """Show a message; with an empty one the hint."""
        self._told = line
        hint = tr("{key}: keys and glossary", key=NAMES.way("shortcuts"))
        self._line.set_text(line or hint)

    def _name_keys(self) -> None:
        self.tell(self._told)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        for link in self._links:
            link.set_theme(theme)
        for label in (*self._labels, self._line):
            restyle(label, f"color: {theme.faint};")

    def _label(self, text: str) -> QLabel:
        label = words(text, fonts.caption)
        label.setWordWrap(False)
        self._labels.append(label)
        return label

    def _choose(self, code: str, _checked: bool = False) -> None:
        self.language_chosen.emit(code)
