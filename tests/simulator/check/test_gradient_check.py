"""The check of the way back agrees with a correct engine, and each of its layers finds mistakes."""

import json
import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.check import request
from simulator.check.request import (
    CheckRequest,
    check_backward,
    check_run,
    perform,
)
from simulator.check.wiring_check import Arrivals
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.lane_backward import LaneBackward
from simulator.gradients.sources import Sources
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE
from simulator.objective.objective import Objective, Seed
from simulator.objective.targets import Targets
from tests import depth
from tests.depth import examples
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from tests.simulator.objective.objectives import objective_of
from tests.simulator.train_mode import in_train_mode

DTYPES = [np.float32, np.float64]


def gone_back(experiment, kind=BackwardRun):
    """Return the finished way back through an experiment."""
    with np.errstate(all="ignore"):
        run = Run(experiment)
        run.advance()
        back = kind(run)
        back.advance()
    return back


def probe(seed=0, timesteps=7, dtype=np.float32, ragged=True, loss=CROSS_ENTROPY, **options):
    """Return an experiment of every option, with nothing symmetric that could hide a mistake."""
    config = LSTMConfig(3, 4, **{"num_layers": 2, "bidirectional": True, **options})
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((timesteps, 3, 3)).astype(dtype)
    states = (
        rng.standard_normal(config.state_shape(3, name)).astype(dtype) for name in ("h_0", "c_0")
    )
    lengths = (timesteps - 2, timesteps, 2) if ragged else None
    experiment = Experiment.create(random_parameters(config, seed, dtype), x, *states, lengths)
    if config.num_layers > 1:
        experiment = in_train_mode(experiment, 0.5, seed=3)
    return experiment.with_objective(objective_of(config, (timesteps, 3), dtype, seed, loss=loss))


def flagged_by(report):
    """Return the checks that disagree."""
    return {kind.check for kind, largest in report.largest.items() if largest.ratio > 1}


def cells_times_rows(experiment):
    return sum(experiment.lengths) * experiment.config.num_lanes


# A correct engine


def agrees(seed, dtype):
    """Check one random network; return the number of cells, and the largest share of a bound."""
    back = gone_back(random_case(seed, dtype))
    report = check_backward(back)
    assert report.agrees, (seed, report.text())
    assert report.steps_checked == cells_times_rows(back.run.experiment)
    assert report.not_comparable == 0
    assert report.backward
    return report.steps_checked, report.max_ratio_to_bound


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_healthy_way_back_agrees(dtype):
    """In 1,060 networks. Of 5,000 that were measured once, the largest share is 0.50."""
    found = [agrees(seed, dtype) for seed in range(depth.count(530, by_default=4))]
    cells, shares = zip(*found, strict=True)
    assert sum(cells) > len(found)
    assert max(shares) < 0.6


def wild(seed, dtype):
    """Return a random case about overflow: huge or tiny weights, seeds, states; infinities, NaN."""
    rng = np.random.default_rng(seed)
    experiment = random_case(seed, dtype, scale=float(10 ** rng.uniform(-3, 3)))
    largest = float(np.finfo(dtype).max)
    tiny = float(np.finfo(dtype).smallest_subnormal) * 1000
    value = rng.choice([np.nan, np.inf, -np.inf, largest, -largest, largest**0.5, tiny, 0])
    decades = np.log10(largest)

    def poked(array):
        return np.where(rng.random(array.shape) < 0.05, dtype(value), array)

    objective = experiment.objective
    if objective.seeds and rng.integers(2):
        by = 10.0 ** rng.uniform(-decades - 6, decades - 1)
        seeds = (replace(seed, number=seed.number * by) for seed in objective.seeds)
        experiment = experiment.with_objective(replace(objective, seeds=tuple(seeds)))
    kind = rng.integers(4)
    if kind == 0:
        name = str(rng.choice(list(experiment.parameters.arrays)))
        arrays = dict(experiment.parameters.arrays)
        arrays[name] = poked(arrays[name])
        return experiment.with_parameters(experiment.parameters.with_arrays(arrays))
    if kind == 1:
        return experiment.with_sequence(poked(experiment.sequence))
    if kind == 2:
        return experiment.with_states(poked(experiment.h_0), poked(experiment.c_0))
    by = dtype(10.0 ** rng.uniform(0, decades - 1))
    return experiment.with_states(experiment.h_0 * by, experiment.c_0 * by)


