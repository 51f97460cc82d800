"""Effects of an edit in the real window: ghost, Δ, the line that names it, and pins."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from simulator.analysis.address import Address
from simulator.analysis.comparison import RunComparison
from simulator.engine.run import Run
from simulator.network.lane import Lane
from ui.panels.layouts import EDIT
from ui.panels.now.panel import NowPanel
from ui.panels.timeline.against.baseline_button import BEFORE_EDIT
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.weights.panel import WeightsPanel
from ui.style import number_format
from ui.style.colours import Scale, map_of

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window_again):
    """Return a function that gives the window and its timeline, some timesteps on."""

    def again(ticks=9, **options):
        window = window_again(**{"timesteps": 12, **options})
        bench, panel = window._workbench, window._panels.of(TimelinePanel)
        panel.choose_tracks(None)
        panel.choose_units((0, 1, 2, 3))
        panel.heat_map_button.click()
        window._docks.lay_out(EDIT)
        bench.step(ticks)
        return bench, window, panel

    return again


def edit(window, bench, value=3.0, name="weight_ih_l0", place=(1, 2)):
    """Edit a weight by the weights panel's signal."""
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value(name, place, value)
    weights = window._panels.of(WeightsPanel)
    weights.edited.emit(experiment.with_parameters(parameters), f"set {name}{place}", None)


def both(bench, before):
    """Return the values of two fresh runs."""
    runs = [Run(before), Run(bench.snapshot().experiment)]
    for run in runs:
        run.advance()
    return runs


def choose(panel, text):
    """Open the menu of baselines and click an entry."""
    menu = panel.baseline_button.menu()
    menu.popup(panel.mapToGlobal(QPoint(20, 20)))
    action = next(a for a in menu.actions() if a.text() == text)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def entries(panel):
    menu = panel.baseline_button.menu()
    menu.aboutToShow.emit()
    return {a.text(): a.isChecked() for a in menu.actions() if a.isCheckable()}


def test_the_line_names_what_moved_most_and_leads_there(opened):
    bench, window, panel = opened(num_layers=2)
    assert panel.moved.text() == ""
    before = bench.snapshot().experiment
    edit(window, bench)
    runs = both(bench, before)
    sizes = {
        (layer, t, unit): abs(
            float(runs[1].trace.values("h", Lane(layer))[t, 0, unit])
            - float(runs[0].trace.values("h", Lane(layer))[t, 0, unit])
        )
        for layer in range(2)
        for t in range(9)
        for unit in range(2)
    }
    layer, t, unit = max(sizes, key=sizes.get)
    old, new = (run.trace.values("h", Lane(layer))[t, 0, unit] for run in runs)
    assert panel.moved.text() == (
        f"h of unit {unit} at t={t} (layer {layer} forward): {number_format.change(old, new)}"
    )
    QApplication.processEvents()
    QTest.mouseClick(panel.moved, LEFT, pos=QPoint(5, 5))
    assert bench.snapshot().pinned == Address("h", Lane(layer), t, 0, unit)
    bench.look_back()
    panel.moved.setFocus()
    QTest.keyClick(panel.moved, Key.Key_Return)
    assert bench.snapshot().pinned == Address("h", Lane(layer), t, 0, unit)
    bench.undo()
    assert panel.moved.text() == ""
    assert panel.moved.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_difference_is_drawn_on_a_scale_that_is_said(opened):
    bench, window, panel = opened()
    before = bench.snapshot().experiment
    edit(window, bench)
    QTest.mouseClick(panel.difference_button, LEFT)
    runs = both(bench, before)
    peaks = {}
    for quantity in "ifgoch":
        old, new = (run.trace.values(quantity, Lane())[:9, 0] for run in runs)
        row = panel.plots.rows[quantity]
        picture = row.heat_map.picture()
        scale = Scale(map_of(panel.theme, None), row.limits)
        assert np.array_equal(picture[:, :9], scale.table[scale.index(new - old)].T)
        assert not picture[:, 9:].any()
        assert row.limits[0] == -row.limits[1]
        assert np.abs(new - old).max() <= row.limits[1]
        peaks[quantity] = np.abs(new - old).max()
    narrow = {panel.plots.rows[q].limits for q in "ifgoh"}
    assert len(narrow) == 1
    peak = float(max(peaks[q] for q in "ifgoh"))
    assert narrow == {(-(2.0**k), 2.0**k) for k in [math.ceil(math.log2(peak))]}
    assert panel.legend.accessibleName().startswith("Δ ")


