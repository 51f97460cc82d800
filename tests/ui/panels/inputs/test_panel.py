"""Inputs panel: every number in its place, edited like the weights, and the options."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from simulator.analysis.address import Given
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.experiment.options import Options
from simulator.network.lane import Lane
from simulator.reference.dropout import draw_masks
from tests.depth import count, examples
from tests.simulator.experiments import experiments
from tests.ui.matrix.mouse import drag
from tests.ui.worker.inline_worker import InlineWorker
from ui.commands.option_changer import OptionChanger
from ui.dialogs.options import OptionsDialog
from ui.matrix.cells.overlay import Mark
from ui.matrix.heat_map import HeatMap
from ui.matrix.matrix import Block
from ui.panels.inputs import input_matrices
from ui.panels.inputs.input_matrices import INPUT, STATES, TABS
from ui.panels.inputs.panel import InputsPanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.style.theme import DARK, LIGHT

Key = Qt.Key
GIVEN = TABS[:3]
"""Tabs of every LSTM."""


@pytest.fixture
def make_panel(follow, make_workbench):
    """Return a panel that follows a workbench, and the workbench."""

    def make(workbench=None, size=(375, 480), **options):
        workbench = workbench or make_workbench(**options)
        panel, worker = InputsPanel(LIGHT), InlineWorker()
        panel.messages = Messages()
        changer = OptionChanger(workbench, worker, panel.messages, panel)
        panel.worker, panel.changer = worker, changer
        panel.options_asked.connect(changer.ask)
        return follow(panel, workbench, size), workbench

    return make


def given_of(experiment, tab):
    """Return an input or a state in nn.LSTM's own shape."""
    if tab == INPUT:
        return experiment.input_as_given()
    return experiment.state_as_given(getattr(experiment, tab))


def type_into(panel, cell, text, end=Key.Key_Return):
    panel.editor.open_field(cell)
    QTest.keyClicks(panel.editor.field.edit, text)
    QTest.keyClick(panel.editor.field.edit, end)


@given(experiments())
@examples(60)
def test_every_number_that_is_read_is_in_its_place_under_torchs_name(experiment):
    document = Document.of("", experiment)
    shown = {}
    for row in range(experiment.batch_size):
        for tab in GIVEN:
            matrix = input_matrices.matrix_of(document, Lane(), row, tab)
            assert matrix.edited_count == 0
            for cell in np.ndindex(matrix.shape):
                shown[matrix.stored_as(*cell)] = matrix.values[cell]
                assert matrix.cell_name(*cell)
                assert matrix.row_name(cell[0])
                assert matrix.column_name(cell[1])
    batch_axis = 0 if experiment.config.batch_first else 1
    wanted = {}
    for tab in GIVEN:
        array = given_of(experiment, tab)
        for index in np.ndindex(array.shape):
            if tab == INPUT:
                row = index[batch_axis] if experiment.batched else 0
                t = index[1 - batch_axis] if experiment.batched else index[0]
                if t >= experiment.lengths[row]:
                    continue
            wanted[f"{tab}[{', '.join(map(str, index))}]"] = array[index]
    assert shown == wanted


@given(experiments(), st.data())
@examples(60)
def test_an_edit_changes_the_named_number_of_its_row_and_shares_the_rest(experiment, data):
    tab = data.draw(st.sampled_from(GIVEN))
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    document = Document.of("", experiment)
    matrix = input_matrices.matrix_of(document, Lane(), row, tab)
    cell = data.draw(st.sampled_from(list(np.ndindex(matrix.shape))))
    values = matrix.with_block(Block.cell(*cell), np.float64(7.5))
    edited = input_matrices.with_matrix(experiment, Lane(), row, tab, values)
    expected = np.array(given_of(experiment, tab))
    index = matrix.stored_as(*cell)[len(tab) + 1 : -1]
    expected[tuple(map(int, index.split(", ")))] = 7.5
    assert np.array_equal(given_of(edited, tab), expected)
    for other in GIVEN:
        name = "sequence" if other == INPUT else other
        same = getattr(edited, name) is getattr(experiment, name)
        assert same == (other != tab)
    assert edited.parameters is experiment.parameters
    changed = replace(document, experiment=edited)
    assert input_matrices.edited_tabs(changed, Lane(), row) == {tab}
    assert input_matrices.matrix_of(changed, Lane(), row, tab).edited_count == 1


