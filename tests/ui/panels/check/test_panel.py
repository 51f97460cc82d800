"""Check panel: every number of the report, the place of a disagreement, self-test and drift."""

import gc
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidgetItem
from shiboken6 import Shiboken

from simulator.analysis.address import Address
from simulator.check.disagreement import Disagreement
from simulator.check.drift import measure
from simulator.check.report import CheckKind, CheckReport, Strip
from simulator.check.request import CheckRequest, check_run, perform
from simulator.check.selftest import CASES, HEALTHY, Verdict, probe, summary
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from ui.panels.check.lane_strips import StripPlace
from ui.panels.check.panel import CheckPanel, facts_of, matrix_of
from ui.panels.check.share_matrix import (
    ShareFound,
    ShareMatrix,
    ShareRow,
    exact_in,
    names_width,
)
from ui.panels.now.panel import NowPanel
from ui.session.check_state import CheckState, CheckVerdict
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import fonts, number_format
from ui.style.colours import shares_of
from ui.style.theme import DARK, LIGHT
from ui.window.badge import CheckBadge


@pytest.fixture
def panel(qtbot):
    panel = CheckPanel(LIGHT)
    panel.resize(1200, 220)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def checked(bench):
    """Return the snapshot of a bench whose whole run torch has checked."""
    bench.last()
    run = bench.snapshot().run
    bench.set_torch("2.0", None)
    bench.accept(run, check_run(run))
    return bench.snapshot()


def sabotaged(name):
    bench = Workbench(Document.of("test", probe(0, projected=False)))
    bench.set_mistake(name, "sabotage")
    return bench


def matrix(snapshot):
    columns, rows = matrix_of(snapshot)
    return columns, {row.name: row for row in rows}


def facts(panel):
    return {name: panel.facts.value(name) for name in ("cell steps", "short runs of nn.LSTM")}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("projected", [False, True])
def test_every_comparison_of_the_report_has_its_cell(panel, make_workbench, dtype, projected):
    options = {"proj_size": 1} if projected else {}
    snapshot = checked(make_workbench(batch=2, bidirectional=True, dtype=dtype, **options))
    panel.draw(snapshot)
    columns, rows = matrix(snapshot)
    name = np.dtype(dtype).name
    names = {("link", name): "wiring", ("window", name): "nn.LSTM"}
    names |= {("step", of): f"step, {of}" for of in {name, "float64"}}
    shown = 0
    for kind, largest in snapshot.check.report.largest.items():
        found = rows[names[kind.check, kind.dtype]].found[kind.quantity]
        assert found == largest
        assert kind.quantity in columns
        shown += 1
    assert shown == sum(len(row.found) for row in rows.values())
    assert ("m" in columns) is projected
    told = panel.matrix.accessibleDescription()
    z_i = snapshot.check.report.largest[CheckKind("step", "float64", "z_i")]
    assert f"step, float64, z_i: {ShareFound(*z_i).text()}" in told
    assert "wiring, x: exactly equal" in told


def test_a_found_number_says_its_share():
    assert ShareFound(0.0, 0.0).text() == "exactly equal"
    assert (
        ShareFound(1e-6, 0.125).text()
        == "largest difference 1.0e−6, at most 12 % of the rounding allowance"
    )


def test_it_says_what_was_checked(panel, make_workbench):
    bench = make_workbench(timesteps=6)
    panel.draw(bench.snapshot())
    assert panel.facts.heading.text() == "Nothing is checked yet"
    bench.go_to(bench.snapshot().schedule.position_after_ticks(2))
    run = bench.snapshot().run
    bench.accept(run, perform(CheckRequest.of(run, 0, 2)))
    panel.draw(bench.snapshot())
    assert panel.facts.heading.text() == "torch agrees so far"
    assert facts(panel) == {"cell steps": "2 of 6", "short runs of nn.LSTM": "1"}
    panel.draw(checked(bench))
    assert panel.facts.heading.text() == "torch agrees"
    assert facts(panel)["cell steps"] == "6 of 6"
    assert not panel.go.isVisible()
    assert ("torch 2.0 and numpy " + np.__version__, "") in facts_of(bench.snapshot())
    bench.set_torch(None, "no torch here")
    panel.draw(bench.snapshot())
    assert panel.facts.heading.text() == "These numbers are not checked"
    assert panel.story.text() == "No torch here"


