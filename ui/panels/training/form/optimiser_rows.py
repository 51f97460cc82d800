"""OptimiserRows: the rows of the form that an optimiser's own settings take."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from simulator.training.optimisers import Optimiser, Setting, optimiser_of, settings_of
from simulator.translation import tr
from ui.panels.training.form.setting_field import SettingField
from ui.panels.training.form.words import FIRST, SETTINGS
from ui.style.theme import Theme


class OptimiserRows(QWidget):
    """Fields by the names of an optimiser's settings; the form places them in its rows.

    Signals:
        chosen: another Optimiser. refused: why a number is not taken; empty once it is mended.
    """

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, key: str, theme: Theme) -> None:
        """Args: key: of the optimiser."""
        super().__init__()
        self.key = key
        self._optimiser: Optimiser | None = None
        self._rows: dict[bool, list[tuple[str, QWidget]]] = {True: [], False: []}
        self.fields: dict[str, tuple[SettingField, ...]] = {}
        self.boxes: dict[str, QCheckBox] = {}
        for name, default in settings_of(key).items():
            words = SETTINGS[name]
            if isinstance(default, bool):
                box = self.boxes[name] = QCheckBox(tr(words.name))
                box.setToolTip(tr(words.tip))
                box.clicked.connect(self._take)
                self._rows[name in FIRST].append(("", box))
                continue
            texts = tr(words.name).split(", ")
            parts = tuple(SettingField(theme, text, tr(words.tip)) for text in texts)
            self.fields[name] = parts
            self._rows[name in FIRST].append((tr(words.name), side_by_side(*parts)))
            for field in parts:
                field.chosen.connect(self._take)
                field.refused.connect(self.refused)

    def rows(self, first: bool) -> Sequence[tuple[str, QWidget]]:
        """Return the rows that are always shown, or the further ones: a label and its fields.

        A box has its label beside it.
        """
        return self._rows[first]

    def draw(self, optimiser: Optimiser) -> None:
        """Show the settings of an optimiser of the key."""
        self._optimiser = optimiser
        for name, parts in self.fields.items():
            value = getattr(optimiser, name)
            for field, number in zip(parts, value if len(parts) > 1 else (value,), strict=True):
                field.show_number(number)
        for name, box in self.boxes.items():
            box.setChecked(getattr(optimiser, name))

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        for parts in self.fields.values():
            for field in parts:
                field.set_theme(theme)

    def _take(self, chosen: object) -> None:
        """Ask for the optimiser with what was chosen in the field or box that sends it."""
        before, asked = self._optimiser, self.sender()
        if before is None:
            return
        settings: dict[str, Setting] = {n: getattr(before, n) for n in settings_of(self.key)}
        for name, box in self.boxes.items():
            settings[name] = box.isChecked()
        for name, parts in self.fields.items():
            if asked in parts:
                at, value = parts.index(asked), settings[name]
                kept = value if isinstance(value, tuple) else (value,)
                numbers = tuple(float(chosen) if k == at else n for k, n in enumerate(kept))  # type: ignore[arg-type]
                settings[name] = numbers if isinstance(value, tuple) else numbers[0]  # type: ignore[assignment]
        try:
            optimiser = optimiser_of(self.key, settings)
        except ValueError as error:
            if isinstance(asked, SettingField):
                asked.refuse(str(error))
            else:
                self.refused.emit(str(error))
                self.draw(before)
            return
        self.chosen.emit(optimiser)


def side_by_side(*fields: QWidget) -> QWidget:
    """Return fields in one row, of one width."""
    if len(fields) == 1:
        return fields[0]
    together = QWidget()
    row = QHBoxLayout(together)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for field in fields:
        row.addWidget(field, 1)
    return together