@pytest.mark.parametrize("dtype", DTYPES)
def test_overflow_and_nan_give_no_alarm(dtype):
    """In 560 networks; 1,200 were measured once."""
    overflowed, networks = 0, depth.count(280, by_default=4)
    for seed in range(networks):
        back = gone_back(wild(seed, dtype))
        report = check_backward(back)
        assert report.agrees, (seed, report.text())
        counted = report.steps_checked + report.not_comparable
        assert counted == cells_times_rows(back.run.experiment)
        overflowed += report.not_comparable > 0
    assert overflowed > networks / 80


def test_a_way_back_that_overflows_everywhere_compares_nothing():
    config = LSTMConfig(2, 3)
    x = np.ones((2, 1, 2), np.float32)
    experiment = Experiment.create(random_parameters(config), x)
    seed = Seed("h", Lane(), 1, 0, 0, 3e38)
    huge = experiment.parameters.arrays["weight_hh_l0"] * 1e30
    arrays = dict(experiment.parameters.arrays) | {"weight_hh_l0": huge}
    experiment = experiment.with_parameters(experiment.parameters.with_arrays(arrays))
    seeds = tuple(replace(seed, unit=unit) for unit in range(3))
    report = check_backward(gone_back(experiment.with_objective(Objective(seeds=seeds))))
    assert report.agrees
    assert report.compares_nothing
    assert not report.confirms
    assert "overflow" in report.text()


# The parts of a way back


@pytest.mark.parametrize("seed", range(12))
def test_checking_bit_by_bit_is_checking_at_once(seed):
    run, rng = Run(random_case(seed, DTYPES[seed % 2])), np.random.default_rng(seed)
    run.advance()
    back = BackwardRun(run)
    report = perform(CheckRequest.of_backward(back, 0, 0))
    assert (report.agrees, report.steps_checked) == (True, 0)
    while not back.finished:
        back.advance(int(rng.integers(1, back.order.num_steps + 1)))
        if back.cells_done > report.cells_to:
            request = CheckRequest.of_backward(back, report.cells_to, back.cells_done)
            part = perform(pickle.loads(pickle.dumps(request)))
            report = report.merged(part)
            assert report.agrees, report.text()
    whole = check_backward(back)
    assert report.steps_checked == whole.steps_checked
    assert report.sums_checked == whole.sums_checked
    assert report.readouts_checked == whole.readouts_checked
    assert report.strips.keys() == whole.strips.keys()
    kinds = [{k for k in r.largest if k.check != "window"} for r in (report, whole)]
    assert kinds[0] == kinds[1]


@pytest.mark.few(1)
@pytest.mark.parametrize("options", [{}, {"bidirectional": False}, {"proj_size": 2}])
def test_a_large_way_back_is_checked_in_parts(options, monkeypatch):
    back = gone_back(probe(timesteps=20, **options))
    whole = check_backward(back)
    monkeypatch.setattr(request, "BYTES_AT_ONCE", 600_000)
    monkeypatch.setattr("simulator.check.step_check.UNITS_AT_ONCE", 15)
    monkeypatch.setattr("simulator.check.step_check.FEWEST_ROWS", 4)
    monkeypatch.setattr("simulator.check.gradients.sums.NUMBERS_AT_ONCE", 500)
    parts = check_backward(back)
    assert parts.agrees, parts.text()
    assert (parts.cells_from, parts.cells_to) == (0, back.order.num_cells)
    assert parts.steps_checked == whole.steps_checked == cells_times_rows(back.run.experiment)
    assert parts.sums_checked == whole.sums_checked
    assert parts.windows_checked > whole.windows_checked


def test_blocks_of_many_steps_end_with_a_shorter_one(monkeypatch):
    monkeypatch.setattr("simulator.gradients.weight_sums.FEW_WEIGHTS", 0)
    monkeypatch.setattr("simulator.gradients.weight_sums.STEPS_OF_MANY", 3)
    back = gone_back(probe(timesteps=8))
    sums = CheckRequest.of_backward(back, 0, back.cells_done).sums
    assert {tuple(blocks.ends.tolist()) for blocks in sums} == {(3, 6, 8)}
    assert check_backward(back).agrees
    middle = back.cells_done // 2
    parts = [(0, middle), (middle, back.cells_done)]
    reports = [perform(CheckRequest.of_backward(back, *part)) for part in parts]
    assert all(report.agrees for report in reports)
    assert sum(r.sums_checked for r in reports) == check_backward(back).sums_checked


