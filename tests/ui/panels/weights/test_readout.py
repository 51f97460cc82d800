"""V and b of a readout in the Weights panel: read at its step, and edited like any weight."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address, Given
from simulator.analysis.meaning.spans import plain
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from simulator.objective.readout import EVERY, H_N
from tests.depth import examples
from tests.needs_torch import torch
from tests.simulator.objective.objectives import objective_of, with_objective
from tests.ui.cards.at_numbers import press, rest
from tests.ui.matrix.mouse import drag
from tests.ui.panels.weights.test_side_by_side import Owner, numbers_in
from ui.cards.content import content_of
from ui.cards.edits import why_not
from ui.matrix.cells.overlay import Mark
from ui.matrix.draw_form import DrawNumbers
from ui.matrix.matrix import Block
from ui.panels.consequence import consequence
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.terms.term_model import TERM
from ui.panels.weights import parameter_matrices, readings
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import B_Y, TABS, W_HH, W_IH, V
from ui.session.document import Document
from ui.session.workbench import Workbench

NAMES = {V: "readout.weight", B_Y: "readout.bias"}


def bench_with(bench, names=(), original=True, **options):
    """Return a workbench over a bench's experiment with a random objective."""
    experiment = bench.snapshot().experiment
    shape = experiment.sequence.shape[:2]
    objective = objective_of(experiment.config, shape, experiment.dtype, **options)
    objective = replace(objective, readout=replace(objective.readout, names=names))
    document = Document.of("", experiment.with_objective(objective if original else NO_OBJECTIVE))
    bench = Workbench(document)
    if not original:
        bench.edit(experiment.with_objective(objective), "readout")
    bench.last()
    return bench


@pytest.fixture
def make_panel(weights_over, make_workbench):
    """Return a panel that stands at the last readout, and its workbench."""

    def make(size=(620, 420), lstm=None, **options):
        bench = bench_with(make_workbench(**(lstm or {})), **options)
        return weights_over(bench, size), bench

    return make


def numbers(bench, tab):
    return bench.snapshot().experiment.objective.named(NAMES[tab])


@given(with_objective())
@examples(80)
def test_every_number_is_in_its_place_and_goes_back_to_it_alone(experiment):
    document, objective = Document.of("", experiment), experiment.objective
    tabs = [tab for tab in parameter_matrices.tabs(experiment) if tab in NAMES]
    assert tabs == [V] if objective.readout.bias is None else [V, B_Y]
    for tab in tabs:
        matrix, name = parameter_matrices.matrix_of(document, Lane(), 0, tab), NAMES[tab]
        for cell in np.ndindex(matrix.shape):
            number = parameter_matrices.number_of(experiment.config, Lane(), 0, tab, cell)
            assert matrix.stored_as(*cell) == f"{name}[{', '.join(map(str, number.indices))}]"
            assert matrix.values[cell] == objective.named(name)[number.indices]
            assert parameter_matrices.place_of(experiment, *number) == (None, tab, cell)
        cell = matrix.shape[0] - 1, matrix.shape[1] - 1
        array = matrix.with_block(Block.cell(*cell), np.float64(7.5))
        edited = parameter_matrices.with_matrix(experiment, Lane(), 0, tab, array)
        expected = objective.named(name).copy()
        expected[number.indices] = 7.5
        assert np.array_equal(edited.objective.named(name), expected)
        assert edited.parameters is experiment.parameters
        others = [
            (a, b)
            for a, b in zip(objective.arrays(), edited.objective.arrays(), strict=True)
            if a is not b
        ]
        assert len(others) == 1
        same = parameter_matrices.with_matrix(experiment, Lane(), 0, tab, matrix.values)
        assert same is experiment