def test_the_difference_follows_the_position_and_the_edits(opened):
    bench, window, panel = opened()
    button = panel.difference_button
    assert not button.isEnabled()
    assert button.toolTip() == "nothing to compare with. Change a weight, or pin a run"
    edit(window, bench)
    assert button.isEnabled()
    assert button.toolTip() == "Differences from the baseline, as colours"
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    assert button.isChecked()
    bench.go_to_tick(11)
    bench.go_to_tick(2)
    shown = panel.plots.rows["h"].heat_map.picture()
    assert shown.any(axis=0).all()
    bench.toggle_ahead()
    for ticks in (3, 12, 0):
        bench.go_to_tick(ticks - 1)
        shown = panel.plots.rows["h"].heat_map.picture().any(axis=0)
        assert shown.sum() == ticks
    bench.last()
    QTest.keyClick(window, Key.Key_Z, CONTROL)
    assert not button.isEnabled()
    assert panel.moved.text() == button.toolTip()
    assert not panel.legend.accessibleName().startswith("Δ ")
    assert panel.plots.rows["h"].heat_map.picture().all(), "the run is shown, as by Heat map"
    QTest.keyClick(window, Key.Key_Y, CONTROL)
    assert panel.legend.accessibleName().startswith("Δ ")


def test_a_run_that_is_pinned_after_an_edit_is_not_compared_with_itself(opened):
    bench, window, panel = opened()
    first = bench.snapshot().experiment
    edit(window, bench, 1.0)
    second = bench.snapshot().experiment
    QTest.mouseClick(panel.difference_button, LEFT)
    moved = panel.moved.text()
    picture = panel.plots.rows["h"].heat_map.picture()
    assert picture.any()
    QTest.keyClick(window, Key.Key_B, CONTROL)
    assert bench.snapshot().against.baselines.chosen.experiment is second
    assert bench.snapshot().against.baseline.experiment is first
    assert panel.moved.text() == moved
    assert (panel.plots.rows["h"].heat_map.picture() == picture).all()
    assert "set weight_ih_l0(1, 2)" in window.statusBar().hover.text()
    for value in (2.0, 3.0):
        edit(window, bench, value)
        assert bench.snapshot().against.baseline.experiment is second
        assert panel.baseline_button.text().startswith("vs set")


def test_a_run_that_is_pinned_without_an_edit_waits_for_one(opened):
    bench, window, panel = opened()
    QTest.keyClick(window, Key.Key_B, CONTROL)
    assert not panel.difference_button.isEnabled()
    assert "pinned" in panel.difference_button.toolTip()
    assert panel.baseline_button.toolTip() == panel.difference_button.toolTip()
    edit(window, bench)
    assert panel.difference_button.isEnabled()


def test_the_mouse_reads_what_was_and_what_is(opened):
    bench, window, panel = opened()
    before = bench.snapshot().experiment
    edit(window, bench)
    was, now = (run.trace.values("h", Lane())[:, 0] for run in both(bench, before))
    t = int(np.argmax(np.abs(now[:, 1] - now[:, 0])[:9]))  # here the mouse tells the curves apart
    old, new = was[t, 1], now[t, 1]
    told = []
    panel.hovered.connect(told.append)
    change = f"{number_format.exact(old)} → {number_format.exact(new)}"
    for show, height, words in (
        (
            panel.difference_button.click,
            1,
            f"Δ h[1] at t {t} = {number_format.exact(new - old)}: {change}",
        ),
        (
            lambda: panel.show_curves(True),
            float(new),
            f"h[1] at t {t} = {number_format.exact(new)}, was {number_format.exact(old)}",
        ),
    ):
        show()
        QApplication.processEvents()
        view = panel.plots.rows["h"].view
        where = panel.plots.mapFromScene(view.mapViewToScene(QPointF(t, height)))
        for place in (where + QPoint(1, 0), where):
            QTest.mouseMove(panel.plots.viewport(), place)
        assert told[-1] == words


