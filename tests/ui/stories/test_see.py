"""Stories: why has f this value at t 3, and where does it come from? By mouse alone, by keys alone.

Over random experiments of every option, each number that the panels write is one of the trace's.
"""

from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from simulator.translation import percent
from tests.depth import examples
from tests.simulator.experiments import experiments
from tests.simulator.train_mode import in_train_mode
from tests.ui.stories.keys import press, tab_to
from ui.matrix.matrix import Block
from ui.panels.ledger.page import LedgerPage
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.terms.term_model import FACTORS, ORIGIN, PRODUCT, SUM, TERM
from ui.panels.lens.choice import QUANTITIES
from ui.panels.lens.panel import LensPanel
from ui.panels.now.panel import NowPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.workbench import Workbench
from ui.style import number_format, theme
from ui.window.transport.transport_bar import TransportBar

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
AT_F = 3 * 6 + 1
"""Position at which f of timestep 3 has just been computed, with one layer and 6 phases."""


class Reader:
    """Reader of a window, by its texts alone."""

    def __init__(self, window):
        self.window = window
        self.ledger = window._panels.of(LedgerPanel)
        self.table = window.findChild(LedgerPage).table
        self.weights = window._panels.of(WeightsPanel)

    def heading(self):
        return self.ledger.heading()

    def column(self, column):
        """Return the texts of a column, but for those of lines that stand for several terms."""
        terms = self.table.terms
        rows = [row for row in range(terms.rowCount()) if terms.row(row).fold is None]
        return [str(terms.index(row, column).data()).strip() for row in rows]

    def row_of(self, label):
        terms = self.table.terms
        return next(r for r in range(terms.rowCount()) if terms.index(r, TERM).data() == label)

    def folded(self):
        """Return the row that stands for several terms; None where all are seen."""
        terms = self.table.terms
        folds = (r for r in range(terms.rowCount()) if terms.row(r).fold is not None)
        return next((row for row in folds if not terms.row(row).fold.open), None)

    def unfold_by_mouse(self):
        if self.folded() is not None:
            index = self.table.terms.index(self.folded(), TERM)
            click(self.table.viewport(), self.table.visualRect(index).center())

    def go_to(self, row):
        """Go to a row of the table by keys."""
        step = row - self.table.currentIndex().row()
        press(*[Key.Key_Down if step > 0 else Key.Key_Up] * abs(step))

    def unfold_by_keys(self):
        tab_to(self.table)
        if self.folded() is not None:
            self.go_to(self.folded())
            press(Key.Key_Return)

    def lit_cells(self):
        """Return the single numbers that are lit in the visible matrix, by its name."""
        marks = self.weights.editor.heat_map.marks
        cells = [(m.block.top, m.block.left) for m in marks if m.block.size == 1]
        return self.weights.heading.name.text(), cells


@pytest.fixture
def story(window_again):
    """Return a window on two units that read two inputs, and the reader of its texts."""
    window = window_again(timesteps=6, input_size=2)
    window.resize(1280, 800)
    reader = Reader(window)
    reader.weights.side_button.setChecked(False)  # one matrix at a time
    reader.weights.tabs.setCurrentIndex(0)
    yield window._workbench, reader
    reader.weights.side_button.setChecked(True)


def is_explained(bench, reader, unit=0):
    """Assert that the ledger explains f, in the trace's numbers."""
    snapshot = bench.snapshot()
    trace, parameters = snapshot.run.trace, snapshot.experiment.parameters
    z, f = (trace.values(q, Lane())[3, 0, unit] for q in ("z_f", "f"))
    assert reader.heading() == (
        f"f[{unit}] at t 3 = σ({number_format.signed(z, 4)}) = {number_format.short(f, 4)}"
    )
    row = snapshot.experiment.config.hidden_size + unit
    x, h = trace.inputs[0][3, 0], trace.lanes[Lane()].before("h")[3, 0]
    W_ih, W_hh = parameters["weight_ih_l0"][row], parameters["weight_hh_l0"][row]
    expected = [
        (f"b_if[{unit}]", [parameters["bias_ih_l0"][row]]),
        (f"b_hf[{unit}]", [parameters["bias_hh_l0"][row]]),
        *((f"W_if[{unit},{k}]", [W_ih[k], x[k]]) for k in range(2)),
        *((f"W_hf[{unit},{k}]", [W_hh[k], h[k]]) for k in range(2)),
    ]
    assert reader.column(TERM)[:6] == [label for label, _ in expected]
    total = 0.0
    for number, (_, factors) in enumerate(expected):
        product = float(np.prod(np.array(factors, np.float64)))
        total += product
        assert number_format.parse(reader.column(PRODUCT)[number]) == pytest.approx(
            product, abs=6e-5
        )
        assert number_format.parse(reader.column(SUM)[number]) == pytest.approx(total, abs=6e-5)
        if len(factors) == 2:
            shown = [part.strip() for part in reader.column(FACTORS)[number].split("×")]
            assert [number_format.parse(text) for text in shown] == pytest.approx(
                [float(factor) for factor in factors], abs=6e-5
            )
    assert total == pytest.approx(float(z), abs=1e-5)


