"""Cell diagram: its numbers are the trace's, its lights the equations', its clicks lead there."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters
from ui.panels.cell.cell_values import cell_values
from ui.panels.cell.highlight import Highlight, plate_levels, wire_level
from ui.panels.cell.layout import lay_out
from ui.panels.cell.panel import CellDiagram
from ui.panels.cell.plates import plates_of, state_titles
from ui.panels.cell.text_fit import fonts_at
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.workbench import Workbench
from ui.style import number_format, theme
from ui.style.colours import map_of
from ui.widgets.strips.colour_strip import columns_for, strip_image

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
        schedule.position_after(schedule.cell(n), "f") <= snapshot.position
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
        if lane.layer and not all(map(snapshot.knows_number, below)):
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
    if schedule.position_after(cell, key.removeprefix("z_")) > snapshot.position:
        return None
    return trace.values(key, lane)[t, snapshot.row]


def grid_texts(values, decimals):
    """Write numbers as a grid does: at most as long as `−0.` and the decimals."""
    return tuple(number_format.compact(v, decimals, 3 + decimals) for v in values)


def float_of(text):
    return float(text.replace(number_format.MINUS, "-"))


def centre(rect: QRectF) -> QPoint:
    return rect.center().toPoint()


def title_of(face) -> QPoint:
    return QPointF(face.rect.right() - 4, face.rect.top() + 4).toPoint()


@examples(25)
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
        face, values = panel.canvas.plate(key), expected(snapshot, key)
        if values is None:
            assert face.vector.values is None
            continue
        np.testing.assert_array_equal(face.vector.values, values)
        if face.grid is not None:
            assert any(face.grid.texts == grid_texts(values, decimals) for decimals in (4, 3, 2))
        elif key != "x":
            assert face.number is not None
            assert float_of(face.text) == pytest.approx(values[face.unit], abs=0.006, rel=0.5)
        for unit, value in enumerate(values):
            assert face.vector.exact(unit).endswith(f" = {number_format.exact(value)}")
            subject = face.vector.subject(unit)
            if subject is not None:
                trace = snapshot.run.trace.values(subject.quantity, subject.lane)
                number = trace[subject.t, subject.row, subject.unit]
                if key != "x" or not experiment.masks:
                    assert number == value or np.isnan(number)
                assert snapshot.knows_number(subject)


READS = {
    "f": {"x", "h_prev"},
    "i": {"x", "h_prev"},
    "g": {"x", "h_prev"},
    "o": {"x", "h_prev"},
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
        computed = {f"z_{quantity}", quantity} if quantity in "figo" else {quantity}
        assert {key for key, level in levels.items() if level is Highlight.LIT} == computed
        assert {key for key, level in levels.items() if level is Highlight.READ} == reads
        future = {key for key, level in levels.items() if level is Highlight.FUTURE}
        ahead = phases[step + 1 :]
        assert future == {*ahead, *(f"z_{gate}" for gate in ahead if gate in "figo")}


def wire_levels(values):
    """Return the level of each wire of the forward pass by its name."""
    return {name: wire_level(wire, values) for name, wire in values.diagram.wires.items()}


BUS = [
    "x→h_prev:",
    "h_prev→h_prev:f",
    "h_prev:f→h_prev:i",
    "h_prev:i→h_prev:g",
    "h_prev:g→h_prev:o",
]


@pytest.mark.parametrize(
    ("position", "wires"),
    [
        (1, [*BUS[:2], "h_prev:f→f", "f→f*c_prev"]),
        (2, [*BUS[:3], "h_prev:i→i", "i→i*g"]),
        (3, [*BUS[:4], "h_prev:g→g", "g→i*g"]),
        (4, [*BUS, "h_prev:o→o", "o→o*t"]),
        (5, ["c_prev→f*c_prev", "f*c_prev→+c", "+c→c", "f→f*c_prev", "i→i*g", "g→i*g", "i*g→+c"]),
        (6, ["c→t", "t→o*t", "o→o*t", "o*t→h"]),
    ],
)
def test_each_step_lights_the_wires_that_lead_to_it(make_workbench, position, wires):
    workbench = make_workbench()
    workbench.go_to(position)
    levels = wire_levels(cell_values(workbench.snapshot()))
    assert {name for name, level in levels.items() if level is Highlight.LIT} == set(wires)
    future = {name for name, level in levels.items() if level is Highlight.FUTURE}
    out = {"f": "f→f*c_prev", "i": "i→i*g", "g": "g→i*g", "o": "o→o*t"}
    assert future & set(out.values()) == {out[gate] for gate in "figo"[position:]}


def test_a_lane_is_not_lit_by_a_step_elsewhere(make_workbench):
    workbench = make_workbench(num_layers=2)
    workbench.go_to(6 + 3)
    workbench.select(Lane(layer=0))
    values = cell_values(workbench.snapshot())
    assert Highlight.LIT not in plate_levels(values).values()
    assert Highlight.LIT not in set(wire_levels(values).values())


def test_the_lit_box_is_tinted_and_its_number_is_solid_ink(make_workbench, shown):
    workbench = make_workbench()
    panel = shown(workbench)
    for each in (theme.LIGHT, theme.DARK):
        panel.set_theme(each)
        workbench.go_to(2)
        picture = panel.canvas.grab().toImage()

        def at(key, x, y, picture=picture) -> QColor:
            rect = panel.canvas.plate(key).rect
            return picture.pixelColor(QPointF(rect.left() + x, rect.top() + y).toPoint())

        def circle(key, at=at) -> QColor:
            """Return the colour at the left in the circle of a step, beside its number."""
            scale = panel.canvas.layout_scale
            return at(key, 10.5 * scale, 15 * scale)

        hue, ground = each.colour("i"), QColor(each.panel)
        tinted = [0.05 * h + 0.95 * g for h, g in zip(hue.getRgb(), ground.getRgb(), strict=True)]
        assert np.allclose(at("i", 5, 5).getRgb(), tinted, atol=1)
        assert at("f", 5, 5) == at("o", 5, 5) == ground
        assert circle("i") == QColor(each.ink)
        assert circle("f") == circle("o") == ground


def test_nothing_is_lit_when_another_cell_is_looked_at(make_workbench, shown):
    workbench = make_workbench()
    shown(workbench)
    workbench.go_to(6 * 3 + 2)
    assert cell_values(workbench.snapshot()).lit == "i"
    workbench.look_at(Address("f", Lane(), 1, 0, 0))
    assert cell_values(workbench.snapshot()).lit is None
    workbench.look_at(Address("f", Lane(), 3, 0, 0))
    assert cell_values(workbench.snapshot()).lit == "i"


def test_position_0_teaches_the_cell(make_workbench, shown):
    panel = shown(make_workbench())
    assert panel.sentence.text().startswith("Nothing is computed yet")
    values = cell_values(panel.snapshot)
    known = {key for key, level in plate_levels(values).items() if level is not Highlight.FUTURE}
    assert known == {"x", "h_prev", "c_prev"}
    assert panel.canvas.plate("c_prev").vector.note == "c_0"
    assert set(wire_levels(values).values()) == {Highlight.FUTURE}


def test_a_click_on_a_box_goes_to_its_step(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 * 2 + 3)
    for place, position in [
        (title_of(panel.canvas.plate("f")), 6 * 2 + 1),
        (title_of(panel.canvas.plate("o")), 6 * 2 + 4),
        (title_of(panel.canvas.plate("h")), 6 * 2 + 6),
        (centre(panel.canvas.node("+c")), 6 * 2 + 5),
        (centre(panel.canvas.node("o*t")), 6 * 2 + 6),
        (title_of(panel.canvas.plate("c_prev")), 6 * 1 + 5),
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
        ("z_g", 1, Address("z_g", Lane(1, 1), t, 0, 1)),
        ("c_prev", 1, Address("c", Lane(1, 1), t + 1, 0, 1)),
        ("x", 3, Address("h", Lane(0, 1), t, 0, 1)),
    ]:
        workbench.look_here()
        workbench.select(Lane(1, 1))
        workbench.select_unit(unit)
        face = panel.canvas.plate(key)
        place = face.items[unit].plate if face.items else face.number
        with qtbot.waitSignal(panel.looked_at) as asked:
            QTest.mouseClick(panel.canvas, LEFT, pos=centre(place))
        assert asked.args == [subject]


def test_under_a_mouse_that_rests_the_input_is_that_of_the_timestep_shown(
    make_workbench, shown, qtbot
):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 + 3)
    told = []
    panel.hovered.connect(told.append)
    QTest.mouseMove(panel.canvas, panel.canvas.plate("x").rect.topLeft().toPoint() + QPoint(3, 3))
    assert "t 1" in told[-1]
    workbench.go_to(2 * 6 + 3)
    assert "t 2" in told[-1]


def test_the_mouse_reads_the_exact_value(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 + 3)
    workbench.select_unit(1)
    place = centre(panel.canvas.plate("f").number)
    text = f"f[1] at t 1 = {number_format.exact(workbench.snapshot().values('f')[1, 1])}"
    with qtbot.waitSignal(panel.hovered, check_params_cb=lambda told: told == text):
        QTest.mouseMove(panel.canvas, place)


def test_the_keys_move_over_the_steps_and_go_there(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 + 3)
    canvas = panel.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.accessibleDescription().startswith("step 3 of 6: g candidate, t 1: ")
    assert "; z_g " in canvas.accessibleDescription()
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == [Address("g", Lane(), 1, 0, 0)]
    QTest.keyClick(canvas, Qt.Key.Key_End)
    with qtbot.waitSignal(panel.went_to) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == [12]
    with qtbot.waitSignal(panel.unit_selected) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert asked.args == [1]
    # After the last step, Tab leaves the diagram.
    assert not canvas._move(1)


def test_a_reverse_lane_runs_right_to_left(make_workbench, shown):
    workbench = make_workbench(bidirectional=True)
    panel = shown(workbench)
    workbench.select(Lane(direction=1))
    workbench.go_to(12 * 2)
    face = panel.canvas.plate
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
    note = panel.canvas.plate("x").vector.note
    assert note == "t 0 · h of layer 0, forward | reverse × dropout mask"
    assert panel.canvas.plate("x").vector.values is None


def test_many_units_are_strips_of_their_colours(make_workbench, shown, qtbot):
    workbench = make_workbench(hidden_size=32)
    panel = shown(workbench)
    workbench.go_to(6 + 5)
    for key in ("f", "g", "c"):
        face = panel.canvas.plate(key)
        values = expected(workbench.snapshot(), key)
        assert face.grid is None
        limit = workbench.snapshot().ranges.limit(key, Lane())
        columns = columns_for(32, face.strip.width())
        image = strip_image(theme.LIGHT, key, values, columns, limit)
        assert image.width() * image.height() >= 32
        for unit in (0, 9, 31):
            row, column = divmod(unit, image.width())
            there = image.pixelColor(column, row)
            place = values[unit] if key == "f" else 0.5 + 0.5 * values[unit] / limit
            wanted = map_of(theme.LIGHT, key).at(float(place))
            assert np.allclose(there.getRgb(), wanted.getRgb(), atol=3)
    inner = panel.canvas.plate("f").strip
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
    digit = fonts_at(1.0).value.digit
    for width in range(420, 1000, 4):
        layout = lay_out(width, 240, cell=values.config.cell, digit=digit, mirrored=mirrored)
        fonts = fonts_at(layout.scale)
        plates = plates_of(values, layout, fonts, values.lit)
        titles = state_titles(values, plates, fonts, layout.scale)
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


def test_the_map_is_painted_anew_when_its_look_changes_alone(make_workbench, shown, monkeypatch):
    workbench = make_workbench(num_layers=2, timesteps=9)
    map_ = shown(workbench).map
    asked = []
    monkeypatch.setattr(map_, "update", lambda: asked.append(True))
    alike = 0
    for position in range(1, workbench.snapshot().schedule.end + 1):
        before = map_.grab().toImage()
        asked.clear()
        workbench.go_to(position)
        same = map_.grab().toImage() == before
        assert same or asked
        alike += same and not asked
    assert alike


def test_one_lane_needs_no_map(make_workbench, shown):
    assert not shown(make_workbench()).map.isVisible()


@pytest.mark.parametrize("layers", [2, 7, 24])
def test_the_map_holds_every_layer(make_workbench, shown, layers):
    panel = shown(make_workbench(num_layers=layers, timesteps=2))
    rects = [panel.map.lane_rect(Lane(layer)) for layer in range(layers)]
    assert all(QRectF(panel.map.rect()).contains(rect) for rect in rects)
    assert all(low.top() >= high.bottom() for low, high in pairwise(rects))


@pytest.mark.parametrize(
    ("batch", "at_its_end"), [(None, "The sequence"), (1, "The sequence"), (2, "Row 0")]
)
def test_words_speak_of_rows_only_when_there_are(make_workbench, shown, batch, at_its_end):
    workbench = make_workbench(batch=batch, num_layers=2)
    panel = shown(workbench)
    workbench.last()
    workbench.select(Lane(0))
    assert panel.sentence.text().startswith(f"{at_its_end} has ended ")


def test_a_lane_that_is_not_begun_tells_the_last_step_elsewhere(make_workbench, shown):
    workbench = make_workbench(num_layers=2)
    panel = shown(workbench)
    workbench.go_to(2)
    workbench.select(Lane(1))
    assert panel.sentence.text().startswith("Not started yet;")
    before = panel.sentence.text()
    workbench.step(1, GATE)
    workbench.select(Lane(1))
    assert panel.sentence.text().startswith("Not started yet;")
    assert panel.sentence.text() != before


def test_a_grid_takes_the_place_of_the_sum_where_there_is_no_room_for_both(make_workbench, shown):
    workbench, beside = make_workbench(hidden_size=8), set()
    workbench.go_to(6 + 5)
    for height in range(180, 420, 20):
        face = shown(workbench, (1112, height)).canvas.plate
        for gate in "ifgo":
            grid, number = face(gate).grid, face(f"z_{gate}").number
            if grid is not None:
                beside.add(number is not None)
                assert number is None or not grid.rect.intersects(number)
    assert beside == {False, True}
