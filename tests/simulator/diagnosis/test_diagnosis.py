"""Diagnosis of numbers that were computed apart from it, with one mistake or two."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.traces.foreign_numbers import Numbers
from simulator.mistakes.catalogue import MISTAKES as KNOWN
from simulator.mistakes.catalogue import known_mistakes
from simulator.mistakes.computation import Computation
from simulator.mistakes.engine import compute
from simulator.mistakes.mistaken_run import mistaken_run
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.progress import finish
from tests.depth import count, examples
from tests.needs_torch import torch
from tests.simulator.diagnosis.foreign import MISTAKES, Foreign, logistic
from tests.simulator.diagnosis.models import model_for
from tests.simulator.experiments import random_parameters, torch_lstm, torch_outputs
from tests.simulator.mistakes.models import Sizes, returned_by, suitable

MODELS = 3
"""Random models for the mistakes of each family, and"""
PAIR_MODELS = 2
"""for each pair of mistakes: all were measured once, here they are taken in turn."""


EXPLODING = Sizes(hidden=(16, 17), features=(1, 17), steps=(20, 21), batch=(4, 5))


def ask(experiment, arrays, text=False, **options):
    """Return the diagnosis of arrays by name."""
    observed = lay_out(Numbers("theirs", arrays, text=text), experiment)
    return finish(diagnose(experiment, observed, **options))


def named(diagnosis):
    """Return the single mistakes that reproduce all numbers."""
    return {e.names[0] for e in diagnosis.explanations if e.complete and len(e.names) == 1}


def kept(case, results):
    return {name: results[name] for name in case.keep if name in results}


FAMILIES = {KNOWN[next(iter(case.names))].family: name for name, case in MISTAKES.items()}
ONE_OF_EACH_FAMILY = [FAMILIES[f] for f in FAMILIES if f not in ("names", "precision")]
"""What is made of each mistake, and that it is named, is the law of the catalogue."""


@pytest.mark.few(3)
@pytest.mark.parametrize("name", ONE_OF_EACH_FAMILY)
def test_a_mistake_of_each_family_is_named_on_random_models(name):
    case = MISTAKES[name]
    (*_, mistake) = (KNOWN[each] for each in case.names)
    experiment = suitable(mistake, ONE_OF_EACH_FAMILY.index(name) % MODELS)
    diagnosis = ask(experiment, kept(case, case.engine(experiment).run()))
    assert diagnosis.explained, diagnosis.sentence()
    assert named(diagnosis) & case.names, diagnosis.sentence()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("theirs", ["foreign", "torch"])
def test_right_numbers_agree(seed, theirs):
    experiment = model_for({}, seed)
    if theirs == "torch":
        arrays = torch_outputs(experiment).named()
    else:
        arrays = Foreign(experiment).numbers()
    diagnosis = ask(experiment, arrays)
    assert diagnosis.agrees
    assert diagnosis.first is None
    assert diagnosis.compared == diagnosis.agreeing == diagnosis.values > 0


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
@examples(2)
def test_random_numbers_are_explained_by_nothing(seed, model):
    experiment = model_for({"batch": 1, "num_layers": 1, "bidirectional": False}, model)
    shape = (*experiment.sequence.shape[:2], experiment.config.output_size)
    output = np.random.default_rng(seed).uniform(-1, 1, shape)
    diagnosis = ask(experiment, {"output": output})
    assert not diagnosis.agrees
    assert not diagnosis.explained
    assert diagnosis.sentence().startswith("No known mistake explains these values")
    assert diagnosis.finished


PAIRS = [
    ("Order_iofg", "NoBhh"),
    ("Order_igfo", "ForgetPlus"),
    ("Order_fgoi", "UnitMajor"),
    ("HardSigmoidFifth", "NoBih"),
    ("NoTanhOfC", "Order_ifog"),
    ("ShiftedLater", "Order_gifo"),
    ("NotReversed", "TwoBih"),
    ("StateReset", "ReshapedHh"),
    ("NoStates", "HardSigmoidSixth"),
]


@pytest.mark.few(1)
@pytest.mark.parametrize("names", PAIRS, ids="+".join)
def test_two_mistakes_together_are_named(names):
    one, other = (MISTAKES[name] for name in names)
    both = type("Both", (one.engine, other.engine), {})
    needs = {"bias": True, "num_layers": 1, **other.needs, **one.needs}
    experiment = model_for(needs, PAIRS.index(names) % PAIR_MODELS)
    diagnosis = ask(experiment, {"output": both(experiment).run()["output"]})
    assert diagnosis.explained, diagnosis.sentence()
    pairs = [set(e.names) for e in diagnosis.explanations]
    assert any(p & one.names and p & other.names for p in pairs), diagnosis.sentence()


def test_every_two_mistakes_can_be_made_together():
    """This holds on a model with every option, whatever shapes the first mistake makes."""
    e = model_for(
        {"num_layers": 3, "bidirectional": True, "proj_size": 2, "batch": 3, "ragged": True}
        | {"states": True, "bias": True, "dropout": 0.5},
        1,
        steps=4,
    )
    numbers = Foreign(e).numbers()
    numbers["output"] = np.where(np.arange(4) % 2, numbers["output"], 0)
    observed = lay_out(Numbers("theirs", numbers), e)
    known = known_mistakes(e, observed, {1: e.masks})
    assert len({mistake.name for mistake in known}) == len(known)
    rng = np.random.default_rng(0)
    for one, other in rng.choice(len(known), (count(800, by_default=60), 2)):
        computation = known[other].change(known[one].change(Computation(e)))
        results = exhausted(compute(computation))
        assert results.keys() >= observed.values.keys()


def exhausted(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


# Frameworks, written out in their own layout


def keras_lstm(kernel, recurrent_kernel, bias, x, hard=False):
    """Compute an LSTM like Keras: kernels (I, 4H) and (H, 4H), columns i f c o, one bias."""
    H = recurrent_kernel.shape[0]
    sigma = (lambda v: np.clip(0.2 * v + 0.5, 0, 1)) if hard else logistic
    h, c, outputs = np.zeros(H), np.zeros(H), []
    for x_t in x:
        z = x_t @ kernel + h @ recurrent_kernel + bias
        i, f, o = (sigma(z[k * H : (k + 1) * H]) for k in (0, 1, 3))
        c = f * c + i * np.tanh(z[2 * H : 3 * H])
        h = o * np.tanh(c)
        outputs.append(h)
    return np.array(outputs)


def onnx_lstm(W, R, B, X):
    """Compute an LSTM like ONNX: W (1, 4H, I), R (1, 4H, H), B (1, 8H) = [Wb, Rb], rows i o f c."""
    H = R.shape[2]
    Wb, Rb = np.split(B[0], 2)
    H_t, C_t, Y = np.zeros(H), np.zeros(H), []
    for X_t in X:
        i, o, f, c = np.split(W[0] @ X_t + R[0] @ H_t + Wb + Rb, 4)
        C_t = logistic(f) * C_t + logistic(i) * np.tanh(c)
        H_t = logistic(o) * np.tanh(C_t)
        Y.append(H_t)
    return np.array(Y)


@pytest.fixture
def small():
    """Return a model of one layer, an input, and the arrays of the model."""
    parameters = random_parameters(LSTMConfig(3, 4), 8)
    x = np.random.default_rng(1).standard_normal((10, 3)).astype(np.float32)
    return Experiment.create(parameters, x), x, parameters.arrays


def test_numbers_of_keras(small):
    experiment, x, p = small
    kernel, recurrent = p["weight_ih_l0"].T, p["weight_hh_l0"].T
    bias = p["bias_ih_l0"] + p["bias_hh_l0"]
    assert ask(experiment, {"output": keras_lstm(kernel, recurrent, bias, x)}).agrees
    wrong = {
        "b_hh missing": keras_lstm(kernel, recurrent, p["bias_ih_l0"], x),
        "hard sigmoid 0.2": keras_lstm(kernel, recurrent, bias, x, hard=True),
        "W_ih and W_hh reshaped instead of transposed": keras_lstm(
            p["weight_ih_l0"].reshape(3, 16), p["weight_hh_l0"].reshape(4, 16), bias, x
        ),
        "forget bias +1": keras_lstm(kernel, recurrent, bias + np.repeat([0, 1, 0, 0], 4), x),
    }
    for mistake, output in wrong.items():
        diagnosis = ask(experiment, {"output": output})
        assert named(diagnosis) == {mistake}, diagnosis.sentence()


def test_numbers_of_onnx(small):
    """ONNX is given torch's rows unconverted; then converted, except the biases."""
    experiment, x, p = small
    W, R = p["weight_ih_l0"], p["weight_hh_l0"]
    B = np.concatenate((p["bias_ih_l0"], p["bias_hh_l0"]))
    diagnosis = ask(experiment, {"output": onnx_lstm(W[None], R[None], B[None], x)})
    assert named(diagnosis) == {"gate order iofg"}
    assert "with gates in the order i, o, f, g (ONNX's)" in diagnosis.sentence()
    rows = np.r_[0:4, 12:16, 4:12]
    right = onnx_lstm(W[None, rows], R[None, rows], B.reshape(2, 16)[:, rows].reshape(1, 32), x)
    assert ask(experiment, {"output": right}).agrees
    diagnosis = ask(experiment, {"output": onnx_lstm(W[None, rows], R[None, rows], B[None], x)})
    assert named(diagnosis) == {"gate order iofg of the biases alone"}


