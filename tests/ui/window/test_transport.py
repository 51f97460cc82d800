"""TransportBar: says where the run stands, goes anywhere, folds where it is narrow."""

import itertools

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from simulator.analysis.address import Address
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests import depth
from tests.ui.windows import sweep
from ui.session.document import Document
from ui.session.snapshot import GATE, TIMESTEP
from ui.style.theme import LIGHT
from ui.window.transport.step_chips import AHEAD, DONE, NOW
from ui.window.transport.timestep_count import START
from ui.window.transport.transport_bar import TransportBar

Button, Key, Modifier = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(window_again):
    return window_again(timesteps=20)


@pytest.fixture
def bench(window):
    return window._workbench


@pytest.fixture
def bar(window):
    return window.findChild(TransportBar)


def states(bar):
    return "".join(
        {NOW: "!", DONE: "+", AHEAD: "-"}[chip.state] for chip in bar.chips.chips.values()
    )


def click(widget):
    QTest.mouseClick(widget, Button.LeftButton, Modifier.NoModifier, widget.rect().center())


def type_into(box, text):
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Key.Key_Return)


def test_the_chips_have_the_order_of_the_steps(bar, bench):
    assert tuple(bar.chips.chips) == bench.snapshot().schedule.phases


def test_the_chips_say_where_the_light_is(bar, bench):
    assert states(bar) == "------"
    seen = []
    for _ in range(7):
        bench.step(1, GATE)
        seen.append(states(bar))
    assert seen == ["!-----", "+!----", "++!---", "+++!--", "++++!-", "+++++!", "!-----"]


def test_no_chip_is_ink_while_the_panels_look_elsewhere(bar, bench):
    bench.go_to_timestep(12)
    assert states(bar) == "+++++!"
    bench.look_at(Address("c", Lane(), 6, 0, 0))
    assert states(bar) == "++++++"
    bench.look_here()
    assert states(bar) == "+++++!"


def test_a_click_on_a_chip_goes_to_its_step_of_the_timestep(bar, bench):
    bench.step(3, TIMESTEP)
    bench.step(2, GATE)
    for quantity, chip in bar.chips.chips.items():
        click(chip)
        snapshot = bench.snapshot()
        assert (snapshot.step.quantity, snapshot.timestep_here) == (quantity, 3)


def test_a_chip_at_the_start_goes_into_the_first_timestep(bar, bench):
    click(bar.chips.chips["g"])
    assert bench.snapshot().step.quantity == "g"
    assert bench.snapshot().timestep_here == 0


def test_the_chips_follow_the_model(bar, bench, make_workbench):
    bench.open(make_workbench(hidden_size=4, proj_size=2).snapshot().document)
    assert "m" in bar.chips.chips
    assert tuple(bar.chips.chips) == bench.snapshot().schedule.phases


def test_the_box_counts_timesteps_from_0_and_goes_there(bar, bench):
    assert bar.count.box.value() == START
    bench.step(1)
    assert bar.count.box.value() == 0
    type_into(bar.count.box, "7")
    assert bench.snapshot().timestep_here == 7
    assert bench.snapshot().position == 8 * 6
    type_into(bar.count.box, "400")
    assert bench.snapshot().timestep_here != 400
    bench.first()
    assert bar.count.box.value() == START


def test_enter_in_the_box_asks_once_so_that_the_window_is_drawn_once(bar, bench):
    bench.go_to_timestep(2)
    asked = []
    bar.went_to_timestep.connect(asked.append)
    for typed in (5, 11, 11):
        type_into(bar.count.box, str(typed))
        assert asked == [typed]
        assert bench.snapshot().timestep_here == typed
        asked.clear()


@pytest.mark.parametrize("direction", [0, 1])
def test_the_box_counts_the_selected_lane_and_row(window_again, direction):
    window = window_again(timesteps=9, bidirectional=True, batch=2, lengths=[9, 5])
    bench, bar = window._workbench, window.findChild(TransportBar)
    bench.select(Lane(0, direction), 1)
    type_into(bar.count.box, "3")
    assert bench.snapshot().timestep_here == 3
    assert bar.count.box.maximum() == 4
    other = bench.snapshot().timestep_of(Lane(0, 1 - direction))
    assert f"t {other}" in bar.count.tail.text()
    assert (other == 3) is False


def test_the_end_reads_as_the_end(bar, bench):
    bench.go_to_timestep(18)
    before = bar.count.tail.text()
    bench.last()
    assert bar.count.box.value() == 19
    assert "19" in bar.count.tail.text()
    assert len(bar.count.tail.text()) > len(before)