def test_typing_a_value_of_the_input_is_followed_by_h(make_panel):
    panel, bench = make_panel(timesteps=6)
    bench.step(6)
    before = bench.snapshot()
    type_into(panel, (2, 1), "2.5")
    after = bench.snapshot()
    sequence = before.experiment.sequence.copy()
    sequence[2, 0, 1] = 2.5
    fresh = Run(before.experiment.with_sequence(sequence))
    fresh.advance(after.position)
    assert np.array_equal(after.values("h"), fresh.trace.values("h", Lane())[:, 0])
    assert np.array_equal(after.values("h")[:2], before.values("h")[:2])
    assert not np.array_equal(after.values("h")[2], before.values("h")[2])
    assert after.undo_label == "set x[1] at t 2"
    bench.undo()
    assert bench.snapshot().experiment is before.experiment


def test_h_0_and_c_0_are_edited_for_the_row_that_is_shown(make_panel):
    panel, bench = make_panel(batch=3, num_layers=2, bidirectional=True)
    bench.last()
    bench.select(Lane(1, 1), 2)
    before = bench.snapshot()
    for tab in STATES:
        panel.show_tab(tab)
        assert panel.editor.matrix.shape == (2, 4)
        assert panel.editor.heat_map.marks == (Mark(Block(0, 3, 2, 4), tab[0]),)
        type_into(panel, (1, 3), "-0.75")
        state = getattr(bench.snapshot().experiment, tab)
        assert state[3, 2, 1] == -0.75
        assert np.count_nonzero(state) == 1
        assert bench.snapshot().undo_label == f"set {tab}[1] of layer 1 reverse"
    assert not np.array_equal(before.values("h"), bench.snapshot().values("h"))


def test_a_state_is_scrubbed_as_a_weight_is(make_panel):
    panel, bench = make_panel()
    panel.show_tab("c_0")
    panel.editor.heat_map.select((1, 0))
    drag(panel, (1, 0), [(0, -10), (0, -10)])
    assert bench.snapshot().experiment.c_0[0, 0].tolist() == [0, np.float32(0.1)]
    assert bench.snapshot().undo_label == "drag c_0[1]"


def test_the_timestep_of_the_cursor_is_lit(make_panel):
    panel, bench = make_panel(timesteps=5)
    assert panel.editor.heat_map.marks == ()
    bench.step(3)
    assert panel.editor.heat_map.marks == (Mark(Block(2, 0, 3, 3), "x", True),)
    panel.show_tab("h_0")
    assert panel.editor.heat_map.marks == ()


def test_a_card_by_the_keys_is_of_the_selected_input(make_panel):
    panel, _ = make_panel()
    for cell in ((2, 1), (0, 0)):
        panel.editor.view.select(cell)
        spot = panel.spot_of_keys()
        assert spot.subject == Given("input", (cell[0], 0, cell[1]))
        assert spot.rect().contains(panel.editor.heat_map.cell_rect(cell).center())


def test_names_of_columns_and_timesteps_come_from_the_document(make_workbench):
    document = make_workbench(timesteps=3).snapshot().document
    named = Document.of("", document.experiment, ("mon", "tue", "wed"), ("rain", "sun", "wind"))
    matrix = input_matrices.matrix_of(named, Lane(), 0, INPUT)
    assert [matrix.row_name(t) for t in range(3)] == ["mon", "tue", "wed"]
    assert [matrix.column_name(k) for k in range(3)] == ["rain", "sun", "wind"]
    assert matrix.cell_name(1, 2) == "x[2] wind at t 1 · tue"
    plain = input_matrices.matrix_of(document, Lane(), 0, INPUT)
    assert (plain.row_name(1), plain.column_name(2)) == ("1", "x2")
    assert plain.cell_name(1, 2) == "x[2] at t 1"


