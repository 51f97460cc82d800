"""What the diagram shows of numbers ahead, covered ones, and the memory's band."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from ui.cards.content import content_of
from ui.panels.cell.cell_values import cell_values
from ui.panels.cell.panel import CellDiagram
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import theme
from ui.style.colours import map_of


@pytest.fixture
def shown(follow):
    """Show a diagram that follows a workbench."""
    return lambda bench, size=(1112, 294): follow(CellDiagram(theme.LIGHT), bench, size)


def computed(qtbot, bench):
    """Let a run be computed to its end in idle time."""
    qtbot.waitUntil(lambda: bench.snapshot().computed == bench.snapshot().schedule.end)


def texts(panel):
    panel.canvas.grab()
    return [text.text for text in panel.canvas.written]


def test_numbers_ahead_are_dimmed_and_can_be_looked_at(make_workbench, shown, qtbot):
    bench = make_workbench()
    panel = shown(bench)
    bench.go_to(6 * 2 + 1)
    computed(qtbot, bench)
    values = cell_values(bench.snapshot()).vectors
    trace = bench.snapshot().run.trace
    assert values["f"].ahead is None
    for key in ("i", "g", "o", "c", "h"):
        assert values[key].values is None
        np.testing.assert_array_equal(values[key].ahead, trace.values(key, Lane())[2, 0])
    plate = panel.canvas.plate("o")
    assert plate.text in texts(panel)
    with qtbot.waitSignal(panel.looked_at) as asked:
        QTest.mouseClick(
            panel.canvas, Qt.MouseButton.LeftButton, pos=plate.number.center().toPoint()
        )
    assert asked.args == [Address("o", Lane(), 2, 0, 0)]


def test_what_is_covered_stands_nowhere(make_workbench, shown, qtbot):
    bench = make_workbench()
    panel = shown(bench)
    bench.go_to(6 * 2 + 1)
    computed(qtbot, bench)
    seen = texts(panel)
    hidden = [panel.canvas.plate(key).text for key in ("i", "g", "o", "c", "h")]
    assert set(hidden) <= set(seen)
    bench.cover(HiddenValues(ahead=True))
    seen = texts(panel)
    assert not set(hidden) & set(seen)
    # Each of the five, and the sums of three of them, and what is written.
    assert seen.count("?") == 5 + 3 + 1
    told = []
    panel.hovered.connect(told.append)
    for key in ("i", "c"):
        QTest.mouseMove(panel.canvas, panel.canvas.plate(key).number.center().toPoint())
        words = panel.canvas.plate(key).vector.words()
        assert not any(digit.isdigit() for digit in words.partition(",")[2].replace("t 2", ""))
    assert not any("= 0" in text or "= −" in text for text in told)


def test_a_single_covered_number_gives_way_to_its_plate(make_workbench, shown):
    bench = make_workbench(hidden_size=5)
    panel = shown(bench)
    bench.go_to(6 * 2 + 1)
    number = Address("f", Lane(), 2, 0, 3)
    bench.select_unit(3)
    assert "kept" in texts(panel)
    bench.cover(HiddenValues(numbers=frozenset({number})))
    vector = cell_values(bench.snapshot()).vectors["f"]
    assert vector.value(3) is None
    assert vector.value(2) == vector.values[2]
    assert vector.exact(3) == "f[3] at t 2 = ?"
    assert "?" in vector.words()
    grid = panel.canvas.plate("f").grid
    assert [text == "?" for text in grid.texts] == [False, False, False, True, False]
    # What is kept would tell it too.
    seen = texts(panel)
    assert seen[seen.index("kept") + 1] == "?"


@pytest.mark.parametrize("position", [0, 6 * 2 + 1])
def test_the_sentence_on_a_covered_number_says_so_before_and_after_it(
    make_workbench, shown, position
):
    bench = make_workbench()
    number = Address("f", Lane(), 2, 0, 0)
    bench.go_to(position)
    bench.look_at(number)
    unknown = bench.snapshot().meaning.sentence
    bench.cover(HiddenValues(numbers=frozenset({number})))
    here = bench.snapshot()
    assert here.meaning.value is None
    assert here.meaning.sentence == content_of(here, number).sentence
    assert here.meaning.sentence != unknown


def band(panel, name, picture):
    """Return the heights in pixels of the coloured rows of a part of the memory's band."""
    start, end = panel.canvas._layout.wires[name]
    x = round(start.x() + 0.8 * (end.x() - start.x()))
    ground, rows = picture.pixelColor(1, 1), []
    for y in range(round(start.y()) - 12, round(start.y()) + 13):
        colour = picture.pixelColor(QPoint(x, y))
        if colour != ground:
            rows.append(colour)
    return rows


