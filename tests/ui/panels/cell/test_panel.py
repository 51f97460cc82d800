"""Cell diagram: its numbers are the trace's, its lights the equations', its clicks lead there."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from tests.simulator.experiments import experiments, random_parameters
from ui.panels.cell.cell_values import cell_values
from ui.panels.cell.layout import lay_out
from ui.panels.cell.paint import Fonts, faces, state_titles
from ui.panels.cell.panel import CellDiagram
from ui.panels.cell.parts import Level, plate_levels, wire_levels
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format, theme
from ui.style.colours import map_of
from ui.widgets.colour_strip import columns_for, strip_image

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(follow):
    """Show a diagram that follows a workbench."""
    return lambda bench, size=(720, 290): follow(CellDiagram(theme.LIGHT), bench, size)


def finish(qtbot, workbench, position):
    """Go to a position, once it is computed."""
    workbench.go_to(position)
    qtbot.waitUntil(lambda: workbench.snapshot().position == position)


def expected(snapshot, key) -> Array | None:
    """Return a vector of the present cell, read from the trace by index; None when not known."""
    lane, schedule, trace = snapshot.lane, snapshot.schedule, snapshot.run.trace
    length, T = snapshot.experiment.lengths[snapshot.row], snapshot.schedule.num_timesteps
    begun = [
        schedule.position_after(schedule.cell(n), "z") <= snapshot.position
        for n in range(schedule.num_cells)
        if schedule.cell(n).lane == lane and schedule.cell(n).walk < length
    ]
    walk = max(sum(begun) - 1, 0)
    assert walk < T
    t = length - 1 - walk if lane.direction else walk
    if key == "x":
        below = [
            Address("h", Lane(lane.layer - 1, d), t, snapshot.row)
            for d in range(snapshot.experiment.config.num_directions)
        ]
        if lane.layer and not all(map(snapshot.knows_subject, below)):
            return None
        return trace.inputs[lane.layer][t, snapshot.row]
    if key.endswith("_prev"):
        quantity = key[0]
        if walk == 0:
            state = snapshot.experiment.h_0 if quantity == "h" else snapshot.experiment.c_0
            row = snapshot.experiment.config.state_row(lane)
            return state[row, snapshot.row]
        before = t + 1 if lane.direction else t - 1
        return trace.values(quantity, lane)[before, snapshot.row]
    cell = schedule.cell_at(lane, t, snapshot.row)
    if schedule.position_after(cell, key[0]) > snapshot.position:
        return None
    return trace.values(key, lane)[t, snapshot.row]


def centre(rect: QRectF) -> QPoint:
    return rect.center().toPoint()


def title_of(face) -> QPoint:
    return QPointF(face.rect.right() - 4, face.rect.top() + 4).toPoint()


@settings(max_examples=25, deadline=None)
@given(experiments(max_steps=4), st.data())
def test_every_number_is_the_trace_s_and_none_comes_early(qapp, experiment, data):
    workbench = Workbench(Document.of("any", experiment))
    lanes = list(experiment.config.lanes())
    lane = data.draw(st.sampled_from(lanes))
    panel = CellDiagram(theme.LIGHT)
    panel.resize(900, 360)
    workbench.select(lane, data.draw(st.integers(0, experiment.batch_size - 1)))
    position = data.draw(st.integers(0, workbench.snapshot().schedule.end))
    workbench.go_to(position)
    snapshot = workbench.snapshot()
    assert snapshot.position == position
    panel.draw(snapshot)
    panel.grab()
    for key in cell_values(snapshot).vectors:
        face, values = panel.canvas.face(key), expected(snapshot, key)
        if values is None:
            assert face.vector.values is None
            # The number in an empty gate is its sum, and is labelled so.
            if face.shown is not face.vector:
                np.testing.assert_array_equal(face.shown.values, expected(snapshot, f"z_{key}"))
            else:
                assert face.grid is None
            continue
        np.testing.assert_array_equal(face.vector.values, values)
        assert face.shown is face.vector
        if face.grid is not None:
            decimals = (
                3 if face.grid.texts == tuple(number_format.short(v, 3) for v in values) else 2
            )
            assert face.grid.texts == tuple(number_format.short(v, decimals) for v in values)
        else:
            assert len(values) > 2 or any(len(number_format.short(v)) > 5 for v in values)
        for unit, value in enumerate(values):
            assert face.vector.exact(unit).endswith(f" = {number_format.exact(value)}")
            subject = face.vector.subject(unit)
            if subject is not None:
                trace = snapshot.run.trace.values(subject.quantity, subject.lane)
                number = trace[subject.t, subject.row, subject.unit]
                if key != "x" or not experiment.masks:
                    assert number == value or np.isnan(number)
                assert snapshot.knows_subject(subject)


READS = {
    "z": {"x", "h_prev"},
    "i": {"z_i", "x", "h_prev"},
    "f": {"z_f", "x", "h_prev"},
    "g": {"z_g", "x", "h_prev"},
    "o": {"z_o", "x", "h_prev"},
    "c": {"f", "c_prev", "i", "g"},
}


@pytest.mark.parametrize(
    ("projected", "more"),
    [(0, {"h": {"o", "c"}}), (1, {"m": {"o", "c"}, "h": {"m"}})],
)
def test_each_step_lights_what_it_computes_and_what_it_reads(make_workbench, projected, more):
    workbench = make_workbench(hidden_size=3, proj_size=projected)
    phases = workbench.snapshot().schedule.phases
    for step, (quantity, reads) in enumerate({**READS, **more}.items()):
        workbench.go_to(len(phases) + step + 1)
        levels = plate_levels(cell_values(workbench.snapshot()))
        assert quantity == phases[step]
        computed = {"z_i", "z_f", "z_g", "z_o"} if quantity == "z" else {quantity}
        assert {key for key, level in levels.items() if level is Level.LIT} == computed
        assert {key for key, level in levels.items() if level is Level.READ} == reads
        future = {key for key, level in levels.items() if level is Level.FUTURE}
        assert future == set(phases[step + 1 :])


def test_a_lane_is_not_lit_by_a_step_elsewhere(make_workbench):
    workbench = make_workbench(num_layers=2)
    workbench.go_to(7 + 3)
    workbench.select(Lane(layer=0))
    values = cell_values(workbench.snapshot())
    assert Level.LIT not in plate_levels(values).values()
    assert Level.LIT not in {level for _, level in wire_levels(values).values()}


def test_the_lit_box_is_filled_and_the_future_is_grey(make_workbench, shown):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(3)
    picture = panel.canvas.grab().toImage()

    def corner(key) -> QColor:
        return picture.pixelColor(title_of(panel.canvas.face(key)))

    assert corner("f") == theme.LIGHT.colour("f")
    assert corner("i") == corner("o") == QColor(theme.LIGHT.panel)
    assert panel.symbol.text() == "f"
    assert panel.sentence.text() == workbench.snapshot().experiment.config.quantity("f").sentence
    panel.set_theme(theme.DARK)
    picture = panel.canvas.grab().toImage()
    assert corner("f") == theme.DARK.colour("f")


def test_position_0_teaches_the_cell(make_workbench, shown):
    panel = shown(make_workbench())
    assert panel.sentence.text().startswith("Nothing is computed yet")
    values = cell_values(panel.snapshot)
    known = {key for key, level in plate_levels(values).items() if level is not Level.FUTURE}
    assert known == {"x", "h_prev", "c_prev"}
    assert panel.canvas.face("c_prev").vector.note == "c_0"
    assert {level for _, level in wire_levels(values).values()} == {Level.FUTURE}


def test_a_click_on_a_box_goes_to_its_step(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(7 * 2 + 4)
    for place, position in [
        (title_of(panel.canvas.face("f")), 7 * 2 + 3),
        (centre(panel.canvas.face("o").rect), 7 * 2 + 5),
        (centre(panel.canvas.face("h").rect), 7 * 2 + 7),
        (centre(panel.canvas.node("add")), 7 * 2 + 6),
        (centre(panel.canvas.node("let_out")), 7 * 2 + 7),
        (title_of(panel.canvas.face("c_prev")), 7 * 1 + 6),
    ]:
        with qtbot.waitSignal(panel.went_to) as asked:
            QTest.mouseClick(panel.canvas, LEFT, pos=place)
        assert asked.args == [position]


def test_a_click_on_a_number_is_looked_at(make_workbench, shown, qtbot):
    workbench = make_workbench(num_layers=2, bidirectional=True, timesteps=4)
    panel = shown(workbench, (1000, 400))
    finish(qtbot, workbench, workbench.snapshot().schedule.end - 2)
    workbench.select(Lane(1, 0))
    assert workbench.snapshot().timestep == 3
    workbench.select(Lane(1, 1))
    t = workbench.snapshot().timestep
    for key, unit, subject in [
        ("f", 1, Address("f", Lane(1, 1), t, 0, 1)),
        ("z_g", 0, Address("z_g", Lane(1, 1), t, 0, 0)),
        ("c_prev", 1, Address("c", Lane(1, 1), t + 1, 0, 1)),
        ("x", 3, Address("h", Lane(0, 1), t, 0, 1)),
    ]:
        face = panel.canvas.face(key)
        with qtbot.waitSignal(panel.looked_at) as asked:
            QTest.mouseClick(panel.canvas, LEFT, pos=centre(face.grid.cell(unit)))
        assert asked.args == [subject]


def test_the_mouse_reads_the_exact_value(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(7 + 3)
    place = centre(panel.canvas.face("f").grid.cell(1))
    text = f"f[1] at t 1 = {number_format.exact(workbench.snapshot().values('f')[1, 1])}"
    with qtbot.waitSignal(panel.hovered, check_params_cb=lambda told: told == text):
        QTest.mouseMove(panel.canvas, place)


def test_the_keys_move_over_the_steps_and_go_there(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(7 + 3)
    canvas = panel.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.accessibleDescription().startswith("step 3 of 7: f forget gate, t 1: ")
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == [Address("f", Lane(), 1, 0, 0)]
    QTest.keyClick(canvas, Qt.Key.Key_End)
    with qtbot.waitSignal(panel.went_to) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == [14]
    with qtbot.waitSignal(panel.unit_selected) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert asked.args == [1]
    # After the last step, Tab leaves the diagram.
    assert not canvas._move(1)


def test_a_reverse_lane_runs_right_to_left(make_workbench, shown):
    workbench = make_workbench(bidirectional=True)
    panel = shown(workbench)
    workbench.select(Lane(direction=1))
    workbench.go_to(14 * 2)
    face = panel.canvas.face
    assert face("c_prev").rect.left() > face("f").rect.left() > face("o").rect.left()
    assert face("o").rect.left() > face("c").rect.left()
    assert (face("c_prev").vector.title, face("c_prev").vector.note) == ("c[t+1]", "t 5")
    assert face("h").vector.note == "t 4"


def test_what_an_upper_layer_reads_is_named(shown):
    config = LSTMConfig(3, 2, num_layers=2, bidirectional=True, dropout=0.5)
    masks = (np.full((3, 1, 4), 2, np.float32),)
    experiment = Experiment.create(
        random_parameters(config), np.ones((3, 3), np.float32), training=True, masks=masks
    )
    workbench = Workbench(Document.of("masked", experiment))
    panel = shown(workbench)
    workbench.select(Lane(layer=1))
    note = panel.canvas.face("x").vector.note
    assert note == "t 0 · h of layer 0, forward | reverse × dropout mask"
    assert panel.canvas.face("x").vector.values is None


def test_many_units_are_strips_of_their_colours(make_workbench, shown, qtbot):
    workbench = make_workbench(hidden_size=32)
    panel = shown(workbench)
    workbench.go_to(7 + 6)
    for key in ("f", "g", "c"):
        face = panel.canvas.face(key)
        values = expected(workbench.snapshot(), key)
        assert face.grid is None
        image = strip_image(theme.LIGHT, key, values, columns_for(32, face.inner.width()))
        assert image.width() * image.height() >= 32
        limit = next(n for n in (1, 2, 4, 8) if n >= np.abs(values).max())
        for unit in (0, 9, 31):
            row, column = divmod(unit, image.width())
            there = image.pixelColor(column, row)
            place = values[unit] if key == "f" else 0.5 + 0.5 * values[unit] / limit
            wanted = map_of(theme.LIGHT, key).at(float(place))
            assert np.allclose(there.getRgb(), wanted.getRgb(), atol=3)
    inner = panel.canvas.face("f").inner
    place = QPointF(inner.left() + inner.width() * 9.5 / 32, inner.center().y()).toPoint()
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.mouseClick(panel.canvas, LEFT, pos=place)
    assert asked.args == [Address("f", Lane(), 1, 0, 9)]


@pytest.mark.parametrize("mirrored", [False, True])
def test_states_have_their_names_all_in_one_way(make_workbench, qapp, mirrored):
    bench = make_workbench(bidirectional=True)
    bench.select(Lane(0, int(mirrored)))
    bench.last()
    values, ways = cell_values(bench.snapshot()), set()
    for width in range(420, 1000, 4):
        layout = lay_out(width, 200, projected=False, mirrored=mirrored, rows=2, input_lines=1)
        fonts = Fonts(qapp.font(), layout.scale)
        titles = state_titles(faces(values, layout, fonts), fonts, layout.scale)
        assert len({bool(note) for _, note in titles.values()}) == 1
        ways.add(titles["h"])
    t = values.timestep
    assert ways == {("h[t]", f"t {t}"), (f"h[{t}]", "")}


def test_the_map_selects_a_lane(make_workbench, shown, qtbot):
    workbench = make_workbench(num_layers=3, bidirectional=True)
    panel = shown(workbench)
    assert panel.map.isVisible()
    with qtbot.waitSignal(panel.lane_selected) as asked:
        QTest.mouseClick(panel.map, LEFT, pos=centre(panel.map.lane_rect(Lane(2, 1))))
    assert asked.args == [Lane(2, 1), 0]
    with qtbot.waitSignal(panel.lane_selected) as asked:
        QTest.keyClick(panel.map, Qt.Key.Key_Down)
    assert asked.args == [Lane(1, 1), 0]
    text = "layer 2 reverse: ends as h_n[5], c_n[5]; its h is output[…, 2:4]"
    with qtbot.waitSignal(panel.hovered, check_params_cb=lambda told: told == text):
        QTest.mouseMove(panel.map, centre(panel.map.lane_rect(Lane(2, 1))))


def test_one_lane_needs_no_map(make_workbench, shown):
    assert not shown(make_workbench()).map.isVisible()


@pytest.mark.parametrize("layers", [2, 7, 24])
def test_the_map_holds_every_layer(make_workbench, shown, layers):
    panel = shown(make_workbench(num_layers=layers, timesteps=2))
    rects = [panel.map.lane_rect(Lane(layer)) for layer in range(layers)]
    assert all(QRectF(panel.map.rect()).contains(rect) for rect in rects)
    assert all(low.top() >= high.bottom() for low, high in pairwise(rects))


def test_words_speak_of_biases_only_when_there_are(make_workbench, shown):
    for bias in (True, False):
        workbench = make_workbench(bias=bias)
        panel = shown(workbench)
        workbench.go_to(1)
        assert bool(re.search("biases", panel.sentence.text())) is bias


@pytest.mark.parametrize(
    ("batch", "at_its_end"), [(None, "The sequence"), (1, "The sequence"), (2, "Row 0")]
)
def test_words_speak_of_rows_only_when_there_are(make_workbench, shown, batch, at_its_end):
    workbench = make_workbench(batch=batch, num_layers=2)
    panel = shown(workbench)
    workbench.last()
    workbench.select(Lane(0))
    assert panel.sentence.text().startswith(f"{at_its_end} is at its end here; now at ")
