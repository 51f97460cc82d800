"""What is said of a gradient is true: done as it says, the objective is lower."""

import re
from dataclasses import replace

import numpy as np
import pytest

from simulator import translation
from simulator.analysis.address import Address, Given
from simulator.analysis.attribution import objective_value
from simulator.analysis.decomposition.gradient_ledger import gradient_ledger
from simulator.analysis.gradient_flow.flow import flow
from simulator.analysis.gradient_flow.verdict import (
    ARRIVES,
    EXPLODES,
    NOT_FINITE,
    NOTHING,
    VANISHED,
    VANISHES,
    Verdict,
    verdict,
)
from simulator.analysis.meaning.context import Names
from simulator.analysis.meaning.gradients import flow_verdict, sentences
from simulator.analysis.meaning.gradients.flow_verdict import headline, ratio_text, reasons
from simulator.analysis.meaning.gradients.goal import goal
from simulator.analysis.meaning.gradients.meaning import gradient_meaning
from simulator.analysis.meaning.gradients.numbers import kind_of
from simulator.analysis.meaning.spans import NUMBER, plain
from simulator.analysis.number_text import scientific
from simulator.analysis.weight_gradient import WeightGradient
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.examples.example import cues, known_answers
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.network.refills import with_forget_bias
from simulator.objective.loss import MSE, Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import Readout
from tests.simulator.analysis.decomposition.test_gradient_ledger import addresses
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case

PLACE = re.compile(r"\{\w*\}")
CONFIG = LSTMConfig(2, 3)
WISH = re.compile(r": (?:a|opening it|keeping) (\w+)[^:]* would lower [^:]*$")
MORE = dict.fromkeys(("more", "higher", "larger"), True)
MORE |= dict.fromkeys(("less", "lower", "smaller"), False)


@pytest.fixture(autouse=True)
def _english_again():
    yield
    translation.load(translation.ENGLISH)


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def back_of(experiment, steps=None):
    back = BackwardRun(finished(experiment))
    back.advance(steps)
    return back


def asks_for_more(told):
    """Return whether a sentence would have had more of the number, or less."""
    return MORE[WISH.search(told.brief)[1]]


@pytest.mark.parametrize("seed", range(30))
def test_done_as_the_sentence_says_the_objective_is_lower(seed):
    """Each number of a cell is held a little higher, or lower, as it would have helped."""
    experiment = random_case(seed, most_holds=0)
    back, rng = back_of(experiment), np.random.default_rng(seed)
    before = objective_value(back.run)
    for key in ("f", "i", "g", "o", "c", "h"):
        lane = experiment.config.lane(int(rng.integers(experiment.config.num_lanes)))
        t = int(rng.integers(experiment.lengths[0]))
        unit = int(rng.integers(experiment.config.width(key)))
        at = Address(f"d{key}", lane, t, 0, unit)
        gradient = float(at.value(back.trace))
        if abs(gradient) < 1e-6:
            continue
        value = float(replace(at, quantity=key).value(back.run.trace))
        told = gradient_meaning(back, at)
        step = 1e-6 if asks_for_more(told) else -1e-6
        held = Hold(key, *lane, (unit,), t, t, value + step, 0)
        after = objective_value(finished(experiment.with_holds(held)))
        assert after < before


@pytest.mark.parametrize("seed", range(20))
def test_a_weight_changed_as_its_sentence_says_lowers_the_objective(seed):
    experiment = random_case(seed, most_holds=0)
    back, rng = back_of(experiment), np.random.default_rng(seed)
    before = objective_value(back.run)
    for name, array in experiment.parameters.arrays.items():
        place = tuple(int(rng.integers(n)) for n in array.shape)
        number = WeightGradient(name, place, experiment.num_timesteps)
        if abs(float(number.value(back))) < 1e-6:
            continue
        told = gradient_meaning(back, number)
        step = 1e-6 if asks_for_more(told) else -1e-6
        parameters = experiment.parameters.with_value(name, place, float(array[place]) + step)
        assert objective_value(finished(experiment.with_parameters(parameters))) < before
        largest = int(told.book.by_size()[0])
        assert f"t {told.book.t[largest]} " in plain(told.reason)