def test_what_a_covered_memory_is_made_of_is_covered(make_workbench, shown):
    bench = make_workbench()
    panel = shown(bench)
    bench.go_to(6 * 2 + 6)
    assert "?" not in texts(panel)
    here = bench.snapshot()
    bench.cover(HiddenValues(numbers=frozenset({Address("c", here.lane, 2, 0, here.unit)})))
    seen = texts(panel)
    for word in ("kept", "written"):
        assert seen[seen.index(word) + 1] == "?"


def one_unit(f, c_prev, written) -> Experiment:
    """Return an LSTM whose gates are f, 1 and `written` at each step, from a state c_prev."""
    config = LSTMConfig(1, 1)
    parameters = random_parameters(config, scale=0.0)
    logit = float(np.log(f / (1 - f)))
    bias: Array = np.array([40.0, logit, np.arctanh(written), 0.0], np.float32)
    for name in ("bias_ih_l0", "bias_hh_l0"):
        for row in range(4):
            value = bias[row] if name == "bias_ih_l0" else 0.0
            parameters = parameters.with_value(name, (row,), value)
    x = np.zeros((1, 1), np.float32)
    c_0 = np.full((1, 1), c_prev, np.float32)
    return Experiment.create(parameters, x, h_0=np.zeros((1, 1), np.float32), c_0=c_0)