@pytest.mark.parametrize(
    ("unavailable", "found", "compared", "overflowing", "verdict", "ink"),
    [
        ("not checked by torch", True, 5, 0, CheckVerdict.UNAVAILABLE, "warn"),
        (None, True, 5, 0, CheckVerdict.DISAGREES, "bad"),
        (None, True, 0, 5, CheckVerdict.DISAGREES, "bad"),
        (None, False, 0, 5, CheckVerdict.NOT_COMPARABLE, "warn"),
        (None, False, 0, 0, CheckVerdict.NOTHING_CHECKED, "faint"),
        (None, False, 5, 5, CheckVerdict.AGREES, "good"),
        (None, None, 0, 0, CheckVerdict.NOTHING_CHECKED, "faint"),
    ],
)
def test_the_worst_that_is_known_decides_the_verdict(
    unavailable, found, compared, overflowing, verdict, ink
):
    """Every place of the window shows that verdict; `found` None is a missing report."""
    wrong = Disagreement("step", Address("f", Lane(), 1, 0, 1), 0.25, 0.5, 1e-7, "float32", (0,))
    report = CheckReport(0, 5, compared, overflowing, wrong if found else None, "float32", "2", {})
    check = CheckState(
        None if found is None else report, torch_version="2", unavailable=unavailable
    )
    assert check.verdict is verdict
    for theme in (LIGHT, DARK):
        assert check.verdict.colour(theme) == getattr(theme, ink)


def test_badge_panel_and_numbers_have_one_verdict(make_window, make_workbench):
    """A wrong wire is found although every step overflows; the panels' words once differed."""
    bench = make_workbench(timesteps=6)
    window = make_window(bench)
    window._worker.close()
    bench.set_torch("2", None)
    bench.last()
    wrong = Disagreement("link", Address("x", Lane(), 1, 0, 1), 0.25, 0.5, 0.0, "float32", (0,))
    bench.accept(bench.snapshot().run, CheckReport(0, 6, 0, 6, wrong, "float32", "2", {}))
    panel, now = window._panels.of(CheckPanel), window._panels.of(NowPanel)
    for part in (panel, now):
        part.catch_up()
    assert "differs at t 1" in window.findChild(CheckBadge).text()
    assert "disagrees" in panel.facts.heading.text()
    assert "disagrees" in now.verdict.text()


def test_go_there_leads_to_the_first_disagreement(panel, qtbot):
    bench = sabotaged("hard sigmoid 1/6")
    panel.draw(checked(bench))
    found = bench.snapshot().check.report.first_disagreement
    assert panel.story.text() == found.text()
    assert panel.facts.heading.text() == "torch disagrees"
    panel.went_there.connect(bench.go_there)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    snapshot = bench.snapshot()
    assert snapshot.subject == found.at
    assert snapshot.knows_number(found.at)
    assert snapshot.step.quantity == found.at.quantity
    assert found.at.value(snapshot.run.trace) == found.ours


