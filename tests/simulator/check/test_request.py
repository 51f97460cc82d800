"""The check agrees with a correct engine whatever the options, and finds every mistake."""

import json
import pickle
import subprocess
import sys
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.check import request as check
from simulator.check.disagreement import Disagreement
from simulator.check.report import CheckKind
from simulator.check.request import CheckRequest, check_run, perform
from simulator.engine.fast_lane import FastLane
from simulator.engine.run import Run
from simulator.engine.trace import Trace
from simulator.experiment.experiment import Experiment, Outputs
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.mistake import LINK_AND_WINDOW
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from tests import depth
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.train_mode import in_train_mode


def finished(experiment, mistake=""):
    run = run_of(experiment, mistake)
    run.advance()
    return run


def probe(seed=0, timesteps=7, dtype=np.float32, ragged=True, **options):
    """Return an experiment of every option, with nothing symmetric that could hide a mistake.

    It has no projection: h and c have one width, so that they can be exchanged.
    """
    config = LSTMConfig(3, 4, **{"num_layers": 3, "bidirectional": True, **options})
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((timesteps, 3, 3)).astype(dtype)
    states = (
        rng.standard_normal(config.state_shape(3, name)).astype(dtype) for name in ("h_0", "c_0")
    )
    lengths = (timesteps - 2, timesteps, 2) if ragged else None
    experiment = Experiment.create(random_parameters(config, seed, dtype), x, *states, lengths)
    return in_train_mode(experiment, 0.5, seed=3)


def verdicts(run):
    """Return the verdict of each of the three checks alone on a complete run."""
    request = CheckRequest.of(run, 0, run.cells_done)
    nothing = {"segments": (), "links": (), "windows": ()}
    return {
        name: perform(replace(request, **{**nothing, part: getattr(request, part)}))
        for name, part in (("step", "segments"), ("link", "links"), ("window", "windows"))
    }


def flagging(run):
    """Return the checks that disagree."""
    return {name for name, report in verdicts(run).items() if not report.agrees}


# A correct engine


@examples(100, by_default=8)
@given(
    experiments(max_steps=9),
    st.floats(-3, 3),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.booleans(),
)
def test_a_healthy_engine_agrees(experiment, magnitude, dropout, training):
    """This holds for all options, and weights from a thousandth to a thousand times as large."""
    scale = np.asarray(10**magnitude, experiment.dtype)
    arrays = {name: scale * array for name, array in experiment.parameters.arrays.items()}
    experiment = experiment.with_parameters(experiment.parameters.with_arrays(arrays))
    if training:
        experiment = in_train_mode(experiment, dropout, seed=1)
    report = check_run(finished(experiment))
    assert report.agrees, report.text()
    assert report.steps_checked == (
        sum(experiment.lengths) * experiment.config.num_layers * experiment.config.num_directions
    )
    assert report.not_comparable == 0
    assert 0 <= report.max_ratio_to_bound < 1
    assert {kind.check for kind in report.largest} == {"link", "step", "window"}
    assert {kind.dtype for kind in report.largest} == {"float64", experiment.dtype.name}


@examples(30)
@given(experiments(), st.data())
def test_checking_bit_by_bit_is_checking_at_once(experiment, data):
    run = Run(experiment)
    report = perform(CheckRequest.of(run, 0, 0))
    assert report.agrees
    assert report.steps_checked == 0
    while not run.finished:
        run.advance(data.draw(st.integers(1, run.schedule.end)))
        if run.cells_done > report.cells_to:
            request = CheckRequest.of(run, report.cells_to, run.cells_done)
            report = report.merged(perform(pickle.loads(pickle.dumps(request))))
            assert report.agrees, report.text()
            assert report.cells_to == run.cells_done
    whole = check_run(run)
    assert report.to_json().keys() == whole.to_json().keys()
    assert report.steps_checked == whole.steps_checked
    assert report.largest.keys() == whole.largest.keys()
    assert report.strips.keys() == whole.strips.keys()
    for lane, strip in whole.strips.items():
        assert report.strips[lane].start == strip.start
        assert len(report.strips[lane].ratios) == len(strip.ratios)