def test_every_timestep_s_name_has_its_room(make_panel):
    document = Document.of_example(EXAMPLES["walk"]())
    panel, _ = make_panel(Workbench(document))
    axis = panel.findChild(HeatMap)._rows
    QApplication.processEvents()
    widest = max(map(QFontMetricsF(axis._font).horizontalAdvance, document.timestep_labels))
    assert axis.width() >= widest + 5


def test_the_heading_says_which_row_and_how_much_of_it(make_panel):
    panel, bench = make_panel(timesteps=6, batch=2, lengths=[6, 4])
    assert panel.heading.name.text() == "input, row 0 of the batch"
    assert panel.heading.shape.text() == "(timesteps, batch, input_size) = (6, 2, 3)"
    bench.select(Lane(), 1)
    assert panel.heading.name.text() == "input, row 1 of the batch, 4 of 6 timesteps"
    assert panel.editor.matrix.shape == (4, 3)


def test_the_matrix_menu_makes_sequences_and_states(make_panel):
    panel, bench = make_panel(timesteps=8)
    titles = [way.title for way in panel.editor.matrix.fills]
    panel.editor.initialise(titles.index("Impulse: 1 at t 0"))
    sequence = bench.snapshot().experiment.sequence
    assert (sequence[0] == 1).all()
    assert not sequence[1:].any()
    panel.show_tab("h_0")
    assert panel.editor.matrix.fills[0].title == "Zeros"


def test_a_length_is_changed_by_its_spin(make_panel):
    panel, bench = make_panel(timesteps=6, batch=3, lengths=[6, 4, 5])
    bench.select(Lane(), 1)
    assert panel.length.isVisible()
    assert panel.length.value() == 4
    QTest.keyClick(panel.length, Key.Key_Up)
    assert bench.snapshot().experiment.lengths == (6, 5, 5)
    assert bench.snapshot().undo_label == "length 5 of row 1"
    assert panel.editor.matrix.shape == (5, 3)
    bench.undo()
    assert panel.length.value() == 4
    single, _ = make_panel()
    assert not single.length.isVisible()


def test_a_shorter_sequence_that_is_opened_asks_for_nothing(make_panel, make_workbench):
    panel, bench = make_panel(timesteps=9, batch=2)
    asked = []
    panel.options_asked.connect(asked.append)
    bench.open(make_workbench(timesteps=4, batch=2, lengths=[3, 4]).snapshot().document)
    assert (panel.length.value(), panel.length.maximum()) == (3, 4)
    assert asked == []


def test_both_themes_and_all_sizes_draw(make_panel):
    for options in (
        {"hidden_size": 64, "timesteps": count(3000, by_default=300)},
        {"batch": 2, "proj_size": 1},
    ):
        panel, bench = make_panel(size=(300, 360), **options)
        bench.step(2)
        for theme in (DARK, LIGHT):
            panel.set_theme(theme)
            for tab in GIVEN:
                panel.show_tab(tab)
                panel.draw(bench.snapshot())
                panel.grab()


# Options


def ready(panel, qtbot):
    """Wait until no masks are being drawn."""
    qtbot.waitUntil(lambda: panel.changer._asked is None)


@pytest.mark.usefixtures("masks")
def test_dropout_in_train_mode_draws_masks_in_the_worker_and_is_one_undo_step(make_panel, qtbot):
    panel, bench = make_panel(timesteps=5, num_layers=2, hidden_size=3)
    before = bench.snapshot().experiment
    options = replace(Options.of(before), dropout=0.5, training=True, seed=4)
    panel.changer.ask(options)
    assert bench.snapshot().experiment is before
    ready(panel, qtbot)
    after = bench.snapshot().experiment
    assert Options.of(after) == options
    assert after.masks[0].tobytes() == draw_masks(options.masks_to_draw(before))[0].tobytes()
    assert bench.snapshot().undo_label == "dropout 0.5, training True, seed 4"
    bench.undo()
    assert bench.snapshot().experiment is before


