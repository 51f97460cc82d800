"""Units panel: its figures are numpy's on the known slice; it sorts, finds, selects and shows."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from tests.depth import count
from ui.commands.palette import entries
from ui.panels.lens.panel import LensPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.units import figures
from ui.panels.units.model import BAR, FIGURE, UNIT
from ui.panels.units.panel import UnitsPanel
from ui.session.viewing.hidden_values import HiddenValues
from ui.style.theme import DARK, LIGHT

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
OPTIONS = [
    {"hidden_size": 7},
    {"hidden_size": 6, "proj_size": 2},
    {"hidden_size": 5, "num_layers": 2, "bidirectional": True, "batch": 2, "lengths": [9, 4]},
]


@pytest.fixture
def shown(follow):
    """Show a panel that follows a workbench."""
    return lambda bench, size=(288, 400): follow(UnitsPanel(LIGHT), bench, size)


def known_of(snapshot, quantity):
    """Return the known numbers of the selected lane and row, oldest first, (n, width)."""
    lane, row = snapshot.lane, snapshot.row
    values = snapshot.run.trace.values(quantity, lane)[: snapshot.experiment.lengths[row], row]
    cells = [snapshot.schedule.cell_at(lane, t, row) for t in range(len(values))]
    known = values[[snapshot.knows(cell, quantity) for cell in cells]].astype(np.float64)
    return known[::-1] if lane.reverse else known


def by_hand(snapshot, figure, quantity):
    numbers = known_of(snapshot, quantity)
    gate = quantity in "ifo"
    stands = np.tanh(numbers) if quantity == "c" else numbers
    low, high = (0.1, 0.9) if gate else (-0.9, 0.9)
    return {
        "variance": lambda: numbers.var(axis=0),
        "saturated": lambda: ((stands < low) | (stands > high)).mean(axis=0),
        "closed": lambda: (stands < low).mean(axis=0),
        "open": lambda: (stands > high).mean(axis=0),
        "mean": lambda: (numbers if gate else np.abs(numbers)).mean(axis=0),
        "now": lambda: numbers[-1],
    }[figure]()


def listed(panel):
    return [int(panel.rows.index(row, UNIT).data()) for row in range(panel.rows.rowCount())]


def said(panel, row=0):
    """Return the problem told, and the figure and the sentence of a row."""
    index = panel.rows.index(row, FIGURE)
    return panel.problem.text(), index.data(), index.data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_numbers_ahead_that_are_looked_at_are_listed_where_they_are_computed(
    make_workbench, shown, options
):
    bench = make_workbench(timesteps=9, **options)
    panel = shown(bench)
    bench.go_to_timestep(8)
    bench.go_to_timestep(1)
    panel.ask("now", "h")
    bench.look_at(Address("f", Lane(), 3, 0, 1))
    snapshot = bench.snapshot()
    assert not snapshot.knows_number(Address("h", Lane(), 3, 0, 0))
    np.testing.assert_allclose(panel.rows.view.figures, snapshot.values("h")[3])
    assert panel.problem.text() == ""
    assert panel.rows.view.ahead
    bench.cover(HiddenValues(numbers=frozenset({Address("h", Lane(), 3, 0, 0)})))
    texts = {unit: panel.rows.view.text(unit) for unit in listed(panel)}
    assert [unit for unit, text in texts.items() if text == "?"] == [0]


def test_the_list_says_where_the_numbers_looked_at_are_not_computed_yet(make_workbench, shown):
    bench = make_workbench(timesteps=9, hidden_size=5)
    panel = shown(bench)
    bench.go_to_timestep(1)
    panel.ask("now", "h")
    bench.cover(HiddenValues(ahead=True))
    assert said(panel)[0] == ""
    bench.look_at(Address("f", Lane(), 6, 0, 1))
    problem, figure, sentence = said(panel)
    assert "t 6" in problem
    assert figure == "·"
    assert "h[" in sentence
    assert "over" not in sentence  # the steps so far tell nothing of t 6
    bench.look_back()
    assert said(panel)[0] == ""
    panel.ask("variance", "h")
    bench.look_at(Address("f", Lane(), 6, 0, 1))
    assert said(panel)[0] == ""


def test_the_numbers_now_are_those_of_the_timestep_that_is_looked_at(make_workbench, shown):
    bench = make_workbench(timesteps=9, hidden_size=5)
    panel = shown(bench)
    bench.go_to_timestep(7)
    panel.ask("now", "h")
    values = bench.snapshot().values("h")
    np.testing.assert_allclose(panel.rows.view.figures, values[7])
    bench.look_at(Address("f", Lane(), 3, 0, 1))
    np.testing.assert_allclose(panel.rows.view.figures, values[3])
    assert panel._spot_of(2).subject == Address("h", Lane(), 3, 0, 2)
    bench.step(1)
    np.testing.assert_allclose(panel.rows.view.figures, values[8])


@pytest.mark.parametrize("options", OPTIONS)
def test_figures_and_order_are_those_of_the_known_slice_at_every_position(
    make_workbench, shown, options
):
    bench = make_workbench(timesteps=9, **options)
    panel = shown(bench)
    rng = np.random.default_rng(0)
    end = bench.snapshot().schedule.end
    lanes = list(bench.snapshot().experiment.config.lanes())
    for position in [end, *rng.integers(1, end, count(14, by_default=3)).tolist()]:
        bench.go_to(position)
        bench.select(lanes[rng.integers(len(lanes))], int(rng.integers(options.get("batch", 1))))
        for figure in ("variance", "saturated", "closed", "open", "mean", "now"):
            quantity = "figoch"[rng.integers(6 if figure in ("variance", "mean", "now") else 5)]
            panel.ask(figure, quantity)
            units = listed(panel)
            width = bench.snapshot().experiment.config.width(quantity)
            assert sorted(units) == list(range(width))
            if not len(known_of(bench.snapshot(), quantity)):
                assert units == list(range(width))
                assert {panel.rows.index(row, FIGURE).data() for row in range(width)} == {"·"}
                continue
            expected = by_hand(bench.snapshot(), figure, quantity)
            np.testing.assert_allclose(panel.rows.view.figures, expected, rtol=1e-5, atol=1e-7)
            keys = np.abs(panel.rows.view.figures[units])
            assert (np.diff(keys) <= 0).all()
            ties = np.diff(keys) == 0
            assert (np.diff(units)[ties] > 0).all()
            assert bench.snapshot().unit == units[0]


def test_the_change_is_measured_against_the_baseline(make_workbench, shown):
    bench = make_workbench(timesteps=8, hidden_size=4)
    panel = shown(bench)
    panel.ask("change", "h")
    assert panel.problem.text()
    bench.last()
    before = known_of(bench.snapshot(), "h")
    parameters = bench.snapshot().experiment.parameters
    after = parameters.with_value("weight_ih_l0", (4 + 2, 0), 3.0)
    bench.edit(bench.snapshot().experiment.with_parameters(after), "edit")
    for steps in (8, 5):
        bench.go_to_timestep(steps - 1)
        panel.ask("change", "h")
        moved = np.abs(known_of(bench.snapshot(), "h") - before[:steps]).mean(axis=0)
        np.testing.assert_allclose(panel.rows.view.figures, moved, rtol=1e-5, atol=1e-8)
        assert listed(panel)[0] == moved.argmax()
    assert not panel.problem.text()


def test_many_steps_are_counted_in_turns(make_workbench, shown, qtbot, monkeypatch):
    monkeypatch.setattr(figures, "AT_ONCE", 20)
    bench = make_workbench(timesteps=30, hidden_size=4)
    panel = shown(bench)
    bench.last()
    expected = by_hand(bench.snapshot(), "variance", "f")
    qtbot.waitUntil(lambda: bool(np.allclose(panel.rows.view.figures, expected, rtol=1e-5)))


def test_it_works_only_while_it_is_seen(make_workbench, shown):
    bench = make_workbench(timesteps=5)
    panel = shown(bench)
    panel.hide()
    bench.last()
    assert panel.rows.view.steps == 0
    panel.show()
    assert panel.rows.view.steps == 5


@pytest.mark.few(4)
@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("f shut > 0.2", lambda f, c: (f < 0.1).mean(axis=0) > 0.2),
        ("f open at 3", lambda f, c: f[3] > 0.9),
        ("f > 0.5", lambda f, c: f[-1] > 0.5),
        ("c < -0.1", lambda f, c: c[-1] < -0.1),
        ("c mean > 0.3", lambda f, c: np.abs(c).mean(axis=0) > 0.3),
        ("3", lambda f, c: np.arange(40) == 3),
        ("3, 8–10", lambda f, c: np.isin(np.arange(40), [3, 8, 9, 10])),
        ("f at 3", None),
        ("99", None),
        ("f shut at 300", lambda f, c: np.zeros(40, bool)),
    ],
)
def test_it_lists_what_is_found(make_workbench, shown, text, test):
    bench = make_workbench(timesteps=20, hidden_size=40, seed=3)
    bench.last()
    panel = shown(bench)
    panel.field.setText(text)
    QTest.keyClick(panel.field, Key.Key_Return)
    snapshot = bench.snapshot()
    f, c = known_of(snapshot, "f"), known_of(snapshot, "c")
    expected = np.ones(40, bool) if test is None else test(f, c)
    assert sorted(listed(panel)) == np.flatnonzero(expected).tolist()
    assert bool(panel.problem.text()) is (test is None or not expected.any())
    if test is not None and expected.any():
        assert bench.snapshot().unit == listed(panel)[0]
        assert panel.table.hasFocus()


@pytest.mark.parametrize("text", ["m > 0", "m > 0 at 1", "m nan", "m closed"])
def test_a_quantity_that_the_network_does_not_have_is_refused_in_words(make_workbench, shown, text):
    bench = make_workbench(timesteps=9, hidden_size=6)
    panel = shown(bench)
    bench.last()
    QTest.keyClicks(panel.field, text)
    QTest.keyClick(panel.field, Key.Key_Return)
    assert len(listed(panel)) == 6
    assert "m" in panel.problem.text()


def test_a_test_at_a_timestep_that_is_not_computed_finds_nothing_and_says_when(
    make_workbench, shown
):
    bench = make_workbench(timesteps=9, hidden_size=6)
    panel = shown(bench)
    bench.go_to_timestep(2)
    for t, found in ((7, []), (1, list(range(6)))):
        panel.field.clear()
        QTest.keyClicks(panel.field, f"f > 0 at {t}")
        QTest.keyClick(panel.field, Key.Key_Return)
        assert sorted(listed(panel)) == found
        assert (f"t {t}" in panel.problem.text()) is (not found)


def test_an_unfinished_text_keeps_the_list_and_is_reported_after_a_rest(
    make_workbench, shown, qtbot
):
    bench = make_workbench(hidden_size=12)
    panel = shown(bench)
    QTest.keyClicks(panel.field, "7")
    assert listed(panel) == [7]
    QTest.keyClicks(panel.field, ",x")
    assert listed(panel) == [7]
    assert not panel.problem.text()
    qtbot.waitUntil(lambda: bool(panel.problem.text()))
    QTest.keyClick(panel.field, Key.Key_Escape)
    assert len(listed(panel)) == 12
    assert not panel.problem.text()


def click(panel, row, modifiers=Qt.KeyboardModifier.NoModifier):
    place = panel.table.visualRect(panel.rows.index(row, BAR)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, modifiers, place)


def test_a_click_and_enter_select_and_arrows_only_move(make_workbench, shown):
    bench = make_workbench(hidden_size=9)
    bench.last()
    panel = shown(bench)
    units = listed(panel)
    click(panel, 4)
    assert bench.snapshot().unit == units[4]
    panel.table.setFocus()
    QTest.keyClick(panel.table, Key.Key_Down)
    assert bench.snapshot().unit == units[4]
    QTest.keyClick(panel.table, Key.Key_Return)
    assert bench.snapshot().unit == units[5]
    bench.select_unit(units[2])
    assert panel.table.chosen() == (units[2],)


def test_the_mouse_over_a_figure_tells_its_unit_and_offers_its_number(make_workbench, shown):
    bench = make_workbench(hidden_size=9)
    bench.last()
    panel = shown(bench)
    panel.ask("now", "h")
    told, offered = [], []
    panel.hovered.connect(told.append)
    panel.card_asked.connect(offered.append)
    unit = listed(panel)[4]
    place = panel.table.visualRect(panel.rows.index(4, FIGURE))
    assert place.isValid()
    QTest.mouseMove(panel.table.viewport(), place.center())
    QApplication.processEvents()
    assert told[-1] == panel.rows.view.sentence(unit)
    assert offered[-1].subject == Address("h", Lane(), bench.snapshot().timestep, 0, unit)
    assert offered[-1].rect() == place == panel.table.figure_rect(unit)
    assert panel.table.figure_rect(99).isEmpty()


def test_chosen_rows_follow_their_units_and_go_to_the_timeline(make_workbench, shown, qtbot):
    bench = make_workbench(timesteps=30, hidden_size=9)
    bench.go_to_timestep(3)
    panel = shown(bench)
    units = listed(panel)
    click(panel, 1)
    click(panel, 5, CONTROL)
    assert set(panel.table.chosen()) == {units[1], units[5]}
    bench.last()
    assert listed(panel) != units
    assert set(panel.table.chosen()) == {units[1], units[5]}
    with qtbot.waitSignal(panel.order_asked) as asked:
        panel.show_link.followed.emit()
    assert asked.args == [panel.table.chosen()]
    with qtbot.waitSignal(panel.order_asked) as asked:
        panel.all_link.followed.emit()
    assert asked.args == [None]
    assert not panel.all_link.isVisible()


def test_without_a_choice_the_rows_in_view_are_meant(make_workbench, shown, qtbot):
    bench = make_workbench(hidden_size=60)
    bench.last()
    panel = shown(bench, (288, 300))
    assert panel.count.text() == ""  # "9 of 60" would be read as found
    assert "visible" in panel.show_link.text()
    with qtbot.waitSignal(panel.order_asked) as asked:
        panel.show_link.followed.emit()
    in_view = [
        unit
        for row, unit in enumerate(listed(panel))
        if panel.table.viewport()
        .rect()
        .contains(panel.table.visualRect(panel.rows.index(row, FIGURE)).center())
    ]
    assert len(asked.args[0]) in (len(in_view), len(in_view) - 1)
    assert list(asked.args[0]) == in_view[: len(asked.args[0])]
    assert panel.count.text() == f"{len(asked.args[0])} of 60"


def test_heads_sort_and_turn_the_order(make_workbench, shown):
    bench = make_workbench(hidden_size=9)
    bench.last()
    panel = shown(bench)
    largest = listed(panel)
    header = panel.table.horizontalHeader()
    header.sectionClicked.emit(FIGURE)
    assert listed(panel) == largest[::-1]
    header.sectionClicked.emit(UNIT)
    assert listed(panel) == list(range(9))
    header.sectionClicked.emit(UNIT)
    assert listed(panel) == list(range(9))[::-1]
    header.sectionClicked.emit(BAR)
    assert panel.order.figure == "saturated"
    header.sectionClicked.emit(UNIT)
    assert panel.order.figure_box.currentText() == "number"
    header.sectionClicked.emit(FIGURE)
    assert panel.order.figure_box.currentData() == "saturated"
    panel.order.turn_button.click()
    panel.order.turn_button.click()
    shares = panel.rows.view.figures[listed(panel)]
    assert (np.diff(shares) <= 0).all()


def test_the_list_of_choices_has_every_order(make_workbench, shown):
    bench = make_workbench(hidden_size=9)
    bench.last()
    panel = shown(bench)
    orders = {}
    for index in range(panel.order.figure_box.count()):
        panel.order.figure_box.setCurrentIndex(index)
        panel.order.figure_box.activated.emit(index)
        assert panel.order.figure_box.currentIndex() == index
        orders[panel.order.figure_box.currentData()] = listed(panel)
    assert orders["number"] == list(range(9))
    panel.order.turn_button.click()
    assert listed(panel) == list(range(9))[::-1]
    for figure in ("variance", "mean"):
        expected = by_hand(bench.snapshot(), figure, "f")
        assert orders[figure] == np.argsort(-expected, kind="stable").tolist()


def test_its_keys_lead_into_the_list(make_window, make_workbench):
    bench = make_workbench(timesteps=12, hidden_size=9)
    window = make_window(bench)
    bench.go_to_timestep(8)
    QTest.keyClick(window, Key.Key_U, CONTROL)
    QApplication.processEvents()
    panel = window._panels.of(UnitsPanel)
    order = listed(panel)
    row, sorted_by = order.index(bench.snapshot().unit), panel.order.figure
    wanted = order[row + 1 if row + 1 < len(order) else row - 1]
    key = Key.Key_Down if row + 1 < len(order) else Key.Key_Up
    QTest.keyClick(QApplication.focusWidget(), key)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert bench.snapshot().unit == wanted
    assert panel.order.figure == sorted_by


def test_escape_leaves_the_field_and_the_table(window_again):
    window = window_again(hidden_size=9)
    window._docks.bring_forward("Units")
    panel = window._panels.of(UnitsPanel)
    panel.field.clear()  # else Escape clears what a test before has looked for
    for widget in (panel.field, panel.table):
        widget.setFocus()
        assert widget.hasFocus()
        QTest.keyClick(widget, Key.Key_Escape)
        assert window.hasFocus()


def test_the_selected_unit_stays_in_view_while_the_order_changes(make_workbench, shown):
    bench = make_workbench(timesteps=40, hidden_size=60)
    bench.go_to_timestep(4)
    panel = shown(bench, (288, 260))
    panel.ask("now", "c")
    for t in range(5, 40):
        bench.go_to_timestep(t)
        assert bench.snapshot().unit in panel.table.units_in_view()


def test_a_hidden_number_is_not_given_away(make_workbench, shown):
    bench = make_workbench(timesteps=6, hidden_size=5)
    bench.last()
    panel = shown(bench)
    bench.cover(HiddenValues(numbers=frozenset({Address("f", Lane(), 2, 0, 3)})))
    assert listed(panel)[-1] == 3
    row = listed(panel).index(3)
    assert panel.rows.index(row, FIGURE).data() == "?"
    assert not any(d.isdigit() for d in panel.rows.view.sentence(3).replace("f[3]", ""))
    QTest.keyClicks(panel.field, "f < 2")
    assert 3 not in listed(panel)


def test_only_known_steps_count_while_more_are_computed_ahead(make_workbench, shown):
    bench = make_workbench(timesteps=20, hidden_size=6)
    bench.last()
    bench.go_to_timestep(4)
    panel = shown(bench)
    assert panel.rows.view.steps == 5
    expected = by_hand(bench.snapshot(), "variance", "f")
    np.testing.assert_allclose(panel.rows.view.figures, expected, rtol=1e-5)


def test_a_unit_that_is_no_number_comes_first(make_workbench, shown):
    bench = make_workbench(timesteps=6, hidden_size=5)
    parameters = bench.snapshot().experiment.parameters
    broken = parameters.with_value("bias_ih_l0", (5 + 3,), np.inf)
    broken = broken.with_value("bias_hh_l0", (5 + 3,), -np.inf)
    bench.edit(bench.snapshot().experiment.with_parameters(broken), "edit")
    bench.go_to(1)
    panel = shown(bench)
    assert listed(panel)[0] == 3
    assert panel.rows.index(0, FIGURE).data() == "NaN"
    panel.set_theme(DARK)
    assert not panel.table.viewport().grab().isNull()


# In the window


def test_a_question_of_the_palette_is_answered_by_the_first_row(window_again):
    window = window_again(timesteps=20, hidden_size=12)
    bench = window._workbench
    bench.last()
    panel = window._panels.of(UnitsPanel)
    named = {e.action.objectName(): e for e in entries(window.menuBar())}
    asked = [entry for id, entry in named.items() if id.startswith("which_")]
    assert len(asked) >= 4
    named["which_keeps"].action.trigger()
    QApplication.processEvents()
    assert panel.isVisible()
    means = known_of(bench.snapshot(), "f").mean(axis=0)
    assert bench.snapshot().unit == means.argmax() == listed(panel)[0]
    named["which_largest"].action.trigger()
    assert bench.snapshot().unit == np.abs(known_of(bench.snapshot(), "c")[-1]).argmax()


def test_the_end_of_a_curve_leads_to_units_and_to_the_timeline(window_again):
    window = window_again(timesteps=20, hidden_size=40)
    bench = window._workbench
    bench.last()
    panel, timeline = window._panels.of(UnitsPanel), window._panels.of(TimelinePanel)
    lens = window._panels.of(LensPanel)
    f = known_of(bench.snapshot(), "f")
    shut = np.flatnonzero((f < 0.1).any(axis=0)).tolist()
    assert 0 < len(shut) < 40
    lens.choose("", True)
    lens.plots["f"].end_picked.emit(0)
    QApplication.processEvents()
    assert panel.isVisible()
    assert sorted(listed(panel)) == shut
    assert list(timeline.plots.order) == listed(panel)
    assert timeline.ends_button.isChecked()
    panel.all_link.followed.emit()
    assert timeline.plots.order is None


def test_a_question_before_the_first_run_is_answered_by_it(make_workbench, qapp):
    bench = make_workbench(hidden_size=9)
    bench.last()
    panel = UnitsPanel(LIGHT)
    panel.ask("mean", "h")
    assert not listed(panel)
    panel.show()
    panel.draw(bench.snapshot())
    means = by_hand(bench.snapshot(), "mean", "h")
    assert listed(panel) == np.argsort(-means, kind="stable").tolist()
    panel.close()


def test_figures_end_below_each_other(make_workbench, shown):
    panel = shown(make_workbench(hidden_size=2))
    aligned = [
        panel.rows.index(row, FIGURE).data(Qt.ItemDataRole.TextAlignmentRole) for row in range(2)
    ]
    assert all(Qt.AlignmentFlag(each) & Qt.AlignmentFlag.AlignRight for each in aligned)


def test_one_unit_is_no_plural(make_workbench):
    panel = UnitsPanel(LIGHT)
    captions = [panel.caption(make_workbench(hidden_size=n).snapshot()) for n in (1, 2)]
    assert [caption.split()[1] for caption in captions] == ["unit", "units"]


def test_one_unit_is_told_in_the_singular(make_workbench, follow):
    panel = follow(UnitsPanel(LIGHT), make_workbench(hidden_size=1), (400, 500))
    assert "one" in panel.show_link.text()
    assert "1" not in panel.show_link.text()