def test_the_band_is_as_thick_as_the_memory_and_has_its_sign(shown, qtbot):
    bench = Workbench(Document.of("one", one_unit(0.25, 0.8, -0.98)))
    panel = shown(bench)
    bench.go_to(5)
    computed(qtbot, bench)
    bench.go_to(5)
    panel.draw(bench.snapshot())
    scale = bench.snapshot().ranges.limit("c", Lane())
    assert scale == 0.8
    picture = panel.canvas.grab().toImage()
    # From c 0.8; a quarter of it is kept; with -0.98 written that leaves -0.78.
    for name, value in (("c_prev→f*c_prev", 0.8), ("f*c_prev→+c", 0.2), ("+c→c", -0.78)):
        rows = band(panel, name, picture)
        assert len(rows) == pytest.approx(14 * abs(value) / scale, abs=1.6)
        place = 0.5 + 0.5 * (1 if value > 0 else -1) * max(0.5, abs(value) / scale)
        wanted = map_of(theme.LIGHT, "c").at(place)
        assert np.allclose(rows[len(rows) // 2].getRgb(), wanted.getRgb(), atol=2)
    assert {"0.2000", "−0.9800"} <= set(texts(panel))


def test_a_band_ahead_is_dimmed(shown, qtbot):
    bench = Workbench(Document.of("one", one_unit(0.25, 0.8, -0.98)))
    panel = shown(bench)
    bench.go_to(1)
    computed(qtbot, bench)
    panel.draw(bench.snapshot())
    picture = panel.canvas.grab().toImage()
    rows = band(panel, "+c→c", picture)
    full = np.array(map_of(theme.LIGHT, "c").at(0.5 - 0.5 * 0.78 / 0.8).getRgb())
    ground = np.array(QColor(theme.LIGHT.panel).getRgb())
    wanted = 0.37 * full + 0.63 * ground
    assert np.allclose(rows[len(rows) // 2].getRgb(), wanted, atol=2)
    bench.cover(HiddenValues(ahead=True))
    picture = panel.canvas.grab().toImage()
    assert len(band(panel, "+c→c", picture)) <= 2
    assert len(band(panel, "f*c_prev→+c", picture)) > 2


def test_the_number_that_is_looked_at_is_framed(make_workbench, shown):
    bench = make_workbench()
    panel = shown(bench)
    bench.go_to(6 * 3 + 2)
    for key in ("o", "c"):
        bench.look_at(Address(key, Lane(), 1, 0, 0))
        picture = panel.canvas.grab().toImage()
        room = panel.canvas.plate(key).number
        row = range(round(room.left()) - 6, round(room.left()))
        y = round(room.center().y())
        colours = [picture.pixelColor(QPointF(x, y).toPoint()) for x in row]
        assert theme.LIGHT.colour(key) in colours or any(
            np.allclose(c.getRgb(), theme.LIGHT.colour(key).getRgb(), atol=60) for c in colours
        )
    marked = panel.canvas._marked()
    assert marked == ("c", 0)
    bench.look_here()
    assert panel.canvas._marked() is None


def test_units_are_chosen_in_the_title_bar(make_workbench, shown, qtbot):
    bench = make_workbench(hidden_size=3)
    panel = shown(bench)
    assert not panel.unit.isHidden()
    with qtbot.waitSignal(panel.unit_selected) as asked:
        panel.unit.field.setValue(2)
    assert asked.args == [2]
    assert bench.snapshot().unit == 2
    bench.select_unit(1)
    assert panel.unit.field.value() == 1
    single = shown(make_workbench(hidden_size=1))
    assert single.unit.isHidden()


def test_the_sentence_moves_into_the_title_bar_of_a_low_panel(make_workbench, shown, qtbot):
    bench = make_workbench()
    panel = shown(bench)
    bench.go_to(8)
    assert not panel.sentence.isHidden()
    assert panel.head.sentence.isHidden()
    assert panel.caption(bench.snapshot())
    with qtbot.waitSignal(panel.recaptioned):
        panel.resize(976, 254)
    assert panel.sentence.isHidden()
    assert not panel.head.sentence.isHidden()
    assert panel.head.sentence.text() == panel.sentence.text()
    assert panel.caption(bench.snapshot()) == ""
    # On a bar that looks elsewhere the sentence is of that cell, in the one ink of the bar.
    bench.look_at(Address("f", Lane(), 0, 0, 0))
    line = panel.head.sentence
    assert not line.isHidden()
    assert line.text().startswith("f[0] = ")
    assert {piece.colour.name() for piece in line._lay_out()[1]} == {theme.LIGHT.peek_ink}
    bench.look_here()
    assert len({piece.colour.name() for piece in line._lay_out()[1]}) > 1


def test_an_edit_lights_the_numbers_that_it_moved_and_no_other(make_workbench, shown, qtbot):
    bench = make_workbench(hidden_size=5)
    panel = shown(bench)
    bench.go_to(4)
    assert panel.canvas.flash.rects == ()
    experiment = bench.snapshot().experiment
    # Row 1 of f: at the first timestep it moves f[1] and its sum, and nothing that is read there.
    bench.edit(
        experiment.with_parameters(experiment.parameters.with_value("bias_ih_l0", (5 + 1,), 3.0)),
        "edit",
    )
    grid = panel.canvas.plate("f").grid
    assert list(panel.canvas.flash.rects) == [grid.number(1)]
    bench.select_unit(1)
    bench.undo()
    place = panel.canvas.plate("z_f").number
    assert {r.top() for r in panel.canvas.flash.rects} == {place.top(), grid.number(1).top()}
    qtbot.waitUntil(lambda: panel.canvas.flash.rects == ())
    bench.step(1)
    assert panel.canvas.flash.rects == ()