@pytest.mark.parametrize(
    ("quantity", "subject"), [("h_prev", None), ("h_n", "h"), ("output", "h"), ("z_o", "z_o")]
)
def test_go_there_knows_every_quantity(panel, make_workbench, quantity, subject):
    bench = make_workbench(timesteps=6, bidirectional=True)
    report = checked(bench).check.report
    found = replace(disagreement(), at=Address(quantity, Lane(0, 1), 2, 0, 1))
    bench.accept(bench.snapshot().run, replace(report, first_disagreement=found))
    panel.draw(bench.snapshot())
    panel.went_there.connect(bench.go_there)
    panel.go.click()
    snapshot = bench.snapshot()
    assert (snapshot.lane, snapshot.row) == (Lane(0, 1), 0)
    assert snapshot.pinned == (Address(subject, Lane(0, 1), 2, 0, 1) if subject else None)
    end = snapshot.schedule.end
    assert snapshot.target == end if quantity in ("h_n", "output") else 0 < snapshot.target < end


@cache
def disagreement():
    return check_run(sabotaged_run()).first_disagreement


def sabotaged_run():
    bench = sabotaged("b_hh missing")
    bench.last()
    return bench.snapshot().run


def test_the_strips_are_those_of_the_report(panel, qtbot, make_workbench):
    bench = make_workbench(timesteps=6, bidirectional=True, lengths=[6, 4], batch=2)
    snapshot = checked(bench)
    panel.resize(1200, 400)
    panel.draw(snapshot)
    QApplication.processEvents()
    for lane, strip in snapshot.check.report.strips.items():
        for k, share in enumerate(strip.ratios):
            assert panel.strips.share_at(StripPlace(lane, strip.start + k)) == share
    assert np.isnan(panel.strips.share_at(StripPlace(Lane(), 17)))
    went, words = [], []
    panel.place_picked.connect(lambda *place: went.append(place))
    panel.hovered.connect(words.append)
    area = panel.strips._area(1)
    x = names_width() + (panel.strips.width() - names_width()) * (3.5 / 6)
    point = QPoint(int(x), int(area.center().y()))
    QTest.mouseMove(panel.strips, point)
    qtbot.mouseClick(panel.strips, Qt.MouseButton.LeftButton, pos=point)
    assert went == [(3, Lane(0, 1))]
    share = number_format.share(panel.strips.share_at(StripPlace(Lane(0, 1), 3)))
    assert f"layer 0 reverse · t 3 · {share} of the rounding allowance" in words


