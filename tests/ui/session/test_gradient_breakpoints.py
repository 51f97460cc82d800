"""Breakpoints on gradients: one key runs through the bend to where they are met, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.breakpoints.conditions import first_hit, last_hit
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE, Objective, Seed
from tests.depth import examples
from tests.simulator.gradients.cases import random_case
from ui.session import runner
from ui.session.breakpoint_search import BreakpointSearch
from ui.session.document import Document
from ui.session.trace_memory import TraceMemory
from ui.session.watching import Watching
from ui.session.workbench import Workbench
from ui.style import number_format

NOTHING = "No breakpoint was hit before the end"


def watching(*texts):
    result = Watching()
    for text in texts:
        result = result.typed(text, Lane(), 0)
    return result


def walked(experiment):
    """Return a finished run and the numbers of both passes."""
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return run, back.trace


@pytest.fixture
def seeded(make_workbench):
    """Make a workbench whose run has a seed on the last h[0]."""

    def make(**options):
        bench = make_workbench(**{"timesteps": 30, **options})
        experiment = bench.snapshot().experiment
        last = experiment.num_timesteps - 1
        seeds = (Seed("h", Lane(experiment.config.num_layers - 1), last),)
        return Workbench(Document.of("test", experiment.with_objective(Objective(seeds=seeds))))

    return make


def test_from_position_0_one_run_finds_a_gradient_beyond_the_bend(seeded):
    bench = seeded()
    run, numbers = walked(bench.snapshot().experiment)
    dc = np.abs(numbers.values("dc", Lane())[:, 0, 0])
    limit = float(np.sort(dc)[8])
    t = int(np.flatnonzero(dc < limit).max())
    bench.set_watching(watching(f"|dc[0]| < {limit!r}"))
    bench.run_on()
    snapshot = bench.snapshot()
    number = Address("dc", Lane(), t, 0, 0)
    assert t < 29
    assert snapshot.position == number.position(run.schedule) > run.schedule.end
    assert snapshot.hit.number == snapshot.subject == number
    value = number_format.exact(number.value(numbers))
    assert (
        snapshot.notice == f"Stopped by {snapshot.hit.condition.text()}: dc[0] at t {t} = {value}"
    )


@examples(30)
@given(
    st.integers(0, 2**32 - 1), st.lists(st.sampled_from(["on", "back", "step", "gate"]), max_size=9)
)
def test_on_and_back_are_the_next_and_the_last_hit_over_the_bend(qapp, seed, moves):
    experiment = random_case(seed, np.float32)
    bench = Workbench(Document.of("test", experiment))
    bench.set_watching(watching("dh[0] sign", "c[0] > 0.1", "|dx[0]| < 1e-3", "dz_f all > 0 row 0"))
    conditions = bench.snapshot().watching.conditions
    run, numbers = walked(experiment)
    last = run.schedule.last
    for move in moves:
        before = bench.snapshot().position
        if move == "on":
            hit = first_hit(conditions, numbers, run.schedule, before, last)
            bench.run_on()
            expected = last if hit is None else hit.position
        elif move == "back":
            hit = last_hit(conditions, numbers, run.schedule, 0, before - 1)
            bench.run_back()
            expected = before if hit is None else hit.position
        else:
            bench.step(1, "gate" if move == "gate" else None)
            continue
        assert bench.snapshot().position == expected
        if hit is not None:
            assert bench.snapshot().hit == hit


def test_what_looks_at_values_alone_ends_with_its_pass(seeded):
    bench = seeded()
    bench.set_watching(watching("c[0] > 99"))
    schedule = bench.snapshot().schedule
    for position in (schedule.end, schedule.last):
        bench.run_on()
        assert bench.snapshot().position == position
        assert bench.snapshot().notice == NOTHING
    bench.run_on()
    assert bench.snapshot().notice not in ("", NOTHING)
    bench.run_back()
    assert bench.snapshot().position == schedule.last


def test_any_nan_looks_on_through_the_bend(seeded):
    bench = seeded()
    bench.set_watching(watching("any nan"))
    bench.run_on()
    assert bench.snapshot().position == bench.snapshot().schedule.last
    assert bench.snapshot().notice == NOTHING


def test_a_long_way_is_searched_in_slices_and_stops_at_the_same_place(
    seeded, in_slices, qtbot, monkeypatch
):
    looked, look = set(), BreakpointSearch.look

    def noted(search, run, back, position):
        looked.add(position)
        return look(search, run, back, position)

    monkeypatch.setattr(BreakpointSearch, "look", noted)
    bench = seeded(timesteps=300, hidden_size=4)
    run, numbers = walked(bench.snapshot().experiment)
    bench.set_watching(watching("df[1] at 40"))
    bench.run_on()
    qtbot.waitUntil(lambda: bench.snapshot().hit is not None)
    number = Address("df", Lane(), 40, 0, 1)
    assert bench.snapshot().position == number.position(run.schedule)
    assert bench.snapshot().hit.number == number
    assert number_format.exact(number.value(numbers)) in bench.snapshot().notice
    assert len([position for position in looked if position > run.schedule.end]) > 1


def test_without_a_way_back_the_end_says_why_it_was_not_met(seeded):
    bench = seeded()
    experiment = bench.snapshot().experiment
    bench.set_watching(watching("dc[1] < 9"))
    bench.edit(experiment.with_objective(NO_OBJECTIVE), "no differentiated value")
    bench.run_on()
    snapshot = bench.snapshot()
    assert snapshot.position == snapshot.schedule.end == snapshot.schedule.last
    assert snapshot.notice.startswith(f"{NOTHING} · dc[1] < 9: there is no backward pass")
    assert [b.condition.text() for b in snapshot.watching.breakpoints] == ["dc[1] < 9"]
    bench.undo()
    bench.first()
    bench.run_on()
    assert bench.snapshot().hit is not None


def test_without_room_for_gradients_the_search_ends_at_the_bend(seeded, monkeypatch):
    bench = seeded()
    full = TraceMemory(10**12, 10**6, 10**6, gradients=True)
    monkeypatch.setattr(runner.TraceMemory, "of_gradients", lambda experiment: full)
    bench.set_watching(watching("|dc[0]| < 1", "c[0] > 99"))
    for _ in range(2):
        bench.run_on()
        snapshot = bench.snapshot()
        assert snapshot.position == snapshot.target == snapshot.schedule.end
        assert full.refusal() in snapshot.notice
    monkeypatch.undo()
    bench.run_on()
    assert bench.snapshot().hit.number.quantity == "dc"


@pytest.mark.parametrize("key", ["dx", "dy"])
def test_the_unit_of_what_is_no_cell_keeps_the_unit_that_is_followed(qapp, key):
    seed = next(
        seed
        for seed in range(500)
        if (case := random_case(seed)).source == "readout"
        and case.config.input_size > case.config.hidden_size
        and case.config.num_layers == 1
    )
    experiment = random_case(seed)
    bench = Workbench(Document.of("test", experiment))
    unit = experiment.config.input_size - 1 if key == "dx" else 0
    bench.set_watching(watching(f"{key}[{unit}] at 0"))
    bench.run_on()
    snapshot = bench.snapshot()
    assert (snapshot.hit is None) == (key == "dy" and snapshot.schedule.readout != "every")
    assert snapshot.unit < experiment.config.hidden_size
    bench.select_unit(0)
    assert bench.snapshot().unit == 0