def test_a_request_is_as_large_as_the_steps_that_it_is_about():
    def size(timesteps):
        back = gone_back(probe(timesteps=timesteps))
        middle = back.order.num_cells // 2
        return len(pickle.dumps(CheckRequest.of_backward(back, middle, middle + 2)))

    assert size(300) < size(40) + 500


def test_what_is_not_computed_can_not_be_asked_for():
    run = Run(probe())
    run.advance()
    back = BackwardRun(run)
    back.advance(20)
    for first, last in ((0, back.cells_done + 1), (-1, 1), (2, 1)):
        with pytest.raises(ValueError, match="cells"):
            CheckRequest.of_backward(back, first, last)
    early = perform(CheckRequest.of_backward(back, 0, 1))
    with pytest.raises(ValueError, match="forward pass"):
        check_run(run).merged(early)


def test_importing_the_check_does_not_import_torch():
    program = "import sys, simulator.check.request; print('torch' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "False\n"


# One wrong number


def recorded(back, lane, key):
    """Return an array of a way back, that can be written to."""
    return back._lanes[lane].values(key)


@examples(25)
@given(st.data())
def test_one_wrong_number_is_found_where_it_is(data):
    back = gone_back(probe(proj_size=2, dtype=data.draw(st.sampled_from(DTYPES))))
    lane = data.draw(st.sampled_from([*back.trace.lanes]))
    row = data.draw(st.integers(0, 2))
    t = data.draw(st.integers(0, back.run.experiment.lengths[row] - 1))
    keys = ["dh", "dm", "dc", "dz_i", "dz_f", "dz_g", "dz_o", "dx", "dh_prev"]
    key = data.draw(st.sampled_from(keys))
    values = recorded(back, lane, key)
    unit = data.draw(st.integers(0, values.shape[-1] - 1))
    was = float(values[t, row, unit])
    values[t, row, unit] += data.draw(st.sampled_from([1e-3, np.nan, np.inf]))
    report = check_backward(back)
    first = report.first_disagreement
    assert first.at == Address(key, lane, t, row, unit)
    assert first.check == ("link" if key == "dh" else "step")
    assert first.expected == pytest.approx(was, abs=1e-5)
    assert str(first.ours) in first.text()
    assert f"{key}[{unit}]" in first.text()
    assert first.place().endswith(f"{key}[{unit}]")
    told = json.loads(json.dumps(report.to_json(), allow_nan=False))
    assert told["agrees"] is False
    assert told["first_disagreement"]["quantity"] == key
    assert "DISAGREES" in report.text()


@pytest.mark.few(1)
@pytest.mark.parametrize("name", ["weight_ih_l1", "bias_hh_l0_reverse", "readout.weight"])
def test_a_sum_that_leaves_out_a_step_is_named_by_the_weight(name, monkeypatch):
    """The third step back of the lane, or the readout, gives nothing."""
    back, shares = gone_back(probe()), []
    sums = back.readout_sums() if "readout" in name else back.sums(Lane(1), "gates")
    if name == "bias_hh_l0_reverse":
        sums = back.sums(Lane(0, 1), "gates")
    right = sums._rows

    def forgetful(first, stop):
        shares.append((first, stop))
        rows = right(first, stop)
        ends = np.cumsum(rows.counts)
        order = range(stop - 1, first - 1, -1) if not sums._earlier_first else range(first, stop)
        for step, end, count in zip(order, ends, rows.counts, strict=True):
            if step == 2:
                rows.left[end - count : end] = 0
        return rows

    monkeypatch.setattr(sums, "_rows", forgetful)
    report = check_backward(back)
    assert flagged_by(report) == {"sum"}
    first = report.first_disagreement
    assert first.weight.startswith(("weight_ih", "readout.weight"))
    assert first.weight in first.text()
    assert first.weight in first.place()
    assert first.at.t == 2 if name == "bias_hh_l0_reverse" else first.at.t == 7 - 1 - 2
    assert first.to_json()["weight"] == first.weight