# The report


def test_the_answer_is_a_sentence(small):
    experiment, _, _ = small
    output = MISTAKES["Order_ifog"].engine(experiment).run()["output"]
    sentence = ask(experiment, {"output": output.astype(np.float32)}).sentence()
    beginning = "Your numbers match this LSTM with gates in the order i, f, o, g (Caffe's)"
    assert sentence.startswith(f"{beginning}: all 40 values agree to ")


def test_the_first_difference_is_where_they_part(small):
    experiment, _, _ = small
    numbers = Foreign(experiment).numbers()
    numbers["g_l0"][6:, 0, 2] += 0.25
    arrays = {q: numbers[q] for q in ("h_l0", "c_l0", "g_l0")}
    first = ask(experiment, arrays, seconds=0).first
    assert first.at == Address("g", Lane(), 6, 0, 2)
    assert first.theirs == pytest.approx(first.ours + 0.25, abs=1e-6)
    run = Run(experiment)
    step = run.schedule.gate_step(first.position - 1)
    assert (step.cell.walk, step.quantity) == (6, "g")


def test_causes_that_can_not_be_told_apart_are_named_together():
    config = LSTMConfig(3, 4)
    parameters = random_parameters(config, 2)
    alike = parameters.with_arrays({"bias_hh_l0": parameters["bias_ih_l0"]})
    x = np.random.default_rng(0).standard_normal((6, 3)).astype(np.float32)
    experiment = Experiment.create(alike, x)
    diagnosis = ask(experiment, {"output": MISTAKES["NoBih"].engine(experiment).run()["output"]})
    assert named(diagnosis) == {"b_ih missing", "b_hh missing"}
    assert "the values do not show which" in diagnosis.sentence()