def test_the_ghost_lies_where_the_old_values_were(opened):
    bench, window, panel = opened(ticks=12)
    panel.choose_units((0,))
    panel.choose_tracks(tuple("ifgoch"))
    panel.show_curves(True)
    edit(window, bench, value=-4.0, name="weight_ih_l0", place=(0, 0))
    comparison = bench.snapshot().against.comparison
    shown = comparison.values("i", Lane(), 0)
    apart = int(np.argmax(np.abs(shown[:-1, 0] + shown[1:, 0])))
    assert abs(shown[apart, 0]) > 0.2
    QApplication.processEvents()
    with_ghost = panel.plots.grab().toImage()
    view = panel.plots.rows["i"].view
    paper = panel.theme.panel
    seen = []
    for share in np.linspace(0.2, 0.8, 40):
        value = (1 - share) * shown.before[apart, 0] + share * shown.before[apart + 1, 0]
        point = view.mapViewToScene(QPointF(apart + share, float(value)))
        spot = panel.plots.mapFromScene(point)
        near = [with_ghost.pixelColor(spot.x(), spot.y() + dy).name() for dy in (-1, 0, 1)]
        seen.append(any(colour != paper for colour in near))
    assert 0.3 < np.mean(seen) < 1, "dashes: neither nothing nor a line without gaps"
    first = comparison.before.experiment
    third = first.with_parameters(first.parameters.with_value("weight_ih_l0", (0, 0), 4.0))
    bench.set_baselines(bench.snapshot().against.baselines.with_pin("third", third))
    QApplication.processEvents()
    assert panel.plots.grab().toImage() != with_ghost


def test_the_now_panel_notes_the_differences(opened):
    bench, window, _ = opened(hidden_size=3)
    window._docks.show_panel("Now")
    QApplication.processEvents()  # the table takes its place's width, and its digits' size
    now = window._panels.of(NowPanel)
    height = now.unit_table.verticalHeader().defaultSectionSize()
    before = bench.snapshot().experiment
    edit(window, bench, place=(1, 2))
    runs = both(bench, before)
    for column, quantity in enumerate("figoch"):
        old, new = (run.trace.values(quantity, Lane())[8, 0] for run in runs)
        for unit in range(3):
            note = now.units.note(unit, column)
            moved = new[unit] - old[unit]
            assert note == (number_format.delta(float(moved)) if moved else "")
    assert any(now.units.note(unit, 5) for unit in range(3))
    assert now.unit_table.verticalHeader().defaultSectionSize() > height
    bench.undo()
    assert now.units.note(0, 0) == ""
    assert now.unit_table.verticalHeader().defaultSectionSize() == height


def test_a_row_in_which_nothing_differs_stands_in_its_middle(opened):
    bench, window, _ = opened()
    baselines = bench.snapshot().against.baselines
    bench.set_baselines(baselines.with_pin("now", bench.snapshot().experiment))
    table = window._panels.of(NowPanel).unit_table
    height = table.verticalHeader().defaultSectionSize()
    picture = table.viewport().grab().toImage()
    dark = [
        y
        for y in range(height - 1)
        if any(picture.pixelColor(x, y).lightness() < 100 for x in range(picture.width()))
    ]
    assert abs(dark[0] + dark[-1] - height) <= 4


def test_by_keys_a_run_is_pinned_and_compared_with(opened):
    bench, window, panel = opened()
    first = bench.snapshot().experiment
    QTest.keyClick(window, Key.Key_B, CONTROL)
    assert panel.baseline_button.text() == "vs test ▾"
    edit(window, bench, 1.0)
    edit(window, bench, 2.0)
    assert bench.snapshot().against.baseline.experiment is first
    QTest.keyClick(window, Key.Key_B, CONTROL | SHIFT)
    assert panel.baseline_button.text() == "vs before the edit ▾"
    assert bench.snapshot().against.baseline.experiment is not first
    QTest.keyClick(window, Key.Key_B, CONTROL)
    QTest.keyClick(window, Key.Key_B, CONTROL | SHIFT)
    QTest.keyClick(window, Key.Key_B, CONTROL | SHIFT)
    assert bench.snapshot().against.baseline.experiment is first