def test_nothing_in_the_bar_moves_while_one_steps(window_again, qtbot):
    window = window_again(Document.of_example(EXAMPLES["latch"]()))
    bench, bar = window._workbench, window.findChild(TransportBar)
    qtbot.waitUntil(lambda: window.checked)
    sweep()
    parts = (bar.chips, bar.slider, bar.count, bar.badge)
    before = [part.geometry() for part in parts]
    for _ in range(bench.snapshot().schedule.num_timesteps):
        bench.step(1, TIMESTEP)
        sweep()
        assert [part.geometry() for part in parts] == before


def test_the_bar_folded_once_more_stands_as_before(window_again, qtbot):
    """The chips had the room of the last form that was tried, until the next step."""
    window = window_again(Document.of_example(EXAMPLES["latch"]()))
    bar = window.findChild(TransportBar)
    qtbot.waitUntil(lambda: window.checked)
    window._workbench.step(1)
    sweep()
    parts = (bar.chips, bar.slider, bar.count, bar.badge)
    before = [part.geometry() for part in parts]
    bar._folded = ()  # as by a text of another width
    bar._fold()
    sweep()
    assert [part.geometry() for part in parts] == before


def test_marks_stand_where_the_word_changes(window_again):
    window = window_again(Document.of_example(EXAMPLES["depth"]()))
    bench, bar = window._workbench, window.findChild(TransportBar)
    labels = bench.snapshot().document.timestep_labels
    changes = [t for t in range(1, len(labels)) if labels[t] != labels[t - 1]]
    marks = bar.slider.marks()
    assert set(marks) <= {t + 1 for t in changes}
    assert marks[0] == changes[0] + 1
    places = [bar.slider._x_of(value) for value in marks]
    assert all(right - left >= 8 for left, right in itertools.pairwise(places))
    for label in labels:
        bench.step(1, TIMESTEP)
        assert label in bar.count.tail.text()


def test_where_each_timestep_has_its_own_word_there_are_no_marks(window_again):
    window = window_again(Document.of_example(EXAMPLES["sunspots"]()))
    bench, bar = window._workbench, window.findChild(TransportBar)
    assert bench.snapshot().document.timestep_labels
    assert bar.slider.marks() == []