def test_one_wrong_number_is_no_known_mistake_and_the_rest_is_counted(small):
    experiment, _, _ = small
    output = Foreign(experiment).run()["output"]
    output[-1, 0, 3] += 0.01
    diagnosis = ask(experiment, {"output": output}, seconds=count(1, by_default=0.2))
    assert not diagnosis.explained
    assert (diagnosis.agreeing, diagnosis.values) == (39, 40)


@pytest.mark.few(1)
@pytest.mark.parametrize("unit", [[np.nan] * 4, [np.nan, np.inf, -np.inf, 0.5]])
def test_states_that_are_not_finite_are_no_warning(small, unit):
    """A warning would be repeated by the command, thousands of times."""
    experiment, _, _ = small
    states = {name: np.tile(unit, (10, 1)) for name in ("h", "c")}
    assert not ask(experiment, states, seconds=count(1, by_default=0.2)).explained


@pytest.mark.parametrize("weight", [np.inf, np.nan])
def test_weights_that_are_not_finite_are_no_warning(small, weight):
    experiment, _, _ = small
    W = experiment.parameters["weight_ih_l0"].copy()
    W[:, 0] = weight
    broken = experiment.with_parameters(experiment.parameters.with_arrays({"weight_ih_l0": W}))
    assert not ask(
        broken, {"output": Foreign(experiment).run()["output"]}, seconds=count(1, by_default=0.2)
    ).agrees


@pytest.mark.parametrize("name", ["Order_figo", "NoBhh", "ForgetPlus", "TransposedHh", "NoC0"])
def test_what_is_applied_to_the_model_gives_their_numbers(name):
    case = MISTAKES[name]
    experiment = model_for({"bias": True, **case.needs}, 4)
    results = case.engine(experiment).run()
    applied = ask(experiment, {"output": results["output"]}).explanations[0].experiment
    assert ask(applied, results).agrees


