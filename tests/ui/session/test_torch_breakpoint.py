"""The breakpoint `torch` stops on the way back too, at the first gradient that torch disputes."""

import pytest

from simulator.analysis.address import Given
from simulator.breakpoints.condition_parser import parse
from simulator.breakpoints.conditions import TORCH, Condition
from simulator.check.request import check_backward, check_run
from simulator.check.selftest import probe, probes_back
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.runs import backward_of, run_of
from ui.session.document import Document
from ui.session.watching import Watching
from ui.session.workbench import Workbench

BACKWARDS = [name for name, mistake in MISTAKES.items() if mistake.backwards]

BOTH = "hard sigmoid 1/6"
"""A mistake that shows forwards, and so on the way back too."""


def suited(name):
    return next(filter(MISTAKES[name].needs, probes_back(0)))


@pytest.mark.few(2)
@pytest.mark.parametrize("name", BACKWARDS)
def test_every_mistake_of_the_way_back_is_a_hit_where_it_shows(name):
    run = run_of(suited(name), name)
    run.advance()
    back = backward_of(run)
    back.advance()
    report, last = check_backward(back), run.schedule.last
    found, asked = report.first_disagreement, Condition(TORCH)
    hit = asked.first_hit(back.trace, run.schedule, 0, last, [report])
    assert hit == asked.last_hit(back.trace, run.schedule, 0, last, [report])
    assert hit.position == found.position(run.schedule) > run.schedule.end
    if found.weight:
        assert hit.number.parameter == found.target
    else:
        assert hit.number == found.target
    assert asked.first_hit(back.trace, run.schedule, hit.position, last, [report]) is None
    assert asked.looks_back


def bench_with(name, *lanes):
    bench = Workbench(Document.of("test", suited(name) if name in BACKWARDS else probe(0, False)))
    bench.set_mistake(name, "sabotage")
    bench.set_torch("2.0", None)
    watching = Watching()
    for text in lanes or ("torch",):
        watching = watching.typed(text, bench.snapshot().lane, 0)
    bench.set_watching(watching)
    return bench


def reported(bench):
    """Let torch say what it has to say of both passes."""
    snapshot = bench.snapshot()
    bench.accept(snapshot.run, check_run(snapshot.run))
    back = backward_of(snapshot.run) if snapshot.back is None else snapshot.back
    back.advance()
    bench.accept(snapshot.run, check_backward(back))
    return bench.snapshot()


@pytest.mark.parametrize("name", ["dc without the output gate", "no gradient for h_0"])
def test_it_stops_the_run_on_the_way_back_and_selects_the_gradient(qtbot, name):
    bench = bench_with(name)
    bench.run_on()
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.last)
    snapshot = reported(bench)
    found = snapshot.check.back.first_disagreement
    assert snapshot.position == found.position(snapshot.schedule)
    assert snapshot.schedule.end < snapshot.position < snapshot.schedule.last
    assert snapshot.hit.number == snapshot.subject == found.target
    assert snapshot.notice.startswith(f"Stopped by torch: {found.target.text()} = ")
    bench.last()
    bench.run_back()
    assert bench.snapshot().position == snapshot.position


def test_it_stops_at_the_gradient_of_a_weight(qtbot):
    bench = bench_with("no gradient for b_hh")
    bench.run_on()
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.last)
    snapshot = reported(bench)
    assert isinstance(snapshot.parameter, Given)
    assert snapshot.parameter.text() == snapshot.check.back.first_disagreement.weight
    assert f"{snapshot.parameter.text()} = 0" in snapshot.notice


def test_a_lane_or_a_row_that_is_named_leaves_out_the_others(qtbot):
    name = "dc without the output gate"
    bench = bench_with(name)
    bench.last()
    bench.last()
    snapshot = bench.snapshot()
    report = check_backward(snapshot.back)
    at = report.first_disagreement.at
    here, schedule = f"layer {at.lane.layer}", snapshot.schedule
    typed = {
        f"torch {here}": True,
        f"torch {here} row {at.row}": True,
        f"torch layer {at.lane.layer + 1}": False,
        f"torch row {at.row + 1}": False,
    }
    for text, meant in typed.items():
        condition = parse(text)
        hit = condition.first_hit(snapshot.back.trace, schedule, 0, schedule.last, [report])
        assert (hit is not None) is meant


def test_of_both_passes_the_nearest_disagreement_is_found():
    experiment = next(probes_back(0))
    run = run_of(experiment, BOTH)
    run.advance()
    back = backward_of(run)
    back.advance()
    reports = check_run(run), check_backward(back)
    first, second = (report.first_disagreement.position(run.schedule) for report in reports)
    assert first <= run.schedule.end < second
    asked, last = Condition(TORCH), run.schedule.last
    assert asked.first_hit(back.trace, run.schedule, 0, last, reports).position == first
    assert asked.first_hit(back.trace, run.schedule, first, last, reports).position == second
    assert asked.last_hit(back.trace, run.schedule, 0, last, reports).position == second
    assert asked.last_hit(back.trace, run.schedule, 0, second - 1, reports).position == first
