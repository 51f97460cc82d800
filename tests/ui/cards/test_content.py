import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import translation
from simulator.analysis.address import Address, Given
from simulator.analysis.meaning.spans import plain
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests.depth import count, examples
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from ui.cards.content import content_of, exists, state_of, title_of
from ui.session import runner
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import number_format

NUMBER = re.compile(r"−?\d+\.?\d*(?:e−?\d+)?")
T = 5


def numbers_of(spans):
    return [float(text.replace("−", "-")) for text in NUMBER.findall(plain(spans))]


def bench_of(seed=0, **options):
    config = LSTMConfig(2, 3, **options)
    values = np.random.default_rng(seed).standard_normal((T, 2)).astype(np.float32)
    bench = Workbench(
        Document.of("1", Experiment.create(random_parameters(config, seed, np.float32), values))
    )
    bench.last()
    return bench


@pytest.fixture(scope="module")
def stack():
    """Return a workbench over two layers of two directions with a projection."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "SLICE_SECONDS", 60.0)
        yield bench_of(num_layers=2, bidirectional=True, proj_size=2)


def test_c_is_written_in_letters_numbers_and_products(make_workbench):
    bench = make_workbench()
    bench.last()
    snapshot, at = bench.snapshot(), Address("c", t=3, unit=1)
    trace = snapshot.run.trace
    letters, numbers, products = content_of(snapshot, at).lines
    assert plain(letters) == "c = f × c[t−1] + i × g"
    f, i, g = (float(replace(at, quantity=q).value(trace)) for q in "fig")
    before = float(Address("c", t=2, unit=1).value(trace))
    assert numbers_of(numbers) == pytest.approx([f, before, i, g], abs=6e-5)
    assert numbers_of(products) == pytest.approx([f * before, i * g], abs=6e-5)


def test_a_gate_is_written_by_the_sums_of_its_parts(make_workbench):
    bench = make_workbench()
    bench.last()
    snapshot, at = bench.snapshot(), Address("o", t=2, unit=1)
    parameters = snapshot.experiment.parameters
    row = 3 * 2 + 1
    x = snapshot.experiment.sequence[2, 0].astype(np.float64)
    h = snapshot.run.trace.lanes[Lane()].output[1, 0].astype(np.float64)
    parts = [
        parameters["bias_ih_l0"][row],
        parameters["bias_hh_l0"][row],
        parameters["weight_ih_l0"][row] @ x,
        parameters["weight_hh_l0"][row] @ h,
    ]
    _, numbers, result = content_of(snapshot, at).lines
    assert numbers_of(numbers) == pytest.approx(parts, abs=6e-5)
    assert numbers_of(result) == pytest.approx([sum(parts)], abs=6e-5)
    value = 1 / (1 + math.exp(-sum(parts)))
    assert float(content_of(snapshot, at).value) == pytest.approx(value, abs=6e-5)


def test_h_is_written_as_what_o_lets_out(make_workbench):
    bench = make_workbench()
    bench.last()
    snapshot, at = bench.snapshot(), Address("h", t=2)
    trace = snapshot.run.trace
    o, c = (float(Address(q, t=2).value(trace)) for q in "oc")
    _, numbers, product = content_of(snapshot, at).lines
    assert numbers_of(numbers) == pytest.approx([o, c], abs=6e-5)
    assert numbers_of(product) == pytest.approx([o, math.tanh(c)], abs=6e-5)


def test_a_weight_is_written_by_what_it_adds(make_workbench):
    bench = make_workbench()
    bench.last()
    snapshot = bench.snapshot()
    weight = float(snapshot.experiment.parameters["weight_ih_l0"][3, 1])
    x = float(snapshot.experiment.sequence[snapshot.timestep, 0, 1])
    _, numbers, product = content_of(snapshot, Given("weight_ih_l0", (3, 1))).lines
    assert numbers_of(numbers) == pytest.approx([weight, x], abs=6e-5)
    assert numbers_of(product) == pytest.approx([weight * x], abs=6e-5)


def test_a_projection_is_written_by_its_weights_and_their_factors():
    bench = bench_of(proj_size=2)
    bench.last()
    letters, *_ = content_of(bench.snapshot(), Address("h", t=2, unit=1)).lines
    for unit in range(3):
        assert f"W_hr[1,{unit}] × m[{unit}]" in plain(letters)


def test_a_sum_with_a_covered_number_stays_unknown(make_workbench):
    bench = make_workbench()
    bench.last()
    covered = HiddenValues(False, frozenset({Address("h", t=1)}))
    _, whole, _ = content_of(bench.snapshot(), Address("f", t=2)).lines
    _, parts, _ = content_of(replace(bench.snapshot(), cover=covered), Address("f", t=2)).lines
    assert "?" in plain(parts)
    assert numbers_of(parts) == numbers_of(whole)[:-1]


def test_a_held_number_tells_what_its_formula_gives(make_workbench):
    bench = make_workbench()
    computed = bench.snapshot()
    bench.last()
    free = float(Address("f", t=2).value(bench.snapshot().run.trace))
    bench.edit(computed.experiment.with_holds(Hold("f", 0, 0, (0,), 2, 2, 0.125)), "1")
    content = content_of(bench.snapshot(), Address("f", t=2))
    assert content.value == "0.1250"
    assert numbers_of(content.lines[-1])[-1] == pytest.approx(free, abs=6e-5)


def test_the_title_names_lane_and_row_where_there_are_several(stack, make_workbench):
    several = title_of(stack.snapshot(), Address("c", Lane(1, 1), 2, 0, 1))
    assert several.startswith("c[1] at t 2")
    assert "1" in several.removeprefix("c[1] at t 2")
    assert title_of(make_workbench().snapshot(), Address("c", t=2)) == "c[0] at t 2"


def addresses(config):
    quantities = [q for q in config.quantities if q != "z"]
    return st.sampled_from(quantities).flatmap(
        lambda quantity: st.builds(
            Address,
            st.just(quantity),
            st.sampled_from(list(config.lanes())),
            st.integers(0, T - 1),
            st.just(0),
            st.integers(0, config.width(quantity) - 1),
        )
    )


def givens(parameters):
    names = sorted(parameters.arrays)
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(*(st.integers(0, size - 1) for size in parameters[name].shape)).map(
            lambda index: Given(name, index)
        )
    )


@examples(60)
@given(st.data())
def test_no_digit_of_a_covered_number_is_on_a_card(stack, data):
    whole = stack.snapshot()
    config, parameters = whole.experiment.config, whole.experiment.parameters
    near = data.draw(addresses(config))
    cells = [
        Address(quantity, near.lane, t, 0, unit)
        for quantity in config.quantities
        if quantity != "z"
        for t in range(max(near.t - 1, 0), min(near.t + 2, T))
        for unit in range(config.width(quantity))
    ]
    covered = data.draw(st.frozensets(st.sampled_from(cells), min_size=2, max_size=30))
    position = data.draw(st.sampled_from((whole.schedule.end, near.position(whole.schedule))))
    snapshot = replace(
        whole, position=position, cover=HiddenValues(data.draw(st.booleans()), covered)
    )
    subject = data.draw(st.one_of(st.just(near), st.sampled_from(cells), givens(parameters)))
    content = content_of(snapshot, subject)
    said = set(NUMBER.findall(" ".join((content.value, *content.texts))))
    trace = whole.run.trace
    for number in covered:
        value = number.value(trace)
        digits = f"{abs(value):.4f}", f"{abs(value):.6f}", str(abs(value))
        assert not [text for text in said if text.lstrip("−") in digits and len(text) > 4]
    if isinstance(subject, Address) and not snapshot.shows_number(subject):
        assert (content.value, content.exact, content.lines) == ("?", "", ())


def test_a_sentence_that_begins_with_a_timestep_keeps_its_letter(make_workbench):
    bench = make_workbench()
    bench.last()
    weight = Given("weight_ih_l0", (0, 0))
    translation.load(translation.KOREAN)
    try:
        sentence = plain(content_of(bench.snapshot(), weight).sentence)
    finally:
        translation.load(translation.ENGLISH)
    assert sentence.startswith("t 5")
    assert plain(content_of(bench.snapshot(), weight).sentence)[0].isupper()


def test_a_card_names_a_gradient_with_its_blame_and_its_product():
    bench = Workbench(Document.of("loss", random_case(5, np.float32)))
    schedule, experiment = bench.snapshot().schedule, bench.snapshot().experiment
    lane = list(experiment.config.lanes())[-1]
    row = experiment.lengths.index(max(experiment.lengths))
    subject = Address("df", lane, experiment.lengths[row] - 1, row, 0)
    assert content_of(bench.snapshot(), subject).value == "?"
    bench.last()
    at = subject.position(schedule)
    for position, known in ((at - 1, False), (at, True)):
        bench.go_to(position)
        snapshot = bench.snapshot()
        assert snapshot.position == position
        content = content_of(snapshot, subject)
        assert content.title.startswith(f"df[0] at t {subject.t}")
        assert content.quantity == "f"
        assert (content.value != "?") == bool(content.exact) == known
    value = subject.value(snapshot.numbers)
    assert content.exact == number_format.exact(value)
    assert content.value == number_format.scientific(float(value))
    assert plain(content.sentence)
    before = state_of(snapshot, subject)
    bench.step(1, "gate")
    assert state_of(bench.snapshot(), subject) != before


def test_every_gradient_has_a_card_at_every_step(qapp):
    for seed in range(count(6, by_default=2)):
        bench = Workbench(Document.of("any", random_case(seed, np.float32, steps=3)))
        schedule, config = bench.snapshot().schedule, bench.snapshot().experiment.config
        bench.last()
        for position in range(schedule.end, schedule.last + 1, 3):
            bench.go_to(position)
            snapshot = bench.snapshot()
            for lane in config.lanes():
                for key in (*config.gradients[:-1], "dz_g"):
                    if key == "dz":
                        continue
                    subject = Address(key, lane)
                    content = content_of(snapshot, subject)
                    assert all(content.texts), (seed, position, key)
                    assert (content.value == "?") == (not snapshot.knows_number(subject))


def test_equal_states_have_equal_contents(stack):
    before, at = stack.snapshot(), Address("f", Lane(0, 0), 1)
    stack.go_to(before.position - 3)
    after = stack.snapshot()
    stack.last()
    assert state_of(before, at) == state_of(after, at)
    assert content_of(before, at).texts == content_of(after, at).texts
    hidden = replace(before, position=0, cover=HiddenValues(ahead=True))
    assert state_of(hidden, at) != state_of(before, at)


def test_numbers_that_an_experiment_lacks_do_not_exist(make_workbench):
    snapshot = make_workbench().snapshot()
    assert exists(snapshot, Address("f", t=5))
    assert not exists(snapshot, Address("f", t=6))
    assert not exists(snapshot, Address("m"))
    assert exists(snapshot, Given("weight_ih_l0", (0, 0)))
    assert not exists(snapshot, Given("weight_ih_l1", (0, 0)))
    assert not exists(snapshot, Given("weight_ih_l0", (99, 0)))