@pytest.mark.few(3)
@pytest.mark.parametrize(
    "name", ["HardSigmoidSixth", "NotReversed", "ShiftedLater", "DropoutUnscaled", "OtherMask"]
)
def test_what_no_model_does_can_not_be_applied(name):
    case = MISTAKES[name]
    experiment = model_for(case.needs, 1)
    diagnosis = ask(experiment, kept(case, case.engine(experiment).run()))
    assert diagnosis.explanations[0].experiment is None


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("ulps", "agrees"), [(15, True), (60, False)])
def test_a_number_may_be_off_by_what_rounding_explains_and_no_more(dtype, ulps, agrees):
    """In units of the last place of the largest number so far, where no error is multiplied."""
    parameters = random_parameters(LSTMConfig(3, 4), 8, dtype)
    x = np.random.default_rng(1).standard_normal((10, 3)).astype(dtype)
    experiment = Experiment.create(parameters, x)
    for t in range(10):
        output = Foreign(experiment).run()["output"].astype(dtype)
        output[t, 0, 2] += ulps * np.finfo(dtype).eps * np.abs(output[: t + 1]).max()
        assert ask(experiment, {"output": output}, seconds=0).agrees is agrees


# Chaos, precision, dropout


def chaotic():
    parameters = random_parameters(LSTMConfig(8, 64), 3, scale=3.0)
    x = np.random.default_rng(1).standard_normal((100, 8)).astype(np.float32)
    return Experiment.create(parameters, x)


def test_a_chaotic_network_is_no_false_alarm():
    experiment = chaotic()
    diagnosis = ask(experiment, {"output": torch_outputs(experiment).output})
    assert diagnosis.agrees
    assert 0 < diagnosis.compared < diagnosis.values
    assert "that can be compared" in diagnosis.sentence()


def test_of_a_chaotic_network_the_answer_says_from_which_timestep_on_numbers_are_left_out():
    experiment = chaotic()
    diagnosis = ask(experiment, {"output": torch_outputs(experiment).output})
    (t,) = diagnosis.undecidable.values()
    assert diagnosis.undecided
    assert diagnosis.compared == t * experiment.config.hidden_size
    assert f"t {t} " in diagnosis.sentence()
    assert diagnosis.to_json()["undecidable_from"] == {"forward": t}


def test_what_is_wrong_before_a_network_has_become_chaotic_is_an_alarm():
    experiment = chaotic()
    output = torch_outputs(experiment).output.copy()
    output[1, 5] += 0.01
    diagnosis = ask(experiment, {"output": output}, seconds=0)
    assert (diagnosis.agrees, diagnosis.undecided) == (False, False)
    assert diagnosis.first.at == Address("output", Lane(), 1, 0, 5)


def test_each_direction_has_its_own_timestep_from_which_numbers_are_left_out():
    """The reverse direction walks from the end."""
    parameters = random_parameters(LSTMConfig(8, 64, bidirectional=True), 3, scale=3.0)
    x = np.random.default_rng(1).standard_normal((100, 8)).astype(np.float32)
    experiment = Experiment.create(parameters, x)
    diagnosis = ask(experiment, {"output": torch_outputs(experiment).output})
    forward, reverse = diagnosis.undecidable[0], diagnosis.undecidable[1]
    assert 0 < forward < 50 < reverse < 99
    assert diagnosis.compared == 64 * (forward + 99 - reverse)
    assert f"t {forward} " in diagnosis.sentence()
    assert f"t {reverse} " in diagnosis.sentence()


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("hidden_size", "batch", "seed"),
    [(14, 2, 0), (14, 2, 6), (16, 4, 10), (14, 2, 18), (16, 4, 20), (14, 2, 34)],
)
def test_a_network_that_is_chaotic_by_half_is_no_false_alarm(hidden_size, batch, seed):
    """A few of its numbers differ by more than the errors of one random run let them."""
    config = LSTMConfig(8, hidden_size, num_layers=4, bidirectional=True)
    parameters = random_parameters(config, seed, scale=1.5)
    x = 0.1 * np.random.default_rng(seed).standard_normal((128, batch, 8))
    experiment = Experiment.create(parameters, x.astype(np.float32))
    diagnosis = ask(experiment, {"output": torch_outputs(experiment).output}, seconds=0)
    assert diagnosis.agreeing == diagnosis.compared
    assert diagnosis.undecided


