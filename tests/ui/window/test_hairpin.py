"""RunSlider on a hairpin: one x is one place of the walk, on the way out and on the way home."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.analysis.meaning.gradients.goal import goal
from simulator.engine.gate_step import Cell
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.ui.readouts import bench_with_readout
from tests.ui.windows import sweep
from ui.panels.bend import at_the_bend
from ui.session.snapshot import GATE, TIMESTEP
from ui.session.viewing.hidden_values import HiddenValues
from ui.style import fonts, theme
from ui.window.transport.hairpin import APART, Hairpin
from ui.window.transport.run_slider import RunSlider
from ui.window.transport.transport_bar import TransportBar

LEFT, RIGHT, MIDDLE = 50, 450, 18
LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def slider(qtbot):
    """Return a function that shows the slider of a bench, wired as in the window."""

    def show(bench, width=560):
        made = RunSlider(theme.LIGHT)
        qtbot.addWidget(made)
        made.resize(width, 36)
        bench.changed.connect(made.draw)
        made.went_to.connect(bench.go_to)
        made.went_to_tick.connect(bench.go_to_tick)
        made.draw(bench.snapshot())
        made.show()
        QTest.qWaitForWindowExposed(made)
        return made

    return show


def rails_of(end=20, last=60):
    return Hairpin(end, last, LEFT, RIGHT, MIDDLE)


def test_each_value_is_found_at_its_own_place():
    rails = rails_of()
    for value in range(61):
        if value != 20:  # both rails meet there
            assert rails.value_at(rails.place(value)) == value
    assert rails.place(0).x() == rails.place(60).x() == LEFT
    assert rails.place(20).x() == RIGHT
    assert rails.place(10).x() == rails.place(40).x()
    assert rails.place(40).y() - rails.place(10).y() == 2 * APART


def test_a_drag_stays_on_its_rail_until_the_mouse_has_left_it():
    rails = rails_of()
    near, far = QPointF(150, MIDDLE - 3), QPointF(150, MIDDLE - 9)
    assert rails.value_at(near, held=50) > 20
    assert rails.value_at(far, held=50) < 20
    around = QPointF(RIGHT + 9, MIDDLE + 4)
    assert rails.value_at(around, held=19) >= 20


@pytest.mark.parametrize("bidirectional", [False, True])
def test_one_x_is_the_same_place_of_the_walk(slider, bidirectional):
    bench = bench_with_readout(steps=6, num_layers=2, bidirectional=bidirectional)
    rails, schedule = slider(bench).hairpin, bench.snapshot().schedule
    for ticks in range(1, schedule.num_ticks + 1):
        forwards = schedule.position_after_ticks(ticks - 1)
        back = schedule.last_tick - ticks
        cells = [schedule.gate_step(forwards).cell, None]
        cells[1] = schedule.gate_step(schedule.position_after_ticks(back + 1) - 1).cell
        assert cells[0] == cells[1]
        x = [rails.place(ticks).x(), rails.place(schedule.last_tick - ticks).x()]
        assert abs(x[0] - x[1]) < 1e-6


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
def test_a_click_on_a_rail_goes_there(slider, granularity):
    bench = bench_with_readout(steps=10)
    bench.set_granularity(granularity)
    made = slider(bench)
    for value in (3, made.maximum() - 4, made.maximum() - 1, 5):
        place = made.hairpin.place(value).toPoint()
        QTest.mouseClick(made, LEFT_BUTTON, pos=place)
        QApplication.processEvents()
        assert abs(made.value() - value) <= 1
        assert bench.snapshot().goes_back == (value > made.hairpin.end)


def test_the_handle_is_dragged_around_the_bend(slider):
    bench = bench_with_readout(steps=10)
    made = slider(bench)
    QTest.mousePress(made, LEFT_BUTTON, pos=made.hairpin.place(5).toPoint())
    seen = []
    for value in (8, 10, 12, 20, 15):
        QTest.mouseMove(made, made.hairpin.place(value).toPoint())
        QApplication.processEvents()
        seen.append(made.value())
    QTest.mouseRelease(made, LEFT_BUTTON, pos=made.hairpin.place(15).toPoint())
    assert seen == [8, 10, 12, 20, 15]
    assert bench.snapshot().goes_back


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
@pytest.mark.parametrize("quantity", ["dc", "dy", "c", "y"])
def test_the_second_handle_stands_on_the_rail_of_what_is_looked_at(slider, granularity, quantity):
    bench = bench_with_readout(steps=10)
    bench.set_granularity(granularity)
    made = slider(bench)
    bench.last()
    bench.last()
    number = Address(quantity, t=6)
    bench.look_at(number)
    place = made.hairpin.place(made.looked_at())
    assert (place.y() > made.hairpin.middle) == number.is_gradient
    position = number.position(bench.snapshot().schedule)
    if granularity == TIMESTEP:
        assert made.looked_at() == bench.snapshot().schedule.ticks_begun(position)
    else:
        bench.go_to(made.looked_at())
        assert bench.snapshot().knows_number(number)
        assert bench.snapshot().timestep == 6


def test_the_keys_go_on_along_the_hairpin(slider):
    bench = bench_with_readout(steps=4)
    made = slider(bench)
    made.setFocus()
    places = []
    for _ in range(made.maximum()):
        QTest.keyClick(made, Qt.Key.Key_Right)
        places.append(made.hairpin.place(made.value()).x())
    bend = made.hairpin.end
    assert places[:bend] == sorted(places[:bend])
    assert places[bend:] == sorted(places[bend:], reverse=True)
    assert bench.snapshot().position == bench.snapshot().schedule.last


def test_the_bend_says_what_the_way_back_begins_with(slider):
    bench = bench_with_readout(steps=4)
    made = slider(bench)
    bench.last()
    loss = float(at_the_bend(bench.snapshot()).split()[-1])
    assert loss == pytest.approx(bench.snapshot().run.loss, abs=5e-4)
    experiment = bench.snapshot().experiment
    seeds = tuple(Seed("h", Lane(), t=t, unit=1) for t in (1, 3))
    bench.edit(experiment.with_objective(Objective(seeds=seeds)), "seeds")
    assert "h[1]" in at_the_bend(bench.snapshot())
    assert made.hairpin is not None
    bench.edit(experiment.with_objective(Objective()), "nothing")
    assert at_the_bend(bench.snapshot()) == ""
    assert made.hairpin is None


def test_the_bend_names_the_layer_of_a_seeded_number(slider):
    bench = bench_with_readout(steps=4, num_layers=2)
    made, said = slider(bench), []
    for lane in (Lane(0), Lane(1)):
        bench.seed(Address("h", lane, 3))
        said.append(made._source)
        assert goal(bench.snapshot().experiment).text == said[-1]
    assert said[0] != said[1]


def test_long_words_at_the_bend_leave_room_for_the_rails(slider):
    bench = bench_with_readout(steps=4, num_layers=2, bidirectional=True, batch=12)
    bench.seed(Address("h", Lane(1, 1), 3, 11))
    for width in (380, 560):
        rails = slider(bench, width).hairpin
        assert rails.right - rails.left > width / 3


def test_the_bend_hides_the_loss_with_what_is_ahead(slider):
    bench = bench_with_readout(steps=4)
    made = slider(bench)
    bench.toggle_ahead()
    hidden = made._source
    assert hidden
    assert not any(letter.isdigit() for letter in hidden)
    bench.last()
    assert any(letter.isdigit() for letter in made._source)
    bench.cover(HiddenValues(numbers=frozenset([Address("loss", t=3)])))
    assert made._source == hidden


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize("width", [130, 300, 560, 1200])
def test_the_rails_are_painted_as_far_as_one_went(slider, colours, width):
    bench = bench_with_readout(steps=10)
    made = slider(bench, width)
    made.set_theme(colours)
    bench.last()
    bench.step(4, TIMESTEP)
    image, rails = made.grab().toImage(), made.hairpin
    walked, ahead = rails.place(12).toPoint(), rails.place(18).toPoint()
    assert image.pixelColor(walked).name() == colours.ink
    assert image.pixelColor(ahead).name() == colours.rule
    assert image.pixelColor(rails.place(2).toPoint()).name() == colours.ink
    assert rails.left < rails.right <= width
    assert bench.snapshot().here == Cell(Lane(), 6)


@pytest.mark.few(2)
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_words_at_the_rails_have_the_height_of_their_lines(make_window, percent):
    window = make_window(bench_with_readout(steps=4), size=(1920, 1080))
    window.preferences.appearance.set_text_size(percent)
    sweep()
    made, bar = window.findChild(RunSlider), window.findChild(TransportBar)
    assert made.height() >= 2 * QFontMetrics(fonts.caption()).height()
    assert bar.rect().contains(made.geometry())
