"""WantedSheet: what would make a number another one: a field for it, and the answer in words."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.analysis.counterfactual import CannotBeError, Change, Counterfactual, wanted
from simulator.analysis.meaning.context import MeaningContext
from simulator.engine.run import Run
from simulator.translation import tr
from ui.panels.ledger.terms.digits import DECIMALS
from ui.style import fonts, number_format
from ui.style.icons import icon
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import tool_button

_MOST = 3
"""Number of changes that are proposed."""
_FIELD = 96


class WantedSheet(QFrame):
    """Sheet over the ledger; Esc closes it. It answers while a target is typed.

    Signals:
        proposed: a Change to make, by a click on it. closed: the keys go back to the steps.
    """

    proposed = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wanted")
        self._run: Run | None = None
        self._at: Address | None = None
        self._context: MeaningContext | None = None
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.field = QLineEdit()
        self.field.setToolTip(tr("The value that you want"))
        self.field.setAccessibleName(self.field.toolTip())
        self.close_button = tool_button("", tr("Close (Esc)"), name=tr("Close"))
        self.answer = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.changes = [tool_button("", name=tr("Change")) for _ in range(_MOST)]
        for place, button in enumerate(self.changes):
            button.clicked.connect(partial(self._propose, place))
        self._found: Counterfactual | None = None
        self.field.textChanged.connect(self._answer)
        self.close_button.clicked.connect(self.leave)
        for words in (self.title, self.answer):
            fonts.wear(words, fonts.text)
        for digits in (self.field, *self.changes):
            fonts.wear(digits, fonts.mono_text)
        self._lay_out()
        self.set_theme(theme)
        self.hide()

    def ask(self, run: Run, at: Address, context: MeaningContext) -> None:
        """Ask for a target; the field has the keys."""
        self.bind(run, at, context)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def bind(self, run: Run, at: Address, context: MeaningContext) -> None:
        """Answer for another number, or another run."""
        if at != self._at:
            self.field.clear()
        self._run, self._at, self._context = run, at, context
        name = tr("What would make {number} …?", number=at.text())
        self.title.setText(name)
        self.field.setAccessibleName(name)
        self._answer()

    def leave(self) -> None:
        """Close the sheet."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        restyle(
            self,
            f"QFrame#wanted {{ background: {theme.panel}; border: 1px solid {theme.ink};"
            f" border-radius: 6px; }}",
        )
        for button in self.changes:
            restyle(button, f"QToolButton {{ color: {theme.accent}; padding: 0 4px; }}")
        self.close_button.setIcon(icon("close", theme))

    def fit(self, room: QWidget) -> None:
        """Lie at the foot of a widget, as large as the answer needs."""
        width = min(room.width() - 16, fonts.px(440))
        margins = self._column.contentsMargins()
        self.answer.setFixedWidth(max(1, width - margins.left() - margins.right()))
        self.setFixedWidth(width)
        height = min(self._column.totalHeightForWidth(width), room.height() - 8)
        height = max(height, self._column.minimumSize().height())
        self.resize(width, height)
        self.move(8, max(0, room.height() - height - 4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; press the button that has the keys on Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QToolButton) and focused.hasFocus():
                focused.click()
        else:
            super().keyPressEvent(event)

    def text(self) -> str:
        """Return the answer, with what is proposed, in lines."""
        shown = [button.text() for button in self.changes if not button.isHidden()]
        return "\n".join((self.answer.text(), *shown))

    def _answer(self) -> None:
        self._found, said = None, ""
        typed = self.field.text()
        if self._run is not None and self._at is not None:
            try:
                target = number_format.parse(typed) if typed.strip() else None
                if target is None:
                    now = 0.0 if self._at.is_gradient else self._at.value(self._run.trace)
                    wanted(self._run, self._at, float(now))
                    said = tr("Type the value that you want.")
                else:
                    self._found = wanted(self._run, self._at, target)
                    said = self._sentence(self._found)
            except CannotBeError as error:
                said = str(error)
            except ValueError as error:
                said = str(error)
        self.answer.setText(said)
        self._offer(self._found.changes if self._found else ())
        parent = self.parentWidget()
        if parent is not None:
            self.fit(parent)

    def _sentence(self, found: Counterfactual) -> str:
        target = self.field.text().strip()
        if found.met:
            return tr("{number} is now {target}.", number=found.number.text(), target=target)
        needed, more = (number_format.signed(v, DECIMALS) for v in (found.needed, found.more))
        pieces = {"target": target, "z": needed, "more": more}
        if not found.changes:
            return tr(
                "For {target}, z must be {z}, a change of {more}. All its inputs are "
                "0 here, so no single weight can do it.",
                **pieces,
            )
        if any(change.echoes for change in found.changes):
            return tr(
                "For {target}, z must be {z}, a change of {more}. Any one of these "
                "is enough. One that adds a different amount also changes an earlier "
                "h, because earlier timesteps use it:",
                **pieces,
            )
        if all(change.alone for change in found.changes):
            return tr(
                "For {target}, z must be {z}, a change of {more}. Any one of these is enough:",
                **pieces,
            )
        return tr(
            "For {target}, z must be {z}, a change of {more}. Any one of these is "
            "enough, if the previous h stays the same:",
            **pieces,
        )

    def _offer(self, changes: tuple[Change, ...]) -> None:
        if any(button.hasFocus() for button in self.changes[len(changes) :]):
            self.field.setFocus()  # a hidden button would hand the keys on to another panel
        for place, button in enumerate(self.changes):
            button.setVisible(place < len(changes))
            if place < len(changes):
                text = self.change_text(changes[place])
                button.setText(text)
                button.setAccessibleName(text)
                button.setToolTip(tr("Make this change; you can undo it"))

    def change_text(self, change: Change) -> str:
        """Write a change: `W_if[1,0]: 0.5000 → 2.2077 (+1.7077 × 0.5000)`, by its factor."""
        assert self._context is not None
        before, after = float(change.before), float(change.after)
        more = number_format.signed(after - before, DECIMALS)
        if change.factor != 1:
            more += f" × {number_format.short(change.factor, DECIMALS)}"
        name = self._context.number(change.source).text
        written = number_format.change(change.before, change.after, DECIMALS)
        return f"{name}: {written} ({more})"

    def _propose(self, place: int) -> None:
        if self._found is not None and place < len(self._found.changes):
            self.proposed.emit(self._found.changes[place])

    def _lay_out(self) -> None:
        self.field.setFixedWidth(fonts.px(_FIELD))
        self.title.setWordWrap(False)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self.field)
        top.addStretch()
        top.addWidget(self.close_button)
        self._column = whole = QVBoxLayout()
        whole.setContentsMargins(12, 8, 8, 8)
        whole.setSpacing(2)
        whole.addLayout(top)
        whole.addWidget(self.answer)
        for button in self.changes:
            whole.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(whole)
