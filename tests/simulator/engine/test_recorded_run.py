"""Recorded runs: the kept part of a trace compared with another run, and its largest difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.analysis.comparison import RunComparison
from simulator.analysis.trace_difference import TraceDifference, comparing
from simulator.engine.recorded_run import RecordedRun
from simulator.engine.run import Run
from simulator.files.traces.selection import all_widths
from simulator.files.traces.trace_shape import TraceShape
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import experiments
from tests.simulator.files.traces.test_export import finished, small
from tests.simulator.files.traces.test_stored import ended
from tests.simulator.train_mode import in_train_mode


def points_of(run, wanted=lambda key: True):
    """Return all known numbers of a complete run, as points."""
    config, lengths = run.experiment.config, np.array(run.experiment.lengths)
    inside = np.arange(run.schedule.num_timesteps)[:, None] < lengths
    points = {}
    for quantity in all_widths(config):
        for lane in config.lanes():
            values = run.trace.values(quantity, lane)
            where = np.argwhere(np.broadcast_to(inside[..., None], values.shape))
            if wanted((quantity, lane)):
                points[quantity, lane] = where, values[tuple(where.T)].astype(np.float64)
    return points


@examples(40)
@given(experiments(), st.data())
def test_the_one_number_that_was_changed_is_the_one_that_is_named(experiment, data):
    run = finished(experiment)
    points = points_of(run)
    key = data.draw(st.sampled_from(sorted(points)))
    where, values = points[key]
    index = data.draw(st.integers(0, len(values) - 1))
    changed = values.copy()
    changed[index] += 0.5
    kept = RecordedRun(experiment, points | {key: (where, changed)})
    found = ended(comparing(kept, Run(experiment)))
    assert (found.different, found.count) == (1, sum(len(v) for _, v in points.values()))
    t, row, unit = where[index].tolist()
    assert found.largest.number == Address(*key, t, row, unit)
    assert found.size == pytest.approx(0.5, abs=1e-3)
    assert f"{key[0]} of unit {unit} at t={t}, layer {key[1].layer}" in found.text(
        len(experiment.lengths)
    )
    assert found.text(2).startswith("largest difference 0.5: ")


@examples(30)
@given(experiments())
def test_a_recording_fills_a_run_like_the_one_that_it_is_of(experiment):
    """This includes the numbers that a layer reads from the one below, and each step's states."""
    run = finished(experiment)
    kept = RecordedRun(experiment, points_of(run))
    assert kept.finished
    assert kept.whole
    for ours, theirs in zip(run.trace.inputs, kept.trace.inputs, strict=True):
        assert np.array_equal(ours, theirs)
    for lane in run.trace.lanes:
        for name in ("h'", "c'", *experiment.config.quantities):
            ours, theirs = (r.trace.lanes[lane].values(name) for r in (run, kept))
            for row, length in enumerate(experiment.lengths):
                assert ours[:length, row].tobytes() == theirs[:length, row].tobytes()


def test_nan_and_the_sign_of_zero_count():
    experiment = small()
    run = finished(experiment)
    points = points_of(run)
    where, values = points["c", Lane()]
    odd = values.copy()
    odd[:3] = 0.0, -0.0, np.nan
    other = values.copy()
    other[:3] = -0.0, -0.0, np.nan
    one, two = (RecordedRun(experiment, points | {("c", Lane()): (where, v)}) for v in (odd, other))
    found = ended(comparing(one, two))
    assert (found.different, found.size) == (1, 0.0)
    assert "largest difference 0: c of unit 0 at t=0" in found.text(1)
    assert ended(comparing(one, run)).size == np.inf
    assert ended(comparing(one, one)).different == 0


def test_only_what_both_have_is_compared():
    experiment = small()
    points = points_of(finished(experiment))
    one = RecordedRun(experiment, {("c", Lane()): points["c", Lane()]})
    two = RecordedRun(experiment, {("h", Lane()): points["h", Lane()]})
    found = ended(comparing(one, two))
    assert found == TraceDifference()
    assert found.text(1) == "the two runs have no values in common"
    _, values = points["c", Lane()]
    assert ended(comparing(one, RecordedRun(experiment, points))).count == len(values)


def test_what_a_recording_lacks_has_not_changed():
    experiment = small()
    run = finished(experiment)
    whole = points_of(run)
    where, values = whole["h", Lane(1)]
    places = np.arange(len(values))
    kept = (places > 5) & (places != 8)  # one number of number 7's timestep is missing
    part = {("h", Lane(1)): (where[kept], (values + (places == 7))[kept])}
    comparison = RunComparison(RecordedRun(experiment, part), run)
    comparison.advance(run.schedule.end)
    change = comparison.largest(run.schedule.end)
    assert change.number == Address("h", Lane(1), *where[7].tolist())
    assert abs(change.after - change.before) == pytest.approx(1)
    both = comparison.values("h", Lane(1), 0)
    assert comparison.lacks(both.before[0])
    assert not comparison.lacks(both.before[4])
    assert not RunComparison(run, run).lacks(np.float32("nan"))


@examples(30)
@given(experiments())
def test_a_blank_experiment_has_traces_of_the_shape(experiment):
    shape = TraceShape.of(experiment)
    blank = shape.blank()
    assert TraceShape.of(blank) == shape
    around = TraceShape.around(points_of(finished(experiment)))
    assert around.lengths == experiment.lengths
    for name in ("hidden_size", "num_layers", "bidirectional", "proj_size"):
        assert getattr(around.config, name) == getattr(experiment.config, name)


def test_an_infinite_number_is_passed_on_without_a_warning():
    """A mask of zeros, in train mode, turns it into NaN, and numpy would warn."""
    experiment = in_train_mode(small(), 0.5, seed=1)
    points = points_of(finished(experiment))
    where, values = points["h", Lane()]
    kept = RecordedRun(experiment, points | {("h", Lane()): (where, np.full_like(values, np.inf))})
    assert np.isinf(kept.trace.values("h", Lane())).any()