PADDED = np.r_[np.zeros((3, 1, 3)), np.random.default_rng(0).standard_normal((17, 1, 3))]


@pytest.mark.parametrize("proj_size", [0, 4])
@pytest.mark.parametrize(
    ("scale", "x"),
    [
        (0.3, PADDED),
        (0.3, np.where(PADDED == 0, 1e-36, PADDED)),
        (0.3, 0 * PADDED),
        (0.0, PADDED),
        (0.3, 1e6 * PADDED),
        (0.3, 1e20 * PADDED),
        (1e20, PADDED),
        (0.3, np.where(np.arange(20)[:, None, None] == 5, 1e38, PADDED)),
    ],
    ids=["padded", "tiny", "no input", "no weights", "large", "huge", "huge weights", "one huge"],
)
def test_numbers_that_are_zero_or_saturated_are_compared(scale, x, proj_size):
    """Their errors are as small as their numbers, or do not reach them."""
    config = LSTMConfig(3, 8, bias=False, proj_size=proj_size)
    arrays = {k: scale * a for k, a in random_parameters(config, 0, scale=1.0).arrays.items()}
    parameters = random_parameters(config, 0).with_arrays(arrays)
    experiment = Experiment.create(parameters, x.astype(np.float32))
    output = torch_outputs(experiment).output.copy()
    right = ask(experiment, {"output": output}, seconds=0)
    assert (right.agrees, right.compared) == (True, right.values)
    output[1, 0, 0] += 0.25 if scale < 1e20 or not proj_size else 1e20
    wrong = ask(experiment, {"output": output}, seconds=0)
    assert (wrong.agrees, wrong.compared - wrong.agreeing) == (False, 1)


def test_whoever_gave_h_and_c_of_every_step_is_not_asked_for_them():
    experiment = chaotic()
    diagnosis = ask(experiment, {"output": torch_outputs(experiment).output}, seconds=0)
    given = replace(diagnosis, steps_alone=True)
    assert not diagnosis.steps_alone
    assert len(given.sentence()) < len(diagnosis.sentence())
    numbers = MISTAKES["Order_iofg"].engine(experiment).numbers()
    states = {name: numbers[name].astype(np.float32) for name in ("h_l0", "c_l0")}
    assert ask(experiment, states, seconds=0).steps_alone


def test_a_mistake_whose_numbers_explode_is_named():
    """In float32, with relu in place of both tanh, at a layer over two others."""
    mistake = KNOWN["relu"]
    experiment = suitable(mistake, 2, EXPLODING)
    run = mistaken_run(experiment, mistake)
    run.advance()
    arrays = returned_by(run, mistake).arrays
    assert max(np.abs(array).max() for array in arrays.values()) > 1e6
    assert "relu" in named(ask(experiment, arrays, seconds=20))


def test_a_value_alone_is_told_as_one():
    experiment = Experiment.create(random_parameters(LSTMConfig(1, 1)), np.ones((1, 1)))
    diagnosis = ask(experiment, {"output": Foreign(experiment).run()["output"]})
    assert (diagnosis.agreeing, diagnosis.values) == (1, 1)
    assert "the only value" in diagnosis.sentence()


def test_of_a_chaotic_network_nothing_is_right_that_is_off_by_more_than_a_thousandth():
    experiment = chaotic()
    output = torch_outputs(experiment).output
    output = output + np.float32(0.004) * np.abs(output).max()
    diagnosis = ask(experiment, {"output": output}, seconds=0)
    assert diagnosis.compared > diagnosis.agreeing == 0


def test_with_h_and_c_every_step_of_a_chaotic_network_is_compared():
    experiment = chaotic()
    numbers = MISTAKES["Order_iofg"].engine(experiment).numbers()
    arrays = {name: numbers[name].astype(np.float32) for name in ("h_l0", "c_l0")}
    diagnosis = ask(experiment, arrays)
    assert named(diagnosis) == {"gate order iofg"}
    assert diagnosis.explanations[0].compared == diagnosis.values == 2 * 6400


HALF = ["float16", "bfloat16"]


