"""The hand-made examples do what their paragraphs say, for every sequence and not for one alone."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.examples import (
    EXAMPLES,
    deeds,
    depth,
    first_and_last,
    forgetting,
    latch,
    parity,
    tagger,
    teaching,
    walk,
)
from simulator.examples.example import cues
from simulator.experiment.experiment import Experiment
from simulator.network.lane import Lane
from tests.depth import examples
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
    strings = every_string(("…", "yes", "no"), length)
    h = traced(latch(), inputs_of(strings, latch().columns)).values("h", Lane())[:, :, 0]
    for row, string in enumerate(strings):
        bit = 0
        for t, cue in enumerate(string):
            bit = {"…": bit, "yes": 1, "no": -1}[cue]
            assert np.sign(h[t, row]) == bit
            assert abs(h[t, row]) > 0.7 or bit == 0


def test_the_latch_does_not_fade_unless_its_weight_from_h_is_zero():
    example = latch()
    cue = cues(["no", *["…"] * 2000], example.columns)
    assert traced(example, cue).values("h", Lane())[-1, 0, 0] < -0.7
    fading = weights_with(example, "weight_hh_l0", (2, 0), 0.0)
    run = Run(Experiment.create(fading, example.experiment.input_as_given()))
    run.advance()
    c = run.trace.values("c", Lane())[:, 0, 0]
    assert c[0] == pytest.approx(0.98, abs=0.005)
    assert c[3] == pytest.approx(0.93, abs=0.005)  # after three timesteps without a word


@examples(60)
@given(st.lists(st.sampled_from(["set", "add", "wipe", "…"]), min_size=1, max_size=20))
def test_each_word_does_its_deed(words):
    trace, c = traced(deeds(), cues(words, deeds().columns)), 0.0
    gates = {"set": (1, 0), "add": (1, 1), "wipe": (0, 0), "…": (0, 1)}
    for t, word in enumerate(words):
        c = {"set": 1.0, "add": c + 1, "wipe": 0.0, "…": c}[word]
        told = [trace.values(key, Lane())[t, 0, 0] for key in "ifc"]
        np.testing.assert_allclose(told, (*gates[word], c), atol=0.01)


@examples(60)
@given(st.text("()", min_size=1, max_size=30))
def test_c_is_how_many_brackets_are_open(text):
    trace = traced(depth(), cues(text, depth().columns))
    c = np.cumsum([1 if letter == "(" else -1 for letter in text])
    np.testing.assert_allclose(trace.values("c", Lane())[:, 0, 0], c, atol=0.01)


@given(st.lists(st.sampled_from("10"), min_size=1000, max_size=1000))
@examples(5)
def test_parity_is_right_at_a_thousand_bits(bits):
    example = parity()
    states = {key: getattr(example.experiment, key) for key in ("h_0", "c_0")}
    inputs = cues(bits, example.columns)
    run = Run(Experiment.create(example.experiment.parameters, inputs).with_states(**states))
    run.advance()
    odd = np.cumsum([bit == "1" for bit in bits]) % 2 == 1
    h = run.trace.values("h", Lane())[:, 0, 0]
    assert ((h > 0.7) == odd).all()
    assert (np.abs(h) > 0.7).all()


def test_parity_is_silent_from_nothing():
    example = parity()
    h = traced(example, example.experiment.input_as_given()).values("h", Lane())
    assert (np.abs(h) < 1e-9).all()


@pytest.mark.parametrize("length", range(1, 7))
def test_each_direction_keeps_the_last_word_that_it_met(length):
    strings = every_string(("…", "yes", "no"), length)
    example = first_and_last()
    run = Run(Experiment.create(example.experiment.parameters, inputs_of(strings, example.columns)))
    run.advance()
    _, h_n, _ = run.trace.outputs()
    for row, string in enumerate(strings):
        told = [{"yes": 1, "no": -1}[word] for word in string if word != "…"]
        ends = (told[-1], told[0]) if told else (0, 0)
        np.testing.assert_allclose(h_n[:, row, 0], np.tanh(ends), atol=0.01)


@examples(60)
@given(st.lists(st.sampled_from(["mark", "tap", "clear", "…"]), min_size=1, max_size=20))
def test_taps_are_counted_always_and_heard_while_a_mark_was_held_the_step_before(words):
    trace = traced(teaching(), cues(words, teaching().columns))
    marks, taps, opened = 0.0, 0.0, False
    for t, word in enumerate(words):
        marks = 0.0 if word == "clear" else marks + (word == "mark")
        taps = 0.0 if word == "clear" else taps + (word == "tap")
        np.testing.assert_allclose(trace.values("c", Lane())[t, 0], (marks, taps), atol=0.02)
        h = trace.values("h", Lane())[t, 0, 1]
        assert h == pytest.approx(np.tanh(taps) if opened else 0, abs=0.01)
        opened = marks > 0


@examples(60)
@given(st.lists(st.sampled_from(["plus", "minus", "wipe"]), min_size=1, max_size=20))
def test_unit_0_forgets_at_wipe_and_unit_1_never(words):
    c = traced(forgetting(), cues(words, forgetting().columns)).values("c", Lane())[:, 0]
    since, total = 0.0, 0.0
    for t, word in enumerate(words):
        added = {"plus": 1, "minus": -1, "wipe": 0}[word]
        since = (0.0 if word == "wipe" else since) + added
        total += added
        np.testing.assert_allclose(c[t], (since, total), atol=0.03)


def test_one_weight_makes_the_difference_and_half_of_it_forgets_one_half():
    example = forgetting()
    inputs, t = example.experiment.input_as_given(), example.labels.index("wipe")
    for weight, forget in ((-20.0, 0.0), (-10.0, 0.5), (0.0, 1.0)):
        run = Run(Experiment.create(weights_with(example, "weight_ih_l0", (2, 2), weight), inputs))
        run.advance()
        f, c = (run.trace.values(quantity, Lane())[:, 0] for quantity in "fc")
        assert f[t, 0] == pytest.approx(forget, abs=1e-4)
        assert f[t, 1] == pytest.approx(1, abs=1e-4)
        assert c[t, 0] == pytest.approx(2 * forget, abs=0.01)
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
    for direction in (0, 1):
        h = trace.values("h", Lane(1, direction))[:, :, 0]
        assert ((h > 0.7) == tags).all()
        assert ((h < -0.7) == ~tags).all()


def test_no_single_direction_can_tag():
    """A string's tags change when only later letters change, and when only earlier ones do."""
    assert inside("(x)")[1]
    assert not inside("(x(")[1]
    assert not inside(")x)")[1]


WAYS = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0), "…": None}


@examples(60)
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