def test_by_mouse_runs_are_pinned_chosen_renamed_and_let_go(opened, monkeypatch):
    bench, window, panel = opened()
    first = bench.snapshot().experiment
    edit(window, bench)
    choose(panel, "Pin the run before the last edit")
    assert bench.snapshot().against.baseline.experiment is first
    name = bench.snapshot().against.name
    assert entries(panel) == {BEFORE_EDIT: False, name: True}
    choose(panel, "Pin this run")
    assert bench.snapshot().against.baseline.experiment is first
    choose(panel, name)
    assert bench.snapshot().against.baseline.experiment is first
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("<b>this & that</b>", True))
    renaming = next(t for t in _texts(panel) if t.startswith("Rename"))
    choose(panel, renaming)
    assert bench.snapshot().against.name == "<b>this & that</b>"
    assert entries(panel)["<b>this && that</b>"]
    choose(panel, next(t for t in _texts(panel) if t.startswith("Unpin")))
    assert bench.snapshot().against.baselines.chosen is None
    assert len(bench.snapshot().against.baselines.pins) == 1
    choose(panel, BEFORE_EDIT)
    assert bench.snapshot().against.baseline.experiment is first


def test_the_menu_leaves_nothing_behind(opened):
    _, _, panel = opened()
    menu = panel.baseline_button.menu()
    entries(panel)
    made = len(menu.findChildren(QObject))
    for _ in range(3):
        entries(panel)
    assert len(menu.findChildren(QObject)) == made


def _texts(panel):
    menu = panel.baseline_button.menu()
    menu.aboutToShow.emit()
    return [a.text() for a in menu.actions()]


def test_another_shape_is_said_not_to_compare(opened, make_workbench):
    bench, _, panel = opened()
    other = make_workbench(hidden_size=5).snapshot().experiment
    bench.set_baselines(bench.snapshot().against.baselines.with_pin("wide", other))
    assert bench.snapshot().against.obstacle in panel.moved.text()
    assert not panel.difference_button.isEnabled()
    assert bench.snapshot().against.obstacle in panel.difference_button.toolTip()


def form(panel):
    """Return the one form that is pressed, and whether Δ can be."""
    forms = (panel.heat_map_button, panel.curves_button, panel.difference_button)
    (pressed,) = (button for button in forms if button.isChecked())
    return pressed, panel.difference_button.isEnabled()


def test_another_model_ends_the_comparison_and_the_way_back_brings_it_back(opened, make_workbench):
    bench, window, panel = opened()
    QTest.keyClick(window, Key.Key_B, CONTROL)
    edit(window, bench)
    QTest.mouseClick(panel.curves_button, LEFT)
    QTest.mouseClick(panel.difference_button, LEFT)
    bench.open(make_workbench(hidden_size=5).snapshot().document)
    assert form(panel) == (panel.curves_button, False)
    assert panel.moved.text() == ""
    assert panel.baseline_button.text() == "Compare ▾"
    assert "hidden_size" in panel.difference_button.toolTip()
    menu = panel.baseline_button.menu()
    menu.aboutToShow.emit()
    (pin,) = (action for action in menu.actions() if action.text() == "test")
    assert not pin.isEnabled()
    assert "hidden_size" in pin.toolTip()
    there = bench.snapshot().experiment
    edit(window, bench)
    assert form(panel) == (panel.curves_button, True), "Δ was wanted of another model"
    assert bench.snapshot().against.baseline.experiment is there
    assert panel.baseline_button.text() == "vs before the edit ▾"
    bench.undo()
    bench.undo()
    assert form(panel) == (panel.difference_button, True)
    assert panel.baseline_button.text() == "vs test ▾"


def test_the_form_that_was_chosen_meanwhile_stays(opened):
    bench, window, panel = opened()
    edit(window, bench)
    QTest.mouseClick(panel.difference_button, LEFT)
    bench.undo()
    assert form(panel) == (panel.heat_map_button, False)
    QTest.mouseClick(panel.curves_button, LEFT)
    bench.redo()
    assert form(panel) == (panel.curves_button, True)


def test_the_comparison_of_the_window_is_one_of_its_runs(opened):
    bench, window, panel = opened(bidirectional=True, num_layers=2)
    before = bench.snapshot().run
    edit(window, bench)
    comparison = bench.snapshot().against.comparison
    assert isinstance(comparison, RunComparison)
    assert comparison.before is before
    assert comparison.after is bench.snapshot().run
    bench.select(Lane(1, 1))
    assert "layer" in panel.moved.text()
