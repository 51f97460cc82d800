"""Now panel: its tables are the trace's numbers, its verdicts the report's, its shapes torch's."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.check.disagreement import Disagreement
from simulator.check.report import CheckKind, CheckReport, Largest
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import experiments, torch_outputs
from ui.panels.now.panel import NowPanel, shapes
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import chrome, fonts, number_format, theme
from ui.style.colours import map_of

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def shown(follow):
    """Show a panel that follows a workbench."""
    return lambda bench, size=(310, 560): follow(NowPanel(theme.LIGHT), bench, size)


def texts(model):
    """Return a table's texts, row by row."""
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def written(values, decimals):
    return [number_format.short(value, decimals) for value in values]


def click(table, row, column):
    rect = table.visualRect(table.model().index(row, column))
    QTest.mouseClick(table.viewport(), LEFT, pos=rect.center())


@examples(25)
@given(experiments(max_steps=4), st.data())
def test_the_tables_are_the_trace_s_numbers(qapp, experiment, data):
    workbench, panel = Workbench(Document.of("any", experiment)), NowPanel(theme.LIGHT)
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    layer, direction = data.draw(st.sampled_from(list(experiment.config.lanes())))
    workbench.select(Lane(layer, direction), row)
    workbench.go_to(data.draw(st.integers(0, workbench.snapshot().schedule.end)))
    snapshot = workbench.snapshot()
    panel.draw(snapshot)
    t, trace = snapshot.timestep, snapshot.run.trace
    quantities = "figocmh" if experiment.config.proj_size else "figoch"
    shown_units = list(zip(*texts(panel.units), strict=True))
    assert len(shown_units) == len(quantities)
    for column, quantity in zip(shown_units, quantities, strict=True):
        width = experiment.config.width(quantity)
        if t is None or not snapshot.knows(snapshot.cell, quantity):
            assert column[:width] == ("·",) * width
        else:
            values = trace.values(quantity, Lane(layer, direction))[t, row]
            assert list(column[:width]) == written(values, panel.units.decimals)
        assert not any(column[width:])
    if t is None:
        return
    lane = trace.lanes[Lane(layer, direction)]
    reads = (trace.inputs[layer][t, row], lane.before("h")[t, row], lane.before("c")[t, row])
    for line, values in zip(texts(panel.reads), reads, strict=True):
        assert line[: len(values)] == written(values, panel.reads.decimals)
        assert not any(line[len(values) :])


@examples(40)
@given(experiments(max_steps=4))
def test_the_shapes_are_those_that_torch_returns(experiment):
    outputs = torch_outputs(experiment)
    named = {n: text for names, text in shapes(experiment) for n in names.split(", ")}
    assert named["input"] == str(experiment.input_as_given().shape)
    for name, array in outputs.named().items():
        assert named[name] == str(array.shape)


@pytest.mark.few(2)
@pytest.mark.parametrize("width", [230, 280, 310, 520])
@pytest.mark.parametrize("scale", [1.0, 1e3, 1e-9])
def test_no_visible_number_is_cut(make_workbench, shown, qapp, width, scale):
    workbench = make_workbench(hidden_size=40, proj_size=3, dtype=np.float64)
    experiment = workbench.snapshot().experiment
    arrays = {name: scale * array for name, array in experiment.parameters.arrays.items()}
    workbench.edit(experiment.with_parameters(experiment.parameters.with_arrays(arrays)), "scale")
    panel = shown(workbench, (width, 560))
    workbench.go_to(workbench.snapshot().schedule.end)
    for table in (panel.unit_table, panel.read_table):
        for bar in (None, table.verticalScrollBar(), table.horizontalScrollBar()):
            if bar is not None:
                bar.setValue(bar.maximum())
            qapp.processEvents()
            metrics = QFontMetricsF(table.font())
            seen = 0
            for row in range(table.model().rowCount()):
                for column in range(table.model().columnCount()):
                    index = table.model().index(row, column)
                    rect = table.visualRect(index)
                    if table.viewport().rect().intersects(rect):
                        seen += 1
                        assert metrics.horizontalAdvance(index.data()) <= rect.width()
                        assert metrics.height() <= rect.height()
            assert seen