@pytest.mark.parametrize("seed", range(40))
def test_numbers_in_a_sentence_are_the_ledgers(seed):
    experiment = random_case(seed)
    back = back_of(experiment)
    for at in addresses(experiment, np.random.default_rng(seed), 25):
        told, book = gradient_meaning(back, at), gradient_ledger(back, at)
        assert told.value == float(book.value)
        assert not PLACE.search(told.full)
        if told.value:
            assert scientific(told.value) in told.brief
        if kind_of(experiment.config.cell, at.quantity) in sentences.REASONS and told.value:
            factors = [float(factor.value) for factor in book.term(0).factors]
            shown = [span for span in told.reason if span.role == NUMBER]
            assert scientific(factors[0]) == shown[0].text
            assert {span.source for span in shown} >= {f.source for f in book.term(0).factors}


def held_unit(**values):
    """Return one unit over two timesteps, a seed on the last h, with numbers held at t 1."""
    experiment = Experiment.create(
        random_parameters(LSTMConfig(1, 1), 3, np.float64), np.array([[0.5], [1.0]])
    ).with_objective(Objective(seeds=(Seed("h", t=1),)))
    held = [Hold(key, 0, 0, (0,), 1, 1, value) for key, value in values.items()]
    return back_of(experiment.with_holds(*held))


@pytest.mark.parametrize(
    ("key", "values", "why"),
    [
        ("dg", {"i": 1e-9}, "the input gate was closed"),
        ("di", {"g": 1e-9}, "was nothing to write"),
        ("dc_prev", {"f": 1e-9}, "the forget gate was closed"),
        ("dg", {"c": 0.5}, "c[0] is held"),
        ("do", {"h": 0.5}, "h[0] is held"),
        ("dz_f", {"f": 0.5}, "f[0] is held"),
    ],
)
def test_why_a_gradient_is_next_to_nothing(key, values, why):
    told = gradient_meaning(held_unit(**values), Address(key, Lane(), 1))
    assert why in told.brief


def test_a_saturated_gate_learns_nothing_and_tanh_can_be_flat():
    config = LSTMConfig(1, 1)
    parameters = random_parameters(config, 3, np.float64).with_value("bias_ih_l0", (1,), 12.0)

    def starting(c_0, *seeds):
        states = np.array([[0.0]]), np.array([[c_0]])
        experiment = Experiment.create(parameters, np.array([[0.5], [1.0]]), *states)
        return back_of(experiment.with_objective(Objective(seeds=seeds)))

    back = starting(4.0, Seed("h", t=1))
    f = float(Address("f", Lane(), 1).value(back.run.trace))
    told = gradient_meaning(back, Address("dz_f", Lane(), 1))
    assert f * (1 - f) < 0.05
    assert "a saturated gate gets no gradient" in told.brief
    back = starting(30.0, Seed("h", t=1), Seed("c", t=0))
    told = gradient_meaning(back, Address("dc", Lane(), 1))
    assert "tanh is flat at c = " in told.brief


def test_the_largest_gradient_is_not_said_to_be_next_to_nothing():
    """A forget gate that is nearly open, over time: only slopes tell its gradients apart."""
    config = LSTMConfig(2, 3)
    parameters = with_forget_bias(initialise(config, seed=1, dtype=np.float64), 3.0)
    parameters = parameters.with_value("bias_ih_l0", (0,), 6.0)
    values = np.random.default_rng(0).standard_normal((8, 2))
    experiment = Experiment.create(parameters, values)
    back = back_of(experiment.with_objective(Objective(seeds=(Seed("c", t=7),))))
    said = set()
    for gate in "ifgo":
        sizes = np.abs(back.trace.values(f"dz_{gate}", Lane())[:, 0, 0])
        for t, size in enumerate(sizes.tolist()):
            told = gradient_meaning(back, Address(f"dz_{gate}", Lane(), t))
            if not told.value:
                continue
            slope = float(gradient_ledger(back, told.subject).term(0).factors[1].value)
            so_far = sizes[t:].max()
            tiny, little = size < 1e-6 * so_far, "has little" in told.brief
            assert ("almost no gradient" in told.brief) == tiny
            assert little == (not tiny and slope < 0.05)
            assert ("nearly saturated" in told.brief) == (little and slope >= 1e-3)
            assert ("gets no gradient" in told.brief) == (little and slope < 1e-3)
            said.add((little, slope < 1e-3))
    assert said == {(False, False), (True, False), (True, True)}


