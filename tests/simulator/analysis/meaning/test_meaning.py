"""What is said of a number is true: its numbers are the ledger's, its cause the largest term."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import translation
from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.ledger import ledger
from simulator.analysis.meaning.causes import MOST_TERMS
from simulator.analysis.meaning.context import Names
from simulator.analysis.meaning.meaning import meaning
from simulator.analysis.meaning.spans import NAME, NUMBER, PLAIN, QUANTITY, Span, paragraph, plain
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.examples.example import cues
from simulator.experiment.experiment import Experiment
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.network.quantities import FULL, GATES
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters

FIRST = Lane()
PLACE = re.compile(r"\{\w*\}")


@pytest.fixture(autouse=True)
def _english_again():
    yield
    translation.load(translation.ENGLISH)


def finished(experiment, mistake=""):
    run = run_of(experiment, mistake)
    run.advance()
    return run


@st.composite
def runs(draw):
    """Draw complete runs of every option, some with held numbers and cut connections."""
    experiment = draw(experiments())
    config, T = experiment.config, experiment.num_timesteps
    held = []
    for _ in range(draw(st.integers(0, 2))):
        lane = draw(st.sampled_from(list(config.lanes())))
        quantity = draw(st.sampled_from(config.steps))
        unit = draw(st.integers(0, config.width(quantity) - 1))
        value = draw(st.sampled_from([0.0, 0.9, -2.0, 1.0]))
        held.append(Hold(quantity, *lane, (unit,), 0, T - 1, value))
    if draw(st.booleans()):
        held.append(Cut("weight_ih", 0, 0, (config.hidden_size, 0), 0, T - 1))
    return finished(experiment.with_holds(*held))


@st.composite
def numbers(draw, run):
    """Draw any number of a cell."""
    experiment = run.experiment
    quantity = draw(st.sampled_from(experiment.config.quantities))
    lane = draw(st.sampled_from(list(experiment.config.lanes())))
    row = draw(st.integers(0, experiment.batch_size - 1))
    t = draw(st.integers(0, experiment.lengths[row] - 1))
    return Address(
        quantity, lane, t, row, draw(st.integers(0, experiment.config.width(quantity) - 1))
    )


@examples(150, by_default=10)
@given(st.data())
def test_the_cause_is_the_largest_term_of_the_sign_of_the_sum(data):
    run = data.draw(runs())
    for _ in range(8):
        at = data.draw(numbers(run))
        told, book = meaning(run, at), ledger(run.trace, at)
        cause = told.cause
        assert told.held == (book.would_be is not None)
        if cause is None:
            continue
        assert not told.held
        total = float(book.total)
        assert cause.amount * total > 0
        if cause.index is None:
            assert len(book) > MOST_TERMS
            continue
        assert cause.amount == book.products[cause.index] == told.term.product
        ours = [p for p in book.products.tolist() if p * total > 0]
        assert abs(cause.amount) == max(map(abs, ours))
        if "mostly" in told.brief:
            assert abs(cause.amount) > sum(map(abs, ours)) / 2
        else:
            assert "adds most" in told.brief


@examples(100)
@given(st.data())
def test_a_term_that_is_most_of_a_clear_sum_is_named(data):
    run = data.draw(runs())
    for _ in range(8):
        at = data.draw(numbers(run))
        told, book = meaning(run, at), ledger(run.trace, at)
        products, total = book.products, float(book.total)
        if told.held or len(book) < 2 or len(book) > MOST_TERMS:
            continue
        best = float(np.max(products * np.sign(total)))
        rest = float(np.abs(products).sum()) - best
        if best > 1.2 * rest and not told.brief.endswith(("still 0", "0 before")):
            assert told.cause is not None
            assert abs(told.cause.amount) == best


@examples(100)
@given(st.data())
def test_what_a_gate_acts_on_and_leaves_are_the_ledgers_factor_and_product(data):
    run = data.draw(runs())
    for _ in range(8):
        at = data.draw(numbers(run))
        told = meaning(run, at)
        assert told.value == float(at.value(run.trace))
        if at.quantity in ("f", "i"):
            term = ledger(run.trace, replace(at, quantity="c")).term(0 if at.quantity == "f" else 1)
            expected = (float(term.factors[1].value), term.product)
        elif at.quantity == "o":
            m = "m" if run.experiment.config.proj_size else "h"
            term = ledger(run.trace, replace(at, quantity=m)).term(0)
            expected = (float(term.factors[1].value), term.product)
        else:
            continue
        if 0 <= told.value <= 1:
            assert (told.before, told.after, told.share) == (*expected, told.value)
        else:
            assert (told.before, told.after, told.share) == (None, None, None)


def read(text):
    """Return a printed number, and half of its last place."""
    digits = text.replace("−", "-").replace("+", "")
    scale = 1.0
    if digits.endswith("%"):
        digits, scale = digits.removesuffix("%").strip(), 0.01
    mantissa, _, exponent = digits.partition("e")
    places = len(mantissa.partition(".")[2])
    return float(digits) * scale, 0.5 * 10.0 ** (int(exponent or 0) - places) * scale


@examples(100, by_default=7)
@given(st.data())
def test_every_printed_number_is_the_number_rounded(data):
    run = data.draw(runs())
    for _ in range(8):
        at = data.draw(numbers(run))
        told = meaning(run, at)
        facts = [told.value, told.before, told.after, told.share]
        facts += [told.cause.amount] if told.cause else []
        book = ledger(run.trace, at)
        facts += book.products.tolist()
        if at.quantity in FULL.sums:
            facts.append(float(replace(at, quantity=at.quantity[-1]).value(run.trace)))
        for span in told.sentence:
            if span.role == NUMBER and span.text[0] not in "<>":
                value, half = read(span.text)
                near = min(abs(value - fact) for fact in facts if fact is not None)
                assert near <= half * (1 + 1e-9) or value == near == 0, (span, told.brief)


@examples(60)
@given(st.data())
def test_nothing_that_is_not_known_yet_is_used(data):
    run = data.draw(runs())
    position = data.draw(st.integers(1, run.schedule.end))
    number = data.draw(numbers(run))

    def known(at):
        return at.position(run.schedule) <= position

    def all_said():
        found = [
            meaning(run, replace(number, unit=0, t=t), known=known) for t in range(number.t + 1)
        ]
        found += [
            meaning(run, Given(name, tuple(0 for _ in array.shape)), t=number.t, known=known)
            for name, array in run.experiment.parameters.arrays.items()
        ]
        return [(m.value, m.full, m.before, m.after, m.share, m.cause) for m in found]

    before = all_said()
    for lane, arrays in run._lanes.items():
        for quantity in run.experiment.config.quantities:
            values = arrays.values(quantity)
            for t, row, unit in np.ndindex(values.shape):
                at = Address(quantity, lane, t, row, unit)
                if t < run.experiment.lengths[row] and not known(at):
                    values[t, row, unit] = 123.0
    assert all_said() == before


@examples(60, by_default=5)
@given(st.data(), st.sampled_from(["en", "ko"]))
def test_both_languages_fill_every_place_and_spans_make_up_the_text(data, language):
    run = data.draw(runs())
    translation.load(language)
    width = run.experiment.config.input_size
    names = Names(tuple(f"name {k}" for k in range(width))) if data.draw(st.booleans()) else Names()
    at = data.draw(numbers(run))
    config, row, t = run.experiment.config, at.row, at.t
    states = (Given(name, (config.state_row(at.lane), row, 0)) for name in ("h_0", "c_0"))
    parameters = [
        Given(name, tuple(n - 1 for n in array.shape))
        for name, array in run.experiment.parameters.arrays.items()
    ]
    read_by_cell = [replace(at, quantity=q, unit=0) for q in ("x", "h_prev", "c_prev")]
    for subject in (at, *read_by_cell, *states, *parameters, Given("input", (t, row, width - 1))):
        told = meaning(run, subject, names, t=t, row=row)
        assert not PLACE.search(told.full)
        assert told.full.startswith(told.brief)
        if subject not in read_by_cell:
            assert told.value == float(subject.value(run.trace))
        assert {span.role for span in told.full_spans} <= {PLAIN, QUANTITY, NUMBER, NAME}
        assert "이(가)" not in told.full
        assert told.sentence[0].source == told.subject
        assert all(plain(span) in told.full for span in told.sentence)


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def bit():
    """Return a run of the bit that is remembered, and the names of its inputs."""
    example = EXAMPLES["latch"]()
    words = ("…", "yes", "…", "…", "…", "no", "…", "…", "yes", "yes", "…", "no")
    inputs = cues(words, example.columns)
    run = finished(Experiment.create(example.experiment.parameters, inputs))
    return run, Names(example.columns, words)


def number_texts(told):
    return [span.text for span in told.sentence if span.role == NUMBER]


def names_in(told):
    return [span.text for span in told.sentence if span.role == NAME]


def test_the_bit_by_hand():
    run, names = bit()
    # A cue at t 5: z_f = 4 − 8, z_i = −4 + 8. Before it c had come to 0.9827.
    c_4 = float(Address("c", FIRST, 4).value(run.trace))
    f = meaning(run, Address("f", FIRST, 5), names)
    assert number_texts(f) == ["0.02", "2 %", "0.98", "0.02", "−8.0"]
    assert names_in(f) == [names.features[1]]
    assert f.value == pytest.approx(sigmoid(-4))
    assert f.before == c_4 == pytest.approx(0.98, abs=5e-3)
    assert f.after == pytest.approx(sigmoid(-4) * c_4)
    assert (f.cause.amount, f.term.label) == (-8.0, "W_if[0,1]·x[1]")
    assert f.push.against.amount == 4.0
    i = meaning(run, Address("i", FIRST, 5), names)
    assert number_texts(i) == ["0.98", "98 %", "−1.00", "−0.98", "+8.0"]
    c = meaning(run, Address("c", FIRST, 5), names)
    assert number_texts(c) == ["−0.96", "−0.98", "+0.02"]
    assert c.cause.index == 1
    word = meaning(run, Given("input", (5, 0, 0)), names)
    assert names_in(word) == [names.features[1], names.features[0]]
    assert names_in(meaning(run, Given("input", (5, 0, 1)), names)) == [names.features[1]]
    silence = meaning(run, Given("input", (0, 0, 1)), names)
    assert names_in(silence) == [names.timesteps[0], names.features[1]]


ACTIONS = {
    "f": r"keeps?\b|multiplies its cell state",
    "i": r"\bwrites? .*\bcandidate",
    "o": r"\boutputs? .*(?:tanh\(c\)|\bc\b)",
}
"""Words for what each gate does with what it acts on."""

ACTED_ON = {"f": ("c", 4), "i": ("g", 5), "o": ("c", 5)}
"""The number at its timestep that each gate acts on at t 5."""


@pytest.mark.parametrize("gate", ACTIONS)
def test_each_gate_is_said_to_do_its_own_action(gate):
    """A share of something, of 0, of the first state, of what is not told yet, and beyond 0…1."""
    run, names = bit()
    at, (quantity, t) = Address(gate, FIRST, 5), ACTED_ON[gate]

    def held(quantity, t, value):
        return finished(run.experiment.with_holds(Hold(quantity, 0, 0, (0,), t, t, value)))

    told = {
        "share": meaning(run, at, names),
        "of 0": meaning(held(quantity, t, 0.0), at, names),
        "first": meaning(run, replace(at, t=0), names),
        "unseen": meaning(run, at, names, lambda other: other == at),
        "beyond": meaning(held(gate, 5, -2.0), at, names),
    }
    for situation, found in told.items():
        for said in (found.brief, plain(found.alone)):
            actions = [own for own, words in ACTIONS.items() if re.search(words, said)]
            assert actions == ([gate] if said else []), (situation, said)
    assert told["of 0"].before == 0
    assert told["unseen"].share == told["share"].share
    assert told["unseen"].before is told["beyond"].share is None


@pytest.mark.parametrize(
    ("quantity", "t", "words"),
    [
        ("g", 8, ["positive", "to write"]),
        ("g", 5, ["negative", "to write"]),
        ("c", 5, ["mostly", "written, −0.98", "+0.02 is kept"]),
        ("c", 3, ["mostly", "kept, +0.9", "is written"]),
        ("c", 0, ["is written", "still 0"]),
        ("h", 5, ["outputs", "tanh(c) = −0.7"]),
        ("z_f", 5, ["makes f[0] = 0.02"]),
        ("z_i", 5, ["makes i[0] = 0.98"]),
        ("f", 5, ["closed", "below 0.1", "Working against it: bias b_if[0], +4.0"]),
        ("i", 5, ["open", "above 0.9", "Working against it: bias b_ii[0], −4.0"]),
    ],
)
def test_what_the_other_numbers_of_the_bit_do(quantity, t, words):
    run, names = bit()
    said = meaning(run, Address(quantity, FIRST, t), names).full
    assert [word for word in words if word not in said] == [], said


def test_what_is_given_and_what_a_readout_says_is_told_by_what_it_does():
    run = finished(EXAMPLES["tagger"]().experiment)
    for subject, word in {
        Given("h_0", (0, 0, 0)): "initial value",
        Given("weight_ih_l0", (0, 0)): "multiplies",
        Given("bias_hh_l0", (0,)): "at every step",
        Given("readout.weight", (0, 0)): "weight of h[0]",
        Given("target", (0, 0, 0)): "the target for",
        Address("y", FIRST, 1): "readout gives",
        Address("p", FIRST, 1): "readout gives",
        Address("loss", FIRST, 1): "the target",
    }.items():
        assert word in meaning(run, subject, t=1).brief


def test_the_depth_by_hand():
    example = EXAMPLES["depth"]()
    run, names = finished(example.experiment), Names(example.columns, example.labels)
    # The ) at t 5 takes 1 from a count of 5, by z_g = −8 from its column.
    g = meaning(run, Address("g", FIRST, 5), names)
    assert number_texts(g) == ["−1.00", "−8.0"]
    assert names_in(g) == [")"]
    assert meaning(run, Address("f", FIRST, 5), names).term.label == "b_if[0]"
    count = meaning(run, Address("c", FIRST, 5), names)
    assert number_texts(count) == ["+4.00", "+5.00", "−1.00"]
    assert count.cause.index == 0
    even = meaning(run, Address("c", FIRST, 9), names)
    assert even.cause is None  # what is written takes away all that was kept


def test_a_share_near_one_is_told_by_its_nines():
    example = EXAMPLES["forgetting"]()
    run, names = finished(example.experiment), Names(example.columns, example.labels)
    f = meaning(run, Address("f", FIRST, 3, 0, 1), names)
    assert number_texts(f) == ["0.99995", "99.995 %", "1.00", "1.00", "+10.0"]


def test_there_is_nothing_to_keep_before_the_first_step():
    run, names = bit()
    told = meaning(run, Address("f", FIRST, 0), names)
    assert (told.before, told.after) == (0, 0)
    assert "→" not in told.brief
    assert number_texts(told) == ["0.98", "98 %", "+4.0"]
    later = meaning(run, Address("f", FIRST, 1), names)  # c is still 0, but is something to keep
    assert later.before == 0
    assert later.brief.partition(":")[2][:22] != told.brief.partition(":")[2][:22]
    assert "→" not in later.brief


def test_a_gate_is_told_at_its_step_without_what_comes_later():
    run, names = bit()
    at = Address("i", FIRST, 5)

    def known(other):
        return other.quantity != "g" or other.t < 5

    told = meaning(run, at, names, known)
    assert number_texts(told) == ["0.98", "98 %", "+8.0"]
    assert told.before is told.after is None
    assert meaning(run, at, names, lambda _: False).value is None
    ahead = Run(run.experiment)
    ahead.advance(at.position(run.schedule))
    assert meaning(ahead, replace(at, t=6), names).value is None


def test_a_number_that_is_covered_is_told_nowhere():
    run, names = bit()

    def told(subject, covered):
        return meaning(run, subject, names, lambda at: at != covered)

    f, g, c, h = (Address(q, FIRST, 5) for q in "fgch")
    before = told(f, replace(c, t=4))
    assert before.before is before.after is None
    assert number_texts(before) == ["0.02", "2 %", "−8.0"]
    assert told(f, f).value is None
    for subject, covered in ((c, g), (c, f), (c, replace(c, t=4)), (h, c)):
        found = told(subject, covered)
        assert len(number_texts(found)) == 1
        assert (found.cause, found.before, found.more) == (None, None, ())
    assert told(g, replace(h, t=4)).cause is None  # it would tell W_hg times h


def test_what_a_cell_reads_is_known_where_its_source_is():
    run, names = bit()
    asked = []

    def known(at):
        asked.append(at.quantity)
        return at.t < 4

    assert meaning(run, Address("c_prev", FIRST, 4), names, known).value > 0.9
    assert meaning(run, Address("c_prev", FIRST, 5), names, known).value is None
    assert meaning(run, Address("h_prev", FIRST, 0), names, known).value == 0
    assert meaning(run, Address("x", FIRST, 5), names, known).value == 0
    assert set(asked) == {"c"}  # of what a cell computes alone


def test_held_and_cut_numbers_have_no_cause():
    run, names = bit()
    held = finished(run.experiment.with_holds(Hold("f", 0, 0, (0,), 5, 5, 0.9)))
    told = meaning(held, Address("f", FIRST, 5), names)
    assert told.held
    assert told.cause is None
    assert number_texts(told)[:3] == ["0.90", "90 %", "0.98"]
    assert "0.02" in told.full  # what it would be
    beyond = finished(run.experiment.with_holds(Hold("f", 0, 0, (0,), 5, 5, -2.0)))
    told = meaning(beyond, Address("f", FIRST, 5), names)
    assert told.share is None
    assert "%" not in told.brief
    assert "−2.00" in told.brief
    z = meaning(beyond, Address("z_f", FIRST, 5), names)
    assert "−2.00" not in z.brief  # the sum does not make the held value
    weight = Given("weight_ih_l0", (1, 1))
    cut = finished(run.experiment.with_holds(Cut("weight_ih", 0, 0, (1, 1), 5, 5)))
    told = meaning(cut, weight, names, t=5)
    assert told.after is None
    assert "−8.0" not in told.brief.removeprefix(f"W_if[0,1] = {told.value:g}")
    assert meaning(cut, weight, names, t=11).after == -8.0


def test_of_a_mistaken_run_nothing_is_claimed():
    run, names = bit()
    for mistake in ("hard sigmoid 1/6", "i and f swapped in c", "no tanh(c)"):
        wrong = finished(run.experiment, mistake)
        for quantity in run.experiment.config.quantities:
            told = meaning(wrong, Address(quantity, FIRST, 5), names)
            assert told.value == float(Address(quantity, FIRST, 5).value(wrong.trace))
            assert (told.cause, told.before, told.share) == (None, None, None)
            assert len(number_texts(told)) == 1


def test_terms_that_do_not_make_up_a_sum_are_no_cause():
    run, names = bit()
    wrong = Run(run.experiment)
    wrong.advance()
    wrong._lanes[FIRST].values("z_f")[5] = 1.0
    told = meaning(wrong, Address("z_f", FIRST, 5), names)
    assert told.push is None
    assert "+5.0" in told.full  # 1 − (4 − 8) is left over
    assert meaning(wrong, Address("f", FIRST, 5), names).cause is None


@pytest.mark.parametrize("scale", [1e20, 1e38, math.inf, math.nan])
def test_overflow_and_nan_are_told_and_do_not_raise(scale):
    config = LSTMConfig(input_size=2, hidden_size=3, proj_size=2)
    weights = random_parameters(config, scale=min(scale, 1e38) if scale == scale else 1.0)
    run = finished(Experiment.create(weights, np.full((2, 2), scale, np.float32)))
    for quantity in (*config.quantities, "x", "h_prev", "c_prev"):
        told = meaning(run, Address(quantity, FIRST, 1, 0, 0))
        if not math.isfinite(told.value):
            assert told.cause is None
            assert any(sign in told.brief for sign in ("NaN", "∞"))
    assert meaning(run, Given("weight_ih_l0", (0, 0)), t=1).brief


@pytest.mark.parametrize("bidirectional", [False, True])
def test_above_sixteen_terms_groups_are_compared(bidirectional):
    config = LSTMConfig(input_size=3, hidden_size=9, num_layers=2, bidirectional=bidirectional)
    x = np.random.default_rng(1).standard_normal((4, 3))
    run = finished(Experiment.create(random_parameters(config, dtype=np.float64), x))
    seen = set()
    for gate in GATES:
        for lane in config.lanes():
            for unit, t in np.ndindex(9, 4):
                at = Address(gate, lane, t, 0, unit)
                book, told = ledger(run.trace, at), meaning(run, at)
                if len(book) <= MOST_TERMS or told.cause is None:
                    continue
                b_ih, b_hh, x_part, h_part = (part.products.sum() for part in book.parts)
                groups = {"b": b_ih + b_hh, "x": x_part, "h": h_part}
                sign = math.copysign(1, book.total)
                largest = max(groups, key=lambda group, g=groups, s=sign: g[group] * s)
                assert told.cause.group == largest
                assert told.cause.amount == pytest.approx(groups[largest])
                first = t == (3 if lane.reverse else 0)
                before = "h[t+1]" if lane.reverse else "h[t−1]"
                if largest == "h":
                    assert ("h_0" if first else before) in [s.text for s in told.sentence]
                seen.add(largest)
    assert {"x", "h"} <= seen


def test_a_cause_is_called_by_where_it_comes_from():
    config = LSTMConfig(input_size=1, hidden_size=2, num_layers=2, bias=False)
    weights = {name: np.zeros(shape) for name, shape in config.parameter_shapes().items()}
    weights["weight_ih_l0"][4:6] = 3.0
    weights["weight_ih_l0"][0:2] = weights["weight_ih_l0"][6:8] = 3.0
    weights["weight_ih_l1"][2, 1] = 5.0
    weights["weight_hh_l0"][3, 0] = -40.0
    parameters = random_parameters(config, dtype=np.float64).with_arrays(weights)
    run = finished(Experiment.create(parameters, np.ones((2, 1))))
    above = meaning(run, Address("f", Lane(1), 1, 0, 0))
    assert above.term.factors[1].source == Address("h", Lane(0), 1, 0, 1)
    assert [s.text for s in above.sentence if s.source == Address("h", Lane(0), 1, 0, 1)] == [
        "h[1] of layer 0"
    ]
    before = meaning(run, Address("f", Lane(0), 1, 0, 1))
    assert before.term.factors[1].source == Address("h", Lane(0), 0, 0, 0)
    x = meaning(run, Address("x", Lane(1), 1, 0, 1))
    assert x.value == float(Address("h", Lane(0), 1, 0, 1).value(run.trace))


def test_a_dropped_input_is_told_with_its_mask():
    config = LSTMConfig(input_size=1, hidden_size=2, num_layers=2, dropout=0.5)
    masks = (np.array([[[0.0, 2.0]]]),)
    parameters = random_parameters(config, dtype=np.float64)
    plain_run = Experiment.create(parameters, np.ones((1, 1)))
    run = finished(replace(plain_run, training=True, masks=masks))
    h = float(Address("h", Lane(0), 0, 0, 1).value(run.trace))
    x = meaning(run, Address("x", Lane(1), 0, 0, 1))
    assert x.value == 2 * h
    assert number_texts(x)[-1] == "2"
    weight = meaning(run, Given("weight_ih_l1", (0, 1)), t=0)
    assert weight.before == 2 * h
    assert weight.after == float(parameters["weight_ih_l1"][0, 1]) * 2 * h
    for unit, value in enumerate((0.0, 2.0)):
        told = meaning(run, Given("mask_l0", (0, 0, unit)))
        assert told.value == value
        assert told.sentence[-2].source == Address("h", Lane(0), 0, 0, unit)


@pytest.mark.few(5)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("example", list(EXAMPLES))
def test_a_sentence_fits_one_line(example, language):
    translation.load(language)
    made = EXAMPLES[example]()
    run, names = finished(made.experiment), Names(made.columns, made.labels)
    for t in (0, 1, 5):
        for lane in made.experiment.config.lanes():
            for quantity in made.experiment.config.quantities:
                told = meaning(run, Address(quantity, lane, t), names)
                assert len(told.brief) <= 120, told.brief


def test_a_long_name_is_cut():
    run, _ = bit()
    told = meaning(run, Address("f", FIRST, 5), Names(("yes", "a name that is much too long")))
    (name,) = names_in(told)
    assert len(name) == 16
    assert "a name that is much too long".startswith(name[:-1])


def test_a_sentence_has_shorter_forms_that_leave_out_its_cause():
    experiment = EXAMPLES["latch"]().experiment
    run = Run(experiment)
    run.advance()
    told = 0
    for quantity in ("f", "i", "g", "o", "c", "h"):
        for t in range(12):
            said = meaning(run, Address(quantity, t=t))
            forms = said.forms
            assert forms[0] == said.sentence
            assert [len(plain(form)) for form in forms] == sorted(
                (len(plain(form)) for form in forms), reverse=True
            )
            # The last is the number's name and value alone, and every form has them.
            assert forms[-1][0].text == f"{quantity}[0]"
            assert len(forms[-1]) == 3
            assert all(form[:3] == forms[-1] for form in forms)
            if said.because and said.alone:
                told += 1
                cause = [span for span in said.sentence if span not in said.alone]
                assert any(span.role in (NAME, QUANTITY) for span in cause)
    assert told > 10


def test_a_paragraph_has_one_full_stop_between_its_sentences():
    parts = [(Span("It is done."),), (Span("It goes on"),), (Span("It ends."),)]
    assert "".join(span.text for span in paragraph(parts)) == "It is done. It goes on. It ends."
