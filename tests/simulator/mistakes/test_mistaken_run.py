"""A run with a mistake is a run like any other, but for that."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.check.request import check_run
from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.engine.trace_storage import IN_MEMORY, InMemory, OnDisk
from simulator.experiment.experiment import Experiment
from simulator.mistakes import engine
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.computation import Computation
from simulator.mistakes.lane_cell import LaneCell
from simulator.mistakes.mistaken_run import CellwiseRun, WholeRun
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters, torch_outputs
from tests.simulator.mistakes.models import suitable
from tests.simulator.train_mode import in_train_mode, probe

KINDS = (CellwiseRun, WholeRun)

ONE_OF_EACH_FAMILY = list({m.family: m.name for m in MISTAKES.values()}.values())

COMPUTED_WHOLE = (
    "the reverse direction not reversed",
    "the reverse direction concatenated first only between the layers",
    "the lengths ignored",
    "h not carried from step to step",
    "the state not reset between batch rows",
    "the state not reset after an earlier run of the sequence",
    "batch_first misread",
    "everything shifted one timestep later",
    "h and c as they were before each step",
    "the results reversed in time",
    "i, f, g, o under the names o, g, f, i",
    "c in place of h in the output",
    "h_n and c_n swapped",
)


def quantities(run):
    """Every recorded array of a run."""
    for lane, arrays in run.trace.lanes.items():
        for quantity in run.experiment.config.quantities:
            yield run.trace.values(quantity, lane)
        yield from map(arrays.before, "hc")
    yield from run.trace.inputs


def within(experiment):
    """(T, B) True for the timesteps of a row, False for its padding."""
    return np.arange(experiment.num_timesteps)[:, None] < np.array(experiment.lengths)


@pytest.mark.parametrize("kind", KINDS)
@examples(30)
@given(experiment=experiments(), training=st.booleans())
def test_the_engine_of_the_mistakes_is_right_without_one(kind, experiment, training):
    if training:
        experiment = in_train_mode(experiment, 0.5, 1)
    run = kind(experiment, Computation(experiment), IN_MEMORY)
    run.advance()
    assert check_run(run).agrees
    for ours, theirs in zip(run.trace.outputs(), torch_outputs(experiment), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@examples(30)
@given(seed=st.integers(0, 999))
def test_a_search_has_the_engine_s_bits_of_rows_of_equal_lengths(seed):
    """So it says of a run of ours with wrong weights that all values agree exactly.

    Sums of one product have no order.
    """
    config = LSTMConfig(1, 1, num_layers=2)
    x = np.random.default_rng(seed).standard_normal((6, 4, 1))
    experiment = Experiment.create(random_parameters(config, seed, np.float64), x)
    ours, right = WholeRun(experiment, Computation(experiment), IN_MEMORY), Run(experiment)
    ours.advance()
    right.advance()
    for wrong, values in zip(quantities(ours), quantities(right), strict=True):
        np.testing.assert_array_equal(wrong, values)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("projected", [False, True])
def test_it_holds_what_is_held(kind, projected):
    holds = [Hold(q, 1, 1, (0,), 1, 4, 0.25) for q in ("i", "f", "g", "o", "c", "h")]
    holds += [Hold("m", 2, 0, (1,), 0, 3, -0.5)] if projected else []
    holds.append(Cut("weight_hh", 0, 0, (2, 1), 2, 5))
    experiment = probe(0, projected).with_holds(*holds)
    run = kind(experiment, Computation(experiment), IN_MEMORY)
    run.advance()
    assert check_run(run).agrees
    assert (run.trace.values("g", Lane(1, 1))[1:5, 2, 0] == 0.25).all()


@pytest.mark.parametrize("name", [m.name for m in MISTAKES.values() if m.group == "equations"])
@pytest.mark.parametrize("seed", range(5))
def test_cell_by_cell_or_at_once_the_numbers_are_the_same(name, seed):
    """To the last bits, which a product of other many rows may change; half precision has none."""
    experiment = suitable(MISTAKES[name], seed).astype(np.float64)
    computation = MISTAKES[name].change(Computation(experiment))
    assert computation.in_cells
    runs = [kind(experiment, computation, IN_MEMORY) for kind in KINDS]
    for run in runs:
        run.advance()
    inside = within(experiment)
    close = 0 if computation.precision else 1e-12
    for one, other in zip(*map(quantities, runs), strict=True):
        np.testing.assert_allclose(one[inside], other[inside], rtol=0, atol=close)


@pytest.mark.parametrize("projected", [False, True])
def test_a_cell_of_some_models_at_once_has_the_bits_of_each(projected):
    experiment, rows = probe(0, projected), 2
    config, computation = experiment.config, Computation(experiment)
    models = [random_parameters(config, seed).cell(Lane()) for seed in range(3)]
    widths = config.input_size, config.output_size, config.hidden_size
    rng = np.random.default_rng(0)
    x, h, c = (rng.standard_normal((6, width)).astype(np.float32) for width in widths)
    stacked = LaneCell(computation, *models)
    together = stacked.step(x, (h, c), of_input=stacked.of_input(x))
    for k, model in enumerate(models):
        own, part = LaneCell(computation, model), slice(k * rows, (k + 1) * rows)
        alone = own.step(x[part], (h[part], c[part]), of_input=own.of_input(x[part]))
        assert together.keys() == alone.keys()
        for name, expected in alone.items():
            np.testing.assert_array_equal(together[name][part], expected)


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("h_0 left out", ["h_0"]),
        ("c_0 left out", ["c_0"]),
        ("h_0 and c_0 left out", ["h_0", "c_0"]),
    ],
)
def test_states_that_are_left_out_are_zero_whatever_they_were(name, left_out):
    experiment = probe(0, projected=False)
    infinite = {state: np.full_like(getattr(experiment, state), np.inf) for state in left_out}
    run = run_of(experiment.with_states(**infinite), name)
    nothing = {state: np.zeros_like(array) for state, array in infinite.items()}
    right = Run(experiment.with_states(**nothing))
    for each in (run, right):
        each.advance()
    for one, other in zip(quantities(run), quantities(right), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("name", "factor"), [("b_ih missing", 0), ("b_ih doubled", 2)])
@pytest.mark.parametrize("bias", [np.inf, np.finfo(np.float32).max])
def test_a_bias_can_be_missing_or_doubled_whatever_it_is(name, factor, bias):
    experiment = probe(0, projected=False)
    array = experiment.parameters["bias_ih_l0"].copy()
    array[3] = bias
    large = experiment.with_parameters(experiment.parameters.with_arrays({"bias_ih_l0": array}))
    wrong = MISTAKES[name].change(Computation(large)).experiment.parameters["bias_ih_l0"]
    assert wrong[3] == (0 if factor == 0 else np.inf)
    others = np.arange(len(array)) != 3
    np.testing.assert_array_equal(wrong[others], factor * array[others])


@pytest.mark.parametrize(("name", "more"), [("forget bias +1", 1), ("forget bias -1", -1)])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_model_without_biases_gets_those_of_a_forget_gate(name, more, layers):
    config = LSTMConfig(2, 3, layers, bias=False)
    experiment = Experiment.create(random_parameters(config), np.ones((4, 2), np.float32))
    found = MISTAKES[name].change(Computation(experiment)).experiment.parameters
    for lane in config.lanes():
        biases = found.cell(lane)
        assert biases.b_ih.tolist() == [0] * 3 + [more] * 3 + [0] * 6
        assert not biases.b_hh.any()
    for weight, array in experiment.parameters.arrays.items():
        np.testing.assert_array_equal(found[weight], array)


@pytest.mark.parametrize("kind", KINDS)
def test_nan_stays_nan_as_in_the_right_engine(kind):
    right = Run(with_nan())
    run = kind(with_nan(), Computation(with_nan()), IN_MEMORY)
    for each in (right, run):
        each.advance()
    inside = within(run.experiment)
    for ours, theirs in zip(quantities(run), quantities(right), strict=True):
        np.testing.assert_allclose(ours[inside], theirs[inside], atol=1e-6)
    for ours, theirs in zip(run.trace.outputs(), right.trace.outputs(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert np.isnan(run.trace.outputs().c_n).any()


def test_nan_stays_nan_where_only_the_results_are_wrong():
    """What is not decided is 0, as all that is not computed: the first timestep of a shift."""
    right = Run(with_nan())
    run = run_of(with_nan(), "everything shifted one timestep later")
    for each in (right, run):
        each.advance()
    for lane in run.trace.lanes:
        for key in run.experiment.config.quantities:
            shifted, values = run.trace.values(key, lane), right.trace.values(key, lane)
            assert not shifted[0].any()
            inside = within(run.experiment)[1:]
            expected = values[:-1][inside]
            np.testing.assert_allclose(shifted[1:][inside], expected, atol=1e-6)


def with_nan():
    """An experiment with a number that is none in its input."""
    experiment = probe(0, projected=True)
    sequence = experiment.sequence.copy()
    sequence[2, 0, 0] = np.nan
    return experiment.with_sequence(sequence)


@pytest.mark.few(1)
@pytest.mark.parametrize("name", COMPUTED_WHOLE)
def test_a_run_on_the_disk_takes_little_memory(name, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "PAUSE", 100_000)  # what is computed at once is small beside it
    config = LSTMConfig(16, 16, 2 if "layers" in name else 1, bidirectional=True)
    sequence = np.ones((1000, 4, 16), np.float32)
    lengths = [1000, 900] * 2 if "length" in name or "padding" in name else None
    experiment = Experiment.create(random_parameters(config), sequence, lengths=lengths)
    run = run_of(experiment, name, OnDisk(tmp_path))
    assert type(run) is WholeRun
    tracemalloc.start()
    try:
        run.advance()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.3 * bytes_needed(experiment)


def test_a_run_that_found_no_room_is_not_finished_and_can_go_on():
    class Disk(InMemory):
        full = False

        def zeros(self, shape, dtype):
            if self.full:
                raise OSError("no room")
            return super().zeros(shape, dtype)

    experiment, name, disk = probe(0, projected=False), "the results reversed in time", Disk()
    run = run_of(experiment, name, disk)
    disk.full = True
    for _ in range(2):
        with pytest.raises(OSError, match="no room"):
            run.advance()
        assert run.cells_done == 0
    disk.full = False
    run.advance()
    undisturbed = run_of(experiment, name)
    undisturbed.advance()
    for one, other in zip(quantities(run), quantities(undisturbed), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.few(6)
@pytest.mark.parametrize("name", ONE_OF_EACH_FAMILY)
@examples(3)
@given(data=st.data())
def test_a_mistaken_run_is_the_same_in_any_increments(name, data):
    experiment = suitable(MISTAKES[name], 0)
    whole, parts = run_of(experiment, name), run_of(experiment, name)
    whole.advance()
    while not parts.finished:
        position = parts.computed_until + data.draw(st.integers(1, 70))
        if data.draw(st.booleans()):
            parts.advance(min(parts.schedule.end, position))
        else:
            parts.advance_for(1e-4, min(parts.schedule.end, position))
    for one, other in zip(quantities(whole), quantities(parts), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(whole.trace.outputs(), parts.trace.outputs(), strict=True):
        np.testing.assert_array_equal(one, other)


@examples(60)
@given(st.sampled_from(sorted(MISTAKES)), experiments(max_steps=4), st.booleans())
def test_any_experiment_can_be_run_with_any_mistake(name, experiment, holding):
    """A mistake that does not show changes no number."""
    if holding:
        experiment = experiment.with_holds(Hold("h", 0, 0, (0,), 0, 0, 0.5))
    run = run_of(experiment, name)
    run.advance()
    assert run.finished
    assert (run.experiment, run.mistake) == (experiment, name)
    if not MISTAKES[name].needs(experiment):
        assert type(run) is Run
        assert check_run(run).agrees


def test_a_run_does_not_change_the_experiment():
    experiment = probe(0, projected=False)
    before = [array.copy() for array in experiment.arrays()]
    for name in ONE_OF_EACH_FAMILY:
        run_of(experiment, name).advance()
    for array, copy in zip(experiment.arrays(), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_a_long_run_that_is_computed_at_once_lets_events_through():
    parameters = random_parameters(LSTMConfig(2, 16))
    experiment = Experiment.create(parameters, np.ones((3000, 2), np.float32))
    run = run_of(experiment, "h not carried from step to step")
    run.advance_for(1e-4)
    assert run.cells_done == 0
    slices = 1
    while not run.finished:
        run.advance_for(1e-4)
        slices += 1
    assert slices > 10


def test_a_run_tells_of_its_mistake():
    experiment = probe(0, projected=False)
    assert run_of(experiment).mistake == ""
    for name in ONE_OF_EACH_FAMILY:
        assert run_of(experiment, name).mistake == name


def test_rows_that_end_before_the_array_can_have_every_mistake():
    """The padding that a mistake walks into may be longer than the trace."""
    longer = probe(0, projected=False)
    shorter = replace(longer, lengths=(5, 4, 2))
    for name in ("the lengths ignored", "the reverse direction starting in the padding"):
        run = run_of(shorter, name)
        run.advance()
        assert len(run.trace.outputs().output) == 5
        assert not check_run(run).agrees