def test_no_blame_is_no_fault_of_the_slope():
    """Where nothing comes at all, no factor is named as the reason."""
    back = back_of(one_layer(Seed("h", t=1)))
    for key in ("do", "dg", "di", "df", "dz_f", "dc_prev"):
        told = gradient_meaning(back, Address(key, Lane(), 3))
        assert told.value == 0
        assert "no gradient reaches this point" in told.brief


@pytest.mark.parametrize("seed", [12, 26])
def test_an_answer_is_told_apart_from_what_is_right(seed):
    experiment = random_case(seed)
    back = back_of(experiment)
    t = int(np.flatnonzero(experiment.counts()[:, 0])[0])
    at = Address("dy", Lane(), t, 0, 0)
    told = gradient_meaning(back, at)
    said, right = (span.text for span in told.reason if span.role == NUMBER)
    assert said != right
    assert ("too high" in plain(told.reason)) == (told.value > 0)


BLAMED = {
    "state": "h of {",
    "projected": "m of {",
    "memory": "c of {",
    "out": "the output gate of {",
    "candidate": "the candidate of {",
    "write": "the input gate of {",
    "keep": "the forget gate of {",
    "sum": "the pre-activation {",
    "input": "the input {",
    "state_before": "the previous h, {",
    "memory_before": "the previous c, {",
    "readout": "the readout {",
    "weight": "{weight}",
}
"""How the number whose gradient it is is called, by its kind."""

ACTIONS = {"out": "opening it", "write": "opening it", "keep": "keeping"}
"""What a gate should have done more of, or less; other numbers should have been higher or lower."""

BESIDE = {
    "out": "tanh(c)",
    "candidate": "share written",
    "write": "candidate",
    "keep": "old cell state",
    "memory_before": "share kept",
    "sum": "slope of its curve",
}
"""The factor that stands beside the blame in a product."""

SMALL = {
    "out": "was nothing to output",
    "candidate": "input gate was closed",
    "write": "was nothing to write",
    "keep": "previous c was near 0",
    "memory_before": "forget gate was closed",
}
"""Why a product is next to nothing."""


@pytest.mark.parametrize("kind", BLAMED)
def test_the_blame_is_given_to_the_number_of_its_kind(kind):
    said = sentences.BLAMES[kind]
    for text in said:
        assert text.lower().startswith(BLAMED[kind])
    for wish in (said.raise_it, said.lower_it):
        said_so = {action for action in ACTIONS.values() if action in wish}
        assert said_so == {action for of, action in ACTIONS.items() if of == kind}
        assert "almost no gradient" not in wish
    assert "almost no gradient" in said.next_to_nothing
    assert "zero gradient" in said.none
    assert set(sentences.BLAMES) == set(BLAMED)


@pytest.mark.parametrize("kind", BESIDE)
def test_a_product_is_told_by_the_signs_of_its_own_factors(kind):
    assert set(sentences.REASONS) == set(BESIDE)
    assert sentences.SMALL_FACTORS.keys() == SMALL.keys()
    if kind in SMALL:
        assert SMALL[kind] in sentences.SMALL_FACTORS[kind]
    for (rises, positive), text in sentences.REASONS[kind].items():
        assert BESIDE[kind] in text
        if kind == "sum":
            continue
        assert ("{goal} rises" in text, "{goal} falls" in text) == (rises, not rises)
        assert ("this output" in text) == (kind == "out")
        if kind in ("out", "write", "keep"):
            assert ("is positive" in text, "is negative" in text) == (positive, not positive)


def test_each_gradient_of_a_cell_is_told_of_its_own_number_and_factors():
    """The signs are those of the recorded blame and value."""
    back = back_of(one_layer(Seed("h", t=3), Seed("c", t=2, number=-2.0)))
    lane, run, seen = Lane(), back.run.trace, set()
    for t in (1, 2):
        for unit in range(3):
            dh, dc = (back.trace.values(key, lane)[t, 0, unit] for key in ("dh", "dc"))
            c, before = (run.values("c", lane)[s, 0, unit] for s in (t, t - 1))
            g = run.values("g", lane)[t, 0, unit]
            signs = {"do": (dh, c), "di": (dc, g), "df": (dc, before), "dg": (dc, 1)}
            signs |= {"dc_prev": (dc, 1), "dh_prev": (1, 1), "dz_i": (1, 1), "dh": (1, 1)}
            for key, (blame, factor) in signs.items():
                told = gradient_meaning(back, Address(key, lane, t, 0, unit))
                kind = kind_of(back.run.experiment.config.cell, key)
                assert told.brief.lower().startswith(BLAMED[kind].rstrip("{"))
                said = plain(told.reason)
                if key in ("do", "di", "df", "dg", "dc_prev"):
                    assert BESIDE[kind] in said
                    assert ("rises" if blame > 0 else "falls") in said
                if key in ("do", "di", "df"):
                    assert ("positive" if factor > 0 else "negative") in said
                    seen.add((key, bool(blame > 0), bool(factor > 0)))
    assert len({(rises, positive) for _, rises, positive in seen}) == 4