@pytest.mark.few(2)
@pytest.mark.parametrize("loss", [MSE, BCE, CROSS_ENTROPY])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_wrong_dy_is_found_by_torchs_loss(loss, dtype):
    back = gone_back(probe(loss=loss, dtype=dtype))
    counts = back.run.experiment.counts()
    t, row = np.argwhere(counts)[-1].tolist()
    dy = back._sources.dy
    dy[t, row, 1] *= dtype(1 + 1e-3)
    first = check_backward(back).first_disagreement
    assert (first.check, first.at.quantity) == ("step", "dy")
    assert (first.at.t, first.at.row, first.at.unit) == (t, row, 1)
    assert "dy[1]" in first.text()
    assert first.place() == f"t {t}, batch {row}, dy[1]"


def test_a_step_that_does_not_count_has_no_dy():
    back = gone_back(probe())
    inside = np.arange(7)[:, None] < np.array(back.run.experiment.lengths)
    t, row = np.argwhere(~back.run.experiment.counts() & inside)[0].tolist()
    back._sources.dy[t, row, 0] = 1e-20
    first = check_backward(back).first_disagreement
    assert (first.check, first.at.quantity, first.expected) == ("link", "dy", 0)


# Mistakes that one layer alone can see


def test_a_wrong_product_in_the_middle_is_seen_by_the_step_check_alone():
    """dx of layer 0 goes to nobody; no window reaches the middle."""
    back = gone_back(probe(timesteps=20, ragged=False))
    recorded(back, Lane(), "dx")[10] *= np.float32(1.001)
    assert flagged_by(check_backward(back)) == {"step"}


def test_a_forgotten_readout_in_the_middle_is_seen_by_the_link_check_alone(monkeypatch):
    """Everything that follows is right, by itself."""
    right = Sources.from_readout

    def forgetful(sources, direction, t):
        laid = right(sources, direction, t).copy()
        laid[(np.arange(20)[t]) == 10] = 0
        return laid

    monkeypatch.setattr(Sources, "from_readout", forgetful)
    experiment = probe(timesteps=20, ragged=False, num_layers=1, bidirectional=False, loss=MSE)
    everywhere = Targets.of(np.ones((20, 3, 3), np.float32))
    objective = replace(experiment.objective, targets=everywhere)
    report = check_backward(gone_back(experiment.with_objective(objective)))
    assert flagged_by(report) == {"link"}
    first = report.first_disagreement
    assert (first.at.quantity, first.at.t) == ("dh", 10)


def test_a_bias_that_is_given_nothing_is_seen_by_the_sum_check_alone():
    class WithoutBias(BackwardRun):
        def gradient(self, name, walked=None):
            found = super().gradient(name, walked)
            return 0 * found if name == "bias_hh_l1" else found

    report = check_backward(gone_back(probe(), WithoutBias))
    assert flagged_by(report) == {"sum"}
    assert report.first_disagreement.weight.startswith("bias_hh_l1[")
    assert "," not in report.first_disagreement.weight


def test_a_wrong_idea_of_the_links_is_seen_by_the_window_check_alone(monkeypatch):
    """Our engine detaches c, and our statement of the links does too: only nn.LSTM knows better."""

    arriving = Arrivals.arriving

    def detached(arrivals, state):
        return arriving(arrivals, state) if state == "h" else arrivals._seeds(state)

    def nothing(walk, state, at):
        return np.zeros_like(walk._gradients.values("dc")[at])

    monkeypatch.setattr(LaneBackward, "_along", nothing)
    monkeypatch.setattr(Arrivals, "arriving", detached)
    report = check_backward(gone_back(probe(loss=MSE)))
    assert flagged_by(report) == {"window"}
    assert "torch.nn.LSTM" in report.first_disagreement.text()