def of_torch(experiment, precision, cast, autocast, fused):
    """Return nn.LSTM's results in half precision, float64; skip what this processor cannot."""
    dtype = getattr(torch, precision)
    arrays = (experiment.sequence, experiment.h_0, experiment.c_0)
    x, *states = (torch.tensor(array).to(dtype if cast else torch.float32) for array in arrays)
    lstm = torch_lstm(experiment.parameters).to(x.dtype)
    kernel = torch.backends.mkldnn.flags(enabled=fused)
    with torch.inference_mode(), kernel, torch.autocast("cpu", dtype, enabled=autocast):
        try:
            output, (h_n, c_n) = lstm(x, tuple(states))
        except RuntimeError:
            pytest.skip(f"no kernel for {precision} on this processor")
    return {name: a.double().numpy() for name, a in zip(OUTPUTS, (output, h_n, c_n), strict=True)}


OUTPUTS = "output", "h_n", "c_n"


@pytest.mark.few(12)
@pytest.mark.filterwarnings("ignore:TF32 acceleration")
@pytest.mark.parametrize("fused", [True, False])
@pytest.mark.parametrize("precision", HALF)
@pytest.mark.parametrize("seed", range(12))
def test_autocast_is_named(seed, precision, fused):
    """With oneDNN all that a kernel reads and stores is rounded; without, c and h are float32."""
    experiment = model_for({"dtype": np.float32, "ragged": False}, seed)
    diagnosis = ask(experiment, of_torch(experiment, precision, False, True, fused))
    of_projections = experiment.config.proj_size > 0  # oneDNN has none
    expected = "stored" if fused and not of_projections else "gates"
    assert named(diagnosis) == {f"{expected} in {precision}"}, diagnosis.sentence()


@pytest.mark.few(6)
@pytest.mark.filterwarnings("ignore:TF32 acceleration")
@pytest.mark.parametrize("precision", HALF)
@pytest.mark.parametrize("seed", range(12))
def test_an_lstm_in_half_precision_is_named(seed, precision):
    experiment = model_for({"dtype": np.float32, "ragged": False}, seed)
    diagnosis = ask(experiment, of_torch(experiment, precision, True, False, False))
    assert f"computed in {precision}" in named(diagnosis), diagnosis.sentence()


@pytest.mark.parametrize("precision", HALF)
def test_half_precision_is_told_from_rounded_storage(small, precision):
    experiment, x, _ = small
    dtype = getattr(torch, precision)
    with torch.inference_mode():
        half = torch_lstm(experiment.parameters).to(dtype)(torch.from_numpy(x).to(dtype))[0]
        stored = torch_lstm(experiment.parameters)(torch.from_numpy(x))[0].to(dtype)
    computed = ask(experiment, {"output": half.double().numpy()})
    assert named(computed)
    assert named(computed) <= {f"{how} in {precision}" for how in ("computed", "stored")}
    assert ask(experiment, {"output": stored.double().numpy()}).agrees


@pytest.mark.parametrize("seed", range(6))
def test_numbers_that_are_wrong_by_a_little_are_not_those_of_autocast(seed):
    experiment = model_for({"ragged": False}, seed)
    output = Foreign(experiment).run()["output"]
    noise = np.random.default_rng(seed).uniform(-1, 1, output.shape)
    diagnosis = ask(experiment, {"output": output * (1 + 0.003 * noise)}, seconds=0.3)
    assert not diagnosis.explained, diagnosis.sentence()


def test_decimals_of_a_text_are_no_difference(small):
    experiment, _, _ = small
    right = np.round(Foreign(experiment).run()["output"], 4)
    wrong = np.round(MISTAKES["NoBhh"].engine(experiment).run()["output"], 4)
    assert ask(experiment, {"output": right}, text=True).agrees
    assert not ask(experiment, {"output": right}, seconds=0).agrees
    assert named(ask(experiment, {"output": wrong}, text=True)) == {"b_hh missing"}


def test_dropout_left_on_is_found_by_its_seed():
    from dataclasses import replace

    from simulator.diagnosis.load import seeded_masks

    trained = model_for({"num_layers": 2, "dropout": 0.4}, 1)
    quiet = replace(trained, training=False, masks=(), seed=0)
    diagnosis = ask(quiet, torch_outputs(trained).named(), masks=seeded_masks(quiet))
    assert named(diagnosis) == {"dropout seed 1"}
    applied = diagnosis.explanations[0].experiment
    assert applied.training
    assert applied.seed == 1
