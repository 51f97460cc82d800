"""Ledger panel: its text, its links by mouse and keys, its selectors."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolButton

from simulator.analysis.address import Address
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from simulator.lstm.quantities import GATES
from tests.simulator.analysis.test_ledger import numbers as trace_numbers
from tests.simulator.analysis.test_ledger import traces
from tests.simulator.experiments import random_parameters
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.term_model import BAR, FACTORS, ORIGIN, PRODUCT, SUM, TERM
from ui.session.document import Document
from ui.session.hold_edits import toggled
from ui.session.snapshot import GATE
from ui.session.workbench import Workbench
from ui.style import number_format, theme

KINDS = {
    "b_i": ("bias_ih", None),
    "b_h": ("bias_hh", None),
    "W_i": ("weight_ih", "x"),
    "W_h": ("weight_hh", "h"),
}


def document(config, steps=6, batch=1, features=()):
    rng = np.random.default_rng(3)
    sequence = rng.standard_normal((steps, batch, config.input_size)).astype(np.float32)
    experiment = Experiment.create(random_parameters(config), sequence)
    return Document.of("a test", experiment, feature_names=features)


@pytest.fixture
def make_panel(follow, qtbot):
    """Return a workbench at a position, and a panel that follows it."""

    def make(opened, position=0):
        bench, panel = Workbench(opened), LedgerPanel(theme.LIGHT)
        panel.looked_back.connect(bench.look_back)
        follow(panel, bench, (760, 330))
        bench.go_to(position)
        qtbot.waitUntil(lambda: bench.snapshot().position == position)
        return bench, panel

    return make


@pytest.fixture
def small(make_panel):
    """Return a cell of two units that has just computed f at timestep 3."""
    return make_panel(document(LSTMConfig(2, 2)), position=3 * 7 + 3)


def texts(panel, column):
    terms = panel._terms.terms
    return [terms.index(row, column).data() for row in range(terms.rowCount())]


def heading(panel):
    return panel._heading.accessibleName()


def press(qtbot, panel, *keys):
    for key in keys:
        qtbot.keyClick(panel._terms, key)


def click_link(qtbot, panel, row, link=0):
    table = panel._terms
    rect = table.origin_rects(table.terms.index(row, ORIGIN))[link]
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 4, rect.center().y())
    )


def aligned(value):
    return number_format.signed(value, 4)


def factors_named_by(label, trace, number):
    """Return the factors that a label names, read from the trace by the label alone."""
    lane, experiment = trace.lanes[number.lane], trace.experiment
    names = experiment.config.parameter_names(number.lane)
    place = number.t, number.row
    if match := re.fullmatch(r"([bW]_[ih])([ifgo])\[(\d+),?(\d*)\](·.*)?", label):
        kind, read = KINDS[match[1]]
        row = GATES.index(match[2]) * experiment.config.hidden_size + int(match[3])
        parameter = experiment.parameters[names[kind]][row]
        if read is None:
            return (parameter,)
        k = int(match[4])
        assert match[5] == f"·{read}[{k}]"
        reads = trace.inputs[number.lane.layer] if read == "x" else lane.h_prev
        return parameter[k], reads[place][k]
    if match := re.fullmatch(r"W_hr\[(\d+),(\d+)\]·m\[\2\]", label):
        u, k = int(match[1]), int(match[2])
        return experiment.parameters[names["weight_hr"]][u, k], lane.m[place][k]
    u = number.unit
    values = {q: trace.values(q, number.lane)[place][u] for q in "ifgoc"}
    return {
        f"f[{u}]·c_prev[{u}]": (values["f"], lane.c_prev[place][u]),
        f"i[{u}]·g[{u}]": (values["i"], values["g"]),
        f"o[{u}]·tanh(c[{u}])": (values["o"], np.tanh(np.float64(values["c"]))),
    }[label]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_number_written_is_the_traces(qapp, data):
    trace = data.draw(traces())
    number = data.draw(trace_numbers(trace))
    bench = Workbench(Document.of("random", trace.experiment))
    panel = LedgerPanel(data.draw(st.sampled_from([theme.LIGHT, theme.DARK])))
    bench.last()
    while bench.snapshot().position < bench.snapshot().schedule.end:
        qapp.processEvents()
    quantity, timestep, unit = number.quantity, number.t, number.unit
    bench.look_at(number)
    panel.draw(bench.snapshot())

    value = number.value(trace)
    written = number_format.short if quantity in "ifo" else number_format.signed
    assert heading(panel).startswith(f"{quantity}[{unit}] at t {timestep} = ")
    assert heading(panel).endswith(f"= {written(value, 4)}")
    total = value
    if quantity in GATES:
        total = replace(number, quantity=f"z_{quantity}").value(trace)
        assert f"({aligned(total)})" in heading(panel)

    labels = [text for text in texts(panel, TERM) if text != "rounding"]
    for k, label in enumerate(labels):
        factors = factors_named_by(label, trace, number)
        shown = [part.strip() for part in texts(panel, FACTORS)[k].split("×")]
        if len(shown) == 2:
            assert shown == [aligned(factor) for factor in factors]
        elif len(shown) == 3:
            assert shown[0] == aligned(factors[0])
        product = np.prod(np.array(factors, np.float64))
        shown_product = number_format.parse(texts(panel, PRODUCT)[k])
        assert shown_product == pytest.approx(product, rel=0.06, abs=5.1e-5)
    assert texts(panel, SUM)[-1].strip() == aligned(total)
    panel.deleteLater()


def test_at_the_start_it_says_what_will_come_and_which_key_to_press(make_panel):
    _, panel = make_panel(document(LSTMConfig(2, 2)))
    assert panel._message.isVisible()
    assert not panel._terms.isVisible()
    assert "→" in panel._message.text()


def test_it_follows_the_steps(small):
    bench, panel = small
    assert heading(panel).startswith("f[0] at t 3 = σ(")
    bench.step(1, GATE)
    assert heading(panel).startswith("g[0] at t 3 = tanh(")
    bench.step(-2, GATE)
    assert heading(panel).startswith("i[0] at t 3 = σ(")
    bench.first()
    assert panel._message.isVisible()


def test_what_is_not_computed_is_not_shown(small):
    bench, panel = small
    bench.look_at(Address("o", Lane(), 3, 0, 0))
    assert panel._message.isVisible()
    assert "not computed yet" in panel._message.text()


def test_keys_lead_from_t_3_to_t_1_and_back(small, qtbot):
    bench, panel = small
    panel._terms.setFocus()
    assert texts(panel, TERM)[4] == "W_hf[0,0]·h[0]"
    press(qtbot, panel, *[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return)
    assert heading(panel).startswith("h[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert heading(panel).startswith("c[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert heading(panel).startswith("c[0] at t 1 = ")
    assert bench.snapshot().position == 3 * 7 + 3
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("c[0] at t 2 = ")
    qtbot.keyClick(panel._terms, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert heading(panel).startswith("h[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("f[0] at t 3 = ")
    assert panel._terms.currentIndex().row() == 4
    assert bench.snapshot().pinned is None
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("f[0] at t 3 = ")


def test_the_mouse_leads_from_t_3_to_t_1_and_back(small, qtbot):
    _, panel = small
    click_link(qtbot, panel, row=5)
    assert heading(panel).startswith("h[1] at t 2 = ")
    click_link(qtbot, panel, row=0, link=1)
    assert heading(panel).startswith("c[1] at t 2 = ")
    click_link(qtbot, panel, row=0, link=1)
    assert heading(panel).startswith("c[1] at t 1 = ")
    assert panel._standing.text() == "stays until a step"
    for _ in range(3):
        qtbot.mouseClick(panel._back, Qt.MouseButton.LeftButton)
    assert heading(panel).startswith("f[0] at t 3 = ")
    assert not panel._back.isEnabled()
    assert panel._standing.text() == "follows the steps"


def test_a_click_beside_a_link_follows_nothing(small, qtbot):
    _, panel = small
    table = panel._terms
    for row in range(table.terms.rowCount()):
        for column in (TERM, FACTORS, PRODUCT, SUM):
            place = table.visualRect(table.terms.index(row, column)).center()
            qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    click_link(qtbot, panel, row=4)
    assert heading(panel).startswith("h[0] at t 2 = ")


def test_links_lead_through_layers_and_directions_to_h_0(make_panel, qtbot):
    config = LSTMConfig(2, 3, num_layers=2, bidirectional=True)
    bench, panel = make_panel(document(config, steps=3, batch=2))
    bench.last()
    bench.look_at(Address("i", Lane(1, 1), 2, 1, 1))
    origins = texts(panel, ORIGIN)
    assert origins[2:8] == [
        f"← h[{k}] of layer 0 {name}" for name in ("forward", "reverse") for k in range(3)
    ]
    assert origins[8:11] == [f"h_0[3,1,{k}]" for k in range(3)]
    click_link(qtbot, panel, row=6)
    assert bench.snapshot().pinned == Address("h", Lane(0, 1), 2, 1, 1)
    assert panel._standing.text() == "layer 0 reverse · row 1 · stays until a step"
    panel._terms.setFocus()
    press(qtbot, panel, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert bench.snapshot().pinned == Address("c", Lane(0, 1), 2, 1, 1)
    assert texts(panel, ORIGIN)[0] == "← f[1]  c_0[1,1,1]"


def test_the_formula_has_what_the_options_have(make_panel):
    def formula(config, direction, quantity):
        bench, panel = make_panel(document(config, steps=2))
        bench.last()
        bench.look_at(Address(quantity, Lane(0, direction), 0, 0, 0))
        return re.sub(r"<[^>]*>", "", panel._formula.text())

    assert formula(LSTMConfig(2, 2), 0, "f") == "ft = σ(Wif xt + bif + Whf ht−1 + bhf)"
    assert formula(LSTMConfig(2, 2, bias=False), 0, "z_g") == "zg = Wig xt + Whg ht−1"
    both = LSTMConfig(2, 3, bidirectional=True, proj_size=2)
    assert formula(both, 1, "c") == "ct = ft ⊙ ct+1 + it ⊙ gt"
    assert formula(both, 1, "h") == "ht = Whr mt"
    assert formula(both, 0, "m") == "mt = ot ⊙ tanh(ct)"


def test_z_can_be_switched_between_its_gates(make_panel, qtbot):
    bench, panel = make_panel(document(LSTMConfig(2, 2)), position=1)
    assert heading(panel).startswith("z_i[0] at t 0 = ")
    qtbot.mouseClick(panel._gates["o"], Qt.MouseButton.LeftButton)
    assert bench.snapshot().pinned == Address("z_o", Lane(), 0, 0, 0)
    assert heading(panel).startswith("z_o[0] at t 0 = ")
    bench.step(1, GATE)
    assert not any(button.isVisible() for button in panel._gates.values())


def test_the_unit_box_chooses_the_unit(small, qtbot):
    bench, panel = small
    qtbot.keyClick(panel._unit, Qt.Key.Key_Up)
    assert bench.snapshot().unit == 1
    assert bench.snapshot().pinned is None
    assert heading(panel).startswith("f[1] at t 3 = ")
    click_link(qtbot, panel, row=4)
    qtbot.keyClick(panel._unit, Qt.Key.Key_Up)
    assert bench.snapshot().pinned == Address("h", Lane(), 2, 0, 1)
    assert panel._unit.maximum() == 1


def test_drawing_asks_for_nothing(make_panel):
    config = LSTMConfig(2, 5, proj_size=2)
    bench, panel = make_panel(document(config))
    bench.select_unit(4)
    asked = []
    for signal in (panel.looked_at, panel.unit_selected, panel.looked_back, panel.edited):
        signal.connect(lambda *what: asked.append(what))
    for position in range(bench.snapshot().schedule.end):
        bench.go_to(position)
    bench.open(document(LSTMConfig(2, 3)))
    bench.go_to(5)
    panel.set_theme(theme.DARK)
    assert asked == []


def test_by_size_puts_the_largest_first_and_ends_at_the_same_sum(small, qtbot):
    _, panel = small
    as_summed, last = texts(panel, PRODUCT), texts(panel, SUM)[-1]
    qtbot.mouseClick(panel._by_size, Qt.MouseButton.LeftButton)
    sizes = [abs(number_format.parse(text)) for text in texts(panel, PRODUCT)[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(texts(panel, PRODUCT)) == sorted(as_summed)
    assert texts(panel, SUM)[-1] == last
    assert texts(panel, TERM)[-1] == "rounding"


def test_hovering_reads_every_digit(small, qtbot):
    bench, panel = small
    table = panel._terms
    place = table.visualRect(table.terms.index(2, TERM)).center()
    with qtbot.waitSignal(panel.hovered) as heard:
        qtbot.mouseMove(table.viewport(), place)
    experiment = bench.snapshot().experiment
    weight = experiment.parameters["weight_ih_l0"][2, 0]
    x = experiment.sequence[3, 0, 0]
    product = np.float64(weight) * np.float64(x)
    assert heard.args[0] == (
        f"W_if[0,0]·x[0]: weight_ih_l0[2,0] {number_format.exact(weight)} × "
        f"input[3,0,0] {number_format.exact(x)} = {number_format.exact(product)}"
    )


def test_slope_and_state_stand_beside_the_curve(small):
    bench, panel = small
    f = float(bench.snapshot().values("f")[3, 0])
    function, slope, state = panel._curve.lines()
    assert function == "σ(z_f)"
    assert slope == f"slope {number_format.short(f * (1 - f), 4)}"
    assert state == ("open" if f > 2 / 3 else "closed" if f < 1 / 3 else "half open")


def test_c_is_pictured_by_its_two_parts(small):
    bench, panel = small
    bench.step(3, GATE)
    trace = bench.snapshot().run.trace
    f, i, g = (float(Address(q, Lane(), 3).value(trace)) for q in "fig")
    c_prev = float(trace.lanes[Lane()].c_prev[3, 0, 0])
    assert panel._bars.isVisible()
    assert panel._bars.lines() == [f"f·c_prev {aligned(f * c_prev)}", f"i·g {aligned(i * g)}"]


def test_inputs_are_called_by_their_names(make_panel):
    opened = document(LSTMConfig(2, 2), features=("<b>mark</b>", "tick"))
    _, panel = make_panel(opened, position=3)
    assert texts(panel, ORIGIN)[2:4] == ["<b>mark</b>", "tick"]


def test_an_edit_is_followed(small):
    bench, panel = small
    before = heading(panel)
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("bias_ih_l0", (2,), 9.0)
    bench.edit(experiment.with_parameters(parameters), "bias")
    assert texts(panel, PRODUCT)[0] == "+9.0000"
    assert heading(panel) != before


@pytest.mark.parametrize("width", [560, 620, 700, 1200])
@pytest.mark.parametrize("hidden_size", [2, 128])
def test_no_column_is_cut_at_the_sizes_that_it_gets(make_panel, width, hidden_size):
    _, panel = make_panel(document(LSTMConfig(2, hidden_size)), position=10)
    panel.resize(width, 260)
    table = panel._terms
    metrics = table.fontMetrics()
    for column in (TERM, FACTORS, PRODUCT, SUM, ORIGIN):
        for text in texts(panel, column)[:20]:
            assert metrics.horizontalAdvance(text.strip()) <= table.columnWidth(column)
    if width >= 620:
        assert sum(table.columnWidth(c) for c in range(6)) <= table.viewport().width()


@pytest.mark.parametrize("width", range(420, 620, 20))
def test_bars_point_the_way_of_their_sign_or_are_not_there(small, width):
    _, panel = small
    panel.resize(width, 330)
    table = panel._terms
    left = table.columnViewportPosition(BAR)
    middle = left + table.columnWidth(BAR) / 2
    picture = table.viewport().grab().toImage()
    colours = dict(zip("−+", (theme.LIGHT.signed_stops[k] for k in (0, -1)), strict=True))
    for row, product in enumerate(texts(panel, PRODUCT)):
        y = table.rowViewportPosition(row) + table.rowHeight(row) // 2
        pixels = enumerate(picture.pixelColor(x, y).name() for x in range(picture.width()))
        bar = [x for x, colour in pixels if colour in colours.values()]
        assert all(picture.pixelColor(x, y).name() == colours[product[0]] for x in bar)
        assert all(left <= x < left + table.columnWidth(BAR) for x in bar)
        assert all((x + 0.5 - middle) * (1 if product[0] == "+" else -1) > -1 for x in bar)


def test_names_for_those_who_can_not_see(small):
    _, panel = small
    for widget in (panel._terms, panel._unit, panel._formula, panel._curve):
        assert widget.accessibleName()
    assert all(button.text() for button in panel.findChildren(QToolButton))


def test_masked_inputs_have_three_factors(make_panel):
    config = LSTMConfig(2, 2, num_layers=2, dropout=0.5)
    opened = document(config, steps=2)
    experiment = opened.experiment
    mask = np.full(experiment.mask_shape, 2, np.float32)
    bench, panel = make_panel(
        Document.of("masked", replace(experiment, training=True, masks=(mask,)))
    )
    bench.last()
    bench.look_at(Address("f", Lane(1, 0), 1, 0, 0))
    assert texts(panel, FACTORS)[2].split(" × ")[2] == "+2.0000"


def parameters_of(bench, row):
    """Return the parameter in a row of the pre-activation of f[0], in the order of the sum."""
    H = bench.snapshot().experiment.config.hidden_size
    weights = [("weight_ih_l0", (H, k)) for k in range(2)]
    weights += [("weight_hh_l0", (H, k)) for k in range(2)]
    return [("bias_ih_l0", (H,)), ("bias_hh_l0", (H,)), *weights][row]


def test_a_chosen_term_asks_for_its_parameter(small, qtbot):
    bench, panel = small
    asked = []
    panel.parameter_shown.connect(lambda *given: asked.append(given))
    panel._terms.setFocus()
    press(qtbot, panel, *[Qt.Key.Key_Down] * 5)
    assert asked == [parameters_of(bench, row) for row in range(1, 6)]
    asked.clear()
    table = panel._terms
    for row in range(6):
        place = table.visualRect(table.terms.index(row, TERM)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [parameters_of(bench, row) for row in range(6)]
    asked.clear()
    bench.look_at(Address("c", Lane(), 3, 0, 0))
    bench.step(1, GATE)
    assert asked == []


def test_the_parameter_of_the_term_under_the_mouse_is_pointed_at(small, qtbot):
    bench, panel = small
    table, told = panel._terms, []
    panel.parameter_pointed.connect(lambda *given: told.append(given))
    for row in (4, 1):
        place = table.visualRect(table.terms.index(row, TERM)).center()
        qtbot.mouseMove(table.viewport(), place)
        qtbot.waitUntil(lambda row=row: told[-1:] == [parameters_of(bench, row)])
    table.leaveEvent(QEvent(QEvent.Type.Leave))
    assert told[-1] == ("", ())


def test_by_size_a_chosen_term_is_still_its_own(small, qtbot):
    bench, panel = small
    qtbot.mouseClick(panel._by_size, Qt.MouseButton.LeftButton)
    asked = []
    panel.parameter_shown.connect(lambda *given: asked.append(given))
    table = panel._terms
    for row, label in enumerate(texts(panel, TERM)):
        place = table.visualRect(table.terms.index(row, TERM)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        if label != "rounding":
            name, index = asked.pop()
            value = bench.snapshot().experiment.parameters[name][index]
            shown = texts(panel, FACTORS)[row] or texts(panel, PRODUCT)[row]
            assert shown.strip().split(" ")[0] == aligned(value)
    assert not asked


def test_letters_that_are_two_digits_wide_have_their_room(make_panel):
    opened = document(LSTMConfig(2, 2), features=("가나다라마바사", "하"))
    _, panel = make_panel(opened, position=3 * 7 + 1)
    table = panel._terms
    room, metrics = table._text_widths(table.font().pointSizeF())[ORIGIN], table.fontMetrics()
    assert "가나다라마바사" in texts(panel, ORIGIN)
    assert all(metrics.horizontalAdvance(text) <= room for text in texts(panel, ORIGIN))


def test_where_the_heading_has_no_room_its_number_stays_in_sight(small):
    bench, panel = small
    number, ground = panel._name, panel._value
    QApplication.processEvents()
    assert ground.shown() == ground.text()
    bench.edit(*toggled(bench.snapshot()))
    panel.resize(360, 330)
    whole = heading(panel)
    assert whole == f"{bench.snapshot().subject.text()} {ground.text()}"
    assert number.geometry().right() < ground.geometry().left()
    assert panel._heading.geometry().right() <= panel.width()
    shown = ground.shown()
    assert "…" in shown
    assert ground.fontMetrics().horizontalAdvance(shown) <= ground.width()
    assert shown[-5:] == whole[-5:]


@pytest.mark.parametrize("width", [380, 430, 539, 540, 760, 1200])
def test_a_formula_is_never_cut(make_panel, width):
    bench, panel = make_panel(document(LSTMConfig(2, 2)), position=7)
    panel.resize(width, 330)
    for quantity in ("z_i", "g", "c", "h"):
        bench.look_at(Address(quantity, Lane(), 0, 0, 0))
        assert panel._subject.quantity == quantity
        panel._page.layout().activate()
        assert panel._formula.width() >= panel._formula.sizeHint().width()
