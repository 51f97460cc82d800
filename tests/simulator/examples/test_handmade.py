"""The hand-made examples do what their paragraphs say, for every sequence and not for one alone."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.examples import EXAMPLES, counter, forgetting, latch, tagger, walk
from simulator.examples.example import cues
from simulator.experiment.experiment import Experiment
from simulator.lstm.lane import Lane
from tests.simulator.experiments import torch_outputs


def traced(example, inputs):
    """Return the trace of an example's weights over another input, in nn.LSTM's shape."""
    run = Run(Experiment.create(example.experiment.parameters, np.asarray(inputs)))
    run.advance()
    return run.trace


def every_string(alphabet, length):
    return [list(string) for string in product(alphabet, repeat=length)]


def inputs_of(strings, columns):
    """Return (T, B, I) of strings of one length."""
    return np.stack([cues(string, columns) for string in strings], axis=1)


def weights_with(example, name, index, value):
    return example.experiment.parameters.with_value(name, index, value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_module_gives_the_same(name):
    experiment = EXAMPLES[name]().experiment
    run = Run(experiment)
    run.advance()
    for ours, theirs in zip(run.trace.outputs(), torch_outputs(experiment), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("length", range(1, 9))
def test_the_latch_has_the_sign_of_the_last_cue(length):
    strings = every_string(("rest", "yes", "no"), length)
    h = traced(latch(), inputs_of(strings, latch().columns)).values("h", Lane())[:, :, 0]
    for row, string in enumerate(strings):
        bit = 0
        for t, cue in enumerate(string):
            bit = {"rest": bit, "yes": 1, "no": -1}[cue]
            assert np.sign(h[t, row]) == bit
            assert abs(h[t, row]) > 0.7 or bit == 0


def test_the_latch_does_not_fade_unless_its_weight_from_h_is_zero():
    example = latch()
    cue = cues(["no", *["rest"] * 2000], example.columns)
    assert traced(example, cue).values("h", Lane())[-1, 0, 0] < -0.7
    fading = weights_with(example, "weight_hh_l0", (2, 0), 0.0)
    run = Run(Experiment.create(fading, example.experiment.input_as_given()))
    run.advance()
    c = run.trace.values("c", Lane())[:, 0, 0]
    assert c[-1] < 0.85 * c[example.labels.index("rest", 14)]


@settings(deadline=None, max_examples=60)
@given(st.text("ab.", min_size=1, max_size=20))
def test_the_counter_counts(text):
    example = counter()
    c = traced(example, cues(text, example.columns)).values("c", Lane())[:, 0]
    a = np.cumsum([letter == "a" for letter in text])
    b = np.cumsum([letter == "b" for letter in text])
    np.testing.assert_allclose(c, np.stack([a - b, a + b], axis=1), atol=0.03)


VALUES = st.lists(st.tuples(st.floats(-1, 1), st.booleans()), min_size=1, max_size=20)


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_unit_0_forgets_on_a_cue_and_unit_1_never(steps):
    c = traced(forgetting(), [[value, float(cue)] for value, cue in steps]).values("c", Lane())[
        :, 0
    ]
    since, total = 0.0, 0.0
    for t, (value, cue) in enumerate(steps):
        since = (0.0 if cue else since) + np.tanh(value / 2)
        total += np.tanh(value / 2)
        np.testing.assert_allclose(c[t], (since, total), atol=0.03)


def test_one_weight_makes_the_difference_and_half_of_it_forgets_one_half():
    example = forgetting()
    inputs, t = example.experiment.input_as_given(), example.labels.index("cue")
    for weight, forget in ((-20.0, 0.0), (-10.0, 0.5), (0.0, 1.0)):
        run = Run(Experiment.create(weights_with(example, "weight_ih_l0", (2, 1), weight), inputs))
        run.advance()
        f, c = (run.trace.values(quantity, Lane())[:, 0] for quantity in "fc")
        assert f[t, 0] == pytest.approx(forget, abs=1e-4)
        assert f[t, 1] == pytest.approx(1, abs=1e-4)
        assert (c[:, 0] == c[:, 1]).all() == (weight == 0)


def inside(text):
    """Apply the definition: the bracket before is ( and the bracket after is ), for each letter."""
    tags = []
    for t, letter in enumerate(text):
        before = [other for other in text[:t] if other in "()"]
        after = [other for other in text[t + 1 :] if other in "()"]
        between = before[-1:] == ["("] and after[:1] == [")"]
        tags.append(letter not in "()" and between)
    return tags


@pytest.mark.parametrize("length", range(1, 8))
def test_the_tagger_tags_every_string(length):
    strings = every_string("x()", length)
    trace = traced(tagger(), inputs_of(strings, tagger().columns))
    tags = np.array([inside(string) for string in strings]).T
    h, count = trace.values("h", Lane(1))[:, :, 0], trace.values("c", Lane(1, 1))[:, :, 0]
    assert ((h > 0.7) == tags).all()
    assert ((h < -0.7) == ~tags).all()
    np.testing.assert_allclose(count, np.cumsum(tags[::-1], axis=0)[::-1], atol=0.05)


def test_no_single_direction_can_tag():
    """A string's tags change when only later letters change, and when only earlier ones do."""
    assert inside("(x)")[1]
    assert not inside("(x(")[1]
    assert not inside(")x)")[1]


WAYS = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0), "on": None}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(list(WAYS)), min_size=1, max_size=20))
def test_the_walk_is_where_the_steps_lead(words):
    trace = traced(walk(), cues(words, walk().columns))
    heading, place = np.zeros(2), np.zeros(2)
    for t, word in enumerate(words):
        heading = heading if WAYS[word] is None else np.array(WAYS[word], dtype=float)
        place = place + heading
        np.testing.assert_allclose(trace.values("h", Lane())[t, 0], heading, atol=0.01)
        np.testing.assert_allclose(trace.values("h", Lane(1))[t, 0], place, atol=0.3)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "sunspots"])
def test_hand_made_weights_are_short_to_write(name):
    for array in EXAMPLES[name]().experiment.parameters.arrays.values():
        assert (array == np.round(array, 3)).all()