@pytest.mark.usefixtures("masks")
def test_an_edit_while_masks_are_drawn_is_kept(make_panel, qtbot):
    panel, bench = make_panel(timesteps=5, num_layers=2, batch=2)
    options = replace(Options.of(bench.snapshot().experiment), dropout=0.5, training=True)
    panel.changer.ask(options)
    type_into(panel, (2, 1), "2.5")
    ready(panel, qtbot)
    after = bench.snapshot().experiment
    assert after.sequence[2, 0, 1] == 2.5
    assert Options.of(after) == options
    QTest.keyClick(panel.length, Key.Key_Down)
    assert panel.length.value() == 5  # not yet: other lengths need other masks
    ready(panel, qtbot)
    assert panel.length.value() == 4
    assert bench.snapshot().experiment.lengths == (4, 5)
    assert not bench.snapshot().experiment.masks[0][4, 0].any()


@pytest.mark.usefixtures("masks")
def test_what_is_opened_while_masks_are_drawn_stays_as_it_is(make_panel, make_workbench, qtbot):
    panel, bench = make_panel(num_layers=2)
    panel.changer.ask(replace(Options.of(bench.snapshot().experiment), dropout=0.5, training=True))
    other = make_workbench(num_layers=2).snapshot().document
    bench.open(other)
    ready(panel, qtbot)
    assert bench.snapshot().document is other


def test_without_torch_the_options_stay_and_the_reason_is_told(make_panel, qtbot, monkeypatch):
    panel, bench = make_panel(num_layers=2)
    before = bench.snapshot().experiment

    def missing(request):
        raise ImportError("No module named 'torch'")

    monkeypatch.setattr("simulator.reference.dropout.draw_masks", missing)
    with qtbot.waitSignal(panel.messages.complained) as failed:
        panel.changer.ask(replace(Options.of(before), dropout=0.5, training=True))
    assert "No module named 'torch'" in failed.args[0]
    assert "\n" not in failed.args[0]
    assert bench.snapshot().experiment is before


# In the window


@pytest.mark.usefixtures("masks")
def test_in_the_window_an_input_and_h_0_are_edited_and_options_are_set(
    window_again, qtbot, monkeypatch
):
    window = window_again(timesteps=6, num_layers=2)
    bench = window._workbench
    bench.step(6)
    first = bench.snapshot()
    QTest.keyClick(window, Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    panel = window._panels.of(InputsPanel)
    assert panel.isVisible()
    type_into(panel, (3, 0), "4")
    second = bench.snapshot()
    assert second.experiment.sequence[3, 0, 0] == 4
    assert np.array_equal(second.values("h")[:3], first.values("h")[:3])
    assert not np.array_equal(second.values("h")[3:], first.values("h")[3:])
    panel.show_tab("h_0")
    type_into(panel, (0, 0), "1.5")
    third = bench.snapshot()
    assert third.experiment.h_0[0, 0, 0] == 1.5
    assert not np.array_equal(third.values("h")[0], second.values("h")[0])

    def accept(dialog):
        dialog.dropout.setValue(0.5)
        dialog.training.setChecked(True)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(OptionsDialog, "exec", accept)
    QTest.keyClick(
        window,
        Key.Key_O,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(lambda: bool(bench.snapshot().experiment.masks))
    assert bench.snapshot().position == third.position
    for _ in range(3):
        bench.undo()
    assert bench.snapshot().experiment is first.experiment


def test_in_the_window_keys_alone_select_a_block_and_nudge_it(window_again):
    window = window_again(timesteps=4)
    bench = window._workbench
    bench.step(4)
    before = bench.snapshot()
    editor = window._panels.of(WeightsPanel).editor
    editor.heat_map.setFocus()
    for key in (Key.Key_Down, Key.Key_Right):
        QTest.keyClick(editor.heat_map, key, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(editor.heat_map, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    after = bench.snapshot()
    assert after.undo_label == "nudge W_ih[0:2, 0:2]"
    assert after.position == before.position
    moved = (
        after.experiment.parameters["weight_ih_l0"]
        != (before.experiment.parameters["weight_ih_l0"])
    )
    assert moved[:2, :2].all()
    assert moved.sum() == 4
    assert not np.array_equal(after.values("h"), before.values("h"))
