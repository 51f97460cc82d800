"""A readout and a loss are those of torch's Linear and losses, over all options of nn.LSTM."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE, Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import EVERY, LAST, SOFTMAX, Readout
from simulator.objective.targets import IGNORED, Targets
from tests.depth import examples
from tests.simulator.experiments import random_parameters, torch_outputs
from tests.simulator.objective.objectives import objective_of, torch_objective, with_objective


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


@pytest.mark.torch
@examples(150, by_default=10)
@given(with_objective())
def test_the_whole_is_torchs_lstm_with_linear_and_loss(experiment):
    trace = finished(experiment).trace
    outputs = torch_outputs(experiment)
    output = outputs.output if experiment.batched else outputs.output[:, None]
    if experiment.batched and experiment.config.batch_first:
        output = output.swapaxes(0, 1)
    h_n = outputs.h_n if experiment.batched else outputs.h_n[:, None]
    y, p, loss = torch_objective(experiment, output, h_n)
    tolerance = {"rtol": 2e-4, "atol": 2e-5} if experiment.dtype == np.float32 else {"rtol": 1e-9}
    steps = experiment.num_timesteps
    # By rows: torch's answers stand row after row.
    reads = experiment.objective.reads(steps, experiment.lengths).T
    np.testing.assert_allclose(trace.values("y", Lane()).swapaxes(0, 1)[reads], y, **tolerance)
    if "p" in experiment.quantities:
        np.testing.assert_allclose(trace.values("p", Lane()).swapaxes(0, 1)[reads], p, **tolerance)
    ours = trace.loss()
    none = not experiment.counts().any()
    # torch's sum over nothing is 0 and its mean NaN; there is no loss where nothing counts.
    assert math.isnan(ours) if none else ours == pytest.approx(loss, rel=2e-4, abs=1e-6)


@examples(80)
@given(with_objective(), st.data())
def test_in_any_increments_the_numbers_have_the_same_bits(experiment, data):
    at_once, by_steps = finished(experiment), Run(experiment)
    end = by_steps.schedule.end
    for position in sorted(data.draw(st.lists(st.integers(0, end), max_size=5))):
        by_steps.advance(position)
        for quantity in experiment.objective.quantities:
            for row in range(experiment.batch_size):
                known = by_steps.schedule.known(position, Lane(), row, quantity)
                ours, all_of = (
                    run.trace.values(quantity, Lane())[known, row] for run in (by_steps, at_once)
                )
                assert ours.tobytes() == all_of.tobytes()
    by_steps.advance()
    for quantity in experiment.quantities:
        for lane in experiment.config.lanes():
            both = (run.trace.values(quantity, lane) for run in (by_steps, at_once))
            one, other = (values.tobytes() for values in both)
            assert one == other


@examples(60)
@given(with_objective())
def test_no_number_stands_where_no_answer_is_given(experiment):
    trace = finished(experiment).trace
    steps = experiment.num_timesteps
    outside = ~experiment.objective.reads(steps, experiment.lengths)
    for quantity in experiment.objective.quantities:
        assert not trace.values(quantity, Lane())[outside].any()
    assert not trace.values("loss", Lane())[~experiment.counts()].any()


def test_losses_by_hand():
    y, target = np.array([[1.0, -2.0]]), np.array([[0.5, 1.0]])
    assert Loss(MSE, "sum").of_steps(y, target) == pytest.approx(0.25 + 9)
    assert Loss(MSE).of_steps(y, target) == pytest.approx(4.625)
    # −½ log σ(1) − ½ log σ(−1), and −log σ(−2)
    half = 0.5 * math.log(1 + math.exp(-1)) + 0.5 * math.log(1 + math.e)
    other = math.log(1 + math.exp(2))
    assert Loss(BCE, "sum").of_steps(y, target) == pytest.approx(half + other)
    # −log e^−2/(e^1 + e^−2)
    expected = math.log(1 + math.exp(3))
    assert Loss(CROSS_ENTROPY).of_steps(y, np.array([1])) == pytest.approx(expected)


def test_a_loss_of_large_numbers_overflows_nowhere():
    y = np.array([[1000.0, -1000.0, 0.0]])
    assert Loss(CROSS_ENTROPY).of_steps(y, np.array([0])) == 0
    assert Loss(CROSS_ENTROPY).of_steps(y, np.array([1])) == 2000
    assert Loss(BCE, "sum").of_steps(y, np.array([[1.0, 0.0, 0.5]])) == pytest.approx(math.log(2))


def test_the_mean_is_over_what_counts():
    loss = Loss(MSE)
    losses, counted = np.array([[1.0, 5.0], [3.0, 100.0]]), np.array([[1, 1], [1, 0]], bool)
    assert loss.whole(losses, counted) == 3
    assert Loss(MSE, "sum").whole(losses, counted) == 9
    assert math.isnan(loss.whole(losses, np.zeros((2, 2), bool)))


def test_a_forecast_is_the_sequence_some_steps_ahead_within_each_row():
    sequence = np.arange(8.0).reshape(4, 2, 1)
    targets = Targets.forecast(sequence, (4, 3), 2)
    assert targets.values[..., 0].tolist() == [[4, 5], [6, 7], [0, 0], [0, 0]]
    assert targets.counted.tolist() == [[True, True], [True, False], [False] * 2, [False] * 2]
    follows = targets.following(sequence + 1, (4, 3))
    assert follows.values[:2, 0, 0].tolist() == [5, 7]
    assert targets.following(sequence, (4, 3)) is targets
    assert targets.following(sequence, (3, 4)).counted.tolist() == [
        [True] * 2,
        [False, True],
        [False] * 2,
        [False] * 2,
    ]


def test_a_forecast_of_one_hot_vectors_is_their_classes():
    eye = np.eye(3)[[0, 2, 1]][:, None]
    targets = Targets.forecast(eye, (3,), 1, classes=True)
    assert targets.values[:, 0].tolist() == [2, 1, IGNORED]
    eye[1] = [0.5, 0.5, 0]
    assert Targets.forecast(eye, (3,), 1, True).counted[:, 0].tolist() == [False, True, False]


def test_targets_are_cut_and_lengthened_by_steps_that_do_not_count():
    targets = Targets.of(np.array([[1], [2]]))
    longer = targets.resized(3, 2)
    assert longer.values.tolist() == [[1, IGNORED], [2, IGNORED], [IGNORED] * 2]
    assert longer.counted.tolist() == [[True, False], [True, False], [False, False]]
    assert longer.resized(2, 1).values.tolist() == [[1], [2]]
    missing = Targets.of(np.array([[[1.0]], [[np.nan]]]))
    assert missing.counted.tolist() == [[True], [False]]


@pytest.mark.parametrize(
    ("what", "names"),
    [
        (lambda: Readout(np.zeros((2, 3)), np.zeros(3)), "(2,)"),
        (lambda: Readout(np.zeros((2, 3)), names=("one",)), "2"),
        (lambda: Readout(np.zeros((2, 3)), over="all"), "every"),
        (lambda: Objective(None, Targets.of(np.zeros((2, 1), int))), "V"),
        (lambda: Objective(Readout(np.zeros((2, 3))), None, Loss(MSE)), "targets"),
        (
            lambda: Objective(
                Readout(np.zeros((2, 3))), Targets.of(np.zeros((2, 1), int)), Loss(MSE)
            ),
            "mse",
        ),
    ],
)
def test_parts_that_do_not_fit_say_what_would(what, names):
    with pytest.raises(ValueError, match=re.escape(names)):
        what()


def small_experiment():
    parameters = random_parameters(LSTMConfig(2, 3))
    return Experiment.create(parameters, np.zeros((4, 2, 2), np.float32))


def test_an_objective_must_fit_its_experiment():
    experiment = small_experiment()
    config, (steps, batch, _) = experiment.config, experiment.sequence.shape
    fits = objective_of(config, (steps, batch), experiment.dtype)
    assert experiment.with_objective(fits).objective.readout is fits.readout
    wide = Readout(np.zeros((2, config.hidden_size + 1), experiment.dtype))
    with pytest.raises(ValueError, match=rf"\(2, {config.hidden_size}\)"):
        experiment.with_objective(Objective(wide))
    with pytest.raises(ValueError, match=str(experiment.dtype)):
        experiment.with_objective(fits.astype(np.float16))
    with pytest.raises(ValueError, match=rf"\({steps}, {batch}, 3\)"):
        experiment.with_objective(objective_of(config, (steps + 1, batch), experiment.dtype))
    classes = Targets(np.full((steps, batch), 3), np.ones((steps, batch), bool))
    with pytest.raises(ValueError, match="0 to 2"):
        experiment.with_objective(Objective(fits.readout, classes))
    seed = Seed("c", Lane(0), steps, 0, 0)
    with pytest.raises(ValueError, match=r"c\[0\]"):
        experiment.with_objective(Objective(seeds=(seed,)))


@pytest.mark.parametrize(
    ("dtype", "fits", "large", "small"),
    [
        (np.float32, (3.4e38, -3.4e38, 1e-45, 0.0), (3.5e38, -1e39), (1e-46, -1e-50)),
        (np.float64, (1.7e308, 5e-324, -1e39), (), ()),
    ],
)
def test_a_seed_is_a_number_that_the_dtype_holds(dtype, fits, large, small):
    """The largest float32 is 3.4028e38, and the smallest but 0 is 1.4e-45."""
    config = LSTMConfig(2, 3)
    experiment = Experiment.create(random_parameters(config, 0, dtype), np.zeros((2, 2), dtype))

    def seeded(number, experiment=experiment):
        return experiment.with_objective(Objective(seeds=(Seed("c", number=number),)))

    for number in fits:
        assert seeded(number).objective.seeds[0].number == number
    refused = [(n, "too large") for n in large] + [(n, "too small") for n in small]
    for number, words in [*refused, (math.nan, "finite"), (math.inf, "finite")]:
        with pytest.raises(ValueError, match=words):
            seeded(number)
    if dtype == np.float64:
        with pytest.raises(ValueError, match="too large for float32"):
            seeded(1e39).astype(np.float32)


@given(with_objective(), st.data())
@examples(40)
def test_other_numbers_replace_one_array_alone(experiment, data):
    objective = experiment.objective
    names = ("readout.weight", "readout.bias", "target")
    there = [name for name in names if objective.named(name) is not None]
    name = data.draw(st.sampled_from(there))
    array = objective.named(name) + 1
    after = objective.with_named(name, array)
    assert np.array_equal(after.named(name), array)
    assert all(after.named(other) is objective.named(other) for other in {*there} - {name})
    assert after.options() == objective.options()
    for other in {*names, "readout"} - {*there}:
        with pytest.raises(KeyError):
            objective.with_named(other, array)


def test_a_step_whose_target_has_a_nan_does_not_count():
    readout = Readout(np.ones((2, 1)))
    values, counted = np.zeros((3, 1, 2)), np.array([[True], [True], [False]])
    objective = Objective(readout, Targets(values, counted), Loss(MSE))
    other = values.copy()
    other[1, 0, 1] = np.nan
    after = objective.with_named("target", other)
    assert after.targets.counted[:, 0].tolist() == [True, False, False]


def test_a_batch_keeps_its_objective_through_edits():
    experiment = small_experiment()
    shape = experiment.sequence.shape[:2]
    objective = objective_of(experiment.config, shape, experiment.dtype, loss=CROSS_ENTROPY)
    objective = Objective(
        Readout(objective.readout.weight, over=LAST, function=SOFTMAX),
        objective.targets,
        objective.loss,
    )
    experiment = experiment.with_objective(objective)
    wider = experiment.astype(np.float64)
    assert wider.objective.readout.weight.dtype == np.float64
    assert wider.objective.targets.values is objective.targets.values
    assert wider.objective.readout.over == LAST != EVERY
    assert set(map(id, objective.arrays())) <= set(map(id, experiment.arrays()))


def test_persistence_says_the_same_again():
    config = LSTMConfig(1, 2)
    values = np.array([1.0, 3.0, 2.0, 7.0, 50.0])[:, None, None]
    experiment = Experiment.create(
        random_parameters(config).astype(np.float64), values, lengths=[4]
    )
    lengths = experiment.lengths
    readout = Readout(np.ones((1, 2)))
    for ahead, wanted in ((1, (4 + 1 + 25) / 3), (2, (1 + 16) / 2)):
        targets = Targets.forecast(experiment.sequence, lengths, ahead)
        forecast = experiment.with_objective(Objective(readout, targets, Loss(MSE)))
        assert finished(forecast).persistence == pytest.approx(wanted)
    own = Targets.of(values)
    answers = experiment.with_objective(Objective(readout, own, Loss(MSE)))
    assert finished(answers).persistence is None
    assert finished(experiment).persistence is None
