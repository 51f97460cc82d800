"""Search for breakpoints: on to the next, back to the last, and a stop while playing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.breakpoints.conditions import first_hit, last_hit
from simulator.check.request import CheckRequest, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.watching import Watching, at_subject
from ui.session.workbench import Workbench

OPTIONS = [{}, {"num_layers": 2}, {"num_layers": 2, "bidirectional": True}, {"proj_size": 1}]


def watching(*texts):
    result = Watching()
    for text in texts:
        result = result.typed(text, Lane(), 0)
    return result


def finished(bench):
    run = Run(bench.snapshot().experiment)
    run.advance()
    return run


@pytest.mark.parametrize("options", OPTIONS)
def test_it_stops_exactly_where_a_condition_is_known_to_hold(make_workbench, options):
    bench = make_workbench(timesteps=30, **options)
    bench.set_watching(watching("c sign", "f all > 0.6"))
    run, conditions = finished(bench), bench.snapshot().watching.conditions
    position, stops = 0, []
    while True:
        expected = first_hit(conditions, run.trace, run.schedule, position, run.schedule.end)
        bench.run_on()
        snapshot = bench.snapshot()
        if expected is None:
            break
        assert snapshot.position == snapshot.target == expected.position
        assert snapshot.hit == expected
        assert snapshot.notice.startswith(f"Stopped by {expected.condition.text()}: ")
        number = expected.number
        assert (snapshot.lane, snapshot.row) == (number.lane, number.row)
        assert snapshot.unit == expected.number.unit
        position = snapshot.position
        stops.append(position)
    assert len(stops) > 3
    assert snapshot.position == run.schedule.end
    assert snapshot.notice == "No breakpoint was hit before the end"
    bench.go_to(run.schedule.end)
    for position in reversed(stops):
        bench.run_back()
        if bench.snapshot().hit is None:
            break
        assert bench.snapshot().position == position
    bench.run_back()
    assert bench.snapshot().notice == "No breakpoint was hit before this step"


@examples(40)
@given(st.integers(0, 200), st.lists(st.sampled_from(["on", "back", "step", "gate"]), max_size=8))
def test_on_and_back_are_the_next_and_the_last_hit(qapp, seed, moves):
    rng = np.random.default_rng(seed)
    config = LSTMConfig(2, 3, 2, bidirectional=bool(seed % 2))
    x = rng.standard_normal((9, 2, 2)).astype(np.float32)
    lengths = rng.integers(1, 10, 2).tolist()
    experiment = Experiment.create(random_parameters(config, seed), x, lengths=lengths)
    bench = Workbench(Document.of("test", experiment))
    bench.set_watching(watching("h[1] > 0.05", "g sign row 1", "z_f[2] < 0"))
    run, conditions = finished(bench), bench.snapshot().watching.conditions
    span = (run.trace, run.schedule)
    for move in moves:
        before = bench.snapshot().position
        if move == "on":
            hit = first_hit(conditions, *span, before, run.schedule.end)
            bench.run_on()
            expected = run.schedule.end if hit is None else hit.position
        elif move == "back":
            hit = last_hit(conditions, *span, 0, before - 1)
            bench.run_back()
            expected = before if hit is None else hit.position
        else:
            bench.step(1, GATE if move == "gate" else None)
            expected = bench.snapshot().position
            assert bench.snapshot().notice == ""
        assert bench.snapshot().position == expected


def test_a_breakpoint_that_is_switched_off_stops_nothing(make_workbench):
    bench = make_workbench(timesteps=20)
    watched = watching("c sign")
    bench.set_watching(watched.enabling(watched.breakpoints[0].condition, False))
    bench.run_on()
    assert bench.snapshot().position == bench.snapshot().schedule.end
    assert bench.snapshot().notice == ""


def test_at_the_end_it_says_why_nothing_happens_until_one_moves(make_workbench):
    bench = make_workbench(timesteps=5)
    bench.run_on()
    assert bench.snapshot().notice == "", "there was a run to go on with"
    bench.run_on()
    assert "end" in bench.snapshot().notice
    assert bench.snapshot().position == bench.snapshot().schedule.end
    bench.step(-1)
    assert bench.snapshot().notice == ""
    bench.run_on()
    assert bench.snapshot().notice == ""


def test_a_breakpoint_on_a_number_stops_where_it_is_computed(make_workbench):
    bench = make_workbench(timesteps=20, num_layers=2)
    subject = Address("o", Lane(layer=1), 13, 0, 1)
    bench.set_watching(Watching().toggled(at_subject(subject)))
    bench.run_on()
    assert bench.snapshot().subject == subject
    bench.set_watching(bench.snapshot().watching.toggled(at_subject(subject)))
    assert bench.snapshot().watching == Watching()


def test_playing_stops_where_a_condition_is_met(make_workbench):
    bench = make_workbench(timesteps=30)
    bench.set_watching(watching("c[0] sign"))
    run = finished(bench)
    hit = first_hit(bench.snapshot().watching.conditions, run.trace, run.schedule, 0, 10**6)
    bench.set_playing(True)
    while bench.snapshot().playing:
        bench.step(3)
    assert bench.snapshot().position == hit.position
    assert bench.snapshot().notice.startswith("Stopped by c[0] sign: c[0] at t")
    bench.set_playing(True)
    bench.step(1)
    assert bench.snapshot().position > hit.position


def test_stepping_by_hand_passes_breakpoints(make_workbench):
    bench = make_workbench(timesteps=30)
    bench.set_watching(watching("c sign", "h sign"))
    bench.step(30)
    assert bench.snapshot().position == bench.snapshot().schedule.end
    assert bench.snapshot().hit is None


def test_a_long_run_stops_in_slices_with_the_events_running(make_workbench, qtbot):
    bench = make_workbench(timesteps=20_000, hidden_size=8)
    bench.set_watching(watching("c[3] at 17000", "any nan"))
    seen = []
    bench.changed.connect(seen.append)
    bench.run_on()
    qtbot.waitUntil(lambda: bench.snapshot().notice != "")
    assert bench.snapshot().subject == Address("c", Lane(), 17000, 0, 3)
    assert len({s.position for s in seen}) > 3
    bench.first()
    bench.run_on()
    assert bench.snapshot().position < bench.snapshot().target
    bench.run_on()
    paused = bench.snapshot().position
    assert bench.snapshot().target == paused


def test_torch_stops_the_run_where_it_first_disagrees_even_if_it_says_so_late(make_workbench):
    bench = make_workbench(timesteps=12)
    bench.set_watching(watching("torch"))
    run = bench.snapshot().run
    run.advance()
    run._lanes[Lane()].arrays["gates"][7, 0, 3] += np.float32(1e-3)
    report = perform(CheckRequest.of(run, 0, run.schedule.num_cells))
    bench.run_on()
    assert bench.snapshot().position == run.schedule.end
    bench.accept(run, report)
    snapshot = bench.snapshot()
    assert snapshot.subject == Address("f", Lane(), 7, 0, 1)
    assert snapshot.notice.startswith("Stopped by torch: f[1] at t 7 = ")
    bench.last()
    bench.accept(run, report)
    assert bench.snapshot().position == run.schedule.end
    bench.run_back()
    assert bench.snapshot().subject == Address("f", Lane(), 7, 0, 1)


def test_an_edit_takes_back_what_was_said(make_workbench):
    bench = make_workbench(timesteps=20)
    bench.set_watching(watching("c sign"))
    bench.run_on()
    snapshot = bench.snapshot()
    assert snapshot.notice
    parameters = snapshot.experiment.parameters.with_value("weight_hh_l0", (0, 0), 2.0)
    bench.edit(snapshot.experiment.with_parameters(parameters), "edit")
    assert bench.snapshot().notice == ""
    assert bench.snapshot().hit is None
    assert bench.snapshot().position == snapshot.position


def test_watching_has_each_once_and_in_order():
    several = watching("c[1]", "h[0]", "c[1]", "c[1] > 1", "any nan", "c[1] > 1")
    assert several.watches == (Address("c", unit=1), Address("h"))
    assert [b.condition.text() for b in several.breakpoints] == ["c[1] > 1", "any nan"]
    off = several.enabling(several.breakpoints[0].condition, False)
    assert [c.text() for c in off.conditions] == ["any nan"]
    assert off.typed("c[1] > 1", Lane(), 0) == several
    assert several.without(Address("c", unit=1)).watches == (Address("h"),)
    assert Watching().typed("c[2] row 1", Lane(1, 1), 0).watches == (
        Address("c", Lane(1, 1), row=1, unit=2),
    )