def test_numbers_are_painted_in_the_letters_that_were_measured(make_workbench, shown, qapp):
    """Between two columns there is background, as wide as the least gap."""
    chrome.apply(qapp, theme.LIGHT)
    workbench = make_workbench(hidden_size=30)
    panel = shown(workbench, size=(276, 400))
    workbench.last()
    qapp.processEvents()
    table = panel.unit_table
    assert table.font().pixelSize() == fonts.mono_caption().pixelSize()
    picture = table.viewport().grab().toImage()
    row = table.verticalHeader().defaultSectionSize()
    rows = range(row, min(picture.height(), row * panel.units.rowCount()))
    for column in range(1, panel.units.columnCount()):
        left = table.columnViewportPosition(column)
        assert len({picture.pixel(left - 1, y) for y in rows}) == 1, column


def test_only_what_is_visible_is_written(make_workbench, shown, monkeypatch):
    workbench = make_workbench(hidden_size=512, timesteps=3)
    panel = shown(workbench)
    workbench.go_to(6)
    calls = []
    for model in (panel.units, panel.reads):
        original = model.text
        monkeypatch.setattr(
            model, "text", lambda *a, original=original: (calls.append(1), original(*a))[1]
        )
    panel.draw(workbench.snapshot())
    panel.unit_table.viewport().repaint()
    panel.read_table.viewport().repaint()
    assert 0 < len(calls) < 2500


def test_a_known_number_is_looked_at_and_a_dot_selects_its_unit(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 * 2 + 1)
    with qtbot.waitSignal(panel.looked_at) as asked:
        click(panel.unit_table, 1, 0)
    assert asked.args == [Address("f", Lane(), 2, 0, 1)]
    assert panel.units.unit == 1
    with qtbot.assertNotEmitted(panel.looked_at), qtbot.waitSignal(panel.unit_selected) as asked:
        click(panel.unit_table, 0, 4)
    assert asked.args == [0]
    with qtbot.waitSignal(panel.looked_at) as asked:
        click(panel.read_table, 2, 1)
    assert asked.args == [Address("c", Lane(), 1, 0, 1)]
    with qtbot.assertNotEmitted(panel.looked_at):
        click(panel.read_table, 0, 0)


def test_what_is_given_has_no_sum_to_look_at(make_workbench, shown, qtbot):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(3)
    with qtbot.assertNotEmitted(panel.looked_at):
        click(panel.read_table, 1, 0)
        click(panel.read_table, 2, 0)


def test_the_arrow_keys_select_the_unit_and_enter_looks(make_workbench, shown, qtbot):
    workbench = make_workbench(hidden_size=5)
    panel = shown(workbench)
    workbench.go_to(6 * 2 + 2)
    table = panel.unit_table
    for _ in range(2):
        QTest.keyClick(table, Key.Key_Down)
    assert workbench.snapshot().unit == 2
    assert panel.units.headerData(2, Qt.Orientation.Vertical) == "▸2"
    QTest.keyClick(table, Key.Key_Right)
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.keyClick(table, Key.Key_Return)
    assert asked.args == [Address("i", Lane(), 2, 0, 2)]
    workbench.select_unit(4)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (4, 1)


def test_the_mouse_reads_the_exact_value(make_workbench, shown, qtbot):
    workbench = make_workbench(dtype=np.float64)
    panel = shown(workbench)
    workbench.go_to(6 * 2 + 1)
    value = workbench.snapshot().values("f")[2, 1]
    text = f"f[1] at t 2 = {number_format.exact(value)}"
    rect = panel.unit_table.visualRect(panel.units.index(1, 0))
    with qtbot.waitSignal(panel.hovered, check_params_cb=lambda told: told == text):
        QTest.mouseMove(panel.unit_table.viewport(), rect.center())


def test_the_mouse_that_stays_reads_the_next_timestep(make_workbench, shown):
    workbench, heard = make_workbench(dtype=np.float64), []
    panel = shown(workbench)
    workbench.go_to(6 * 3)
    panel.hovered.connect(heard.append)
    panel.read_table.pointed.emit(1, 0)  # like the mouse when it comes there
    for t in (3, 4):
        workbench.step(1)
        value = workbench.snapshot().values("h")[t - 1, 0]
        assert heard[-1].endswith(f" = {number_format.exact(value)}")
        assert f"t {t - 1}" in heard[-1]
    QApplication.sendEvent(panel.read_table, QEvent(QEvent.Type.Leave))
    assert heard.pop() == ""
    workbench.step(1)
    assert "" not in heard