@pytest.mark.parametrize("over", [EVERY, "last", H_N])
@pytest.mark.parametrize(
    "lstm",
    [
        {},
        {"num_layers": 2, "bidirectional": True, "hidden_size": 3, "batch": 2, "lengths": (6, 4)},
        {"proj_size": 1, "num_layers": 2},
    ],
    ids=str,
)
def test_a_row_with_what_stands_over_it_adds_up_to_y(make_workbench, lstm, over):
    bench = bench_with(make_workbench(dtype=np.float64, **lstm), over=over, function="softmax")
    rows = range(bench.snapshot().experiment.batch_size)
    for row in rows:
        bench.select(bench.snapshot().lane, row)
        last = bench.snapshot().experiment.lengths[row] - 1
        for t in (2, last) if over == EVERY else (last,):
            bench.look_at(Address("p", t=t, row=row, unit=1))
            snapshot = bench.snapshot()
            assert readings.tabs_read(snapshot.experiment, snapshot.quantity) == (V, B_Y)
            weights, bias = (
                parameter_matrices.matrix_of(snapshot.document, snapshot.lane, row, tab).values
                for tab in (V, B_Y)
            )
            read = readings.reading_of(snapshot, V, True)
            y = snapshot.run.trace.values("y", Lane())[t, row]
            np.testing.assert_allclose(weights @ read.values + bias[:, 0], y, rtol=1e-12)
            sums = readings.sums_of(snapshot, V, range(len(y)))
            np.testing.assert_allclose(numbers_in(s.text for s in sums.values()), y, atol=6e-5)
            assert (read.row, parameter_matrices.lit_row(snapshot, V)) == (1, 1)
            wanted = weights[1] * read.values
            np.testing.assert_allclose(numbers_in(read.products), wanted, atol=0.06)


@pytest.mark.parametrize(("over", "name"), [("last", "h[5]"), (H_N, "h_n")])
def test_over_v_stands_the_name_of_what_it_reads(make_workbench, over, name):
    snapshot = bench_with(make_workbench(), over=over).snapshot()
    assert name in readings.reads(snapshot, V)


def test_it_stands_there_at_its_step_and_behind_tabs_at_others(make_panel):
    panel, bench = make_panel()
    assert panel.side.tabs == (V, B_Y)
    heads = [panel.side._heads[tab][1].text() for tab in (V, B_Y)]
    assert "h[5]" in heads[0]
    panel.side_button.setChecked(False)
    bench.look_at(Address("f", t=3))
    assert [t for n, t in enumerate(TABS) if panel.tabs.isTabVisible(n)][-2:] == [V, B_Y]
    panel.show_tab(V)
    assert panel.editor.matrix.values is numbers(bench, V)
    assert panel.heading.shape.text() == "(out_features, num_directions·hidden_size) = (3, 2)"
    assert panel.heading.name.text() == "readout.weight"
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_objective(NO_OBJECTIVE), "no readout")
    assert not panel.tabs.isTabVisible(TABS.index(V))
    assert panel.tab not in (V, B_Y)


@pytest.mark.parametrize("size", [(620, 420), (300, 420)], ids=["side by side", "one matrix"])
@pytest.mark.parametrize(("tab", "cell"), [(V, (2, 1)), (B_Y, (2, 0))])
def test_it_is_dragged_typed_and_put_back_like_a_weight(make_panel, tab, cell, size):
    panel, bench = make_panel(size)
    if not panel.is_side_by_side:
        panel.show_tab(tab)
    editor = panel.side.editors[tab] if panel.is_side_by_side else panel.editor
    before, name = bench.snapshot().experiment, editor.matrix.cell_name(*cell)
    index = cell if tab == V else cell[:1]
    drag(Owner(editor), cell, [(0, -10), (0, -10)])
    assert numbers(bench, tab)[index] > before.objective.named(NAMES[tab])[index]
    assert bench.snapshot().undo_label == f"drag {name}"
    loss = re.search(r"loss ([\d.]+) → ([\d.]+)", panel.sheet.text())
    assert float(loss[2]) == pytest.approx(bench.snapshot().run.loss, rel=1e-5)
    bench.undo()
    assert bench.snapshot().experiment is before
    editor.open_field(cell)
    QTest.keyClicks(editor.field.edit, "-0.5")
    QTest.keyClick(editor.field.edit, Qt.Key.Key_Return)
    assert bench.snapshot().undo_label == f"set {name}"
    after = bench.snapshot()
    fresh = Run(after.experiment)
    fresh.advance()
    assert numbers(bench, tab)[index] == -0.5
    assert np.array_equal(after.run.trace.values("y", Lane()), fresh.trace.values("y", Lane()))
    assert after.experiment.parameters is before.parameters
    assert editor.matrix.edited_count == 1
    assert parameter_matrices.edited_tabs(after.document, Lane(), 0) == {tab}
    menu = editor.menu_for(Block.cell(*cell))
    reset = next(a for a in menu.actions() if a.text() == "Reset value")
    assert reset.isEnabled()
    reset.trigger()
    menu.close()
    assert np.array_equal(numbers(bench, tab), before.objective.named(NAMES[tab]))
    assert editor.matrix.edited_count == 0