WAYS = {
    "seed": "from the chosen value",
    "readout": "from the readout",
    "above": "from the layer above",
    "after": "back from the next step",
}


@pytest.mark.parametrize("source", ["seed", "readout"])
def test_the_ways_that_a_gradient_came_are_told_with_what_came_each_way(source):
    """What comes back from the next step, and from above, is what that step and layer sent."""
    config = LSTMConfig(2, 2, 2)
    parameters = random_parameters(config, 1, np.float64)
    experiment = Experiment.create(parameters, np.random.default_rng(1).random((3, 2)))
    if source == "seed":
        objective = Objective(seeds=(Seed("h", lane=Lane(1), t=2), Seed("h", lane=Lane(1), t=1)))
    else:
        readout = Readout(np.array([[0.7, -0.4]]))
        objective = Objective(readout, known_answers([[0.3], [0.1], [0.2]]), Loss(MSE))
    back = back_of(experiment.with_objective(objective))
    bottom, top = Lane(0), Lane(1)

    def number(key, lane, t):
        trace = back.trace if key.startswith("d") else back.run.trace
        return float(trace.values(key, lane)[t, 0, 0])

    def ways(**amounts):
        return {f"{scientific(amount)} {WAYS[way]}" for way, amount in amounts.items()}

    def told(key, lane, t):
        said = plain(gradient_meaning(back, Address(key, lane, t)).reason)
        return set(said.partition(" = ")[2].split(", "))

    assert told("dh", top, 2) == ways(**{source: number("dh", top, 2)})
    assert told("dh", bottom, 2) == ways(above=number("dx", top, 2))
    assert told("dh", bottom, 1) == ways(
        above=number("dx", top, 1), after=number("dh_prev", bottom, 2)
    )
    along = number("f", bottom, 2) * number("dc", bottom, 2)
    through = number("dc", bottom, 1) - along
    of_memory = told("dc", bottom, 1)
    assert f"{scientific(through)} down through h" in of_memory
    assert any(way.startswith(f"{scientific(along)} directly from") for way in of_memory)
    weights = experiment.parameters["weight_ih_l0"]
    for place, gate in enumerate("ifgo"):
        dz = back.trace.values(f"dz_{gate}", bottom)[1, 0]
        amount = float(dz @ weights[2 * place : 2 * place + 2, 0])
        assert f"{scientific(amount)} through {gate}" in told("dx", bottom, 1)


@pytest.mark.parametrize(("gate", "word"), [("i", "gate"), ("f", "gate"), ("g", "candidate")])
@pytest.mark.parametrize(("bias", "how"), [(12.0, "saturated"), (4.0, "nearly saturated")])
def test_what_is_saturated_is_a_gate_or_the_candidate(gate, word, bias, how):
    """Of weights of 0 the sums are the biases: σ′(4) is 0.018 and tanh′(4) 0.0013."""
    parameters = random_parameters(LSTMConfig(1, 1), 3, np.float64, 0.0)
    sums = np.array([bias if of == gate else 0.5 for of in "ifgo"])
    parameters = parameters.with_arrays({"bias_ih_l0": sums})
    experiment = Experiment.create(parameters, np.array([[0.5], [1.0]]))
    back = back_of(experiment.with_objective(Objective(seeds=(Seed("h", t=1),))))
    said = gradient_meaning(back, Address(f"dz_{gate}", Lane(), 1)).brief
    assert how in said
    assert ("nearly" in said) == ("nearly" in how)
    assert [of for of in ("gate", "candidate") if of in said] == [word]


def one_layer(*seeds):
    experiment = Experiment.create(
        random_parameters(CONFIG, 1, np.float64), np.random.default_rng(1).random((4, 2))
    )
    return experiment.with_objective(Objective(seeds=seeds))


