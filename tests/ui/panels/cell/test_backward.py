"""Cell diagram on the way back: each gradient is the trace's, none comes early, clicks go there."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.analysis.meaning.spans import plain
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane
from tests.depth import count
from tests.simulator.gradients.cases import random_case
from tests.ui.panels.cell.ways_back import bench_with_loss, go_back, step_of_cell
from ui.panels.cell.backward.plates import _APART, NOT_YET, _width
from ui.panels.cell.cell_values import cell_values
from ui.panels.cell.highlight import Highlight, gradients_of, plates_read, wire_level
from ui.panels.cell.panel import CellDiagram
from ui.panels.cell.text_fit import fonts_at
from ui.panels.cell.words.sentence import told
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import number_format, theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(follow):
    """Show a diagram that follows a workbench."""
    return lambda bench, size=(1112, 294): follow(CellDiagram(theme.LIGHT), bench, size)


def texts(panel):
    panel.canvas.grab()
    return [text.text for text in panel.canvas.written]


@pytest.mark.parametrize("seed", range(8))
def test_every_position_of_any_network_is_drawn_with_the_trace_s_gradients(qapp, seed):
    experiment = random_case(seed, np.float32, steps=4)
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    bench = Workbench(Document.of("any", experiment))
    schedule = bench.snapshot().schedule
    panel, lanes = CellDiagram(theme.LIGHT), list(experiment.config.lanes())
    panel.resize(900, 330)
    bench.last()
    for position in range(schedule.end, schedule.last + 1):
        bench.go_to(position)
        for each in lanes[position % len(lanes) :: len(lanes)]:
            bench.select(each, position % experiment.batch_size)
            snapshot = bench.snapshot()
            assert snapshot.position == position
            panel.draw(snapshot)
            if position % count(1, by_default=3) == 0:
                panel.grab()
            values = cell_values(snapshot)
            t, row = values.timestep, snapshot.row
            for key, vector in values.gradients.items():
                known = schedule.position_after(values.cell, key) <= position
                assert (vector.values is not None) == known, (position, key)
                if known:
                    wanted = back.trace.values(key, each)[t, row]
                    np.testing.assert_array_equal(vector.values, wanted)
            assert bool(values.gradients) == (position > schedule.end)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_networks_are_drawn_at_every_position(qapp, seed):
    test_every_position_of_any_network_is_drawn_with_the_trace_s_gradients(qapp, seed)


READS = {
    "dh": set(),
    "dc": {"dh", "o", "c"},
    "do": {"dh", "c"},
    "dg": {"dc", "i"},
    "di": {"dc", "g"},
    "df": {"dc", "c_prev"},
    "dz": {"df", "di", "dg", "do", "f", "i", "g", "o"},
    "dx": {"dz_f", "dz_i", "dz_g", "dz_o"},
    "dh_prev": {"dz_f", "dz_i", "dz_g", "dz_o"},
    "dc_prev": {"dc", "f"},
    "dW": {"dz_f", "dz_i", "dz_g", "dz_o", "x", "h_prev"},
}


@pytest.mark.parametrize("projected", [False, True])
def test_each_step_back_names_its_factors(projected):
    reads = {step: set(read) for step, read in READS.items()}
    if projected:
        reads |= {"dm": {"dh"}, "dc": {"dm", "o", "c"}, "do": {"dm", "c"}}
    config = LSTMConfig(3, 4, proj_size=2 if projected else 0)
    assert {step: set(plates_read(step, config)) for step in reads} == reads


BUS = "h_prev:f→f h_prev:i→i h_prev:g→g h_prev:o→o h_prev:→h_prev:f " + " ".join(
    f"h_prev:{one}→h_prev:{other}" for one, other in pairwise("figo")
)
WIRES = {
    "dh": "h→above",
    "dc": "o*t→h t→o*t c→t c→c^",
    "do": "o*t→h o→o*t",
    "dg": "+c→c i*g→+c g→i*g",
    "di": "+c→c i*g→+c i→i*g",
    "df": "+c→c f*c_prev→+c f→f*c_prev",
    "dz": "",
    "dx": f"{BUS} x→h_prev:",
    "dh_prev": f"{BUS} h_prev→h_prev:",
    "dc_prev": "+c→c f*c_prev→+c c_prev→f*c_prev",
    "dW": "",
}


def test_each_step_back_lights_the_wires_that_lead_to_it(make_workbench, qtbot):
    bench = bench_with_loss(hidden_size=2)
    passed, config = set(), bench.snapshot().experiment.config
    for step, wires in WIRES.items():
        snapshot = step_of_cell(bench, qtbot, step)
        values = cell_values(snapshot)
        assert values.lit == step
        assert plates_read(step, config) <= values.vectors.keys() | values.gradients.keys()
        levels = {name: wire_level(wire, values) for name, wire in values.diagram.back.items()}
        lit = {name for name, level in levels.items() if level is Highlight.LIT}
        assert lit == set(wires.split())
        gone = {name for name, level in levels.items() if level is Highlight.KNOWN}
        assert passed - lit <= gone | lit
        passed |= lit
        assert gradients_of(step, config) == (
            () if step == "dW" else tuple(f"dz_{g}" for g in "ifgo") if step == "dz" else (step,)
        )
    assert set(values.diagram.back) == passed


def test_the_wires_of_both_passes_are_the_same_turned_round(shown, qtbot):
    bench = bench_with_loss(hidden_size=4)
    panel = shown(bench)
    bench.last()
    layout = panel.canvas._layout
    boxes = {key: QRectF(rect) for key, rect in layout.plates.items()}
    ends = {name: (points[0], points[-1]) for name, points in layout.wires.items()}
    step_of_cell(bench, qtbot, "df")
    after = panel.canvas._layout
    assert after.plates == boxes
    for name, (start, end) in ends.items():
        if name != "h_prev→h_prev:f":  # in two pieces
            assert (after.back[name][0], after.back[name][-1]) == (end, start)


def test_what_is_not_walked_yet_is_no_number(shown, qtbot):
    bench = bench_with_loss(hidden_size=4)
    panel = shown(bench)
    snapshot = step_of_cell(bench, qtbot, "do")
    seen = texts(panel)
    trace, t = snapshot.back.trace, snapshot.timestep
    for key in ("dh", "dc", "do"):
        grid = panel.canvas.plate(key).grid
        wanted = [number_format.scientific(float(v)) for v in trace.values(key, Lane())[t, 0]]
        assert list(grid.texts) == wanted
        assert set(wanted) <= set(seen)
    for key in ("dg", "di", "df", "dz_f", "dx", "dh_prev", "dc_prev"):
        assert panel.canvas.plate(key).vector.values is None
    assert not any(text.startswith(number_format.MINUS + "0.0e") for text in seen)


def test_the_other_factor_is_named(shown, qtbot):
    bench = bench_with_loss(hidden_size=2)
    panel = shown(bench)
    for step, text in [
        ("dc", "× o"),
        ("do", "× tanh"),
        ("dg", "× i"),
        ("di", "× g"),
        ("df", "× c[t−1]"),
        ("dx", "× W_ih"),
        ("dh_prev", "× W_hh"),
        ("dc_prev", "× f"),
    ]:
        step_of_cell(bench, qtbot, step)
        named = [said for said in texts(panel) if said.startswith("× ")]
        assert named == [text]
    step_of_cell(bench, qtbot, "dW")
    assert any(said.startswith("dW += ") for said in texts(panel))


def test_a_reverse_lane_names_the_step_after(qtbot, shown):
    bench = bench_with_loss(hidden_size=2, bidirectional=True)
    panel = shown(bench)
    bench.last()
    bench.select(Lane(0, 1))
    step_of_cell(bench, qtbot, "df", lane=Lane(0, 1))
    assert "× c[t+1]" in texts(panel)
    layout = panel.canvas._layout
    assert layout.plates["c_prev"].left() > layout.plates["c"].left()
    assert panel.canvas.plate("df").rect.left() > panel.canvas.plate("f").rect.left()


def test_a_click_on_a_gradient_is_looked_at_and_on_a_box_goes_there(shown, qtbot):
    bench = bench_with_loss(hidden_size=4)
    panel = shown(bench)
    snapshot = step_of_cell(bench, qtbot, "df")
    schedule, canvas = snapshot.schedule, panel.canvas
    place = canvas.plate("dc").place(2).center().toPoint()
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.mouseClick(canvas, LEFT, pos=place)
    assert asked.args == [Address("dc", Lane(), 2, 0, 2)]
    bench.look_here()
    place = canvas.plate("f").place(1).center().toPoint()
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.mouseClick(canvas, LEFT, pos=place)
    assert asked.args == [Address("f", Lane(), 2, 0, 1)]
    bench.look_here()
    for key, step in [("dc_prev", "dc_prev"), ("dh_prev", "dh_prev"), ("dx", "dx"), ("dz_g", "dz")]:
        with qtbot.waitSignal(panel.went_to) as asked:
            QTest.mouseClick(canvas, LEFT, pos=canvas.plate(key).rect.center().toPoint())
        assert asked.args == [schedule.position_after(snapshot.cell, step)]
        step_of_cell(bench, qtbot, "df")
    for name, step in [("f*c_prev", "df"), ("o*t", "dc")]:
        with qtbot.waitSignal(panel.went_to) as asked:
            QTest.mouseClick(canvas, LEFT, pos=canvas.node(name).center().toPoint())
        assert asked.args == [schedule.position_after(snapshot.cell, step)]
        step_of_cell(bench, qtbot, "df")
    with qtbot.waitSignal(panel.went_to) as asked:
        QTest.mouseClick(canvas, LEFT, pos=canvas._layout.labels["dW"].center().toPoint())
    assert asked.args == [schedule.position_after(snapshot.cell, "dW")]


def test_the_mouse_reads_a_gradient_and_asks_for_its_card(shown, qtbot):
    bench = bench_with_loss(hidden_size=4)
    panel = shown(bench)
    snapshot = step_of_cell(bench, qtbot, "df")
    place = panel.canvas.plate("df").place(1).center().toPoint()
    value = snapshot.back.trace.values("df", Lane())[2, 0, 1]
    told, asked = [], []
    panel.hovered.connect(told.append)
    panel.card_asked.connect(asked.append)
    QTest.mouseMove(panel.canvas, place)
    assert told[-1] == f"df[1] at t 2 = {number_format.exact(value)}"
    assert asked[-1].subject == Address("df", Lane(), 2, 0, 1)
    assert panel.canvas.plate("df").rect.toAlignedRect().contains(asked[-1].rect())
    assert len(asked[-1].around()) == 2


def test_the_keys_move_over_the_steps_back_to_the_left(shown, qtbot):
    bench = bench_with_loss(hidden_size=2)
    panel = shown(bench)
    snapshot = step_of_cell(bench, qtbot, "dc")
    canvas = panel.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.accessibleDescription().startswith("step 1 of 11: dh")
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.accessibleDescription().startswith("step 2 of 11: dc")
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == [Address("dc", Lane(), 2, 0, 0)]
    bench.look_here()
    QTest.keyClick(canvas, Qt.Key.Key_End)
    canvas.grab()
    with qtbot.waitSignal(panel.went_to) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == [snapshot.schedule.position_after(snapshot.cell, "dW")]
    with qtbot.waitSignal(panel.unit_selected) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert asked.args == [1]


def test_the_bend_and_the_gradient_of_the_readout_are_said(shown, qtbot):
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    panel = shown(bench)
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.end)
    loss = f"{bench.snapshot().run.loss:.3f}"
    assert loss in panel.sentence.text()
    assert any(loss in said for said in texts(panel))
    snapshot = go_back(bench, qtbot, 1)
    assert snapshot.step.quantity == DY
    assert panel.sentence.text().startswith("dy at t 11")
    # Each further timestep begins with its own readout.
    for _ in range(2):
        bench.step(1, "timestep")
    bench.step(1, "gate")
    snapshot = bench.snapshot()
    assert snapshot.step.quantity == DY
    assert snapshot.timestep == snapshot.step.cell.walk == 9
    assert snapshot.on_step
    assert panel.sentence.text().startswith("dy at t 9")


def test_a_seeded_answer_is_not_told_as_the_loss(shown, qtbot):
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    panel = shown(bench)
    bench.seed(Address("y", t=8))
    at_the_end = panel.sentence.text()
    snapshot = go_back(bench, qtbot, 1)
    assert snapshot.step.quantity == DY
    for said in (at_the_end, panel.sentence.text()):
        assert "y[0] at t 8" in said
        assert "loss" not in said


def test_a_sentence_of_forwards_does_not_stay(shown, qtbot):
    bench = bench_with_loss(steps=3, hidden_size=2, num_layers=2)
    panel = shown(bench)
    schedule, said = bench.snapshot().schedule, set()
    for position in range(schedule.end, schedule.last + 1):
        bench.go_to(position)
        qtbot.waitUntil(lambda at=position: bench.snapshot().position == at)
        assert panel.sentence.text()
        said.add(panel.sentence.text())
    assert len(said) > len(schedule.backward.phases)


@pytest.mark.parametrize(("height", "above"), [(243, False), (278, False), (294, True)])
def test_the_reason_has_a_line_in_low_panels_too(shown, qtbot, height, above):
    """The layout for gradients gives the panel 243 pixels at 1440 × 900, and 278 at 1600 × 1000."""
    bench = bench_with_loss(hidden_size=1)
    panel = shown(bench, (1100, height))
    step_of_cell(bench, qtbot, "df")
    assert panel.sentence.isHidden() != above
    assert not panel.reason.isHidden()
    assert panel.reason.shown() == panel.reason.text() != ""
    assert panel.reason.text() not in panel.head.sentence.text()
    short = panel.head.sentence._forms[-1]
    assert len(short) == 3


def test_columns_of_gradients_keep_a_gap(qapp):
    digits = fonts_at(1.0).number
    texts = ["−7.7e−5", "−2.9e−4"]
    wide = _width(texts, len(NOT_YET), digits, _APART) - len(texts[0]) * digits.digit
    assert wide >= 0.7 * digits.digit


@pytest.mark.parametrize("input_size", [12, 40])
def test_a_wide_input_has_its_gradients_as_colours_where_numbers_have_no_room(
    shown, qtbot, input_size
):
    bench = bench_with_loss(hidden_size=4, input_size=input_size)
    panel = shown(bench, (700, 294))
    snapshot = step_of_cell(bench, qtbot, "dx")
    canvas = panel.canvas
    canvas.grab()
    plate = canvas.plate("dx")
    assert plate.items == ()
    assert canvas.plate("x").items == ()
    assert plate.numbered == (plate.unit,)
    place = plate.strip.center().toPoint()
    image = canvas.grab().toImage()
    across = range(round(plate.strip.left()), round(plate.strip.right()))
    colours = {image.pixelColor(x, place.y()).name() for x in across}
    assert len(colours) > 1
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.mouseClick(canvas, LEFT, pos=place)
    assert asked.args == [Address("dx", Lane(), 2, 0, plate.unit_at(place.toPointF()))]
    told = []
    panel.hovered.connect(told.append)
    value = snapshot.back.trace.values("dx", Lane())[2, 0, asked.args[0].unit]
    QTest.mouseMove(canvas, place)
    assert told[-1].endswith(f"= {number_format.exact(value)}")


@pytest.mark.parametrize("covered", [False, True])
def test_a_gradient_that_may_not_be_seen_has_no_number_in_any_form(covered):
    bench = bench_with_loss(hidden_size=2)
    number = Address("dc", Lane(), 2, 0, 0)
    bench.last()
    bench.look_at(number)
    if covered:
        bench.cover(HiddenValues(numbers=frozenset({number})))
    here = bench.snapshot()
    forms = told(here, cell_values(here)).forms
    assert forms
    assert not any("= " in plain(form) for form in forms)