def test_a_block_is_pasted_and_all_is_set_to_zero(make_panel):
    panel, bench = make_panel()
    editor = panel.side.editors[V]
    QApplication.clipboard().setText("1\t2\n3\t4")
    editor.paste(Block.cell(1, 0))
    assert numbers(bench, V)[1:].tolist() == [[1, 2], [3, 4]]
    editor.zero(editor.matrix.whole)
    assert not numbers(bench, V).any()
    assert bench.snapshot().undo_label == "zero V"


@pytest.mark.parametrize("tab", [V, B_Y])
def test_its_default_is_that_of_torchs_linear(make_panel, tab):
    panel, bench = make_panel(lstm={"bidirectional": True, "hidden_size": 3})
    bench.look_at(Address("y", t=5))
    editor = panel.side.editors[tab]
    editor.open_initialiser(0)
    form = editor.findChild(DrawNumbers)
    form.seed.setValue(7)
    form.accept()
    QApplication.sendPostedEvents(form, QEvent.Type.DeferredDelete.value)
    torch.manual_seed(7)
    if tab == V:
        wanted = torch.nn.Linear(6, 3).weight.detach().numpy()
    else:  # a Linear draws its weight first
        wanted = torch.empty(3).uniform_(-(6**-0.5), 6**-0.5).numpy()
    np.testing.assert_allclose(numbers(bench, tab), wanted, rtol=1e-6)


def test_rows_and_columns_have_names(make_panel):
    panel, bench = make_panel(names=("yes", "no", "rest"), lstm={"bidirectional": True})
    bench.look_at(Address("y", t=5))
    matrix = panel.side.editors[V].matrix
    assert [matrix.row_name(k) for k in range(3)] == ["yes", "no", "rest"]
    assert [matrix.column_name(k) for k in range(4)] == ["→h0", "→h1", "←h0", "←h1"]
    assert "rest" in matrix.describe(2, 3)
    assert "readout.weight[2, 3]" in matrix.describe(2, 3)


def test_without_a_readout_at_opening_there_is_nothing_to_compare_with(make_panel):
    panel, bench = make_panel(original=False)
    panel.side.editors[V].zero(Block.cell(0, 0))
    assert numbers(bench, V)[0, 0] == 0
    assert panel.side.editors[V].matrix.edited_count == 0


