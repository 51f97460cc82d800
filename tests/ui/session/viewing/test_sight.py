"""One looked-at cell, and which numbers of a run may be seen from a position."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.engine.schedule import Schedule
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from ui.session import runner
from ui.session.viewing.hidden_values import HiddenValues


def numbers_of(snapshot):
    """Yield every number of a small run, unit 0."""
    config, lengths = snapshot.experiment.config, snapshot.experiment.lengths
    for lane in config.lanes():
        for row, length in enumerate(lengths):
            for t in range(length):
                for quantity in config.quantities:
                    yield Address(quantity, lane, t, row, 0)


def test_a_look_at_the_past_is_the_one_cell_that_is_shown(make_workbench):
    bench = make_workbench(timesteps=6)
    bench.go_to_timestep(4)
    bench.look_at(Address("c", Lane(), 1, 0, 1))
    snapshot = bench.snapshot()
    assert (snapshot.timestep, snapshot.quantity, snapshot.unit) == (1, "c", 1)
    assert snapshot.timestep_here == 4
    assert snapshot.elsewhere
    assert not snapshot.on_step
    bench.look_here()
    assert (bench.snapshot().timestep, bench.snapshot().elsewhere) == (4, False)


def test_a_look_at_the_cell_of_the_position_is_not_elsewhere(make_workbench):
    bench = make_workbench(timesteps=6)
    bench.go_to_timestep(4)
    bench.look_at(Address("o", Lane(), 4, 0, 1))
    assert not bench.snapshot().elsewhere
    assert bench.snapshot().on_step


def test_a_step_ends_the_look_and_starts_from_the_position(make_workbench):
    bench = make_workbench(timesteps=6)
    bench.go_to_timestep(4)
    bench.look_at(Address("c", Lane(), 1, 0, 1))
    bench.step(1)
    assert (bench.snapshot().timestep, bench.snapshot().elsewhere) == (5, False)


def test_another_unit_is_looked_at_in_the_same_cell(make_workbench):
    bench = make_workbench(timesteps=6, hidden_size=4, proj_size=2)
    bench.go_to_timestep(4)
    bench.look_at(Address("c", Lane(), 1, 0, 1))
    bench.select_unit(3)
    assert bench.snapshot().subject == Address("c", Lane(), 1, 0, 3)
    bench.look_at(Address("h", Lane(), 1, 0, 1))
    bench.select_unit(3)  # h has two units only
    assert (bench.snapshot().unit, bench.snapshot().pinned) == (3, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    directions=st.booleans(),
    lengths=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    layers=st.integers(1, 2),
    data=st.data(),
)
def test_ahead_and_known_are_apart_and_together_all_that_is_seen(
    make_workbench, directions, lengths, layers, data
):
    bench = make_workbench(
        timesteps=max(lengths),
        batch=len(lengths),
        lengths=tuple(lengths),
        bidirectional=directions,
        num_layers=layers,
    )
    end = bench.snapshot().schedule.end
    bench.go_to(data.draw(st.integers(0, end)))
    lane = data.draw(st.sampled_from(list(bench.snapshot().experiment.config.lanes())))
    row = data.draw(st.integers(0, len(lengths) - 1))
    bench.select(lane, row)
    bench.snapshot().run.advance()  # as idle time does
    for hidden in (False, True):
        bench.cover(HiddenValues(ahead=hidden))
        snapshot = bench.snapshot()
        assert snapshot.computed == end
        for quantity in snapshot.experiment.config.quantities:
            known, ahead = (
                set(range(of.start, of.stop))
                for of in (snapshot.known(quantity), snapshot.ahead(quantity))
            )
            assert not known & ahead
            every = set(range(lengths[row]))
            assert known | ahead == (known if hidden else every)
            for t in every:
                number = Address(quantity, lane, t, row, 0)
                assert snapshot.knows_number(number) == (t in known)
                assert snapshot.shows_number(number) == (t in known | ahead)


def test_a_covered_number_is_shown_nowhere(make_workbench):
    bench = make_workbench(timesteps=3)
    bench.last()
    number = Address("f", Lane(), 1, 0, 0)
    bench.cover(HiddenValues(numbers=frozenset({number})))
    hidden = [n for n in numbers_of(bench.snapshot()) if not bench.snapshot().shows_number(n)]
    assert hidden == [number]
    bench.cover(HiddenValues())
    assert bench.snapshot().shows_number(number)


def test_a_large_run_is_computed_ahead_in_idle_time(make_workbench, qtbot, monkeypatch):
    monkeypatch.setattr(runner, "AHEAD_SECONDS", 1e-6)
    bench = make_workbench(timesteps=3000, hidden_size=64)
    told = []
    bench.changed.connect(lambda snapshot: told.append(snapshot.computed))
    bench.step(1)
    position = bench.snapshot().position
    assert bench.snapshot().computed < bench.snapshot().schedule.end
    with qtbot.waitSignal(bench.changed, check_params_cb=lambda s: s.computed == s.schedule.end):
        pass
    assert bench.snapshot().position == position


def test_the_values_ahead_are_those_that_the_steps_will_bring(make_workbench):
    bench = make_workbench(timesteps=6)
    bench.snapshot().run.advance()
    ahead = bench.snapshot()
    before = np.array(ahead.values("c"))
    bench.last()
    np.testing.assert_array_equal(before, bench.snapshot().values("c"))
    assert ahead.ahead("c") == slice(0, 6)
    assert Schedule(LSTMConfig(3, 2), (6,)).end == ahead.schedule.end


def test_what_is_asked_is_not_told_by_the_meaning_of_others(make_workbench):
    bench = make_workbench(timesteps=3)
    bench.last()
    place = Lane(), 1, 0, 0
    for gate, result in (("f", "c"), ("i", "c"), ("o", "h")):
        told = bench.snapshot().meaning_of(Address(gate, *place))
        bench.cover(HiddenValues(numbers=frozenset({Address(result, *place)})))
        kept = bench.snapshot().meaning_of(Address(gate, *place))
        assert told.after is not None
        assert kept.share == told.share
        assert (kept.before, kept.after) == (None, None)
        bench.cover(HiddenValues())


def test_covered_numbers_are_told_by_the_quantity_of_the_lane_and_row_at_hand(make_workbench):
    bench = make_workbench(timesteps=6, batch=2)
    mine, others = Address("c", Lane(), 1, 0, 1), Address("c", Lane(), 2, 1, 0)
    bench.cover(HiddenValues(False, frozenset({mine, others})))
    assert bench.snapshot().covered("c") == {(1, 1)}
    assert bench.snapshot().covered("h") == set()
    bench.select(Lane(), 1)
    assert bench.snapshot().covered("c") == {(2, 0)}


def test_the_pinned_quantity_is_looked_at_with_its_values_and_stays(make_workbench):
    bench = make_workbench(timesteps=6, batch=2)
    bench.last()
    bench.select(Lane(), 1)
    assert not bench.snapshot().stays
    bench.look_at(Address("f", Lane(), 1, 1, 1))
    snapshot = bench.snapshot()
    assert (snapshot.quantity, snapshot.stays) == ("f", True)
    values = snapshot.run.trace.values("f", Lane())[1, 1]
    np.testing.assert_array_equal(snapshot.at("f", 1), values)