def test_the_goal_is_the_loss_or_the_seeded_number():
    at = Address("df", Lane(), 2, 0, 1)
    of_loss = random_case(12)
    assert not of_loss.objective.seeds
    assert "would lower the loss" in gradient_meaning(back_of(of_loss), Address("dh")).brief
    one = back_of(one_layer(Seed("h", t=3, unit=2)))
    assert "would lower h[2] at t 3" in gradient_meaning(one, at).brief
    times = back_of(one_layer(Seed("output", t=3, unit=2, number=-2.0)))
    assert "would lower −2·output[2] at t 3" in gradient_meaning(times, at).brief
    two = back_of(one_layer(Seed("h", t=3, unit=2), Seed("c", t=3)))
    assert "would lower the sum of the chosen values" in gradient_meaning(two, at).brief


def test_the_seeded_number_is_named_with_its_lane_and_row():
    config = LSTMConfig(2, 2, 2, bidirectional=True)
    experiment = Experiment.create(
        random_parameters(config, 1, np.float64), np.random.default_rng(1).random((4, 3, 2))
    )

    def named(**seed):
        return goal(experiment.with_objective(Objective(seeds=(Seed(t=3, **seed),)))).text

    of_lanes = {named(quantity=q, lane=lane) for q in "hc" for lane in config.lanes()}
    assert len(of_lanes) == 8
    of_rows = {named(quantity="h", row=row) for row in range(3)}
    assert len(of_rows) == 3
    assert "layer" not in named(quantity="output", unit=3)
    assert "reverse" in named(quantity="c", lane=Lane(1, 1))


def test_what_is_not_walked_is_not_told():
    back = back_of(one_layer(Seed("h", t=3, unit=2)))
    schedule, at = back.run.schedule, Address("df", Lane(), 1, 0, 1)
    before = gradient_meaning(back, at, position=at.position(schedule) - 1)
    assert before.value is before.book is None
    assert gradient_meaning(back, at, position=at.position(schedule)).value is not None
    weight = Given("weight_hh_l0", (4, 1))
    begun = gradient_meaning(back, WeightGradient.at(weight, schedule, schedule.end))
    assert begun.value == 0
    assert "the backward pass has not computed any timestep yet" in begun.brief
    half = gradient_meaning(back, WeightGradient(*weight, 2))
    assert "2 of 4 timesteps computed" in half.full
    covered = gradient_meaning(back, at, known=lambda a: a != at)
    assert covered.value is covered.book is None
    assert covered.brief != before.brief
    assert "backward pass" not in covered.brief
    hidden = gradient_meaning(back, at, known=lambda a: a == at)
    assert hidden.value is not None
    assert not hidden.reason


def test_inputs_and_units_are_called_by_their_names():
    back = back_of(one_layer(Seed("h", t=3, unit=2)))
    names = Names(("rain", "wind"), (), ("a", "b", "c"))
    assert "“wind”" in gradient_meaning(back, Address("dx", Lane(), 2, 0, 1), names).brief
    assert "“b”" in gradient_meaning(back, Address("df", Lane(), 2, 0, 1), names).brief


def test_no_finite_number_has_no_meaning():
    twice = Seed("h", t=3, unit=2, number=1.5e308)
    experiment = one_layer(twice, twice)
    told = gradient_meaning(back_of(experiment), Address("dc", Lane(), 3, 0, 2))
    assert "not a finite number" in told.brief


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.7e-3, "+1.7e−3"),
        (-0.00141, "−1.4e−3"),
        (123.0, "+1.2e2"),
        (9.96e-5, "+1.0e−4"),
        (1.0, "+1.0e0"),
        (0.0, "0"),
        (-0.0, "0"),
        (np.inf, "+∞"),
        (-np.inf, "−∞"),
        (np.nan, "NaN"),
        (5e-324, "+4.9e−324"),
    ],
)
def test_a_gradient_is_written_with_sign_figures_and_exponent(value, text):
    assert scientific(value) == text
    assert scientific(np.float32(1.7e-3), 4) == "+1.700e−3"