# Mistakes that all of the engine follows


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("ragged", [False, True])
def test_weights_wrong_by_a_millionth_are_found_in_float64(dtype, ragged):
    """The change is below the rounding of float32: only the step in float64 finds it there."""

    class WithOthers(BackwardRun):
        @property
        def weights(self):
            found = dict(super().weights)
            W = found[1, 1].W_hh.copy()
            W[5, 2] *= 1 + 2e-6
            found[1, 1] = replace(found[1, 1], W_hh=W)
            return found

    report = check_backward(gone_back(probe(dtype=dtype, ragged=ragged), WithOthers))
    first = report.first_disagreement
    assert (first.check, first.dtype) == ("step", "float64")
    assert first.at.lane == Lane(1, 1)


def test_of_many_steps_of_a_wide_cell_some_are_checked_in_float64(monkeypatch):
    monkeypatch.setattr("simulator.check.step_check.FEWEST_ROWS", 6)
    monkeypatch.setattr("simulator.check.step_check.FULLY_CHECKED", 2)
    back = gone_back(probe(timesteps=9))
    report = check_backward(back)
    assert report.agrees
    assert report.steps_checked == 18 * 4
    assert report.steps_in_float64 == 9 * 4


@pytest.mark.few(2)
@pytest.mark.parametrize("over", ["every", "last", "h_n"])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_columns_of_the_directions_are_stated_twice(over, bidirectional, monkeypatch):
    """dh of the readout's other direction, or rolled by a unit, is flagged by the link check."""
    right = Sources.from_readout
    experiment = probe(num_layers=1, bidirectional=bidirectional, loss=MSE)
    readout = replace(experiment.objective.readout, over=over)
    everywhere = Targets.of(np.ones((7, 3, 3), np.float32))
    objective = replace(experiment.objective, readout=readout, targets=everywhere)
    experiment = experiment.with_objective(objective)
    assert check_backward(gone_back(experiment)).agrees

    def swapped(sources, direction, t):
        if bidirectional:
            return right(sources, 1 - direction, t)
        return np.roll(right(sources, direction, t), 1, axis=-1)

    monkeypatch.setattr(Sources, "from_readout", swapped)
    assert "link" in flagged_by(check_backward(gone_back(experiment)))


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("h_0", lambda dh, dc: (0 * dh, dc)),
        ("c_0", lambda dh, dc: (dh, dc[::-1])),
        ("h_0", lambda dh, dc: (dh[:1], dc)),
        ("input", None),
    ],
)
def test_what_goes_out_of_a_way_back_is_linked_too(name, change):
    class Wrong(BackwardRun):
        def input_gradient(self):
            found = super().input_gradient()
            return found if change else self.trace.values("dx", Lane())

        def state_gradients(self):
            found = super().state_gradients()
            return change(*found) if change else found

    report = check_backward(gone_back(probe(), Wrong))
    assert flagged_by(report) == {"link"}
    first = report.first_disagreement
    assert first.at.quantity == name
    assert f"gradient of {name}" in first.text()


@pytest.mark.few(2)
@pytest.mark.parametrize("key", ["dh", "dc", "dz_f", "dx", "dh_prev"])
def test_gradients_of_padding_are_exactly_0(key):
    back = gone_back(probe())
    recorded(back, Lane(1), key)[5, 2, 0] = 1e-30
    report = check_backward(back)
    assert flagged_by(report) == {"link"}
    assert report.first_disagreement.at.t == 5


# Holds, cuts, seeds on an inner c


def test_windows_end_at_a_seed_on_c():
    """`nn.LSTM` takes none inside: windows are shorter, and reach as far as they can."""
    experiment = probe(num_layers=1, ragged=False, timesteps=9)
    seeds = [Seed("c", Lane(0, d), t, 0, 1) for d, t in ((0, 1), (1, 6), (1, 2), (0, 7))]
    back = gone_back(experiment.with_objective(Objective(seeds=tuple(seeds))))
    request = CheckRequest.of_backward(back, 0, back.cells_done)
    spans = []
    for window in request.windows:
        lengths = next(iter(window.lanes.values())).lengths
        spans.append([(int(t), int(t + n)) for t, n in zip(window.t[0], lengths, strict=True)])
    assert spans == [[(0, 2), (0, 4), (0, 4)], [(8, 9), (5, 9), (5, 9)]]
    assert perform(request).agrees


def test_what_nn_lstm_can_not_hold_is_told():
    report = check_backward(gone_back(random_case(3)))
    assert report.windows_skipped == 1
    assert "skipped" in report.text()
    assert torch.__version__ in report.text()
