"""Ledger panel: its text, its links by mouse and keys, its selectors."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.ledger import ledger
from simulator.examples import sunspots, teaching
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from simulator.objective.loss import CROSS_ENTROPY, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, SOFTMAX, Readout
from simulator.objective.targets import Targets
from simulator.translation import percent
from tests.depth import count, examples
from tests.simulator.analysis.decomposition.test_cell_ledger import numbers as trace_numbers
from tests.simulator.analysis.decomposition.test_cell_ledger import traces
from tests.simulator.experiments import random_parameters
from ui.panels.ledger.foot import Form
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.terms.columns import text_widths
from ui.panels.ledger.terms.drawing import GAP
from ui.panels.ledger.terms.term_lines import ROUNDING, lines_of
from ui.panels.ledger.terms.term_model import BAR, FACTORS, ORIGIN, PRODUCT, SUM, TERM
from ui.session.document import Document
from ui.session.edits.hold_edits import toggled
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues
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
def make_panel(ledger_over, qtbot):
    """Return a workbench at a position, and the file's panel, which follows it."""

    def make(opened, position=0, size=(760, 400)):
        bench = Workbench(opened)
        panel = ledger_over(bench, size)
        bench.go_to(position)
        qtbot.waitUntil(lambda: bench.snapshot().position == position)
        return bench, panel

    return make


@pytest.fixture
def small(make_panel):
    """Return a cell of two units that has just computed f at timestep 3."""
    return make_panel(document(LSTMConfig(2, 2)), position=3 * 6 + 1)


def texts(panel, column):
    terms = panel._terms.terms
    return [terms.index(row, column).data() for row in range(terms.rowCount())]


def heading(panel):
    return panel.heading()


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
    if match := re.fullmatch(r"([bW]_[ih])([ifgo])\[(\d+),?(\d*)\]", label):
        kind, read = KINDS[match[1]]
        row = GATES.index(match[2]) * experiment.config.hidden_size + int(match[3])
        parameter = experiment.parameters[names[kind]][row]
        if read is None:
            return (parameter,)
        k = int(match[4])
        reads = trace.inputs[number.lane.layer] if read == "x" else lane.before("h")
        return parameter[k], reads[place][k]
    if match := re.fullmatch(r"W_hr\[(\d+),(\d+)\]", label):
        u, k = int(match[1]), int(match[2])
        return experiment.parameters[names["weight_hr"]][u, k], lane.values("m")[place][k]
    u = number.unit
    values = {q: trace.values(q, number.lane)[place][u] for q in "ifgoc"}
    return {
        f"f[{u}]·c_prev[{u}]": (values["f"], lane.before("c")[place][u]),
        f"i[{u}]·g[{u}]": (values["i"], values["g"]),
        f"o[{u}]·tanh(c[{u}])": (values["o"], np.tanh(np.float64(values["c"]))),
    }[label]


@examples(150, by_default=8)
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
    panel._terms.terms.set_room(1000)

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
        seen = shown[:1] if len(shown) == 3 else shown  # a masked input is two numbers
        for text, factor in zip(seen, factors, strict=False):
            assert number_format.parse(text) == pytest.approx(float(factor), rel=0.06, abs=5.1e-5)
        product = np.prod(np.array(factors, np.float64))
        shown_product = number_format.parse(texts(panel, PRODUCT)[k])
        assert shown_product == pytest.approx(product, rel=0.06, abs=5.1e-5)
    last = number_format.parse(texts(panel, SUM)[-1])
    assert last == pytest.approx(float(total), rel=0.06, abs=5.1e-5)
    panel.deleteLater()


def test_at_the_start_it_says_what_will_come_and_which_key_to_press(make_panel):
    _, panel = make_panel(document(LSTMConfig(2, 2)))
    assert panel._message.isVisible()
    assert not panel._terms.isVisible()
    assert "→" in panel._message.text()


def test_where_no_number_is_taken_apart_there_is_no_card_and_nothing_to_copy(make_panel):
    bench, panel = make_panel(document(LSTMConfig(2, 2)))

    def entries():
        menu = QMenu(panel)
        panel.add_entries_to(menu)
        return [action.text() for action in menu.actions()]

    assert panel.spot_of_keys() is None
    assert "Copy table" not in entries()
    bench.step(1, GATE)
    assert panel.spot_of_keys().subject == Address("f")
    assert "Copy table" in entries()


