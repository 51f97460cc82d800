"""Beside: a matrix, and its gradients and changes beside it, row by row."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.array_view import ArrayView
from ui.matrix.cells.overlay import Mark
from ui.matrix.heat_map import HeatMap
from ui.matrix.matrix import Block, Matrix
from ui.matrix.selection import Entry
from ui.panels.matrices import copying
from ui.panels.matrices.change_bar import ChangeBar
from ui.panels.matrices.decade_bar import DecadeBar
from ui.panels.matrices.gradients import (
    ChangeMatrix,
    GradientMatrix,
    Gradients,
    Part,
    decades_of,
)
from ui.panels.matrices.linked_maps import LinkedMaps
from ui.panels.matrices.part_choice import PartChoice
from ui.panels.matrices.part_heads import PartHeads
from ui.style import fonts, number_format
from ui.style.decades import DecadeRange
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.strips.decade_steps import scale_text

_HEAD, _FOOT, _GAP, _EDGE = 34, 20, 8, 3
"""Pixels: of the heads of two lines, the foot line, between matrices, and of a gradient's bar."""

_LEAST, _LEAST_HEIGHT, _ABOVE_BAR = 52, 56, 6
"""Pixels that a matrix needs beside others: its width, and its height in the tight form; and those
between it and the legend."""


