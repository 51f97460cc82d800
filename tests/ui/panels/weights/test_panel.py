"""Weights panel on a real workbench: its names, lights, edits and requests."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address, Given
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from simulator.network.refills import REFILLS, refill
from tests.depth import examples
from tests.simulator.experiments import configs, random_parameters
from tests.ui.matrix.mouse import drag
from ui.matrix.cells.overlay import Mark
from ui.matrix.draw_form import DrawNumbers
from ui.matrix.matrix import Block
from ui.panels.inputs import input_matrices
from ui.panels.weights import parameter_matrices
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import BIASES, TABS, W_HH, W_HR, W_IH
from ui.panels.weights.spectral_radii import spectral_radius
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.style import number_format
from ui.style.theme import DARK, LIGHT

Key = Qt.Key


@pytest.fixture
def make_panel(weights_over, make_workbench):
    """Return a panel that follows a workbench, and the workbench."""

    def make(workbench=None, size=(375, 500), **options):
        workbench = workbench or make_workbench(**options)
        return weights_over(workbench, size), workbench

    return make


def show_tab(panel, tab):
    panel.tabs.setCurrentIndex(TABS.index(tab))


def type_into(panel, cell, text, end=None):
    panel.editor.open_field(cell)
    QTest.keyClicks(panel.editor.field.edit, text)
    if end is not None:
        QTest.keyClick(panel.editor.field.edit, end)


def visible_tabs(panel):
    return [tab for n, tab in enumerate(TABS) if panel.tabs.isTabVisible(n)]


@given(config=configs(), data=st.data())
@examples(60)
def test_every_number_of_every_parameter_is_in_its_place_under_torchs_name(config, data):
    parameters = random_parameters(config)
    document = Document.of("", Experiment.create(parameters, np.zeros((2, config.input_size))))
    lane = data.draw(st.sampled_from(list(config.lanes())))
    shown = {}
    for tab in parameter_matrices.tabs(document.experiment):
        matrix = parameter_matrices.matrix_of(document, lane, 0, tab)
        assert matrix.edited_count == 0
        for row, column in np.ndindex(matrix.shape):
            shown[matrix.stored_as(row, column)] = matrix.values[row, column]
            assert matrix.cell_name(row, column)
            assert matrix.row_name(row)
            assert matrix.column_name(column)
    wanted = {
        f"{name}[{', '.join(map(str, index))}]": parameters[name][index]
        for name in config.parameter_names(lane).values()
        for index in np.ndindex(parameters[name].shape)
    }
    assert shown == wanted


@given(config=configs(), data=st.data())
@examples(60)
def test_an_array_goes_back_to_its_parameter_and_the_others_are_shared(config, data):
    parameters = random_parameters(config)
    experiment = Experiment.create(parameters, np.zeros((2, config.input_size)))
    lane = data.draw(st.sampled_from(list(config.lanes())))
    tab = data.draw(st.sampled_from(parameter_matrices.tabs(experiment)))
    matrix = parameter_matrices.matrix_of(Document.of("", experiment), lane, 0, tab)
    cell = data.draw(st.sampled_from(list(np.ndindex(matrix.shape))))
    array = matrix.with_block(Block.cell(*cell), np.float64(7.5))
    edited = parameter_matrices.with_matrix(experiment, lane, 0, tab, array)
    differing = [n for n, a in edited.parameters.arrays.items() if a is not parameters[n]]
    assert len(differing) == 1
    index = cell if tab != BIASES else cell[:1]
    expected = parameters[differing[0]].copy()
    expected[index] = 7.5
    assert np.array_equal(edited.parameters[differing[0]], expected)
    assert matrix.stored_as(*cell) == f"{differing[0]}[{', '.join(map(str, index))}]"


@given(config=configs(), data=st.data())
@examples(60)
def test_the_lit_rows_are_those_that_compute_the_quantity(config, data):
    """Changing a lit row changes the lit number of a cell, and no other row does."""
    quantity = data.draw(st.sampled_from(config.steps))
    parameters = random_parameters(config, dtype=np.float64)
    rng = np.random.default_rng(1)
    experiment = Experiment.create(
        parameters,
        rng.standard_normal((1, config.input_size)),
        *(rng.standard_normal(config.state_shape(1, name))[:, 0] for name in ("h_0", "c_0")),
    )
    tab = data.draw(st.sampled_from(parameter_matrices.tabs(experiment)))
    name = parameter_matrices.names_of(config, Lane(), tab)[0]
    lit = parameter_matrices.rows_of(experiment, tab, quantity)
    direct = {"i", "f", "g", "o", *(("h",) if tab == W_HR else ())}
    if quantity not in direct:
        assert list(lit) == []
        return
    for row in range(parameters[name].shape[0]):
        array = parameters[name].copy()
        array[row] += 1
        other = experiment.with_parameters(parameters.with_arrays({name: array}))
        values = [_value(e, quantity) for e in (experiment, other)]
        assert (row in lit) == (not np.array_equal(*values))


def _value(experiment, quantity):
    run = Run(experiment)
    run.advance()
    return run.trace.values(quantity, Lane())


def test_tabs_name_and_shape_follow_the_options(make_panel):
    panel, bench = make_panel(hidden_size=3, num_layers=2, bidirectional=True)
    assert visible_tabs(panel) == [W_IH, W_HH, BIASES]
    assert panel.heading.name.text() == "weight_ih_l0"
    assert panel.heading.shape.text() == "(4·hidden_size, input_size) = (12, 3)"
    bench.select(Lane(1, 1))
    assert panel.heading.name.text() == "weight_ih_l1_reverse"
    assert panel.heading.shape.text() == "(4·hidden_size, num_directions·hidden_size) = (12, 6)"
    show_tab(panel, BIASES)
    assert panel.heading.name.text() == "bias_ih_l1_reverse, bias_hh_l1_reverse"
    assert panel.editor._matrix.shape == (12, 2)


def test_a_tab_that_another_lstm_lacks_is_left(make_panel, make_workbench):
    panel, bench = make_panel(proj_size=1, size=(300, 500))
    show_tab(panel, W_HR)
    assert panel.heading.name.text() == "weight_hr_l0"
    other = make_workbench(bias=False).snapshot().document
    bench.open(other)
    assert visible_tabs(panel) == [W_IH, W_HH]
    assert panel.tab in (W_IH, W_HH)
    assert panel.heading.name.text() in ("weight_ih_l0", "weight_hh_l0")


def test_every_tab_can_be_clicked_whatever_is_opened_next(make_window, make_workbench):
    bench = make_workbench()
    tabs = make_window(bench)._panels.of(WeightsPanel).tabs
    for options in ({"bias": False}, {"proj_size": 1}, {"bias": False}, {"bias": True}):
        bench.open(make_workbench(**options).snapshot().document)
        QApplication.processEvents()
        for number in filter(tabs.isTabVisible, range(tabs.count())):
            assert tabs.rect().contains(tabs.tabRect(number))
            QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(number).center())
            assert tabs.currentIndex() == number


def test_columns_have_the_names_of_the_features_and_of_what_is_below(make_workbench):
    document = make_workbench(num_layers=2, bidirectional=True).snapshot().document
    named = Document.of("", document.experiment, (), ("mark", "tap", "clear"))

    def names(document, lane, tab):
        matrix = parameter_matrices.matrix_of(document, lane, 0, tab)
        return [matrix.column_name(column) for column in range(matrix.shape[1])]

    assert names(document, Lane(), W_IH) == ["x0", "x1", "x2"]
    assert names(named, Lane(), W_IH) == ["mark", "tap", "clear"]
    assert names(named, Lane(1), W_IH) == ["→h0", "→h1", "←h0", "←h1"]
    assert names(named, Lane(), W_HH) == ["h0", "h1"]


def test_the_gate_in_use_is_lit_and_the_unit_looked_at_is_strong(make_panel):
    panel, bench = make_panel(timesteps=4, hidden_size=2)
    assert panel.editor.heat_map.marks == ()
    bench.select_unit(1)
    for step, gate in enumerate("figo", 1):
        bench.go_to(step)
        block, row = panel.editor.heat_map.marks
        rows = bench.snapshot().experiment.config.rows_of(gate)
        assert block == Mark(Block(rows.start, 0, rows.stop, 3), gate)
        assert row.block == Block(rows.start + 1, 0, rows.start + 2, 3)
        assert row.strong
    bench.go_to(5)
    assert panel.editor.heat_map.marks == ()


def test_typing_is_followed_live_and_enter_makes_one_undo_step(make_panel):
    panel, bench = make_panel(timesteps=5)
    bench.step(4)
    before = bench.snapshot()
    type_into(panel, (3, 1), "-0.5")
    after = bench.snapshot()
    assert after.position == before.position
    expected = before.experiment.parameters.with_value("weight_ih_l0", (3, 1), -0.5)
    fresh = Run(before.experiment.with_parameters(expected))
    fresh.advance(after.position)
    assert np.array_equal(after.values("h")[:4], fresh.trace.values("h", Lane())[:4, 0])
    assert not np.array_equal(after.values("h")[:4], before.values("h")[:4])
    assert panel.editor.field.isVisible()
    QTest.keyClick(panel.editor.field.edit, Key.Key_Return)
    assert bench.snapshot().undo_label == "set W_if[1, 1]"
    bench.undo()
    assert bench.snapshot().experiment is before.experiment
    assert bench.snapshot().undo_label is None


def test_esc_brings_the_very_experiment_back_without_an_undo_step(make_panel):
    panel, bench = make_panel()
    before = bench.snapshot()
    type_into(panel, (3, 1), "123")
    assert bench.snapshot().experiment.parameters["weight_ih_l0"][3, 1] == 123
    QTest.keyClick(panel.editor.field.edit, Key.Key_Escape)
    assert bench.snapshot().experiment is before.experiment
    assert bench.snapshot().undo_label is None
    assert bench.snapshot().saved


def test_edits_of_a_bias_change_that_bias_alone(make_panel):
    panel, bench = make_panel()
    before = bench.snapshot().experiment.parameters
    show_tab(panel, BIASES)
    type_into(panel, (5, 1), "2", Key.Key_Return)
    after = bench.snapshot().experiment.parameters
    assert after["bias_hh_l0"][5] == 2
    assert after["bias_ih_l0"] is before["bias_ih_l0"]
    assert bench.snapshot().undo_label == "set b_hg[1]"


def test_edited_values_are_counted_marked_and_reset(make_panel):
    panel, bench = make_panel()
    assert panel.foot._count.text() == "none"
    assert not panel.foot.reset.isVisible()
    for cell in ((0, 0), (3, 1), (7, 2)):
        type_into(panel, cell, "3", Key.Key_Return)
    assert panel.foot._count.text() == "3 of 24 values"
    assert [panel.tabs.tabText(n) for n in range(3)] == ["W_ih •", "W_hh", "b"]
    show_tab(panel, W_HH)
    assert panel.foot._count.text() == "none"
    show_tab(panel, W_IH)
    panel.editor.reset(Block.cell(3, 1))
    assert panel.foot._count.text() == "2 of 24 values"
    QTest.mouseClick(panel.foot.reset, Qt.MouseButton.LeftButton)
    assert panel.foot._count.text() == "none"
    assert bench.snapshot().undo_label == "reset W_ih"
    present, original = bench.snapshot().document.experiment, bench.snapshot().document.original
    assert np.array_equal(present.parameters["weight_ih_l0"], original.parameters["weight_ih_l0"])


def test_nothing_is_called_edited_when_the_lstm_has_become_another(make_panel):
    panel, bench = make_panel()
    wider = random_parameters(LSTMConfig(3, 4))
    experiment = bench.snapshot().experiment
    bench.edit(Experiment.create(wider, experiment.sequence[:, 0]), "hidden_size")
    assert panel.foot._count.text() == "none"
    assert panel.heading.shape.text() == "(4·hidden_size, input_size) = (16, 3)"
    bench.edit(bench.snapshot().experiment.astype(np.float64), "dtype")
    assert panel.foot._count.text() == "none"


def test_a_click_looks_at_the_rows_number_when_it_is_known(make_panel):
    panel, bench = make_panel(timesteps=4)
    seen = []
    panel.looked_at.connect(seen.append)
    heat_map = panel.editor.heat_map

    def click(cell):
        place = heat_map.cell_rect(cell).center()
        QTest.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click((3, 1))
    assert seen == []
    bench.step(2)
    bench.step(2, GATE)
    click((3, 1))
    assert seen == [Address("f", Lane(), 2, 0, 1)]
    assert bench.snapshot().subject == seen[0]
    click((5, 0))
    assert len(seen) == 1  # g of timestep 2 is not known yet


def test_hovering_tells_the_exact_value_in_both_names(make_panel, qtbot):
    panel, bench = make_panel()
    seen = []
    panel.hovered.connect(seen.append)
    heat_map = panel.editor.heat_map
    QTest.mouseMove(heat_map.viewport(), heat_map.cell_rect((3, 1)).center())
    qtbot.waitUntil(lambda: bool(seen))
    value = number_format.exact(bench.snapshot().experiment.parameters["weight_ih_l0"][3, 1])
    assert seen[-1] == f"W_if[1, 1] = {value}   weight_ih_l0[3, 1]"


def test_a_number_pointed_at_elsewhere_is_marked_where_its_matrix_is(make_panel):
    panel, bench = make_panel(size=(300, 500), num_layers=2)

    def pointed():
        return [mark.block for mark in panel._marks_in(bench.snapshot(), W_IH)]

    assert not pointed()
    panel.point_at("weight_ih_l0", (3, 1))
    assert pointed() == [Block.cell(3, 1)]
    for name, index in (("weight_ih_l1", (3, 1)), ("weight_hh_l0", (3, 1)), ("", ())):
        panel.point_at("weight_ih_l0", (3, 1))
        panel.point_at(name, index)
        assert not pointed()


def test_before_the_first_model_nothing_is_pointed_at(make_workbench, qapp):
    panel, bench = WeightsPanel(LIGHT), make_workbench()
    panel.point_at("weight_ih_l0", (3, 1))
    panel.draw(bench.snapshot())
    assert not panel._marks_in(bench.snapshot(), W_IH)


def test_the_keys_offer_the_number_of_the_selected_cell(make_panel):
    panel, _ = make_panel(size=(300, 500))
    show_tab(panel, W_HH)
    panel.editor.view.select((5, 1))
    assert panel.spot_of_keys().subject.indices == (5, 1)


def test_a_card_by_the_keys_is_of_the_selected_cell(make_panel):
    panel, _ = make_panel()
    for cell in ((3, 1), (2, 0)):
        panel.editor.view.select(cell)
        spot = panel.spot_of_keys()
        assert spot.subject == Given("weight_ih_l0", cell)
        assert spot.rect().contains(panel.editor.heat_map.cell_rect(cell).center())


def test_the_spectral_radii_are_those_of_the_gates_blocks(make_panel, qtbot):
    panel, bench = make_panel(hidden_size=5)
    assert not panel.radii.radii.isVisible()
    show_tab(panel, W_HH)
    qtbot.waitUntil(lambda: "o" in panel.radii.radii.text())
    parameters = bench.snapshot().experiment.parameters
    weight_hh = parameters["weight_hh_l0"].astype(np.float64)
    wanted = []
    for gate in GATES:
        power = np.linalg.matrix_power(weight_hh[parameters.config.rows_of(gate)], 2**10)
        radius = np.linalg.norm(power) ** (1 / 2**10)
        shown = float(panel.radii.radii.text().split(gate)[1].split()[0])
        wanted.append(abs(shown - radius))
    assert max(wanted) < 0.02


def test_the_spectral_radius_of_known_matrices():
    angle = 0.3
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    assert spectral_radius(0.9 * turn) == pytest.approx(0.9)
    assert spectral_radius(np.array([[0.0, 5.0], [0.0, 0.0]])) == 0
    assert np.isnan(spectral_radius(np.array([[np.inf]])))


def test_the_radii_of_an_old_matrix_are_not_shown_for_a_new_one(make_panel, qtbot):
    panel, _ = make_panel(hidden_size=2)
    show_tab(panel, W_HH)
    show_tab(panel, W_IH)
    qtbot.waitUntil(lambda: panel.radii.radii.text() != "…")
    show_tab(panel, W_HH)
    assert panel.radii.radii.text() != "…"
    panel.editor.zero(panel.editor._matrix.whole)
    assert panel.radii.radii.text() == "…"
    qtbot.waitUntil(lambda: panel.radii.radii.text() == "i 0.00  f 0.00  g 0.00  o 0.00")


def test_a_projection_has_no_square_blocks(make_panel):
    panel, _ = make_panel(hidden_size=3, proj_size=2)
    show_tab(panel, W_HH)
    assert not panel.radii.radii.isVisible()


def test_a_parameter_is_shown_by_torchs_name(make_panel):
    panel, bench = make_panel(num_layers=2, bidirectional=True)
    panel.show_parameter("weight_hh_l1_reverse", (3, 1))
    assert bench.snapshot().lane == Lane(1, 1)
    assert panel.heading.name.text() == "weight_hh_l1_reverse"
    assert Mark(Block.cell(3, 1), "", True) in panel.editor.heat_map.marks
    panel.show_parameter("bias_hh_l0", (2,))
    assert panel.tab == BIASES
    assert bench.snapshot().lane == Lane(0, 0)
    assert panel.editor.heat_map.marks == (Mark(Block.cell(2, 1), "", True),)
    panel.show_parameter("bias_hh_l0", ())
    assert panel.editor.heat_map.marks == ()
    panel.show_parameter("no such thing", ())
    assert panel.tab == BIASES


def test_a_click_on_a_tab_keeps_what_was_typed_in_the_table(make_panel):
    panel, bench = make_panel()
    panel.table_button.click()
    table = panel.editor.table
    table.setFocus()
    table.select((1, 2))
    QTest.keyClicks(table, "5")
    place = panel.tabs.tabRect(TABS.index(W_HH)).center()
    QTest.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=place)
    assert panel.tab == W_HH
    assert bench.snapshot().experiment.parameters["weight_ih_l0"][1, 2] == 5
    assert table.hasFocus()
    experiment = bench.snapshot().experiment
    table.select((0, 0))
    QTest.keyClicks(table, "x")
    place = panel.tabs.tabRect(TABS.index(W_IH)).center()
    QTest.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=place)
    assert panel.tab == W_IH
    assert bench.snapshot().experiment is experiment


def test_another_lane_while_typing_keeps_what_was_typed(make_panel):
    panel, bench = make_panel(num_layers=2)
    type_into(panel, (0, 0), "5")
    bench.select(Lane(1))
    assert not panel.editor.field.isVisible()
    assert bench.snapshot().experiment.parameters["weight_ih_l0"][0, 0] == 5
    type_into(panel, (0, 0), "6", Key.Key_Return)
    bench.undo()
    assert bench.snapshot().experiment.parameters["weight_ih_l1"][0, 0] != 6
    assert bench.snapshot().experiment.parameters["weight_ih_l0"][0, 0] == 5


def test_the_table_is_the_same_matrix(make_panel):
    panel, bench = make_panel()
    QTest.mouseClick(panel.table_button, Qt.MouseButton.LeftButton)
    table = panel.editor.table
    assert table.isVisible()
    table.select((3, 1))
    QTest.keyClicks(table, "4")
    QTest.keyClick(table.viewport().findChildren(type(panel.editor.field.edit))[0], Key.Key_Return)
    QApplication.processEvents()
    assert bench.snapshot().experiment.parameters["weight_ih_l0"][3, 1] == 4
    assert bench.snapshot().undo_label == "set W_if[1, 1]"


def test_a_step_binds_nothing_anew(make_panel, monkeypatch):
    panel, bench = make_panel()
    bound = []
    monkeypatch.setattr(panel.editor, "bind", bound.append)
    bench.step(1)
    bench.step(2, GATE)
    assert bound == []


@pytest.mark.few(2)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "options",
    [
        {"hidden_size": 1, "input_size": 1},
        {"hidden_size": 32, "num_layers": 2, "bidirectional": True},
        {"hidden_size": 128, "input_size": 64},
        {"hidden_size": 6, "proj_size": 2},
    ],
    ids=str,
)
def test_it_draws_in_any_size_and_theme(make_panel, theme, options):
    panel, bench = make_panel(timesteps=2, size=(300, 320), **options)
    panel.set_theme(theme)
    for tab in visible_tabs(panel):
        show_tab(panel, tab)
        bench.step(1, GATE)
        assert not panel.grab().isNull()
    QTest.mouseClick(panel.table_button, Qt.MouseButton.LeftButton)
    assert not panel.grab().isNull()


@pytest.mark.parametrize("tab", [W_IH, W_HH, BIASES, W_HR])
def test_the_matrix_menu_refills_the_parameters_of_the_tab(make_panel, tab):
    panel, bench = make_panel(hidden_size=3, proj_size=2)
    show_tab(panel, tab)
    base = bench.snapshot().experiment.parameters
    names = parameter_matrices.names_of(base.config, Lane(), tab)
    titles = [fill.title for fill in panel.editor.matrix.fills]
    refills = {k: r for k, r in REFILLS.items() if r.title in titles}
    assert len(refills) == len(titles) == (5 if tab != BIASES else 3)
    for name, way in refills.items():
        before = bench.snapshot().experiment
        number = titles.index(way.title)
        if way.seeded:
            panel.editor.open_initialiser(number)
            form = panel.editor.findChild(DrawNumbers)
            form.seed.setValue(7)
            form.accept()
            QApplication.sendPostedEvents(form, QEvent.Type.DeferredDelete.value)
        else:
            panel.editor.initialise(number)
        after = bench.snapshot().experiment.parameters
        wanted = refill(before.parameters, names[0], name, 7)[names[0]]
        assert after[names[0]].tobytes() == wanted.tobytes()
        if tab == BIASES:
            assert (after["bias_ih_l0"] != after["bias_hh_l0"]).any() == (name != "zeros")
        others = base.arrays.keys() - set(names)
        assert all(after[other] is base[other] for other in others)
        bench.undo()
        assert bench.snapshot().experiment is before


def test_forget_bias_one_is_in_the_menu_of_the_biases(make_panel):
    panel, bench = make_panel(hidden_size=2)
    show_tab(panel, BIASES)
    titles = [fill.title for fill in panel.editor.matrix.fills]
    panel.editor.initialise(titles.index(REFILLS["forget_bias"].title))
    after = bench.snapshot().experiment.parameters
    assert after["bias_ih_l0"][2:4].tolist() == [1, 1]
    assert after["bias_hh_l0"][2:4].tolist() == [0, 0]
    assert bench.snapshot().undo_label == f"b_ih, b_hh: {REFILLS['forget_bias'].title}"


def test_a_scrub_is_followed_by_the_trace_while_it_goes_on(make_panel):
    panel, bench = make_panel(timesteps=5)
    bench.step(4)
    before = bench.snapshot()
    panel.editor.heat_map.select((3, 1))
    place = drag(panel, (3, 1), [(0, -30)], release=False)
    during = bench.snapshot()
    weights = during.experiment.parameters["weight_ih_l0"]
    assert weights[3, 1] > before.experiment.parameters["weight_ih_l0"][3, 1]
    fresh = Run(during.experiment)
    fresh.advance(during.position)
    assert during.position == before.position
    assert np.array_equal(during.values("h")[:4], fresh.trace.values("h", Lane())[:4, 0])
    QTest.keyClick(panel.editor.heat_map, Key.Key_Escape)
    assert bench.snapshot().experiment is before.experiment
    QTest.mouseRelease(panel.editor.heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_matrix_is_bound_again_when_its_numbers_or_names_are_others(make_panel, make_workbench):
    panel, bench = make_panel(make_workbench())
    shown = panel.editor.matrix
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), 3.0)
    bench.edit(experiment.with_parameters(parameters), "another matrix")
    assert panel.editor.matrix is shown
    document = bench.snapshot().document
    bench.open(replace(document, feature_names=("a", "b", "c")))
    assert panel.editor.matrix.column_name(1) == "b"
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (0, 0), 3.0)
    bench.edit(experiment.with_parameters(parameters), "this matrix")
    assert panel.editor.matrix.values[0, 0] == 3.0


def test_an_edit_of_the_weights_leaves_the_inputs_as_they_are(make_workbench):
    bench = make_workbench(batch=2, lengths=(6, 4))
    before = bench.snapshot().document
    experiment = before.experiment
    parameters = experiment.parameters.with_value("weight_hh_l0", (0, 0), 3.0)
    bench.edit(experiment.with_parameters(parameters), "weights")
    after = bench.snapshot().document
    for tab in input_matrices.tabs(before.experiment):
        of = (input_matrices.matrix_of(document, Lane(), 1, tab) for document in (after, before))
        assert next(of).is_like(next(of))