def test_it_follows_the_steps(small):
    bench, panel = small
    assert heading(panel).startswith("f[0] at t 3 = σ(")
    bench.step(1, GATE)
    assert heading(panel).startswith("i[0] at t 3 = σ(")
    bench.step(1, GATE)
    assert heading(panel).startswith("g[0] at t 3 = tanh(")
    bench.step(-3, GATE)
    assert heading(panel).startswith("h[0] at t 2 = ")
    bench.first()
    assert panel._message.isVisible()


def test_what_is_not_computed_is_not_shown(small):
    bench, panel = small
    bench.toggle_ahead()
    bench.look_at(Address("o", Lane(), 3, 0, 0))
    assert panel._message.isVisible()
    assert "Not computed yet" in panel._message.text()


def test_keys_lead_from_t_3_to_t_1_and_back(small, qtbot):
    bench, panel = small
    panel._terms.setFocus()
    assert texts(panel, TERM)[4] == "W_hf[0,0]"
    press(qtbot, panel, *[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return)
    assert heading(panel).startswith("h[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert heading(panel).startswith("c[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert heading(panel).startswith("c[0] at t 1 = ")
    assert bench.snapshot().position == 3 * 6 + 1
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("c[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("h[0] at t 2 = ")
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("f[0] at t 3 = ")
    assert panel._terms.currentIndex().row() == 4
    assert bench.snapshot().pinned is None
    press(qtbot, panel, Qt.Key.Key_Backspace)
    assert heading(panel).startswith("f[0] at t 3 = ")


def test_the_mouse_leads_from_t_3_to_t_1_and_back(small, qtbot):
    bench, panel = small
    click_link(qtbot, panel, row=5)
    assert heading(panel).startswith("h[1] at t 2 = ")
    click_link(qtbot, panel, row=0, link=1)
    assert heading(panel).startswith("c[1] at t 2 = ")
    click_link(qtbot, panel, row=0, link=1)
    assert heading(panel).startswith("c[1] at t 1 = ")
    assert panel.caption(bench.snapshot()) == "kept until the next step"
    for _ in range(3):
        qtbot.mouseClick(panel._tools.back, Qt.MouseButton.LeftButton)
    assert heading(panel).startswith("f[0] at t 3 = ")
    assert not panel._tools.back.isEnabled()
    assert panel.caption(bench.snapshot()) == ""


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
    bench, panel = make_panel(document(config, steps=3, batch=2), size=(760, 520))
    panel.resize(1000, 420)
    bench.last()
    bench.look_at(Address("i", Lane(1, 1), 2, 1, 1))
    origins = texts(panel, ORIGIN)
    assert origins[2:8] == [
        f"← h[{k}] of layer 0 {name}" for name in ("forward", "reverse") for k in range(3)
    ]
    assert origins[8:11] == [f"h_0[3,1,{k}]" for k in range(3)]
    click_link(qtbot, panel, row=6)
    assert bench.snapshot().pinned == Address("h", Lane(0, 1), 2, 1, 1)
    assert panel.caption(bench.snapshot()) == "layer 0 reverse · row 1 · kept until the next step"
    panel._terms.setFocus()
    press(qtbot, panel, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert bench.snapshot().pinned == Address("c", Lane(0, 1), 2, 1, 1)
    assert texts(panel, ORIGIN)[0] == "← f[1]  c_0[1,1,1]"


def test_the_formula_has_what_the_options_have(make_panel):
    def formula(config, direction, quantity):
        bench, panel = make_panel(document(config, steps=2))
        bench.last()
        bench.look_at(Address(quantity, Lane(0, direction), 0, 0, 0))
        return re.sub(r"<[^>]*>", "", panel._page.formula.text())

    assert formula(LSTMConfig(2, 2), 0, "f") == "ft = σ(Wif xt + bif + Whf ht−1 + bhf)"
    assert formula(LSTMConfig(2, 2, bias=False), 0, "z_g") == "zg = Wig xt + Whg ht−1"
    both = LSTMConfig(2, 3, bidirectional=True, proj_size=2)
    assert formula(both, 1, "c") == "ct = ft ⊙ ct+1 + it ⊙ gt"
    assert formula(both, 1, "h") == "ht = Whr mt"
    assert formula(both, 0, "m") == "mt = ot ⊙ tanh(ct)"


def test_the_menu_leads_to_the_numbers_of_the_cell_that_may_be_seen(make_panel):
    bench, panel = make_panel(document(LSTMConfig(2, 2)), position=3)
    assert heading(panel).startswith("g[0] at t 0 = ")
    bench.cover(HiddenValues(ahead=True))
    bench.look_at(Address("z_f", Lane(), 0, 0, 0))
    panel._tools.menu.aboutToShow.emit()
    actions = {action.text(): action for action in panel._tools.menu.actions()}
    assert [name for name in actions if name and actions[name].isEnabled()] == [
        *("f[0]", "i[0]", "g[0]", "z_f[0]", "z_i[0]", "z_g[0]")
    ]
    actions["z_g[0]"].trigger()
    assert bench.snapshot().pinned == Address("z_g", Lane(), 0, 0, 0)
    assert heading(panel).startswith("z_g[0] at t 0 = ")


def test_the_unit_box_chooses_the_unit(small, qtbot):
    bench, panel = small
    qtbot.keyClick(panel._tools.unit, Qt.Key.Key_Up)
    assert bench.snapshot().unit == 1
    assert bench.snapshot().pinned is None
    assert heading(panel).startswith("f[1] at t 3 = ")
    click_link(qtbot, panel, row=4)
    qtbot.keyClick(panel._tools.unit, Qt.Key.Key_Up)
    assert bench.snapshot().pinned == Address("h", Lane(), 2, 0, 1)
    assert panel._tools.unit.maximum() == 1


def test_drawing_asks_for_nothing(make_panel):
    config = LSTMConfig(2, 5, proj_size=2)
    bench, panel = make_panel(document(config))
    bench.select_unit(4)
    asked = []
    for signal in (panel.looked_at, panel.unit_selected, panel.looked_back, panel.edited):
        signal.connect(lambda *what: asked.append(what))
    for position in range(0, bench.snapshot().schedule.end, count(1, by_default=2)):
        bench.go_to(position)
    bench.open(document(LSTMConfig(2, 3)))
    bench.go_to(5)
    panel.set_theme(theme.DARK)
    assert asked == []


def test_by_size_puts_the_largest_first_and_ends_at_the_same_sum(small):
    _, panel = small
    as_summed, last = texts(panel, PRODUCT), texts(panel, SUM)[-1]
    panel._tools.by_size.click()
    sizes = [abs(number_format.parse(text)) for text in texts(panel, PRODUCT)[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(texts(panel, PRODUCT)) == sorted(as_summed)
    assert texts(panel, SUM)[-1] == last
    assert texts(panel, TERM)[-1] == "rounding"


@pytest.mark.few(2)
@pytest.mark.parametrize("width", [420, 475, 560, 800])
def test_no_column_cuts_its_text(make_panel, qtbot, width):
    bench, panel = make_panel(document(LSTMConfig(2, 3)), 3 * 6 + 6, (width, 400))
    QApplication.processEvents()
    assert bench.snapshot().subject.quantity == "h"
    table = panel._terms
    assert texts(panel, TERM)[-1] == "rounding"
    for column in (TERM, ORIGIN, PRODUCT):
        for row in range(table.terms.rowCount()):
            text = table.terms.index(row, column).data()
            needed = table.fontMetrics().horizontalAdvance(text)
            assert needed + GAP <= table.columnWidth(column), text


def test_the_hand_shows_where_a_click_keeps_a_number(small, qtbot):
    _, panel = small
    table = panel._terms
    for row, shape in ((2, Qt.CursorShape.PointingHandCursor), (None, Qt.CursorShape.ArrowCursor)):
        index = table.terms.index(row if row is not None else table.terms.rowCount() - 1, TERM)
        qtbot.mouseMove(table.viewport(), table.visualRect(index).center())
        assert table.viewport().cursor().shape() == shape
    assert panel._foot.value.cursor().shape() == Qt.CursorShape.PointingHandCursor


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


@pytest.mark.few(2)
@pytest.mark.parametrize("z", [-4.0, -0.9, 0.0, 1.5, 6.0])
def test_the_last_line_tells_what_one_more_unit_of_z_would_give(small, z):
    bench, panel = small
    experiment = bench.snapshot().experiment
    arrays = {name: np.zeros_like(a) for name, a in experiment.parameters.arrays.items()}
    arrays["bias_ih_l0"][2:] = z
    bench.edit(experiment.with_parameters(experiment.parameters.with_arrays(arrays)), "z")
    more = 1 / (1 + np.exp(-z - 1))
    assert number_format.short(more, 4) in panel._foot.last.text()
    bench.step(2, GATE)
    assert number_format.signed(np.tanh(z + 1), 4) in panel._foot.last.text()


def test_of_c_the_shares_that_are_kept_and_written_are_told(small):
    bench, panel = small
    bench.step(4, GATE)
    trace = bench.snapshot().run.trace
    f, i, g = (float(Address(q, Lane(), 3).value(trace)) for q in "fig")
    c_prev = float(trace.lanes[Lane()].before("c")[3, 0, 0])
    assert [text.strip() for text in texts(panel, PRODUCT)[:2]] == [
        aligned(f * c_prev),
        aligned(i * g),
    ]
    assert percent(f) in panel._foot.last.text()
    assert percent(i) in panel._foot.last.text()
    assert not panel._foot.ask.isEnabled()


def test_inputs_are_called_by_their_names(make_panel):
    opened = document(LSTMConfig(2, 2), features=("<b>mark</b>", "tap"))
    _, panel = make_panel(opened, position=3)
    assert texts(panel, ORIGIN)[2:4] == ["<b>mark</b>", "tap"]


def test_an_edit_is_followed(small):
    bench, panel = small
    before = heading(panel)
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("bias_ih_l0", (2,), 9.0)
    bench.edit(experiment.with_parameters(parameters), "bias")
    assert texts(panel, PRODUCT)[0] == "+9.0000"
    assert heading(panel) != before


@pytest.mark.few(2)
@pytest.mark.parametrize("width", [560, 620, 700, 1200])
@pytest.mark.parametrize("hidden_size", [2, 128])
def test_no_column_is_cut_at_the_sizes_that_it_gets(make_panel, width, hidden_size):
    _, panel = make_panel(document(LSTMConfig(2, hidden_size)), position=10)
    panel.resize(width, 260)
    table = panel._terms
    metrics = table.fontMetrics()
    for column in (TERM, FACTORS, PRODUCT, SUM, ORIGIN):
        for text in texts(panel, column)[:20]:
            room = table.columnWidth(column)
            room += table.columnWidth(ORIGIN) if text.startswith("▸") else 0
            assert metrics.horizontalAdvance(text.strip()) <= room
    if width >= 620:
        assert sum(table.columnWidth(c) for c in range(6)) <= table.viewport().width()


@pytest.mark.few(3)
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


@pytest.mark.few(2)
@pytest.mark.parametrize("width", range(420, 560, 20))
def test_the_number_leaves_the_curve_its_room(qtbot, width):
    bench, panel = Workbench(Document.of_example(sunspots())), LedgerPanel(theme.LIGHT)
    qtbot.addWidget(panel)
    panel.resize(width, 480)
    panel.show()
    bench.go_to(900)
    for decimals in (None, 5, 2):
        number_format.set_decimals(decimals)
        panel.draw(bench.snapshot())
        panel.set_theme(theme.LIGHT)
        panel.grab()
        if panel._foot.form is Form.FULL:
            assert panel._foot.value.geometry().right() < panel._terms.axis.left


@pytest.mark.few(2)
@pytest.mark.parametrize("size", [(420, 520), (700, 520), (1100, 760)])
def test_the_first_ledger_has_its_room_like_every_later_one(follow, size):
    bench = Workbench(Document.of_example(teaching()))
    bench.go_to(7)
    panel = follow(LedgerPanel(theme.LIGHT), bench, size)
    first = panel.grab().toImage()
    panel.resize(size[0] + 200, size[1])
    panel.grab()
    panel.resize(*size)
    assert panel.grab().toImage() == first


def test_names_for_those_who_can_not_see(small):
    _, panel = small
    for widget in (panel._terms, panel._tools.unit, panel._page.formula, panel._foot):
        assert widget.accessibleName()
    assert all(
        b.text() or b.accessibleName() for b in panel.findChildren(QToolButton) if b.isVisible()
    )


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
    assert texts(panel, FACTORS)[2].split(" × ")[2] == "2"


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
    panel._tools.by_size.click()
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
            assert number_format.parse(shown.split(" ")[0]) == pytest.approx(value, abs=5.1e-5)
    assert not asked


def test_letters_that_are_two_digits_wide_have_their_room(make_panel):
    opened = document(LSTMConfig(2, 2), features=("가나다라마바사", "하"))
    _, panel = make_panel(opened, position=3 * 6 + 1)
    table = panel._terms
    terms, metrics = table.terms, table.fontMetrics()
    room = text_widths(terms, terms.lines, table.columns.brief, table.worn)[ORIGIN]
    assert "가나다라마바사" in texts(panel, ORIGIN)
    assert all(metrics.horizontalAdvance(text) <= room for text in texts(panel, ORIGIN))


SIZES = [(584, 218), (528, 190), (800, 254), (360, 300), (300, 220), (1200, 400), (760, 120)]


@pytest.mark.few(3)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("hidden_size", [1, 2, 8, 128])
def test_nothing_is_cut_at_any_size(make_panel, size, hidden_size):
    bench, panel = make_panel(document(LSTMConfig(2, hidden_size)), position=3 * 6, size=size)
    foot, table = panel._foot, panel._terms
    for quantity in ("f", "g", "c", "h", "z_o"):
        bench.look_at(Address(quantity, Lane(), 2, 0, 0))
        for label in (foot.sum_name, foot.sum_value, foot.name, foot.value, foot.last):
            if not label.geometry().isEmpty() and label.text():
                assert foot.rect().contains(label.geometry())
                assert label.heightForWidth(label.width()) <= label.height()
                if not label.wordWrap():
                    metrics = label.fontMetrics()
                    assert metrics.horizontalAdvance(label.text()) <= label.width()
        shown = [label.geometry() for label in (foot.name, foot.value, foot.last)]
        assert not any(a.intersects(b) for a in shown for b in shown if a is not b)
        assert table.width() >= sum(table.columnWidth(c) for c in range(6))
        formula = panel._page.formula
        assert formula.isHidden() or formula.width() >= formula.sizeHint().width()


def zeros_at(bench, *names):
    """Set the rows of f to 0."""
    experiment = bench.snapshot().experiment
    arrays = {name: a.copy() for name, a in experiment.parameters.arrays.items()}
    for name in names:
        arrays[name][2:4] = 0
    bench.edit(experiment.with_parameters(experiment.parameters.with_arrays(arrays)), "zeros")


def test_terms_of_0_fold_where_there_is_no_room_and_open_by_a_click(make_panel, qtbot):
    bench, panel = make_panel(document(LSTMConfig(2, 2)), position=3 * 6 + 1, size=(584, 230))
    zeros_at(bench, "bias_ih_l0", "bias_hh_l0", "weight_ih_l0")
    assert any(text.endswith("4 zero terms") for text in texts(panel, TERM))
    assert texts(panel, TERM)[:2] == ["W_hf[0,0]", "W_hf[0,1]"]
    table = panel._terms
    place = table.visualRect(table.terms.index(2, TERM)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert texts(panel, TERM)[1:3] == ["b_if[0]", "b_hf[0]"]
    table.setFocus()
    table.choose_row(0)
    press(qtbot, panel, Qt.Key.Key_Return)
    assert "b_if[0]" not in texts(panel, TERM)


@pytest.mark.parametrize("by_size", [False, True])
def test_many_terms_fold_into_one_line_and_the_sums_still_end_at_z(make_panel, by_size):
    bench, panel = make_panel(document(LSTMConfig(2, 128)), position=3 * 6 + 1, size=(800, 254))
    if by_size:
        panel._tools.by_size.click()
    trace = bench.snapshot().run.trace
    book = ledger(trace, bench.snapshot().subject)
    lines = panel._terms.terms.lines
    alone = [line.what for line in lines if isinstance(line.what, int)]
    assert len(alone) < 12
    folded = np.delete(np.abs(book.products), alone)
    assert folded.max() <= np.abs(book.products[alone]).min()
    assert (alone == sorted(alone)) is not by_size
    assert f"{len(book) - len(alone)} more terms" in texts(panel, TERM)[-1]
    rest = float(np.delete(book.products, alone).sum()) + book.rounding
    assert lines[-1].adds == pytest.approx(rest, abs=1e-9)
    assert lines[-1].after == pytest.approx(float(book.total), abs=1e-9)


def test_the_sum_falls_from_the_last_bar_onto_the_curve(small):
    """The axis of the bars and that of σ are one: −8…8, doubled where the sum is outside."""
    bench, panel = small
    foot, table = panel._foot, panel._terms
    assert foot.curve is not None
    for bias, limit in ((1.0, 8), (-11.0, 16), (70.0, 128)):
        experiment = bench.snapshot().experiment
        parameters = experiment.parameters.with_value("bias_ih_l0", (2,), bias)
        bench.edit(experiment.with_parameters(parameters), "bias")
        z = float(
            replace(bench.snapshot().subject, quantity="z_f").value(bench.snapshot().run.trace)
        )
        axis = table.axis
        assert axis.limit == limit
        assert foot._axis == axis
        assert table.terms.lines[-1].after == pytest.approx(z)
        assert axis.x(z) == pytest.approx(axis.left + axis.width * (z + limit) / (2 * limit))


def test_the_term_of_the_sentence_is_lit(small):
    bench, panel = small
    zeros_at(bench, "weight_ih_l0", "weight_hh_l0", "bias_ih_l0")
    assert panel._terms._drawing.look.lit == 1
    assert texts(panel, TERM)[1] == "b_hf[0]"


def digits_in(text):
    return set(re.findall(r"\d+\.\d+", text))


def test_a_covered_gate_shows_its_terms_and_not_what_they_come_to(small):
    bench, panel = small
    subject = bench.snapshot().subject
    z, trace = replace(subject, quantity="z_f"), bench.snapshot().run.trace
    products = texts(panel, PRODUCT)
    bench.cover(HiddenValues(numbers=frozenset({subject})))
    assert texts(panel, PRODUCT)[:-1] == products[:-1], "all but the rounding"
    assert "?" not in texts(panel, SUM)[:-1]
    value, argument = (number_format.short(abs(float(n.value(trace))), 4) for n in (subject, z))
    said = panel._page.text() + panel._foot.sum_value.text() + panel._foot.last.text()
    assert value not in said + heading(panel)
    assert argument in said
    bench.cover(HiddenValues(numbers=frozenset({subject, z})))
    assert texts(panel, PRODUCT)[:-1] == products[:-1]
    assert set(texts(panel, SUM)) <= {"?"}
    said = panel._page.text() + panel._foot.sum_value.text() + panel._foot.last.text()
    assert not {value, argument} & digits_in(said + heading(panel))
    assert panel._foot.curve is None
    assert not panel._foot.ask.isEnabled()


def test_a_covered_memory_shows_no_digit(small):
    bench, panel = small
    subject = Address("c", Lane(), 2, 0, 0)
    bench.look_at(subject)
    bench.cover(HiddenValues(numbers=frozenset({subject})))
    assert panel._message.isVisible()
    assert panel._message._plate.text() == "?"
    assert not digits_in(panel._message.number.text() + panel._message.text())


def test_what_would_give_a_covered_factor_away_is_hidden(small):
    bench, panel = small
    source = Address("h", Lane(), 2, 0, 1)
    bench.cover(HiddenValues(numbers=frozenset({source})))
    row = texts(panel, TERM).index("W_hf[0,1]")
    trace = bench.snapshot().run.trace
    z = float(replace(bench.snapshot().subject, quantity="z_f").value(trace))
    assert texts(panel, FACTORS)[row].endswith("× ?")
    assert texts(panel, PRODUCT)[row] == texts(panel, SUM)[row] == "?"
    assert set(texts(panel, SUM)[row:]) == {"?"}
    told = panel._page.text() + panel._foot.sum_value.text() + panel._foot.last.text()
    assert number_format.short(abs(z), 4) not in told
    assert number_format.short(abs(float(source.value(trace))), 4) not in told
    assert panel._foot.curve is None
    assert not panel._foot.ask.isEnabled()


def test_the_ledger_copies_as_text(small, qtbot):
    _, panel = small
    clipboard = QApplication.clipboard()
    panel._terms.setFocus()
    press(qtbot, panel, Qt.Key.Key_Down)
    qtbot.keyClick(panel._terms, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = clipboard.text().split("\t")
    assert cells[0] == "b_hf[0]"
    assert cells[2:] == [texts(panel, PRODUCT)[1], texts(panel, SUM)[1]]
    lines = panel._page.text().split("\n")
    assert len(lines) == panel._terms.terms.rowCount() + 2
    assert lines[-1] == heading(panel)


def test_hand_made_weights_have_one_decimal(small):
    bench, panel = small
    assert texts(panel, PRODUCT)[0][-5] == "."
    experiment = bench.snapshot().experiment
    arrays = {n: np.round(a) for n, a in experiment.parameters.arrays.items()}
    arrays["weight_hh_l0"][:] = 0
    experiment = experiment.with_parameters(experiment.parameters.with_arrays(arrays))
    bench.edit(experiment.with_sequence(np.round(experiment.sequence)), "whole")
    assert all(text == "0" or text[-2] == "." for text in texts(panel, PRODUCT) if text)


def arrangement(panel):
    """Return what is seen where: the form, the columns, the lines and the foot."""
    page, table = panel._page, panel._terms
    columns = [0 if table.isColumnHidden(c) else table.columnWidth(c) for c in range(6)]
    foot = [part.geometry().getRect() for part in (page.foot.last, page.foot.value)]
    seen = page.formula.isHidden(), page.beside.isHidden(), page.foot.form
    return *seen, table.height(), table.terms.rowCount(), *columns, *foot


@pytest.mark.few(2)
@pytest.mark.parametrize("size", [(700, 190), (710, 150), (690, 170), (520, 220)])
@pytest.mark.parametrize("position", [19, 22])
def test_the_arrangement_depends_on_room_and_number_not_on_what_was_seen(
    make_panel, size, position
):
    bench, panel = make_panel(document(LSTMConfig(2, 2)))
    found = set()
    for (width, height), before in (((900, 500), 20), ((300, 200), 23), (size, 22), (size, 24)):
        panel.resize(width, height)
        bench.go_to(before)
        QApplication.processEvents()
        panel.resize(*size)
        bench.go_to(position)
        QApplication.processEvents()
        found.add(arrangement(panel))
    assert len(found) == 1


# What would make it …?


def test_a_proposed_weight_is_applied_by_keys_and_gives_the_target(make_panel, qtbot):
    bench, panel = make_panel(document(LSTMConfig(2, 2)), position=3 * 6 + 1)
    bench.select_unit(1)
    panel.ask_wanted()
    sheet = panel._sheet
    assert sheet.field.hasFocus()
    qtbot.keyClicks(sheet.field, "0.9")
    assert number_format.signed(np.log(9), 4) in sheet.answer.text()
    names = [button.text().partition(":")[0] for button in sheet.changes if button.isVisible()]
    assert len(names) == 3
    assert {name[:4] for name in names} <= {"W_if", "W_hf", "b_if"}
    sheet.changes[0].setFocus()
    qtbot.keyClick(sheet.changes[0], Qt.Key.Key_Return)
    assert float(bench.snapshot().values("f")[3, 1]) == pytest.approx(0.9, abs=1e-5)
    assert bench.snapshot().undo_label == names[0]
    assert "e−" not in sheet.answer.text()
    assert not any(button.isVisible() for button in sheet.changes)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert not panel._terms.hasFocus()
    bench.undo()
    assert float(bench.snapshot().values("f")[3, 1]) != pytest.approx(0.9, abs=1e-3)


def test_a_proposal_that_adds_another_amount_than_the_sum_needs_is_explained(make_panel, qtbot):
    """At t 0 no earlier timestep uses the weight; at t 3 three do, by which h before it moves."""
    bench, panel = make_panel(document(LSTMConfig(2, 2)), position=3 * 6 + 1)
    bench.select_unit(1)
    panel.ask_wanted()
    sheet = panel._sheet
    qtbot.keyClicks(sheet.field, "0.9")
    assert "changes an earlier h" in sheet.answer.text()
    weight = sheet._found.changes[0]
    by = sheet.changes[0].text().rpartition("(")[2].rstrip(")")
    assert [number_format.parse(text) for text in by.split(" × ")] == pytest.approx(
        [float(weight.after) - float(weight.before), weight.factor], abs=1e-4
    )
    bench.go_to(1)
    qtbot.keyClicks(sheet.field, "0.9")
    assert "changes an earlier h" not in sheet.answer.text()
    assert sheet._found.more == pytest.approx(
        (float(sheet._found.changes[0].after) - float(sheet._found.changes[0].before))
        * sheet._found.changes[0].factor,
        abs=1e-5,
    )


@pytest.mark.parametrize("typed", ["1.2", "0", "x", ""])
def test_what_is_no_target_is_refused_in_words_and_proposes_nothing(small, qtbot, typed):
    _, panel = small
    panel.ask_wanted()
    qtbot.keyClicks(panel._sheet.field, typed)
    assert len(panel._sheet.answer.text().split()) > 3
    assert not any(button.isVisible() for button in panel._sheet.changes)


def test_of_a_held_number_the_sheet_says_so(small):
    bench, panel = small
    bench.edit(*toggled(bench.snapshot()))
    panel.ask_wanted()
    assert "held" in panel._sheet.answer.text()
    assert panel._foot.sum_value.text()


def test_an_edit_that_moves_the_number_lights_it_once(small):
    bench, panel = small
    flash = panel._foot._flash
    experiment = bench.snapshot().experiment
    elsewhere = experiment.parameters.with_value("weight_ih_l0", (7, 0), 0.25)  # o of unit 1
    bench.edit(experiment.with_parameters(elsewhere.with_value("weight_hh_l0", (2, 0), 0.0)), "f")
    assert flash.rects
    flash._end()
    bench.step(1, GATE)
    bench.step(-1, GATE)
    assert not flash.rects


def test_outputs_of_a_readout_are_called_by_their_names(make_panel):
    opened = document(LSTMConfig(3, 2))
    names = ("rain", "sun", "snow")
    readout = Readout(np.eye(3, 2, dtype=np.float32), None, EVERY, SOFTMAX, names)
    targets = Targets.of(np.full((6, 1), 2))
    objective = Objective(readout, targets, Loss(CROSS_ENTROPY))
    experiment = opened.experiment.with_objective(objective)
    bench, panel = make_panel(replace(opened, experiment=experiment, original=experiment))
    bench.last()
    y = bench.snapshot().run.trace.values("y", Lane())[4, 0]
    bench.look_at(Address("loss", t=4))
    terms = panel._terms.terms
    origins = [terms.index(row, ORIGIN).data() for row in range(2)]
    assert f"y[{y.argmax()}] {names[y.argmax()]}" in origins[0]
    assert "y[2] snow" in origins[1]
    for quantity in ("y", "p"):
        bench.look_at(Address(quantity, t=4, unit=1))
        assert f"{quantity}[1] sun" in panel._foot.name.text()
    bench.look_at(Address("h", t=4, unit=1))
    assert "sun" not in panel._foot.name.text()


def test_a_card_by_keys_is_of_the_row_that_the_keys_are_at(small):
    """A row leads to the number behind its weight, or else to the weight; rounding to neither."""
    _, panel = small
    assert panel.spot_of_keys().subject == Address("f", t=3)
    panel._terms.setFocus()
    spots = {}
    for row, term in enumerate(texts(panel, TERM)):
        panel._terms.choose_row(row)
        spots[term] = panel.spot_of_keys()
    assert spots["b_hf[0]"].subject == Given("bias_hh_l0", (2,))
    assert spots["W_if[0,1]"].subject == Given("weight_ih_l0", (2, 1))
    assert spots["W_hf[0,1]"].subject == Address("h", t=2, unit=1)
    assert spots["rounding"] is None


def test_a_card_by_the_mouse_is_of_the_link_below_it_or_of_its_row_s_weight(small, qtbot):
    _, panel = small
    table, asked = panel._terms, []
    panel.card_asked.connect(asked.append)
    link = table.origin_rects(table.terms.index(4, ORIGIN))[0].center()
    last = table.terms.rowCount() - 1
    weight, rounding = (
        table.visualRect(table.terms.index(row, TERM)).center() for row in (4, last)
    )
    for place in (link, weight, rounding):
        qtbot.mouseMove(table.viewport(), place)
    assert asked.pop() is None
    assert [spot.subject for spot in asked] == [Address("h", t=2), Given("weight_hh_l0", (2, 0))]
    for spot, place in zip(asked, (link, weight), strict=True):
        assert spot.rect().contains(place)


def test_the_menu_copies_the_row_that_the_keys_are_at(small):
    _, panel = small
    copied = set()
    for row, term in enumerate(texts(panel, TERM)):
        panel._terms.choose_row(row)
        menu = QMenu(panel)
        panel.add_entries_to(menu)
        next(a for a in menu.actions() if a.text() == "Copy row").trigger()
        cells = QApplication.clipboard().text().split("\t")
        assert cells[0].startswith(term)
        assert cells[-1] == texts(panel, SUM)[row]
        copied.add(cells[0])
    assert len(copied) == panel._terms.terms.rowCount()


@pytest.mark.parametrize("quantity", ["f", "c", "h"])
def test_a_fold_has_two_terms_at_least_in_any_room(small, quantity):
    bench, panel = small
    bench.look_at(Address(quantity, t=2))
    book = panel._page.ledger
    every = [*range(len(book)), *[ROUNDING] * (book.rounding != 0)]
    for room, apart in np.ndindex(len(every) + 1, 2):
        lines = lines_of(book, (), False, room, apart=bool(apart))
        shown = [line.what for line in lines if isinstance(line.what, int)]
        folded = [line.what.terms for line in lines if not isinstance(line.what, int)]
        assert all(len(terms) > 1 for terms in folded)
        assert sorted(shown + [term for terms in folded for term in terms]) == sorted(every)
        assert len(lines) < len(every) or not folded