class Beside(QWidget):
    """Editor of a matrix, alone on the way forwards; on the way back with its gradients.

    In training with its changes too. All show the same rows and columns, and have one selection.
    Only what is shown is computed, and only when it changes. Without room for several, one is shown
    at a time.

    Attributes:
        choice: which are shown; the panel has it beside its tabs.
        has_gradients: True on the way back, where the matrix has gradients.
        is_tight: heads and legend have one line each, and the scale and the foot line none.

    Signals:
        cell_clicked: a (row, column) of a gradient. hovered: the exact value under the mouse.
        rescaled: the change in words, where gradients that are shown have other colours now.
    """

    cell_clicked = Signal(object)
    hovered = Signal(str)
    rescaled = Signal(object)

    def __init__(self, editor: ArrayEditor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._editor = theme, editor
        editor.setParent(self)
        self.choice = PartChoice()
        self.choice.hide()
        self.views: dict[str, ArrayView] = {}
        self._heads = PartHeads(theme, self)
        self.foot = ElidedLabel(self)
        self.bar = DecadeBar(theme, self)
        self.change_bars: dict[str, ChangeBar] = {}
        self.has_gradients = self._awaits = False
        self._gradients: Gradients | None = None
        self._shown: tuple[str, ...] = ()
        self._stand: tuple[object, ...] = ()
        self._of: tuple[object, ...] = ()
        self._values: dict[str, Array] = {}
        self.reach: DecadeRange | None = None
        self._shared: DecadeRange | None = None
        self._widest: DecadeRange | None = None
        self._hovered: Entry | None = None
        self._arranged: tuple[object, ...] = ()
        self.is_tight = False
        self._linked = LinkedMaps(self)
        self._linked.moved.connect(self.update)
        self._linked.chosen.connect(self._tell_foot)
        fonts.wear(self.foot, fonts.mono_caption)
        for part in (self.foot, self.bar):
            part.hide()
        self._listen(editor)

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of what is shown, the matrix itself among them; none on the way forwards."""
        return self._shown

    @property
    def spare(self) -> int:
        """Pixels of height that the tight form saves."""
        return self._least_height(tight=False) - self._least_height(tight=True)

    def tighten(self, tight: bool) -> None:
        """Take the form of little height, or the usual one."""
        self.is_tight = tight
        self._editor.show_scale(not tight)
        self.updateGeometry()
        if not self._awaits:
            self._arrange()

    def await_gradients(self, are_there: bool) -> None:
        """Ask for the room that gradients will need, or no longer.

        They are laid out by `show_gradients` alone, once the room is there.
        """
        if are_there != self.has_gradients:
            self.has_gradients, self._awaits = are_there, True
            self.choice.setVisible(are_there)
            self.updateGeometry()

    def show_gradients(self, gradients: Gradients | None, marks: tuple[Mark, ...]) -> None:
        """Show the gradients of the editor's matrix; None on the way forwards."""
        self.await_gradients(gradients is not None)
        self._awaits = False
        if gradients is None and self._gradients is None:
            return
        self._gradients = gradients
        if gradients is None:
            self._end()
            return
        shown = self.choice.offer(_tips(gradients), self._fits(gradients))
        if shown != self._shown or self.foot.isHidden():
            self._shown = shown
            self._show_parts(gradients)
        self._bind(gradients)
        views = list(self._seen_views().values())
        for view in views:
            view.set_marks(marks)
        own = [self._editor] if gradients.own in shown else []
        self._link([view.heat_map for view in (*own, *views)])
        self._tell_foot()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.bar.set_theme(theme)
        for bar in self.change_bars.values():
            bar.set_theme(theme)
        for view in self.views.values():
            view.set_theme(theme)
        self._heads.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for the editor's room, and for the lines above and below."""
        lines = sum(self._lines(self.is_tight)) if self.has_gradients else 0
        return self._editor.sizeHint() + QSize(0, lines)

    def minimumSizeHint(self) -> QSize:
        """Need the editor's room, and that of the lines above and below."""
        least = self._editor.minimumSizeHint()
        if self.has_gradients:
            least.setHeight(self._least_height(self.is_tight))
        return least

    def _least_height(self, tight: bool) -> int:
        if tight:
            legend = self.bar.least_height + _ABOVE_BAR
            return sum(self._lines(tight)) + fonts.px(_LEAST_HEIGHT) + legend
        scale = self._editor.scale_height if self.is_tight else 0
        return sum(self._lines(tight)) + self._editor.minimumSizeHint().height() + scale

    def _lines(self, tight: bool) -> tuple[int, int]:
        """Return the heights of the heads and of the foot line, which only gradients have."""
        return (fonts.px(_HEAD) // 2, 0) if tight else (fonts.px(_HEAD), fonts.px(_FOOT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room."""
        super().resizeEvent(event)
        if self._awaits:
            return
        gradients = self._gradients
        if gradients is not None:
            several = self._fits(gradients)
            if self.choice.offer(_tips(gradients), several) != self._shown:
                self.choice.changed.emit()
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars of the gradients at their right, in the hues of their rows."""
        if self._gradients is None:
            return
        painter = QPainter(self)
        for view in self._seen_views().values():
            heat_map, matrix = view.heat_map, view.matrix
            if isinstance(matrix, ChangeMatrix):
                continue
            right = view.geometry().right() + 1
            for band in matrix.bands:
                rect = heat_map.block_rect(Block(band.start, 0, band.stop, matrix.shape[1]))
                top = heat_map.mapTo(self, rect.topLeft()).y()
                bar = QRect(right, top + 1, _EDGE, rect.height() - 2)
                painter.fillRect(bar, self._theme.colour(band.quantity))

    # Drawing

    def _fits(self, gradients: Gradients) -> bool:
        names = self._editor.heat_map.names_width
        least = names + (1 + len(gradients.parts)) * (fonts.px(_LEAST) + _GAP)
        return self.width() >= least and self._editor.view is self._editor.heat_map

    def _end(self) -> None:
        """Show the editor alone."""
        self._shown, self._stand, self._of, self._values = (), (), (), {}
        self.reach = self._shared = self._widest = None
        self._linked.shown = ()
        self._editor.show()
        self._editor.heat_map.show_rows(True)
        for view in self.views.values():
            view.hide()
        self._heads.show(())
        for part in (self.foot, self.bar, *self.change_bars.values()):
            part.hide()
        self._arrange()

    def _show_parts(self, gradients: Gradients) -> None:
        own = gradients.own in self._shown
        self._editor.setVisible(own)
        self._editor.heat_map.show_rows(own)
        keys = {gradients.own, *(part.key for part in gradients.parts)}
        for part in gradients.parts:
            self.make(part.key)
            if part.is_change and part.key not in self.change_bars:
                self.change_bars[part.key] = ChangeBar(self._theme, self)
        for key, bar in self.change_bars.items():
            bar.setVisible(key in keys and key in self._shown)
        first = self._shown[0]
        for key, view in self.views.items():
            seen = key in keys and key in self._shown
            view.setVisible(seen)
            view.heat_map.show_rows(key == first)
            view.show_as_table(self._editor.view is self._editor.table)
        self._heads.show([key for key in self._shown if key in keys])
        self.foot.show()

    def _bind(self, gradients: Gradients) -> None:
        """Compute what is shown and not known yet, and show it."""
        stand = (*gradients.of, *gradients.stand)
        if stand != self._stand:
            self._stand, self._values = stand, {}
        matrix, shown = self._editor.matrix, self._shown
        seen = [part for part in gradients.parts if part.key in shown]
        new = [part for part in seen if part.key not in self._values]
        for part in new:
            self._values[part.key] = part.values()
        by_decades = [part for part in seen if not part.is_change]
        if new or (gradients.of, gradients.decades) != (self._of, self._shared):
            self._measure(gradients, by_decades)
        self.bar.setVisible(self.reach is not None and bool(by_decades))
        self._heads.write(gradients.own, gradients.own, gradients.note)
        self._arrange()
        for part in seen:
            self._heads.write(part.key, part.title, part.note)
            values, view = self._values[part.key], self.views[part.key]
            found: Matrix
            if part.is_change:
                found = ChangeMatrix.beside(matrix, part, values)
                self.change_bars[part.key].bind(found.end)
            else:
                reach = self.reach or DecadeRange()
                found = GradientMatrix.beside(matrix, part, values, reach)
            if not view.shows(found):
                view.bind(found)

    def _measure(self, gradients: Gradients, seen: list[Part]) -> None:
        """Take the scale of all gradients, or a larger one that these need.

        It only grows on one way back, and through edits; None without a number other than 0.
        """
        before = self.reach
        found = decades_of([(self._values[part.key], part.known) for part in seen])
        reach = found
        if found is not None and gradients.decades is not None:
            reach = found.grown(gradients.decades)
        if reach is not None and self._widest is not None and gradients.of[1:] == self._of[1:]:
            reach = reach.grown(self._widest)
        self._of, self._shared, self.reach = gradients.of, gradients.decades, reach
        self._widest = reach or self._widest
        if reach is not None:
            self.bar.bind(reach)
            if before is not None and reach != before:
                old, new = scale_text(before), scale_text(reach)
                what = tr("gradients")
                told = tr("scale of {quantity}: {old} → {new}", quantity=what, old=old, new=new)
                self.rescaled.emit(told)

    def _link(self, maps: list[HeatMap]) -> None:
        """Let maps that come into sight show what the others show."""
        if maps != self._linked.shown:
            self._linked.shown = maps
            cell = self._linked.selected()
            if cell is not None:
                for heat_map in maps:
                    heat_map.show_selection(Block.cell(*cell))

    def _arrange(self) -> None:
        gradients = self._gradients
        if gradients is None:
            self._arranged = ()
            if self._editor.geometry() != self.rect():
                self._editor.setGeometry(self.rect())
            return
        head, foot = self._lines(self.is_tight)
        height, scale = self.height() - head - foot, self._editor.foot_height
        legend = self.bar.least_height if self.is_tight else self.bar.sizeHint().height()
        under = scale or legend + _ABOVE_BAR
        alone = self._shown == (gradients.own,)
        names = self._editor.heat_map.names_width or 0
        of = gradients.own, self._shown, self._editor.matrix.bands, self._editor.matrix.shape
        arranged = *of, self.size(), head, foot, under, scale, names
        if arranged == self._arranged:
            return
        self._arranged = arranged
        count = max(1, len(self._shown))
        wide = (self.width() - names - count * (_GAP + _EDGE)) // count
        x, left, right = 0, self.width(), 0
        top = head + height - under + _ABOVE_BAR
        for place, key in enumerate(self._shown):
            before = names if place == 0 else 0
            own = key == gradients.own
            whole = own and (scale or alone)
            rect = QRect(x, head, before + wide, height if whole else height - under)
            (self._editor if own else self.views[key]).setGeometry(rect)
            self._heads.place(key, QRect(x + before, 0, wide, head), self.is_tight)
            if key in self.change_bars:
                self.change_bars[key].setGeometry(x + before, top, wide, under - _ABOVE_BAR)
            elif not own:
                left, right = min(left, x + before), x + before + wide + _EDGE
            x += before + wide + _EDGE + _GAP
        self.bar.setGeometry(left, top, max(0, right - left), under - _ABOVE_BAR)
        self.foot.setGeometry(0, self.height() - foot, self.width(), foot)
        self.update()

    def _tell_foot(self) -> None:
        """Write the selected number, or the one under the mouse, with its gradients."""
        gradients, matrix = self._gradients, self._editor.matrix
        cell = self._hovered or self._linked.selected()
        if gradients is None or cell is None or not matrix.whole.covers(cell):
            self.foot.set_text("")
            return
        value = number_format.signed(float(matrix.values[cell]), 3)
        texts = [f"{matrix.cell_name(*cell).replace(', ', ',')} {value}"]
        for key, view in self._seen_views().items():
            texts.append(f"{tr(key)} {view.matrix.text(*cell, 0)}")
        text = "  ".join(texts)
        wide = QFontMetrics(fonts.mono_caption()).horizontalAdvance(text) > self.foot.width()
        fonts.wear(self.foot, fonts.mono_tight if wide else fonts.mono_caption)
        self.foot.set_text(" ".join(texts) if wide else text)

    # Views

    def _seen_views(self) -> dict[str, ArrayView]:
        """Return the views that are shown and bound, by their keys, from the left."""
        seen = {key: self.views[key] for key in self._shown if key in self.views}
        return {key: view for key, view in seen.items() if view.is_bound}

    def make(self, key: str) -> None:
        """Make the view of a gradient, out of sight, unless there is one."""
        if key in self.views:
            return
        view = self.views[key] = ArrayView(self._theme, self, self)
        view.hide()
        view.hovered.connect(self.hovered)
        view.cell_clicked.connect(self.cell_clicked)
        for inner in (view.heat_map, view.table):
            inner.commanded.connect(partial(copying.obey, view))
            inner.menu_asked.connect(partial(copying.popup, self, view))
        self._listen(view)

    def _listen(self, view: ArrayView) -> None:
        self._linked.add(view.heat_map)
        for inner in (view.heat_map, view.table):
            inner.cell_hovered.connect(self._hover)

    def _hover(self, cell: Entry | None) -> None:
        self._hovered = cell
        if self._gradients is not None:
            self._tell_foot()


def _tips(gradients: Gradients) -> dict[str, str]:
    """Return what each part is, by its key."""
    own = {gradients.own: tr("The values themselves")}
    return own | {part.key: f"{part.title} {part.note}" for part in gradients.parts}
