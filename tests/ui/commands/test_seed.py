"""The Step menu asks what made the number that is looked at, by its key and by its entries."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.analysis.address import Address

SHIFT = Qt.KeyboardModifier.ShiftModifier


def ask(window):
    QTest.keyClick(window, Qt.Key.Key_W, SHIFT)


def test_it_is_asked_of_the_number_that_is_looked_at(window_again):
    window = window_again(timesteps=5)
    bench = window._workbench
    actions = window._actions
    assert not actions["seed"].isEnabled()
    assert not actions["no_seed"].isEnabled()
    bench.step(3, "timestep")
    bench.set_playing(True)
    bench.look_at(Address("c", t=1, unit=1))
    ask(window)
    now = bench.snapshot()
    (seed,) = now.experiment.objective.seeds
    assert (seed.quantity, seed.t, seed.unit) == ("c", 1, 1)
    assert not now.playing
    assert now.position == now.schedule.end < now.schedule.last
    assert actions["next"].isEnabled()
    assert actions["last"].isEnabled()
    actions["no_seed"].trigger()
    assert not bench.snapshot().experiment.objective.seeds
    assert not actions["no_seed"].isEnabled()
    assert not actions["next"].isEnabled()


def test_gates_have_none(window_again):
    window = window_again(timesteps=5)
    bench = window._workbench
    bench.step(3, "timestep")
    bench.look_at(Address("f", t=1))
    ask(window)
    assert not bench.snapshot().experiment.objective.seeds