def test_a_click_looks_at_the_rows_output(make_panel):
    panel, bench = make_panel(over="last")
    for tab, row in ((V, 2), (B_Y, 0)):
        heat_map = panel.side.editors[tab].heat_map
        place = heat_map.cell_rect((row, 0)).center()
        QTest.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert bench.snapshot().subject == Address("y", t=5, unit=row)
    panel.side_button.setChecked(False)
    bench.look_at(Address("h", t=2))
    panel.show_tab(V)
    place = panel.single.heat_map.cell_rect((1, 0)).center()
    QTest.mouseClick(panel.single.heat_map.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.snapshot().subject == Address("y", t=5, unit=1), "its only answer"


def test_a_weight_asked_for_elsewhere_is_brought_to_the_front(make_panel):
    panel, bench = make_panel(lstm={"num_layers": 2})
    bench.select(Lane(0))
    bench.look_at(Address("f", t=3))
    assert panel.side.tabs[:2] == (W_IH, W_HH)
    panel.show_parameter("readout.weight", (2, 1))
    assert panel.tab == V
    assert bench.snapshot().lane == Lane(0)
    assert Mark(Block.cell(2, 1), "", True) in panel.editor.heat_map.marks
    panel.show_parameter("readout.bias", (1,))
    assert panel.tab == B_Y
    assert Mark(Block.cell(1, 0), "", True) in panel.editor.heat_map.marks


@pytest.fixture
def window(window_again, qtbot):
    """Return the file's window over the sunspots at the readout of t 9."""
    window = window_again(Document.of_example(EXAMPLES["sunspots"]()))
    bench = window._workbench
    bench.go_to_timestep(9)
    bench.select(Lane(1))
    qtbot.waitUntil(lambda: not window.busy and window.checked)
    window.setFocus()
    return window


def test_a_term_of_the_ledger_leads_to_its_weight(window):
    bench, panel = window._workbench, window._panels.of(WeightsPanel)
    terms = window._panels.of(LedgerPanel)._terms
    assert bench.snapshot().quantity == "y"
    row = next(
        row
        for row in range(terms.terms.rowCount())
        if terms.terms.parameter(row) == Given("readout.weight", (0, 3))
    )
    place = terms.visualRect(terms.terms.index(row, TERM)).center()
    QTest.mouseClick(terms.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.side.tabs == (V, B_Y)
    assert Mark(Block.cell(0, 3), "", True) in panel.side.editors[V].heat_map.marks
    drag(Owner(panel.side.editors[V]), (0, 3), [(0, -10), (0, -10)])
    assert bench.snapshot().undo_label == "drag V[0, 3]"
    said = consequence(bench.snapshot())
    assert "y[0] at t 9: " in said, "an output is of no lane"


@pytest.mark.few(1)
@pytest.mark.parametrize(("tab", "cell", "name"), [(V, (0, 3), "V[0,3]"), (B_Y, (0, 0), "b[0]")])
def test_its_card_says_what_it_adds_and_takes_another_number(window, tab, cell, name):
    bench, panel = window._workbench, window._panels.of(WeightsPanel)
    editor = panel.side.editors[tab]
    snapshot, before = bench.snapshot(), bench.snapshot().experiment
    spot = panel._spot_in(tab, editor, cell)
    content = content_of(snapshot, spot.subject)
    assert content.title == name
    assert plain(content.lines[0]).startswith(f"y[0] = {name}")
    weight = float(before.objective.named(NAMES[tab])[cell if tab == V else 0])
    h = float(Address("h", Lane(1), 9, 0, 3).value(snapshot.run.trace))
    if tab == V:
        product = re.search(r"−?\d+\.\d+", plain(content.lines[-1]))[0].replace("−", "-")
        assert float(product) == pytest.approx(weight * h, abs=6e-5)
    card = rest(window, spot)
    press(Qt.Key.Key_0)
    QTest.keyClicks(card.field, ".25")
    press(Qt.Key.Key_Return)
    assert numbers(bench, tab)[cell if tab == V else 0] == 0.25
    assert bench.snapshot().undo_label == f"set {name}"
    bench.undo()
    assert bench.snapshot().experiment is before


def test_a_forecasts_target_is_not_typed():
    bench = Workbench(Document.of_example(EXAMPLES["sunspots"]()))
    bench.go_to_timestep(9)
    snapshot = bench.snapshot()
    assert why_not(snapshot, Given("target", (9, 0, 0)))
    assert not why_not(snapshot, Given("readout.bias", (0,)))