def test_a_long_run_shows_its_largest_shares(panel, make_workbench):
    """The wrong timestep of a pixel decides its share, and a click leads to it."""
    bench = make_workbench(timesteps=5000)
    snapshot = bench.snapshot()
    panel.draw(snapshot)
    ratios = np.full(5000, 0.01)
    ratios[3210] = 7.0
    strips = {(0, 0): Strip(0, ratios)}
    panel.strips.set_strips(strips)
    image = panel.strips._image(strips[0, 0], 700)
    bad = [x for x in range(700) if image.pixelColor(x, 0).name() == LIGHT.bad]
    assert bad == [3210 * 700 // 5000]
    assert panel.strips._largest_near((0, 0), 3208) == 3210


def test_the_legend_of_shares_runs_from_a_thousandth_of_the_bound_to_all(panel, make_workbench):
    panel.draw(make_workbench().snapshot())
    image = panel.strips.grab().toImage()
    metrics = QFontMetricsF(fonts.mono_caption())
    left = metrics.horizontalAdvance("0.1 % ")
    y = round(panel.strips._area(len(panel.strips._lanes) - 1).bottom()) + 9
    map = shares_of(LIGHT).map
    for x, place in ((left + 1, 0.0), (left + 17, 1.0)):
        seen = image.pixelColor(int(x), y)
        assert np.allclose(seen.getRgb(), map.at(place).getRgb(), atol=20)


def test_the_drift_is_told(panel, make_workbench):
    bench = make_workbench(timesteps=6)
    panel.draw(bench.snapshot())
    assert "after all steps are checked" in panel.drift.text()
    snapshot = checked(bench)
    drift = measure(snapshot.experiment)
    bench.set_drift(drift)
    panel.draw(bench.snapshot())
    assert panel.drift.text() == f"Drift. {drift.text()}"
    parameters = snapshot.experiment.parameters.with_value("bias_ih_l0", (0,), 2.0)
    bench.edit(snapshot.experiment.with_parameters(parameters), "edit")
    assert bench.snapshot().check.drift is None


def test_the_self_test_is_asked_for_and_told(panel, make_workbench):
    bench = make_workbench()
    bench.set_torch("2.0", None)
    panel.draw(bench.snapshot())
    asked = []
    panel.self_test_asked.connect(lambda: asked.append(True))
    panel.self_test.click()
    assert asked == [True]
    good = [Verdict(case, frozenset(), frozenset(), "", "2.0") for case in CASES]
    bench.set_self_test(tuple(good[:9]), True)
    panel.draw(bench.snapshot())
    assert panel.progress.value() == 9
    assert panel.progress.isVisible()
    assert panel.tested.text() == f"Self-test: 9 of {len(CASES)} mistakes tried"
    bench.set_self_test(tuple(good), False)
    panel.draw(bench.snapshot())
    assert f"all {len(CASES) - len(HEALTHY)} mistakes found" in panel.tested.text()
    assert not panel.progress.isVisible()
    missed = replace(good[-1], expected=frozenset({"link"}))
    bench.set_self_test((*good[:-1], missed), False)
    panel.draw(bench.snapshot())
    assert panel.tested.text() == f"✗ {summary((*good[:-1], missed))}"
    assert CASES[-1] in panel.tested.text()


def test_nothing_is_painted_before_all_is_drawn(panel, make_workbench, qtbot):
    bench = make_workbench()
    bench.set_torch("2.0", None)
    good = [Verdict(case, frozenset(), frozenset(), "", "2.0") for case in CASES]
    bench.set_self_test(tuple(good[:9]), True)
    panel.draw(bench.snapshot())
    QApplication.processEvents()
    paintings = Paintings(panel.progress)
    for count in (40, 100):
        bench.set_self_test(tuple(good[:count]), True)
        panel.draw(bench.snapshot())
    assert paintings.count == 0
    qtbot.waitUntil(lambda: paintings.count > 0)
    assert panel.progress.value() == 100


class Paintings(QObject):
    """Counts the paintings of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_ink_stands_at_the_position_and_yellow_where_one_looks(panel, make_workbench, theme):
    panel.set_theme(theme)
    bench = make_workbench()
    bench.go_to_timestep(4)
    panel.draw(bench.snapshot())
    assert inked(panel, theme.ink) == {4}
    assert inked(panel, theme.peek_line) == set()
    bench.look_at(Address("c", Lane(), 1, 0, 0))
    panel.draw(bench.snapshot())
    assert inked(panel, theme.ink) == {4}
    assert inked(panel, theme.peek_line) == {1}
    bench.first()
    panel.draw(bench.snapshot())
    assert inked(panel, theme.ink) == inked(panel, theme.peek_line) == set()


def inked(panel, colour):
    """Return the timesteps at whose middle the strips have a colour."""
    strips = panel.strips
    image, y = strips.grab().toImage(), strips._area(0).center().toPoint().y()
    middles = {t: round(strips._x(t + 0.5)) for t in range(strips._timesteps)}
    wanted = QColor(colour)
    return {
        t for t, x in middles.items() if wanted in [image.pixelColor(x + d, y) for d in (-1, 0, 1)]
    }


@pytest.mark.few(2)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(300, 500), (1200, 220), (1900, 400)])
def test_it_can_be_drawn_in_any_size_and_theme(panel, make_workbench, theme, size):
    panel.set_theme(theme)
    panel.resize(*size)
    for bench in (make_workbench(num_layers=2, bidirectional=True), sabotaged("no tanh(c)")):
        panel.draw(checked(bench))
        assert not panel.grab().isNull()


def test_in_a_narrow_panel_every_number_is_in_its_width(panel, make_workbench):
    panel.resize(290, 500)
    panel.draw(checked(make_workbench(dtype=np.float32)))
    QApplication.processEvents()
    area = panel.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    width = area.viewport().width()
    for part in (panel.facts, panel.matrix, panel.strips):
        assert part.mapTo(area.viewport(), part.rect().topRight()).x() < width
    assert panel.self_test.isVisible()
    assert not panel.tested.isVisible()


def test_the_place_of_the_self_test_leaves_no_deleted_item(panel):
    """Python must not hold a deleted layout item: the next widget there would be taken for it."""
    snapshot = Workbench(Document.of("test", probe(0, projected=False))).snapshot()
    before = items_held() - items_of(panel)
    for width in (1200, 400, 1200):
        panel.resize(width, 400)
        panel.draw(snapshot)
        QApplication.processEvents()
    assert items_held() - items_of(panel) <= before


def items_held():
    """Return where the items of layouts are that Python holds."""
    gc.collect()
    wrappers = Shiboken.getAllValidWrappers()
    return {Shiboken.getCppPointer(item)[0] for item in wrappers if isinstance(item, QWidgetItem)}


def items_of(panel):
    """Return where the items of a panel's layouts are."""
    layouts = panel.findChildren(QLayout)
    items = [layout.itemAt(index) for layout in layouts for index in range(layout.count())]
    return {Shiboken.getCppPointer(item)[0] for item in items}


@pytest.mark.parametrize("width", [250, 1000])
def test_the_matrix_tells_each_cell_under_the_mouse_however_it_lies(qtbot, width):
    matrix = ShareMatrix(LIGHT)
    qtbot.addWidget(matrix)
    columns = tuple("xfigoch")
    found = {quantity: ShareFound(1e-7, 0.01 * k) for k, quantity in enumerate(columns)}
    matrix.set_rows(columns, [ShareRow("one", found), ShareRow("other", found)])
    matrix.resize(width, 500)
    matrix.show()
    told = []
    matrix.hovered.connect(told.append)
    across = matrix.cell(0, 0).top() == matrix.cell(0, 1).top()
    assert across == (width == 1000)
    for row in (0, 1):
        for k, quantity in enumerate(columns):
            middle = matrix.cell(row, k).center().toPoint()
            assert matrix.rect().contains(middle)
            QTest.mouseMove(matrix, middle)
            assert told[-1] == matrix.text_at(row, quantity)


def test_where_every_step_overflows_nothing_is_awaited(panel, qtbot):
    x = np.full((7, 3), np.finfo(np.float32).max)
    overflowing = Experiment.create(random_parameters(LSTMConfig(3, 4)), x)
    snapshot = checked(Workbench(Document.of("test", overflowing)))
    badge, now = CheckBadge(LIGHT), NowPanel(LIGHT)
    for part in (badge, now):
        qtbot.addWidget(part)
        part.draw(snapshot)
    panel.draw(snapshot)
    assert snapshot.check.verdict is CheckVerdict.NOT_COMPARABLE
    assert "overflows" in badge.text()
    assert now.verdict.text() == panel.facts.heading.text()
    assert now.verdict.text() == "Nothing to compare, because every step overflows."


def test_equal_numbers_are_told_by_a_sign_where_the_word_has_no_room(qapp):
    metrics = QFontMetricsF(fonts.mono_caption())
    assert exact_in(400, metrics) == "exact"
    assert exact_in(metrics.horizontalAdvance("exact") - 1, metrics) == "="


def test_numpy_alone_has_computed_only_where_torch_is_missing(make_workbench):
    bench = make_workbench()
    bench.set_torch(None, None)  # it is starting
    (starting,) = facts_of(bench.snapshot())
    bench.set_torch(None, "no torch here")
    (alone,) = facts_of(bench.snapshot())
    assert alone != starting
    assert np.__version__ in starting[0]
    assert np.__version__ in alone[0]
