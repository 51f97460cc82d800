"""HoverCard: name, value, formula and sentence of one number, with a field to type another."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address, Given, Source
from simulator.analysis.weight_gradient import WeightGradient
from simulator.translation import tr
from ui.cards import parts
from ui.cards.anchor import Subject
from ui.cards.content import CardContent
from ui.cards.edits import Typing
from ui.cards.field import CardField
from ui.cards.keys import CardKey, card_key, first_text
from ui.cards.rich import RichText
from ui.style import fonts
from ui.style.theme import Theme

WIDTH, LEAST_HEIGHT = 352, 150
"""Size of a card in pixels at the usual text size; it is as high as its texts need."""

_LINKS = (
    Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
)


class HoverCard(QFrame):
    """Card of one number. It changes nothing itself.

    Attributes:
        subject: the number. pinned: True when it stays without the mouse.
        hangs: True when it stands above its number, so that its foot stays where it is.

    Signals:
        linked: the Source of a symbol that was clicked. opened: "Open in ledger" was.
        typing_asked: the first text of a number to be typed.
        typed: a number, at every keystroke that makes one. ended: as of `CardField`.
        pin_asked: the pin or its key was pressed. dragged: the card was dragged by its ground.
        closed: the card is to go. entered, left: by the mouse.
    """

    linked = Signal(object)
    opened = Signal()
    typing_asked = Signal(str)
    typed = Signal(object)
    ended = Signal(bool, bool)
    pin_asked = Signal()
    dragged = Signal()
    closed = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, subject: Subject, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.subject = theme, subject
        self.pinned = self.hangs = False
        self._content: CardContent | None = None
        self._targets: list[Source] = []
        self._grip: QPoint | None = None
        self._why_not = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._make()
        self._lay_out()
        self.set_theme(theme)

    @property
    def types(self) -> bool:
        """True while a number is being typed."""
        return self.field.is_live

    def take(self, subject: Subject) -> None:
        """Be the card of another number."""
        self.subject = subject
        self.set_pinned(False)
        self._say_where_it_opens()

    def texts(self) -> list[str]:
        """Return every text on the card, shown or read aloud."""
        labels = [label.text() for label in self.findChildren(QLabel)]
        tips = [child.toolTip() for child in self.findChildren(QWidget)]
        return [*labels, *tips, self.accessibleName(), self.accessibleDescription()]

    def show_content(
        self, content: CardContent, why_not: str, holds: bool, held: bool = False
    ) -> None:
        """Show what is said of the number.

        Args:
            why_not: why no other number can be typed; empty where one can.
            holds: a typed number is held; else it is edited.
            held: it is held already, and the typed one takes its place.
        """
        self._content, self._why_not, self._holds = content, why_not, holds
        self._held = held
        rich = RichText(self.theme)
        self._targets = rich.targets
        self._title.setText(content.title)
        parts.colour(self._title, self.theme.colour(content.quantity))
        self._value.setText(content.value)
        exact = tr("All digits: {value}", value=content.exact)
        self._value.setToolTip(exact if content.exact else "")
        self._formula.setText(rich.formula(content.lines))
        for widget in (self._formula, self._rules[1]):
            widget.setVisible(bool(content.lines))
        self._sentence.setText(rich.sentence(content.sentence))
        shape = Qt.CursorShape.ArrowCursor if why_not else Qt.CursorShape.IBeamCursor
        self._value.setCursor(shape)
        self._plate()
        self._tell_hint()
        title, value, *rest = content.texts
        self.setAccessibleName(f"{title} = {value}")
        self.setAccessibleDescription(". ".join(rest))
        self.fit()

    def fit(self) -> None:
        """Take the width of the text size, and the height of the texts."""
        width = fonts.px(WIDTH)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        height = max(layout.totalHeightForWidth(width), fonts.px(LEAST_HEIGHT))
        if (width, height) == (self.width(), self.height()):
            return
        foot, host = self.geometry().bottom(), self.parentWidget()
        self.resize(width, height)
        if self.isVisible() and host is not None and not self.isWindow():
            top = foot + 1 - height if self.hangs else self.y()
            left = max(min(self.x(), host.width() - width), 0)
            self.move(left, max(min(top, host.height() - height), 0))

    def set_pinned(self, pinned: bool) -> None:
        """Show whether the card stays without the mouse."""
        self.pinned = pinned
        self._pinned.setVisible(pinned)
        self._pin.setChecked(pinned)

    def begin_typing(self, typing: Typing, first: str) -> None:
        """Turn the value into a field."""
        self._holds = typing.holds
        self._at.setText(tr("hold at") if typing.holds else tr("set to"))
        self._at.show()
        self.field.check = typing.edit if typing.holds else None
        self.field.begin(typing.value, first)
        self._tell_hint()

    def go_on_typing(self, typing: Typing, as_typed: bool) -> None:
        """Go on in another experiment: with the typed number, or with the one that is there."""
        self.field.check = typing.edit if typing.holds else None
        if not as_typed:
            self.field.renew(typing.value)

    def end_typing(self) -> None:
        """Turn the field into the value again."""
        self.field.stop()
        self._at.hide()
        self._refuse("")
        self._tell_hint()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.theme = theme
        self.field.set_theme(theme)
        self._pin.setIcon(parts.drawing("pin", theme))
        self._close.setIcon(parts.drawing("close", theme))
        for label in (self._pinned, self._at, self._hint):
            parts.colour(label, QColor(theme.faint))
        for label in (self._value, self._formula, self._sentence):
            parts.colour(label, QColor(theme.ink))
        parts.colour(self._refusal, QColor(theme.bad))
        for rule in self._rules:
            parts.colour(rule, QColor(theme.rule))
        self._say_where_it_opens()
        self._plate()
        if self._content is not None:
            self.show_content(self._content, self._why_not, self._holds, self._held)
        self.update()

    # Qt events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(self.theme.ink)
        painter.setPen(QPen(QColor(self.theme.accent) if self.hasFocus() else ink, 1))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def event(self, event: QEvent) -> bool:
        """Keep the card's keys from the window's shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and card_key(event, True) not in (CardKey.OTHER, CardKey.MODIFIER):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, pin or close."""
        if not self.press(event, True):
            super().keyPressEvent(event)

    def press(self, event: QKeyEvent, focused: bool) -> bool:
        """Do what a key does on the card; return False for one that does nothing."""
        match card_key(event, focused):
            case CardKey.TYPE:
                self.typing_asked.emit(first_text(event))
            case CardKey.PIN:
                self.pin_asked.emit()
            case CardKey.CLOSE:
                self.closed.emit()
            case _:
                return False
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the card's ground."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the card, not out of its window."""
        if self._grip is None:
            return
        way = event.position().toPoint() - self._grip
        if way.manhattanLength() < QApplication.startDragDistance() and not self.pinned:
            return
        place, parent = self.pos() + way, self.parentWidget()
        if parent is not None and not self.isWindow():
            right, down = parent.width() - self.width(), parent.height() - self.height()
            place = QPoint(min(max(place.x(), 0), right), min(max(place.y(), 0), down))
        self.move(place)
        self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    # Private

    def _make(self) -> None:
        plain, rich = Qt.TextFormat.PlainText, Qt.TextFormat.RichText
        self._title = parts.label(plain, fonts.mono_text, bold=True)
        self._pinned = parts.label(plain, fonts.caption)
        self._pinned.setText(tr("kept"))
        self._pin = parts.button(tr("Keep this card open (P)"), self.pin_asked.emit)
        self._pin.setCheckable(True)
        self._close = parts.button(tr("Close (Esc)"), self.closed.emit)
        self._value = parts.Value(self)
        self._value.setFont(fonts.bold(self._value.font()))
        fonts.wear(self._value, fonts.mono_lit)
        self._at = parts.label(plain, fonts.caption)
        self.field = CardField(self.theme, self)
        self._refusal = parts.label(plain, fonts.caption, wraps=True)
        self._formula = parts.label(rich, fonts.mono_caption, wraps=True)
        self._sentence = parts.label(rich, fonts.text, wraps=True)
        self._hint = parts.label(plain, fonts.caption, wraps=True)
        self._open = parts.label(rich, fonts.text)
        self._rules = QFrame(), QFrame()
        for rule in self._rules:
            rule.setFrameShape(QFrame.Shape.HLine)
            rule.setFrameShadow(QFrame.Shadow.Plain)
        for label in (self._formula, self._sentence, self._open):
            label.setTextInteractionFlags(_LINKS)
        for hidden in (self._pinned, self._at, self._refusal):
            hidden.hide()
        self._value.pressed.connect(self._ask_typing)
        self.field.typed.connect(self.typed)
        self.field.refused.connect(self._refuse)
        self.field.ended.connect(self.ended)
        self._formula.linkActivated.connect(self._follow)
        self._sentence.linkActivated.connect(self._follow)
        self._open.linkActivated.connect(self.opened)
        self._holds = False

    def _lay_out(self) -> None:
        head, middle, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        for part in (self._pinned, self._pin, self._close):
            head.addWidget(part)
        head.setSpacing(4)
        middle.addWidget(self._value)
        middle.addStretch(1)
        middle.addWidget(self._at)
        middle.addWidget(self.field)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._open)
        column = QVBoxLayout()
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(middle)
        column.addWidget(self._refusal)
        for rule, part in zip(self._rules, (self._formula, self._sentence), strict=True):
            column.addWidget(rule)
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(foot)
        self.setLayout(column)

    def _say_where_it_opens(self) -> None:
        number = isinstance(self.subject, Address | WeightGradient)
        where = tr("Open in Calculation") if number else ""
        if isinstance(self.subject, Given) and self.subject.is_parameter:
            where = tr("Show in Weights")
        style = f"color:{self.theme.accent};text-decoration:none"
        self._open.setText(f'<a href="0" style="{style}">{where}</a>')
        self._open.setVisible(bool(where))

    def _plate(self) -> None:
        """Put a plate under the mark of a number that may not be shown."""
        covered = self._content is not None and not self._content.exact
        palette = QPalette(self._value.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(self.theme.zero))
        self._value.setPalette(palette)
        self._value.setAutoFillBackground(covered)
        self._value.setMargin(6 if covered else 0)

    def _tell_hint(self) -> None:
        if self.types:
            text = (
                tr("Enter: hold · Esc: cancel") if self._holds else tr("Enter: set · Esc: cancel")
            )
        elif self._why_not or (self._content is not None and not self._content.exact):
            text = self._why_not
        else:
            text = (
                tr("Type a number to hold it from here on")
                if self._holds and not self._held
                else tr("Type a number to change it")
            )
        self._hint.setText(text)

    def _refuse(self, reason: str) -> None:
        self._refusal.setText(reason)
        self._refusal.setVisible(bool(reason))
        self.field.setAccessibleDescription(reason)
        self.fit()

    def _follow(self, link: str) -> None:
        self.linked.emit(self._targets[int(link)])

    def _ask_typing(self) -> None:
        self.typing_asked.emit("")