def test_a_large_run_is_checked_in_parts(monkeypatch):
    run = finished(probe(timesteps=30))
    whole = check_run(run)
    monkeypatch.setattr(check, "BYTES_AT_ONCE", 10_000)
    monkeypatch.setattr("simulator.check.step_check.UNITS_AT_ONCE", 15)
    parts = check_run(run)
    assert (parts.cells_from, parts.cells_to) == (whole.cells_from, whole.cells_to)
    assert parts.steps_checked == whole.steps_checked
    assert parts.agrees
    assert parts.largest.keys() == whole.largest.keys()


def test_a_request_is_as_large_as_the_steps_that_it_is_about():
    def sizes(timesteps):
        run = finished(probe(timesteps=timesteps))
        last = run.schedule.num_cells
        parts = [(last // 2, last // 2 + 2), (last - 2, last)]
        return np.array([len(pickle.dumps(CheckRequest.of(run, *part))) for part in parts])

    assert (sizes(400) < sizes(40) + 200).all()


def test_making_a_request_takes_no_more_memory_in_a_longer_run():
    def most(timesteps):
        run = finished(probe(timesteps=timesteps, num_layers=2, bidirectional=False))
        middle = run.schedule.num_cells // 2
        CheckRequest.of(run, middle, middle + 2)
        tracemalloc.start()
        CheckRequest.of(run, middle, middle + 2)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert most(depth.count(4000, by_default=600)) < most(40) + 2000


def test_what_is_not_computed_can_not_be_asked_for():
    run = Run(probe())
    run.advance(20)
    for first, last in ((0, run.cells_done + 1), (-1, 1), (2, 1)):
        with pytest.raises(ValueError, match="cells"):
            CheckRequest.of(run, first, last)
    early, late = (perform(CheckRequest.of(run, n, n + 1)) for n in (0, 2))
    with pytest.raises(ValueError, match="unchecked"):
        early.merged(late)


# Mistakes in the cell

WRONG_CELLS = [
    *("gate order figo", "its rows read unit by unit, not gate by gate", "b_ih missing"),
    *("forget bias +1", "W_ih and W_hh reshaped instead of transposed"),
    *("weights rounded to float16", "one weight off by a millionth", "hard sigmoid 1/6"),
    *("no tanh(c)", "i coupled to f", "computed in float16"),
    *("projection of c", "projection before o", "projection missing"),
]
WRONG_WIRINGS = [m.name for m in MISTAKES.values() if m.caught_by == LINK_AND_WINDOW]


def sabotaged(name, **options):
    """Return a complete run with a mistake, over a probe that can have it."""
    ways = ({}, {"proj_size": 2}, {"ragged": False}, {"num_layers": 1}, {"bidirectional": False})
    probes = (probe(**{**options, **way}) for way in ways)
    return finished(next(filter(MISTAKES[name].needs, probes)), name)


@pytest.mark.few(4)
@pytest.mark.parametrize("name", WRONG_CELLS)
@pytest.mark.parametrize("ragged", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_wrong_cell_is_flagged_by_the_step_check(name, ragged, dtype):
    run = sabotaged(name, dtype=dtype, ragged=ragged)
    flagged = flagging(run)
    assert "step" in flagged
    assert "link" not in flagged
    report = check_run(run)
    first = report.first_disagreement
    assert first.check == "step"
    assert (first.at.lane, first.at.row) == (Lane(), 0)
    assert report.max_ratio_to_bound > 1
    if name != "computed in float16":
        group = MISTAKES[name].group
        assert first.at.quantity.startswith("z_") == (group != "equations")
    if name == "one weight off by a millionth":
        assert (first.dtype, first.at.quantity) == ("float64", "z_i")
        assert report.max_ratio_to_bound > 1e4
    if "projection" in name:
        assert first.at.quantity == "h"


@pytest.mark.parametrize("ragged", [False, True])
def test_a_run_with_other_weights_than_the_experiments_is_flagged(ragged, monkeypatch):
    """The change is a millionth: below the rounding of float32, but not of float64."""
    right = Parameters.cell

    def wrong(parameters, lane):
        weights = right(parameters, lane)
        W = weights.W_hh.copy()
        W[5, 2] *= 1 + 2e-6
        return replace(weights, W_hh=W) if lane == Lane(1, 1) else weights

    experiment = probe(ragged=ragged)
    monkeypatch.setattr(Parameters, "cell", wrong)
    first = check_run(finished(experiment)).first_disagreement
    assert (first.check, first.dtype) == ("step", "float64")
    assert (first.at.lane, first.at.name) == (Lane(1, 1), "z_f[1]")


def test_of_a_long_run_of_a_wide_cell_some_steps_are_checked_in_float64(monkeypatch):
    """All steps are checked so where the engine's weights are not the experiment's own."""
    monkeypatch.setattr("simulator.check.step_check.FEWEST_ROWS", 6)
    monkeypatch.setattr("simulator.check.step_check.FULLY_CHECKED", 2)
    run = finished(probe(timesteps=9))
    report = check_run(run)
    assert report.agrees
    assert report.steps_checked == 18 * 6
    assert report.steps_in_float64 == 9 * 6
    right = run.weights[1, 0]
    W = right.W_ih.copy()
    W[0, 0] *= 1 + 2e-6
    run.weights[1, 0] = replace(right, W_ih=W)
    report = check_run(run)
    assert report.steps_in_float64 == 9 * 6 + 9
    assert report.first_disagreement.dtype == "float64"
    assert report.first_disagreement.place().startswith("layer 1 forward, t 0, batch 0, z_i[0]")


def test_a_kernel_that_does_not_reverse_is_flagged(monkeypatch):
    """The kernel walks the lane's arrays from the wrong end, and starts from unwritten states."""

    class Forward(FastLane):
        def __init__(self, weights, inputs, lane, *rest):
            super().__init__(weights, inputs, replace(lane, direction=0), *rest)

    monkeypatch.setattr("simulator.engine.run.FastLane", Forward)
    report = check_run(finished(probe(ragged=False)))
    assert not report.agrees
    first = report.first_disagreement
    assert first.at.lane == Lane(0, 1)


# Mistakes in the wiring

STEPS_NOT_TAKEN = {
    "the reverse direction starting in the padding",
    "the input read backwards and its output put back in order",
    "the lengths sorted, but not the rows",
}
"""Some steps are never taken, or their values stand elsewhere."""


@pytest.mark.few(4)
@pytest.mark.parametrize("name", WRONG_WIRINGS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_wrong_wiring_is_flagged_by_the_link_and_the_window_check(name, dtype):
    """The step check does not flag it where every step is right by itself."""
    flagged = flagging(sabotaged(name, dtype=dtype))
    assert {"link", "window"} <= flagged
    if name not in STEPS_NOT_TAKEN:
        assert "step" not in flagged


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("the reverse direction not reversed", (0, 1, "h_prev")),
        ("the lengths ignored", (0, 1, "h_prev")),
        ("the reverse direction concatenated first only between the layers", (1, 0, "x")),
        ("h_0 and c_0 swapped", (0, 0, "h_prev")),
        ("the h_0 and c_0 rows sorted by direction, then layer", (0, 1, "h_prev")),
        ("dropout off", (1, 0, "x")),
    ],
)
def test_the_first_wrong_connection_is_named(name, place):
    first = check_run(sabotaged(name)).first_disagreement
    assert first.check == "link"
    assert (*first.at.lane, first.at.quantity) == place


def _outputs(change):
    """Return `Trace.outputs` with a mistake, in the shapes of a batched, time-first run."""
    right = Trace.outputs

    def wrong(trace):
        return Outputs(*change(trace, *right(trace)))

    return wrong


def _not_flipped(trace, output, h_n, c_n):
    half = output.shape[-1] // 2
    reverse = output[::-1, ..., half:]
    return np.concatenate((output[..., :half], reverse), -1), h_n, c_n


def _padding_kept(trace, output, h_n, c_n):
    return output + (output == 0), h_n, c_n


def _halves_swapped(trace, output, h_n, c_n):
    return np.roll(output, output.shape[-1] // 2, -1), h_n, c_n


def _by_direction(trace, output, h_n, c_n):
    order = [0, 2, 4, 1, 3, 5]
    return output, h_n[order], c_n[order]


def _last_timestep(trace, output, h_n, c_n):
    top = trace.experiment.config.num_layers - 1
    h_n = h_n.copy()
    h_n[top * 2 + 1] = trace.values("h", Lane(top, 1))[-1]
    return output, h_n, c_n


OUTPUTS = {
    "reverse half not flipped back": (_not_flipped, "output", {"link", "window"}),
    "padding not zero": (_padding_kept, "output", {"link"}),
    "halves swapped": (_halves_swapped, "output", {"link", "window"}),
    "batch first without being asked": (
        lambda trace, output, h_n, c_n: (output.swapaxes(0, 1), h_n, c_n),
        "output",
        {"link", "window"},
    ),
    "h_n and c_n swapped": (lambda trace, output, h_n, c_n: (output, c_n, h_n), "h_n", {"link"}),
    "states by direction": (_by_direction, "h_n", {"link"}),
    "reverse h_n of the last timestep": (_last_timestep, "h_n", {"link"}),
    "c_n of one layer": (lambda trace, output, h_n, c_n: (output, h_n, c_n[-2:]), "c_n", {"link"}),
}


@pytest.mark.few(4)
@pytest.mark.parametrize("name", OUTPUTS)
def test_wrong_outputs_are_flagged(name, monkeypatch):
    change, quantity, by = OUTPUTS[name]
    run = finished(probe())
    monkeypatch.setattr(Trace, "outputs", _outputs(change))
    reports = verdicts(run)
    assert {kind for kind, report in reports.items() if not report.agrees} == by
    assert reports["link"].first_disagreement.at.quantity == quantity


# One wrong number


@examples(80, by_default=7)
@given(st.data())
def test_one_wrong_number_is_found_where_it_is(data):
    run = finished(probe(proj_size=2, dtype=data.draw(st.sampled_from([np.float32, np.float64]))))
    layer, direction = data.draw(st.sampled_from([*run.trace.lanes]))
    row = data.draw(st.integers(0, 2))
    t = data.draw(st.integers(0, run.experiment.lengths[row] - 1))
    names = ["z_i", "z_f", "z_g", "z_o", "i", "f", "g", "o", "c", "m", "h"]
    quantity = data.draw(st.sampled_from(names))
    values = _writeable(run, layer, direction, quantity)
    unit = data.draw(st.integers(0, values.shape[-1] - 1))
    wrong = data.draw(st.sampled_from([1e-3, np.nan, np.inf]))
    was = float(values[t, row, unit])
    values[t, row, unit] += wrong
    report = check_run(run)
    first = report.first_disagreement
    assert first.at == Address(quantity, Lane(layer, direction), t, row, unit)
    assert first.check == "step"
    assert first.expected == pytest.approx(was, abs=1e-5)
    assert str(first.ours) in first.text()
    assert first.place().endswith(f"{quantity}[{unit}]")
    told = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert told["agrees"] is False
    assert told["first_disagreement"]["quantity"] == quantity
    assert told["first_disagreement"]["direction"] == ("forward", "reverse")[direction]
    assert "DISAGREES" in report.text()


def _writeable(run, layer, direction, quantity):
    """Return a quantity's array in the run's own memory."""
    lane = run._lanes[Lane(layer, direction)]
    H = run.experiment.config.hidden_size
    if quantity in "ifgo":
        return lane.arrays["gates"][..., "ifgo".index(quantity) * H :][..., :H]
    if quantity.startswith("z_"):
        return lane.arrays["z"][..., "ifgo".index(quantity[2]) * H :][..., :H]
    return lane.values(quantity)


# Checks that have no answer


def test_nan_matches_nan():
    experiment = probe()
    x = experiment.sequence.copy()
    x[2, 1, 0] = np.nan
    report = check_run(finished(replace(experiment, sequence=x)))
    assert report.agrees, report.text()
    assert report.not_comparable == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_nan_comes_through_a_connection_that_is_cut(dtype):
    experiment = probe(dtype=dtype)
    x = experiment.sequence.copy()
    x[2, :, 0] = np.nan
    cuts = [
        Cut("weight_ih", 0, direction, (row, 0), 2, 2) for direction in (0, 1) for row in range(16)
    ]
    run = finished(replace(experiment, sequence=x, holds=tuple(cuts)))
    assert np.isfinite(run.trace.outputs().output).all()
    report = check_run(run)
    assert report.agrees, report.text()
    assert report.not_comparable == 0
    assert 0 < report.max_ratio_to_bound < 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_overflows_is_not_compared(dtype):
    experiment = probe(dtype=dtype)
    x = experiment.sequence.copy()
    x[2, 1] = np.finfo(dtype).max
    report = check_run(finished(replace(experiment, sequence=x)))
    assert report.agrees, report.text()
    assert report.not_comparable == 2
    assert report.steps_checked == sum(experiment.lengths) * 6 - 2
    assert "overflow" in report.text()
    assert report.confirms
    weights = experiment.parameters.arrays["weight_hh_l0"] * np.asarray(1e35, dtype)
    parameters = experiment.parameters.with_arrays({"weight_hh_l0": weights})
    assert check_run(finished(experiment.with_parameters(parameters))).agrees


def test_infinite_states_are_not_compared():
    experiment = probe()
    c_0 = experiment.c_0.copy()
    c_0[0, 1, 2] = np.inf
    report = check_run(finished(experiment.with_states(c_0=c_0)))
    assert report.agrees, report.text()
    assert report.not_comparable > 0


def test_where_all_overflows_nothing_is_confirmed():
    x = np.full((7, 3), np.finfo(np.float32).max)
    report = check_run(finished(Experiment.create(random_parameters(LSTMConfig(3, 4)), x)))
    assert (report.agrees, report.steps_checked, report.confirms) == (True, 0, False)
    assert report.to_json()["agrees"] is False
    assert "has nothing to compare (float32): all 7 steps overflow" in report.text()


@pytest.mark.parametrize(("ours", "theirs"), [(np.nan, 0.5), (0.5, np.nan)])
def test_nan_in_one_is_no_difference_of_nan(ours, theirs):
    found = Disagreement("step", Address("f", Lane(), 1, 0, 1), ours, theirs, 1e-7, "float32", (0,))
    assert found.text() == (
        f"Layer 0 forward, t 1, batch 0: f of unit 1 is {ours}, but torch has {theirs} "
        "(step check in float32)."
    )


# The report


def test_the_report_is_plain_and_says_what_was_compared():
    report = check_run(finished(probe()))
    told = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert told["agrees"] is True
    assert told["first_disagreement"] is None
    assert told["steps_checked"] == 14 * 6
    assert 0 < told["max_abs_difference"] < 1e-5
    assert 0 < told["max_ratio_to_bound"] < 1
    assert (told["dtype"], type(told["torch_version"])) == ("float32", str)
    assert report.largest[CheckKind("step", "float32", "z_f")].difference > 0
    assert report.largest[CheckKind("link", "float32", "x")] == (0, 0)
    strip = report.strips[1, 1]
    assert (strip.start, len(strip.ratios)) == (0, 7)
    assert max(s.ratios.max() for s in report.strips.values()) <= report.max_ratio_to_bound
    assert "agrees" in report.text()
    assert "\n" not in report.text()


def test_strips_keep_gaps():
    """A reverse walk of rows of different lengths is at several timesteps at once."""
    run = finished(probe())
    number = 1  # the first reverse cell, at timesteps 4, 6 and 1
    strip = perform(CheckRequest.of(run, number, number + 1)).strips[0, 1]
    assert strip.start == 1
    assert np.isnan(strip.ratios).tolist() == [False, True, True, False, True, False]


def test_importing_the_check_does_not_import_torch():
    program = "import sys, simulator.check.request; print('torch' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "False\n"