def value_of(bench, quantity, timestep, unit):
    number = Address(quantity, Lane(), timestep, 0, unit)
    return number_format.signed(number.value(bench.snapshot().run.trace), 4)


# By keys alone


def test_by_keys_alone(story):
    bench, reader = story
    press(*[Key.Key_Period] * AT_F)
    assert (bench.snapshot().timestep_here, bench.snapshot().step.quantity) == (3, "f")
    press(Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    reader.unfold_by_keys()
    is_explained(bench, reader)
    reader.go_to(reader.row_of("W_hf[0,0]"))
    assert reader.lit_cells() == ("weight_hh_l0", [(2, 0)])
    press(Key.Key_Return)
    assert reader.heading().startswith("h[0] at t 2 = ")
    assert reader.heading().endswith(f"= {value_of(bench, 'h', 2, 0)}")
    press(Key.Key_Right, Key.Key_Return)
    assert reader.heading().startswith("c[0] at t 2 = ")
    press(Key.Key_Right, Key.Key_Return)
    assert reader.heading().startswith("c[0] at t 1 = ")
    assert reader.heading().endswith(f"= {value_of(bench, 'c', 1, 0)}")
    assert bench.snapshot().position == AT_F

    press(Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace)
    reader.unfold_by_keys()
    is_explained(bench, reader)
    assert bench.snapshot().pinned is None
    press(Key.Key_Period)
    assert reader.heading().startswith("i[0] at t 3 = σ(")


def test_keys_choose_the_unit_and_the_panels(story):
    bench, reader = story
    press(*[Key.Key_Period] * AT_F)
    press(Key.Key_4, modifier=Qt.KeyboardModifier.ControlModifier)
    assert reader.window._panels.of(NowPanel).isAncestorOf(QApplication.focusWidget())
    press(Key.Key_Down)
    assert bench.snapshot().unit == 1
    press(Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    reader.unfold_by_keys()
    is_explained(bench, reader, unit=1)
    press(Key.Key_6, modifier=Qt.KeyboardModifier.ControlModifier)
    lens = reader.window._panels.of(LensPanel)
    assert lens.isVisible()
    f = bench.snapshot().values("f")[3]
    below = percent(float(np.mean(f < 0.1)))
    assert lens.plots["f"].shares()[0] == f"{below} closed"


# By the mouse alone


def click(widget, place=None):
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center() if place is None else place)
    QApplication.processEvents()


def button(window, id):
    return window.findChild(TransportBar).findChild(QToolButton, id)


def click_link(reader, label, link=0):
    index = reader.table.terms.index(reader.row_of(label), ORIGIN)
    reader.table.scrollTo(index)
    rect = reader.table.origin_rects(index)[link]
    assert rect.width() > 4
    click(reader.table.viewport(), QPoint(rect.left() + 3, rect.center().y()))


def test_by_the_mouse_alone(story):
    bench, reader = story
    click(button(reader.window, "by_gate"))
    for _ in range(AT_F):
        click(button(reader.window, "next"))
    assert (bench.snapshot().timestep_here, bench.snapshot().step.quantity) == (3, "f")
    reader.unfold_by_mouse()
    is_explained(bench, reader)

    index = reader.table.terms.index(reader.row_of("W_hf[0,1]"), TERM)
    reader.table.scrollTo(index)
    click(reader.table.viewport(), reader.table.visualRect(index).center())
    assert reader.lit_cells() == ("weight_hh_l0", [(2, 1)])
    rows = [m.block for m in reader.weights.editor.heat_map.marks]
    assert Block(2, 0, 3, 2) in rows
    click_link(reader, "W_hf[0,1]")
    assert reader.heading().startswith("h[1] at t 2 = ")
    click_link(reader, "o[1]·tanh(c[1])", link=1)
    assert reader.heading().startswith("c[1] at t 2 = ")
    click_link(reader, "f[1]·c_prev[1]", link=1)
    assert reader.heading().startswith("c[1] at t 1 = ")
    assert reader.heading().endswith(f"= {value_of(bench, 'c', 1, 1)}")

    for _ in range(3):
        click(reader.ledger._tools.back)
    reader.unfold_by_mouse()
    is_explained(bench, reader)
    click(button(reader.window, "next"))
    assert reader.heading().startswith("i[0] at t 3 = σ(")
    click(button(reader.window, "back"))
    reader.unfold_by_mouse()
    is_explained(bench, reader)


def test_the_mouse_over_a_term_lights_its_cell_where_it_is_in_sight(story):
    bench, reader = story
    bench.go_to(AT_F)
    reader.unfold_by_mouse()
    for label, cell in (("W_if[0,1]", (2, 1)), ("W_if[0,0]", (2, 0))):
        index = reader.table.terms.index(reader.row_of(label), TERM)
        reader.table.scrollTo(index)
        QTest.mouseMove(reader.table.viewport(), reader.table.visualRect(index).center())
        QApplication.processEvents()
        assert reader.lit_cells() == ("weight_ih_l0", [cell])
    index = reader.table.terms.index(reader.row_of("W_hf[0,0]"), TERM)
    reader.table.scrollTo(index)
    QTest.mouseMove(reader.table.viewport(), reader.table.visualRect(index).center())
    QApplication.processEvents()
    assert reader.lit_cells() == ("weight_ih_l0", [])
    bench.step(1, GATE)
    assert reader.lit_cells() == ("weight_ih_l0", [])


# Every number is the trace's


@contextmanager
def seen(bench, *panels):
    """Show panels that follow a workbench for a while."""
    for panel in panels:
        panel.resize(900, 500)
        panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        panel.show()
        bench.changed.connect(panel.draw)
    try:
        yield panels
    finally:
        for panel in panels:
            panel.hide()
            panel.deleteLater()


def told_by(panel):
    """Collect the texts that a panel gives for the number under the mouse."""
    told = []
    panel.hovered.connect(told.append)
    return told


@examples(40)
@given(experiments(max_steps=4), st.data())
def test_what_the_mouse_reads_is_the_traces_number(qapp, experiment, data):
    if data.draw(st.booleans()):
        experiment = in_train_mode(experiment, data.draw(st.sampled_from([0.0, 0.5])), seed=3)
    bench = Workbench(Document.of("random", experiment))
    with seen(bench, LensPanel(theme.LIGHT), TimelinePanel(theme.LIGHT)) as (lens, timeline):
        bench.go_to(data.draw(st.integers(0, bench.snapshot().schedule.end)))
        layer, direction = data.draw(st.sampled_from(list(experiment.config.lanes())))
        row = data.draw(st.integers(0, experiment.batch_size - 1))
        bench.select(Lane(layer, direction), row)
        snapshot = bench.snapshot()
        trace, length = snapshot.run.trace, experiment.lengths[row]

        def known(quantity, t):
            cell = snapshot.schedule.cell_at(Lane(layer, direction), t, row)
            return snapshot.schedule.position_after(cell, quantity) <= snapshot.position

        for quantity in set(timeline.plots.rows) & set(experiment.config.quantities):
            plot = timeline.plots.rows[quantity]
            values = trace.values(quantity, Lane(layer, direction))[:, row]
            for t, unit in np.ndindex(values.shape):
                place = plot.place_at(plot.view.mapViewToScene(QPointF(t, unit)))
                timeline._pointing._point(place)
                where = f"{quantity}[{unit}] at t {t}"
                if t >= length:
                    assert timeline._pointing.said == f"{where}: past the end of the row"
                elif known(quantity, t):
                    assert (
                        timeline._pointing.said
                        == f"{where} = {number_format.exact(values[t, unit])}"
                    )
                else:
                    ahead = snapshot.ahead(quantity)
                    assert timeline._pointing.said == (
                        f"{where} = {number_format.exact(values[t, unit])} · ahead"
                        if ahead.start <= t < ahead.stop
                        else f"{where}: not computed yet"
                    )

        told, t = told_by(lens), snapshot.timestep
        for quantity in QUANTITIES:
            for unit in range(experiment.config.hidden_size):
                lens.plots[quantity].pointed.emit(None)
                if t is None or not known(quantity, t):
                    assert lens.plots[quantity].shares()[0].count("%") == 0
                    continue
                lens.plots[quantity].pointed.emit(unit)
                value = trace.values(quantity, Lane(layer, direction))[t, row, unit]
                assert told[-1].startswith(f"{quantity}[{unit}] at t {t} = ")
                assert told[-1].endswith(f"= {number_format.exact(value)}")


@examples(40)
@given(experiments(max_steps=6), st.data())
def test_the_shares_of_the_lens_are_those_of_the_trace(qapp, experiment, data):
    bench = Workbench(Document.of("random", experiment))
    with seen(bench, LensPanel(theme.DARK)) as (panel,):
        panel.resize(900, 300)
        panel.choose("", True)
        for _ in range(3):
            bench.go_to(data.draw(st.integers(0, bench.snapshot().schedule.end)))
            layer, direction = data.draw(st.sampled_from(list(experiment.config.lanes())))
            row = data.draw(st.integers(0, experiment.batch_size - 1))
            bench.select(Lane(layer, direction), row)
            snapshot = bench.snapshot()
            for quantity in GATES:
                values = snapshot.run.trace.values(quantity, Lane(layer, direction))[:, row]
                computed = [
                    values[t]
                    for t in range(experiment.lengths[row])
                    if snapshot.schedule.position_after(
                        snapshot.schedule.cell_at(Lane(layer, direction), t, row), quantity
                    )
                    <= snapshot.position
                ]
                low, high = (-0.9, 0.9) if quantity == "g" else (0.1, 0.9)
                expected = ["< −0.9", "> 0.9"] if quantity == "g" else ["closed", "open"]
                if computed:
                    flat = np.concatenate(computed)
                    for k, count in enumerate((flat < low, flat > high)):
                        expected[k] = f"{percent(float(count.mean()))} {expected[k]}"
                assert panel.plots[quantity].shares() == tuple(expected)