def test_the_lit_quantity_stands_out(make_workbench, shown):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 + 1)
    font = Qt.ItemDataRole.FontRole
    underlined = [
        panel.units.headerData(column, Qt.Orientation.Horizontal, font).underline()
        for column in range(6)
    ]
    assert underlined == [True, False, False, False, False, False]
    assert panel.units.background(0, 0).rgb() == theme.LIGHT.colour("f").rgb()
    assert panel.units.background(1, 1) is None


def report(found=None):
    largest = {CheckKind("step", "float32", "f"): Largest(5.96e-8, 0.023)}
    return CheckReport(0, 3, 21, 0, found, "float32", "2.13.0", largest)


def test_torch_s_word_is_the_report_s(make_workbench, shown):
    workbench = make_workbench()
    panel = shown(workbench)
    assert panel.verdict.text() == "torch has not checked any step yet."
    workbench.go_to(21)
    workbench.accept(workbench.snapshot().run, report())
    assert panel.verdict.text() == "✓ torch 2.13.0 agrees so far."
    assert panel.torch.value("largest difference") == "6.0e−8"
    assert panel.torch.value("rounding allowance used") == "2 %"
    assert panel.torch.value("cell steps checked") == "21"
    found = Disagreement("step", Address("f", Lane(), 1, 0, 1), 0.25, 0.5, 1e-7, "float32", (0,))
    workbench.accept(workbench.snapshot().run, report(found))
    assert panel.verdict.text() == f"✗ torch disagrees. {found.text()}"
    workbench.set_torch(None, "torch is not installed")
    assert panel.verdict.text() == "Not checked: torch is not installed"
    with pytest.raises(KeyError):
        panel.torch.value("cell steps checked")


def test_everything_fits_the_smallest_place(make_workbench, shown, qapp):
    workbench = make_workbench(hidden_size=32, num_layers=2, batch=3)
    panel = shown(workbench, (280, 470))
    workbench.go_to(21)
    workbench.accept(workbench.snapshot().run, report())
    qapp.processEvents()
    parts = [panel.unit_table, panel.read_table, panel.torch, panel.shapes]
    assert panel.size().toTuple() == (280, 470)
    for above, below in pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()
    assert panel.shapes.geometry().bottom() <= panel.height()
    assert panel.unit_table.viewport().height() >= 3 * panel.unit_table.rowHeight(0)


def test_the_words_of_a_disagreement_are_seen_whole(make_workbench, shown, qapp):
    workbench = make_workbench(hidden_size=4)
    panel = shown(workbench)
    workbench.go_to(21)
    value, wanted = -0.06453402042388892, 0.28765392303466797
    found = Disagreement(
        "step", Address("f", Lane(), 1, 0, 1), value, wanted, 1e-7, "float32", (0,)
    )
    workbench.accept(workbench.snapshot().run, report(found))
    for height, room in ((350, False), (700, True), (350, False)):
        panel.resize(280, height)
        qapp.processEvents()
        heading = panel.verdict
        assert heading.height() >= heading.heightForWidth(heading.width())
        assert panel.shapes.isVisible() == room
    workbench.accept(workbench.snapshot().run, report())
    assert panel.shapes.isVisible()


def test_another_theme_repaints(make_workbench, shown):
    workbench = make_workbench()
    panel = shown(workbench)
    workbench.go_to(6 + 3)
    light = panel.read_table.grab().toImage()
    panel.set_theme(theme.DARK)
    assert panel.read_table.grab().toImage() != light


@pytest.mark.parametrize(
    ("x", "places"),
    [
        ((3.0, -1.0, 0.0), (0.875, 0.375, 0.5)),  # of ±4
        ((0.5, -0.25, 0.125), (0.75, 0.375, 0.5625)),  # of ±1
    ],
)
def test_what_is_read_has_the_colour_of_its_value(make_workbench, shown, x, places):
    experiment = make_workbench().snapshot().experiment
    sequence = np.tile(np.float32(x), (6, 1, 1))
    workbench = Workbench(Document.of("test", experiment.with_sequence(sequence)))
    panel = shown(workbench)
    workbench.go_to(3)
    for chosen in (theme.LIGHT, theme.DARK):
        panel.set_theme(chosen)
        for unit, place in enumerate(places):
            assert panel.reads.background(0, unit) == map_of(chosen, "x").at(place)
