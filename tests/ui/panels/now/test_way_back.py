"""Now panel on the way back: each value above its gradient, as far as it is walked."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from simulator.analysis.address import Address
from simulator.check.disagreement import Disagreement
from simulator.check.report import CheckKind, CheckReport, Largest
from simulator.network.gradient_quantities import (
    EVERY_GRADIENT,
    is_gradient,
    quantity_of_gradient,
)
from tests.depth import count
from tests.simulator.gradients.cases import random_case
from ui.cards.content import content_of
from ui.panels.now.panel import NowPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format, theme


def bench_of(seed):
    return Workbench(Document.of("any", random_case(seed, steps=5)))


@pytest.fixture
def shown(follow):
    return lambda bench, size=(330, 620): follow(NowPanel(theme.LIGHT), bench, size)


def row_of(model, key):
    return [vector.key for vector in model.vectors].index(key)


def texts(model, row):
    return [model.text(row, c) for c in range(model.columnCount()) if model.text(row, c)]


def test_the_lit_rows_stay_in_sight_in_any_height_and_the_legend_goes_first(qapp, shown):
    bench = bench_of(2)
    panel = shown(bench)
    bench.last()
    seen = set()
    for _ in range(count(8, by_default=4)):
        bench.step(1, "gate")
        for height in (620, 250, 460):
            panel.resize(330, height)
            qapp.processEvents()
            table = panel.back.table
            for row in panel.back.model.lit_rows()[:1]:
                place = table.visualRect(panel.back.model.index(row, 0))
                assert table.viewport().rect().intersects(place)
            rows = table.viewport().height() // table.rowHeight(0)
            seen.add(panel.back.legend.isVisible())
            assert rows >= 6 or not panel.back.legend.isVisible()
    assert seen == {True, False}


@pytest.mark.parametrize("seed", range(6))
def test_every_gradient_stands_below_its_value(qapp, seed):
    bench, panel = bench_of(seed), NowPanel(theme.LIGHT)
    rng = np.random.default_rng(seed)
    schedule = bench.snapshot().schedule
    for position in rng.integers(schedule.end + 1, schedule.last + 1, 12).tolist():
        bench.go_to(position)
        config = bench.snapshot().experiment.config
        lane = config.lane(int(rng.integers(config.num_lanes)))
        bench.select(lane, int(rng.integers(bench.snapshot().experiment.batch_size)))
        now = bench.snapshot()
        panel.draw(now)
        model, t = panel.back.model, now.timestep
        for key in config.gradients:
            if key == "dz":
                continue
            row = row_of(model, key)
            assert model.vectors[model.value_row(row)].key == key[1:]
            if position < schedule.position_after(now.cell, key):
                assert set(texts(model, row)) == {"·"}
            else:
                numbers = now.back.trace.values(key, now.lane, (t, now.row))
                assert texts(model, row) == [number_format.scientific(n) for n in numbers.tolist()]
        lit = {model.vectors[row].key for row in model.lit_rows()}
        step = now.step
        if not now.on_step or step.quantity == "dW":
            assert not lit
        else:
            assert {k for k in lit if is_gradient(k)} == (
                {"dz_i", "dz_f", "dz_g", "dz_o"} if step.quantity == "dz" else {step.quantity}
            )


def test_going_back_shows_the_other_tables_and_the_legend(qapp, shown):
    bench = bench_of(3)
    bench.last()
    panel = shown(bench)
    assert panel.back is None
    bench.step(1, "gate")
    qapp.processEvents()
    assert panel.back.isVisible()
    assert panel.back.legend.isVisible()
    assert not panel.unit_table.isVisible()
    bench.step(-1, "gate")
    assert not panel.back.isVisible()
    assert panel.unit_table.isVisible()


def report_of(backward, found=None, difference=2e-9, ratio=0.25):
    kinds = [("step", difference, ratio), ("link", 0.0, 0.0)]
    kinds += [("sum", 1e-9, 0.1)] if backward else []
    largest = {CheckKind(c, "float64", "dc"): Largest(d, r) for c, d, r in kinds}
    return CheckReport(
        0, 3, 19 + backward, 0, found, "float64", "2.13.0", largest, backward=backward
    )


def test_a_disagreement_of_the_way_back_stands_beside_its_own_figures(qapp, shown):
    bench = bench_of(3)
    bench.last()
    bench.step(3, "gate")
    panel, run = shown(bench), bench.snapshot().run
    bench.accept(run, report_of(False, difference=4e-16, ratio=0.08))
    assert panel.passes.line("allowance used")[1:] == (("8 %", False), ("·", False))
    bench.accept(run, report_of(True))
    assert panel.passes.isVisible()
    assert panel.passes.line("allowance used")[1:] == (("8 %", False), ("25 %", False))
    assert [figure.text for figure in panel.passes.line("cell steps checked")[1:]] == ["19", "20"]
    assert [figure.text for figure in panel.passes.line("wiring")[1:]] == ["✓", "✓"]
    assert [f.text for f in panel.passes.line("sums of dW")[1:]] == ["·", "✓"]
    agreed = panel.verdict.text()
    assert "both passes" in agreed
    found = Disagreement("step", Address("dc", t=2), 1.0, 2.0, 1e-9, "float64", (0,))
    bench.accept(run, report_of(True, found, 1.0, 1e9))
    assert panel.verdict.text() != agreed
    assert panel.passes.line("allowance used")[1:] == (("8 %", False), ("1e9 ×", True))
    with pytest.raises(KeyError):
        panel.torch.value("rounding allowance used")
    bench.first()
    assert panel.passes.isVisible()  # the disagreement is told there too
    bench.accept(run, report_of(True))
    assert not panel.passes.isVisible()
    assert panel.torch.value("rounding allowance used") == "8 %"


def test_the_figures_of_both_passes_fit_a_narrow_panel(qapp, shown):
    bench = bench_of(3)
    bench.last()
    bench.last()
    panel, run = shown(bench, (280, 620)), bench.snapshot().run
    for backward in (False, True):
        bench.accept(run, report_of(backward, difference=1.23e-16))
    qapp.processEvents()
    for label in panel.passes.findChildren(QLabel):
        whole = label.sizeHint().height()
        if label.wordWrap():
            whole = label.heightForWidth(label.width())
        else:
            assert label.width() >= label.sizeHint().width()
        assert label.height() >= whole
        assert panel.rect().contains(label.rect().translated(label.mapTo(panel, QPoint())))


def test_the_legend_names_what_the_gradients_are_of(qapp, shown):
    bench = bench_of(3)
    bench.seed(Address("h", t=0))
    bench.step(1, "gate")
    assert any("h[0]" in line for line in shown(bench).back.legend.lines())


def test_the_lit_rows_are_brought_into_sight(qapp, shown):
    bench = bench_of(3)
    bench.last()
    panel = shown(bench, (330, 240))
    for _ in range(bench.snapshot().schedule.backward.num_steps):
        bench.step(1, "gate")
        table, rows = panel.back.table, panel.back.model.lit_rows()
        if rows:
            assert 0 <= table.rowViewportPosition(rows[0]) < table.viewport().height()


def test_a_click_looks_at_the_gradient_and_arrows_at_units(qapp, shown):
    bench = next(b for b in map(bench_of, range(50)) if _wide(b))
    bench.last()
    bench.last()
    panel = shown(bench)
    table, model = panel.back.table, panel.back.model
    index = model.index(row_of(model, "dc"), 1)
    table.scrollTo(index)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center()
    )
    subject = bench.snapshot().subject
    assert (subject.quantity, subject.unit) == ("dc", 1)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert bench.snapshot().unit == 0


def _wide(bench):
    experiment = bench.snapshot().experiment
    return experiment.config.hidden_size > 2 and experiment.config.num_lanes == 1


@pytest.mark.parametrize("back", [False, True])
def test_a_right_click_asks_what_made_a_number(qapp, shown, back):
    bench = bench_of(3)
    bench.last()
    panel = shown(bench)
    if back:
        bench.step(2, "gate")
        model = panel.back.model
        panel.back.table.pointed.emit(row_of(model, "c"), 0)
    else:
        column = [vector.key for vector in panel.units.vectors].index("c")
        panel.unit_table.pointed.emit(0, column)
    now, menu = bench.snapshot(), QMenu()
    panel.add_entries_to(menu)
    menu.actions()[0].trigger()
    (seed,) = bench.snapshot().experiment.objective.seeds
    assert (seed.quantity, seed.t, seed.unit) == ("c", now.timestep, 0)
    menu.deleteLater()


def test_every_number_has_a_card(qapp, shown):
    bench = bench_of(3)
    bench.last()
    bench.last()
    panel, now = shown(bench), bench.snapshot()
    for row, vector in enumerate(panel.back.model.vectors):
        spot = panel.back.spot_at(row, 0)
        if spot is None:
            assert vector.key == "target"
        else:
            assert all(content_of(now, spot.subject).texts)


def test_gradients_have_their_quantity_s_hue(qapp):
    for key in EVERY_GRADIENT:
        quantity = quantity_of_gradient(key)
        assert theme.LIGHT.colour(key) == theme.LIGHT.colour(quantity)


def test_a_table_without_width_that_is_scrolled_aside_has_columns(qapp, shown):
    """A dock may give it none for a moment."""
    bench = bench_of(2)
    bench.last()
    bench.step(3, "gate")
    panel = shown(bench)
    qapp.processEvents()
    table = panel.back.table
    table.setMinimumWidth(0)
    for width in range(table.width(), 0, -1):
        table.resize(width, table.height())
        if table.viewport().width() == 0:
            break
    table.horizontalHeader().setDefaultSectionSize(400)
    table.horizontalScrollBar().setMaximum(800)
    table.horizontalScrollBar().setValue(400)
    assert table.viewport().rect().right() == -1
    assert len(table._visible_columns()) > 0