def test_the_slider_has_a_second_handle_where_the_panels_look(bar, bench):
    bench.go_to_timestep(12)
    assert bar.slider.looked_at() is None
    bench.look_at(Address("c", Lane(), 6, 0, 0))
    assert bar.slider.looked_at() == 7
    assert bar.slider.value() == 13
    image = bar.slider.grab().toImage()
    middle = bar.slider.rect().center().y()
    assert image.pixelColor(bar.slider._x_of(7), middle) == QColor(LIGHT.peek)
    assert image.pixelColor(bar.slider._x_of(13), middle) == QColor(LIGHT.ink)
    bench.set_granularity(GATE)
    assert bar.slider.looked_at() == 7 * 6


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
def test_a_click_on_the_slider_goes_there_and_a_drag_goes_on(bar, bench, granularity):
    bench.set_granularity(granularity)
    slider, end = bar.slider, {TIMESTEP: 20, GATE: 20 * 6}[granularity]
    strides = {TIMESTEP: 6, GATE: 1}[granularity]
    left, right = slider._x_of(0), slider._x_of(end)
    middle = slider.rect().center().y()
    for share in (0.8, 0.25, 1.0, 0.0):
        x = round(left + share * (right - left))
        QTest.mouseClick(slider, Button.LeftButton, pos=QPoint(x, middle))
        assert bench.snapshot().position == round(share * end) * strides
        assert slider.value() == round(share * end)
    QTest.mousePress(slider, Button.LeftButton, pos=QPoint((left + right) // 2, middle))
    assert abs(bench.snapshot().position - end * strides / 2) <= strides
    for x in (left + (right - left) // 4, right, right + 100, left):
        QTest.mouseMove(slider, QPoint(x, middle))
        wanted = min(max((x - left) / (right - left), 0), 1) * end
        assert abs(bench.snapshot().position / strides - wanted) <= 1
    QTest.mouseRelease(slider, Button.LeftButton, pos=QPoint(left, middle))


def test_a_click_on_the_slider_where_it_stands_ends_a_look_elsewhere(window_again):
    window = window_again(timesteps=3)
    bench, slider = window._workbench, window.findChild(TransportBar).slider
    bench.go_to_timestep(1)
    bench.look_at(Address("c", Lane(), 0, 0, 0))
    beside = slider._x_of(2) + slider._handle().width() // 2 + 3
    QTest.mouseClick(slider, Button.LeftButton, pos=QPoint(beside, slider.rect().center().y()))
    assert bench.snapshot().timestep_here == 1
    assert not bench.snapshot().elsewhere


def test_the_speed_is_told_only_while_it_plays(bar, bench):
    assert bar.speed.isHidden()
    bench.set_playing(True)
    assert not bar.speed.isHidden()
    bench.set_playing(False)
    assert bar.speed.isHidden()


def test_one_of_the_two_granularities_is_checked(bar, bench):
    buttons = {id: bar.findChild(QToolButton, id) for id in ("by_gate", "by_timestep")}
    click(buttons["by_gate"])
    assert bench.snapshot().granularity == GATE
    assert [buttons[id].isChecked() for id in buttons] == [True, False]


WIDTHS = (2000, 1440, 1280, 1100, 1000, 960, 900)


@pytest.mark.parametrize("options", [{}, {"num_layers": 2, "bidirectional": True}])
def test_the_bar_folds_and_clips_nothing(window_again, qtbot, options):
    window = window_again(timesteps=20, **options)
    bench, bar = window._workbench, window.findChild(TransportBar)
    bench.step(5)
    qtbot.waitUntil(lambda: window.checked)
    rows = []
    for width in WIDTHS:
        window.resize(width, 700)
        sweep()
        parts = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
        assert len(parts) > 10
        for part in parts:
            assert bar.rect().contains(part.geometry()), (width, part)
            assert part.width() >= part.minimumSizeHint().width(), (width, part)
        for one, other in itertools.combinations(parts, 2):
            assert not one.geometry().intersects(other.geometry()), (width, one, other)
        rows.append(bar.rows)
        assert bar.height() in (48, 76)
    assert rows[0] == 1
    assert rows == sorted(rows)
    window.resize(2000, 700)
    sweep()
    assert bar.rows == 1
    assert bar.height() == 48


class Heard(QObject):
    """Notes the kinds of the events that a widget gets."""

    def __init__(self, widget):
        super().__init__()
        self.kinds = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.kinds.append(event.type())
        return False


def test_the_panels_keep_their_places_while_the_bar_tries_its_forms(window_again):
    window = window_again(timesteps=20, num_layers=2, bidirectional=True)
    bar, panel = window.findChild(TransportBar), window._docks._docks["Cell"]
    window.resize(1000, 800)
    sweep()
    assert bar.rows == 2
    heard = Heard(panel)
    bar._folded = ()  # as by a text of another width
    bar._fold()
    sweep()
    assert bar.rows == 2
    assert QEvent.Type.Resize not in heard.kinds


def test_the_bar_folds_as_if_nothing_had_been_open_before(window_again):
    names = ("latch", "walk", "tagger", "sunspots")
    window = window_again()
    bench, bar = window._workbench, window.findChild(TransportBar)

    def form():
        bench.step(1)
        sweep()
        loop = bar.findChild(QToolButton, "loop")
        return bar.rows, bar._step_by.isHidden(), loop.isHidden(), bar.count.tail._with_word

    def opened(name):
        bench.open(Document.of_example(EXAMPLES[name]()))
        return form()

    way = "0102031213230"  # from each to each other
    assert len(set(itertools.pairwise(way))) == len(names) * (len(names) - 1)
    for width in (1280, 1000, 1200, 1360)[: depth.count(4, by_default=1)]:
        window.resize(width, 800)
        fresh = {}
        for name in names:
            opened(name)
            bar._folded = ()
            bar._fold()
            fresh[name] = form()
        opened(names[0])
        for before, after in itertools.pairwise(map(int, way)):
            assert opened(names[after]) == fresh[names[after]], (width, before, after)


def test_the_name_of_what_is_open_stands_beside_the_menus(window, bench):
    name = window._menus.name
    assert name.text() == bench.snapshot().document.title
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (0, 0), 3.0)
    bench.edit(experiment.with_parameters(parameters), "a weight")
    assert name.text() != bench.snapshot().document.title
    assert window.isWindowModified()
    bench.undo()
    assert name.text() == bench.snapshot().document.title
    name.show_document("a longer name of a document", True)
    sweep()
    assert name.shown() == name.text()
    name.show_document("a/" * 300, True)
    sweep()
    assert name.mapTo(window, QPoint(name.width(), 0)).x() <= window.width()
    assert window.minimumSizeHint().width() < 1440
