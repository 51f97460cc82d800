"""TimeWords: the words of the timesteps as a track: cues on plates, changes before repetitions."""

from collections import Counter

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.files.sequences.wording import SILENCE
from ui.panels.timeline.tracks.ground import timesteps_a_pixel
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.style.word_text import one_line
from ui.widgets.downsampling import NOTHING, grown
from ui.widgets.paint_guard import guard_paint, guard_rect
from ui.widgets.word_places import columns_between, place_words

PADDING = 4.0
"""Room beside a word on its plate, in pixels."""


class TimeWords(pg.GraphicsObject):
    """A word a timestep. Silence, else the most frequent one, is no cue: it is faint, or a dot.

    Attributes:
        letters: each word is one character: text, in the fixed font and without plates.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._words: tuple[str, ...] = ()
        self._length = self._features = 1
        self._bound: tuple[object, ...] = ()
        self._known = NOTHING
        self._common = ""
        self.letters = True
        self._cues: frozenset[str] = frozenset()
        self._placed: tuple[tuple[int, int, float] | None, list[tuple[int, float]]] = (None, [])
        self._dotted: tuple[object, list[int]] = (None, [])
        self._theme = theme
        self._bind_font()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._bind_font()
        self.update()

    def bind(self, words: tuple[str, ...], length: int, features: int) -> None:
        """Show the words of `length` timesteps, in a row as high as its features."""
        if (words, length, features) != self._bound:
            self.prepareGeometryChange()
            self._bound = words, length, features
            self._words, self._length, self._features = (
                tuple(map(one_line, words)),
                length,
                features,
            )
            counted = Counter(self._words[:length])
            frequent = counted.most_common(1)[0][0] if counted else ""
            self._common = SILENCE if SILENCE in counted else frequent
            different = set(self._words)
            self.letters = all(len(word) <= 1 for word in different)
            cues = set() if self.letters else different - {"", self._common}
            self._cues = frozenset(word for word in cues if not _number(word))
            self._bind_font()
            self.update()

    def move(self, known: slice) -> None:
        """Dim the words outside the known timesteps."""
        for part in grown(self._known, known) + grown(known, self._known):
            reach = 1.0 + self._widest * timesteps_a_pixel(self.getViewBox())
            left, right = part.start - reach, part.stop + reach
            self.update(QRectF(left, -0.5, right - left, self._features))
        self._known = known

    def is_cue(self, timestep: int) -> bool:
        """Return True where a word has a plate."""
        return self._words[timestep] in self._cues

    def placed(self, first: int, last: int, width: float) -> list[tuple[int, float]]:
        """Return the timesteps that show their word, and the left edges in columns of `width`.

        Of two words that have no room beside each other, a cue stays, then a change, then the
        first. A word may reach over a column that shows none.
        """
        key = first, last, width
        if key != self._placed[0]:
            self._placed = key, self._place(first, last, width)
        return self._placed[1]

    def dotted(self, first: int, last: int, width: float) -> list[int]:
        """Return the timesteps that show a dot in columns of `width`: no word lies on it."""
        placed = self.placed(first, last, width)
        if placed is not self._dotted[0]:
            self._dotted = placed, columns_between(placed, range(first, last), width, self._room)
        return self._dotted[1]

    def _place(self, first: int, last: int, width: float) -> list[tuple[int, float]]:
        ranked = sorted(range(first, last), key=lambda t: (not self.is_cue(t), not self._begins(t)))
        return place_words(ranked, range(first, last), width, self._room, self._is_firm)

    def _is_firm(self, t: int) -> bool:
        return self.is_cue(t) or self._begins(t)

    def _room(self, t: int) -> float:
        """Return the width that a word takes, with its plate."""
        return self._rooms[self._words[t]]

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the whole row."""
        return QRectF(-0.5, -0.5, max(1, len(self._words)), self._features)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the visible words: all of them, since they decide each other's room."""
        view = self.getViewBox()
        left, right = view.viewRange()[0]
        first, last = max(0, int(left + 0.5)), min(self._length, int(right + 1.5))
        if first >= last or not self._words:
            return
        transform = painter.transform()
        painter.resetTransform()
        width = 1 / timesteps_a_pixel(view)
        area = transform.mapRect(view.viewRect())
        start = transform.map(QPointF(first - 0.5, 0.0)).x()
        painter.setFont(self._font)
        exposed = transform.mapRect(option.exposedRect).adjusted(-width, 0, width, 0)
        shown = self.placed(first, last, width)
        for t, x in shown:
            box = QRectF(start + x, area.top(), self._room(t), area.height())
            if exposed.intersects(box):
                self._draw(painter, t, box, width)
        if width >= 6 and not self.letters:
            painter.setPen(QColor(self._theme.faint))
            for t in self.dotted(first, last, width):
                box = QRectF(start + (t - first) * width, area.top(), width, area.height())
                if exposed.intersects(box):
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "·")
        painter.setTransform(transform)

    def _draw(self, painter: QPainter, t: int, box: QRectF, width: float) -> None:
        word, cue = self._words[t], self.is_cue(t)
        known = self._known.start <= t < self._known.stop
        if cue:
            plate = box.adjusted(0, 1, 0, -1)
            if box.width() <= width:  # a plate as wide as its column
                plate.setLeft(box.center().x() - width / 2 + 1)
                plate.setRight(plate.left() + width - 2)
            painter.fillRect(plate, QColor(self._theme.rule if known else self._theme.field))
        painter.setFont(self._bold if cue and known else self._font)
        faint = not known or (word == self._common and not self.letters)
        painter.setPen(QColor(self._theme.faint if faint else self._theme.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    def _begins(self, t: int) -> bool:
        """Return True where a word differs from the one before."""
        return t == 0 or self._words[t] != self._words[t - 1]

    def _bind_font(self) -> None:
        self._placed = None, []
        self._font = fonts.mono_caption() if self.letters else fonts.caption()
        self._bold = QFont(self._font)
        self._bold.setBold(not self.letters)
        metrics = QFontMetricsF(self._bold)
        plain = 0.0 if self.letters else 4.0
        self._rooms = {
            word: metrics.horizontalAdvance(word) + (2 * PADDING if word in self._cues else plain)
            for word in set(self._words)
        }
        self._widest = max(self._rooms.values(), default=0.0)


def are_words(labels: tuple[str, ...]) -> bool:
    """Return True for labels that name the input; others, as years, name the timesteps."""
    named = [label for label in labels if label]
    return len(set(named)) < len(named)


def _number(word: str) -> bool:
    try:
        float(word.replace("−", "-"))
    except ValueError:
        return False
    return True
