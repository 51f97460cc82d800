"""Play: the time of each step, the wait for the mouse, and the pause when somebody scrubs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from simulator.analysis.address import Address
from ui.session.player import AT_HAND, FRAMES_A_SECOND, LATER, Player, beat, periods
from ui.session.snapshot import GATE, TIMESTEP

speeds = st.floats(0.25, 1024)


@given(speeds, st.booleans())
def test_steps_never_stay_longer_than_the_one_before(speed, by_gate):
    stays = [periods(by_gate, 1, True), periods(by_gate, 2, True), periods(by_gate, 9, False)]
    beats = [beat(speed, stay) for stay in stays]
    for slow, fast in pairwise(beats):
        assert slow.milliseconds / slow.steps >= fast.milliseconds / fast.steps - 0.5
    if by_gate:
        assert stays == [AT_HAND, 1.0, LATER]
    else:
        assert len(set(beats)) == 1


@given(speeds, st.sampled_from([AT_HAND, 1.0, LATER]))
def test_the_pace_is_the_speed_and_no_frame_is_shorter_than_a_sixtieth(speed, stay):
    milliseconds, steps = beat(speed, stay)
    assert steps >= 1
    assert milliseconds >= round(1000 / FRAMES_A_SECOND)
    assert abs(milliseconds / steps - 1000 * stay / speed) <= 0.5 / steps + 1e-9


class Waits:
    """Stand-in for the clock: keeps the times asked for, and rings when told."""

    def __init__(self, player):
        self.asked, self._player = [], player
        self._active = False

    def start(self, milliseconds):
        self.asked.append(milliseconds)
        self._active = True

    def stop(self):
        self._active = False

    def isActive(self):
        return self._active

    def ring(self):
        assert self._active
        self._active = False
        self._player._take_steps()


@pytest.fixture
def played(make_workbench):
    """Return a bench of two layers, 12 gate steps a tick, whose player waits on our clock."""

    def make(granularity, speed=4.0, **options):
        bench = make_workbench(timesteps=5, num_layers=2, **options)
        bench.set_granularity(granularity)
        bench.change_speed(speed / bench.snapshot().speed)
        player = Player(bench)
        player._clock = clock = Waits(player)
        return bench, player, clock

    return make


def test_by_gate_the_gate_at_hand_is_slow_its_timestep_faster_and_later_ones_faster_still(played):
    bench, _, clock = played(GATE)
    bench.go_to(3)
    bench.set_playing(True)
    while bench.snapshot().position < 33:
        clock.ring()
    # From position 3: the start, gate 4, gates 5…12 of the first tick, the later ticks.
    assert clock.asked == [250, 1000, *[250] * 8, *[62] * 21]


def test_by_timestep_every_step_has_the_same_time(played):
    bench, _, clock = played(TIMESTEP)
    bench.set_playing(True)
    for _ in range(5):
        clock.ring()
    assert bench.snapshot().position == bench.snapshot().schedule.end
    assert set(clock.asked) == {250}
    clock.ring()
    assert not bench.snapshot().playing


def test_fast_play_takes_several_steps_a_frame(played):
    bench, _, clock = played(TIMESTEP, speed=256)
    bench.set_playing(True)
    clock.ring()
    assert bench.snapshot().position == 5 * 12
    assert set(clock.asked) == {20}


def test_looping_begins_slowly_again(played):
    bench, _, clock = played(GATE)
    bench.toggle_looping()
    bench.go_to(bench.snapshot().schedule.end - 2)
    bench.set_playing(True)
    for _ in range(4):
        clock.ring()
    assert bench.snapshot().position == 1
    assert clock.asked == [250, 1000, 250, 250, 1000]


def test_another_speed_holds_from_the_present_step_on(played):
    bench, _, clock = played(GATE)
    bench.set_playing(True)
    clock.ring()
    clock.ring()
    bench.change_speed(2.0)
    assert clock.asked == [250, 1000, 250, 125]


def enter(widget):
    place = QPointF(1, 1)
    QApplication.sendEvent(widget, QEnterEvent(place, place, place))


def leave(widget):
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def test_play_waits_while_the_mouse_reads_and_goes_on_with_the_gate_at_hand(played, qtbot):
    bench, player, clock = played(GATE)
    widget = QWidget()
    qtbot.addWidget(widget)
    player.watch(widget)
    bench.set_playing(True)
    for _ in range(3):
        clock.ring()
    with qtbot.waitSignal(player.waiting_changed):
        enter(widget)
    assert player.waiting
    assert not clock.isActive()
    with qtbot.waitSignal(player.waiting_changed):
        leave(widget)
    assert not player.waiting
    clock.asked.clear()
    clock.ring()
    assert clock.asked == [1000]
    assert bench.snapshot().position == 4


def test_play_that_begins_under_the_mouse_does_not_wait(played, qtbot):
    bench, player, clock = played(TIMESTEP)
    widget = QWidget()
    qtbot.addWidget(widget)
    player.watch(widget)
    enter(widget)
    bench.set_playing(True)
    assert clock.isActive()
    enter(widget)
    assert not clock.isActive()
    bench.set_playing(False)
    assert not player.waiting
    bench.set_playing(True)
    assert clock.isActive()


@pytest.fixture
def seeded(played):
    """Return a bench that stands at the bend before the way back of a seeded h, and its clock."""
    bench, _, clock = played(TIMESTEP)
    bench.seed(Address("h", t=4))
    return bench, clock


def test_play_on_the_way_back_ends_where_an_edit_takes_the_way_back_away(seeded):
    bench, clock = seeded
    bench.set_playing(True)
    clock.ring()
    assert bench.snapshot().goes_back
    bench.undo()
    clock.ring()
    now = bench.snapshot()
    assert not now.playing
    assert now.position == now.schedule.last == now.schedule.end


def test_a_loop_that_begins_during_play_goes_through_both_passes(seeded):
    bench, clock = seeded
    schedule = bench.snapshot().schedule
    bench.go_to_tick(schedule.num_ticks - 2)
    bench.set_playing(True)
    bench.toggle_looping()
    clock.ring()
    assert bench.snapshot().position == schedule.end
    seen = []
    for _ in range(schedule.last_tick - schedule.num_ticks + 1):
        clock.ring()
        seen.append(bench.snapshot().position)
    assert seen[-2:] == [schedule.last, 0]


def test_play_goes_to_the_end_of_the_way_back_where_its_loop_ends_there(seeded):
    bench, clock = seeded
    schedule = bench.snapshot().schedule
    bench.go_to_tick(schedule.num_ticks - 2)
    bench.toggle_looping()
    bench.set_playing(True)
    clock.ring()
    clock.ring()
    assert bench.snapshot().goes_back
    bench.toggle_looping()
    while bench.snapshot().playing:
        clock.ring()
    assert bench.snapshot().position == schedule.last


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
def test_fast_play_of_the_forward_pass_ends_at_the_bend(played, granularity):
    bench, _, clock = played(granularity, speed=256)
    bench.seed(Address("h", t=4))
    bench.go_to(3)
    bench.set_playing(True)
    while bench.snapshot().playing:
        clock.ring()
    assert bench.snapshot().position == bench.snapshot().schedule.end


def test_pausing_ends_play_once(played):
    bench, player, _ = played(TIMESTEP)
    seen = []
    bench.set_playing(True)
    bench.changed.connect(seen.append)
    player.pause()
    player.pause()
    assert [snapshot.playing for snapshot in seen] == [False]