def a_verdict(kind, ratio, direct=0.5, flat=0.0, bias=0.0, alone=False, steps=99):
    return Verdict(kind, 99, 99 - steps, steps, ratio, direct, flat, bias, alone)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            a_verdict(VANISHED, 2e-21),
            ["2e−21 of the gradient at t 99 reaches t 0", "vanished", "forget bias 0"],
        ),
        (a_verdict(VANISHED, 2e-21, alone=True), ["at t 0", "at t 99"]),
        (a_verdict(VANISHES, 1e-7, bias=1.04), ["1e−7", "vanishes", "forget bias 1", "1e7"]),
        (a_verdict(VANISHES, 2e-8), ["too little to change a float32"]),
        (a_verdict(ARRIVES, 4.7, 0.002, 0.62, 3.0), ["4.7 times", "0.2 %", "62 %"]),
        (a_verdict(ARRIVES, 1.5, 0.8, 1.0), ["80 %", "Every slope of f"]),
        (a_verdict(ARRIVES, 0.3, 3.0), ["3 times as much"]),
        (a_verdict(ARRIVES, 0.3, 0.9, alone=True), ["enters at t 99", "also include"]),
        (a_verdict(EXPLODES, 1e12, bias=None), ["explodes", "1.3"]),
        (a_verdict(NOT_FINITE, np.nan), ["not finite"]),
        (a_verdict(NOTHING, np.nan, steps=0), ["No gradient"]),
        (a_verdict(ARRIVES, 1.0, steps=0), ["starts at t 99"]),
    ],
)
def test_a_verdict_has_words(found, words):
    text = " ".join(map(plain, (headline(found), *reasons(found))))
    assert not PLACE.search(text)
    for word in words:
        assert word in text
    assert found.kind in flow_verdict.WORDS


KINDS = {
    VANISHED: "vanished",
    VANISHES: "vanishes",
    ARRIVES: "arrives",
    EXPLODES: "explodes",
    NOTHING: "no gradient",
    NOT_FINITE: "not finite",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_verdict_is_called_by_its_own_word(kind):
    def kinds_in(text):
        return [of for of, word in KINDS.items() if word in text.lower()]

    assert kinds_in(flow_verdict.WORDS[kind]) == [kind]
    for alone in (False, True):
        said = plain(headline(a_verdict(kind, 0.5, alone=alone)))
        # What arrives is told by how much of it does.
        assert kinds_in(said) == ([] if kind == ARRIVES else [kind])
        assert ("times its size" in said) == (kind in (ARRIVES, EXPLODES))


@pytest.mark.parametrize("kind", [VANISHED, VANISHES, ARRIVES, EXPLODES])
def test_where_more_comes_in_on_the_way_the_headline_names_what_is_judged(kind):
    """The curves show another size at the end than its ratio says."""
    texts = [plain(headline(a_verdict(kind, 0.5, alone=alone))) for alone in (False, True)]
    assert ["enters at" in text for text in texts] == [False, True]


def brackets():
    """Return the tagger's network over a text that begins with a letter."""
    example, right = EXAMPLES["tagger"](), known_answers([[0.0], None, [1.0], None, [0.0]])
    objective = replace(example.experiment.objective, targets=right)
    inputs = cues("a(b)c", example.columns)
    return Experiment.create(example.experiment.parameters, inputs, objective=objective)


@pytest.mark.parametrize("make", [brackets, lambda: EXAMPLES["sunspots"]().experiment])
def test_of_a_timestep_that_teaches_it_is_not_said_that_no_weight_hears_of_it(make):
    """A loss stands at every timestep: t 0 teaches the weights, but nothing of the last does."""
    back = back_of(make())
    lane, steps = Lane(1), back.run.experiment.num_timesteps
    shares = [np.abs(back.share(f"weight_ih{lane.suffix}", step)).max() for step in range(steps)]
    found = verdict(back, flow(back, lane))
    assert (found.kind, found.alone, found.end) == (VANISHED, True, 0)
    assert shares[-1] > 1e-2 * max(shares)
    said = plain(reasons(found)[0])
    assert f"t {found.begin}" in said
    assert said != plain(reasons(replace(found, alone=False))[0])


def test_the_verdict_of_a_network_is_told():
    back = back_of(one_layer(Seed("h", t=3, unit=2)))
    found = verdict(back, flow(back, Lane()))
    assert ratio_text(found.ratio).text in plain(headline(found))
    assert percent_of(found.direct) in plain(reasons(found)[0])


def percent_of(share):
    return translation.percent(min(share, 1.0))
