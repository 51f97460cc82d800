"""Cards of y, p and the loss: every line of the formula is worked out anew here."""

import math

import numpy as np
import pytest

from simulator.analysis.address import Address, Given
from simulator.analysis.meaning.spans import plain
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests.ui.cards.test_content import numbers_of
from tests.ui.readouts import bench_with_readout
from ui.cards.content import content_of, state_of
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench

T = 0


def at_end(**objective):
    bench = bench_with_readout(objective=objective)
    bench.last()
    return bench.snapshot()


def parts(snapshot, unit):
    """Return b, V·h, and y of a timestep that counts, in float64."""
    readout = snapshot.experiment.objective.readout
    h = snapshot.run.trace.values("h", Lane())[T, 0]
    return readout.bias, readout.weight[unit] @ h, readout.weight @ h + readout.bias


def test_y_is_written_by_its_bias_and_what_h_adds():
    snapshot = at_end()
    letters, numbers = content_of(snapshot, Address("y", t=T, unit=1)).lines
    assert plain(letters) == "y[1] = b + V h"
    bias, from_h, _ = parts(snapshot, 1)
    assert numbers_of(numbers) == pytest.approx([bias[1], from_h], abs=6e-5)


def test_y_without_a_bias_is_written_without_one():
    snapshot = at_end(bias=False)
    letters, numbers = content_of(snapshot, Address("y", t=T, unit=1)).lines
    assert plain(letters) == "y[1] = V h"
    assert len(numbers_of(numbers)) == 1


def test_a_probability_is_written_by_sigma():
    snapshot = at_end(function="sigmoid", loss="bce")
    content = content_of(snapshot, Address("p", t=T, unit=2))
    letters, numbers = content.lines
    assert plain(letters) == "p[2] = σ(y[2])"
    y = parts(snapshot, 2)[2]
    assert numbers_of(numbers) == pytest.approx([y[2]], abs=6e-5)
    assert float(content.value) == pytest.approx(1 / (1 + math.exp(-y[2])), abs=6e-5)


def test_a_share_of_all_outputs_is_written_by_what_they_share():
    snapshot = at_end(function="softmax", loss="cross-entropy")
    content = content_of(snapshot, Address("p", t=T, unit=2))
    letters, numbers = content.lines
    assert plain(letters) == "p[2] = e^y[2] / Σ e^y"
    y = parts(snapshot, 2)[2]
    own, less = numbers_of(numbers)
    assert (own, less) == pytest.approx((y[2], math.log(np.exp(y).sum())), abs=6e-5)
    assert float(content.value) == pytest.approx(math.exp(own - less), abs=2e-4)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_squared_error_is_written_output_by_output(reduction):
    snapshot = at_end(loss="mse", reduction=reduction)
    content = content_of(snapshot, Address("loss", t=T))
    equation, letters, numbers = content.lines
    share = "/3" if reduction == "mean" else ""
    assert plain(equation) == "loss = mse(y, target)"
    named = " + ".join(f"(y[{k}] − target[{k}])²{share}" for k in range(3))
    assert plain(letters).strip() == f"= {named}"
    y, right = parts(snapshot, 0)[2], snapshot.experiment.objective.targets.values[T, 0]
    each = (y - right) ** 2 / (3 if share else 1)
    assert numbers_of(numbers) == pytest.approx(each, abs=6e-5)
    assert float(content.value) == pytest.approx(each.sum(), abs=6e-5)


def test_a_cross_entropy_is_written_by_the_output_that_is_right():
    snapshot = at_end(function="softmax", loss="cross-entropy")
    right = int(snapshot.experiment.objective.targets.values[T, 0])
    _, letters, numbers = content_of(snapshot, Address("loss", t=T)).lines
    assert plain(letters).strip() == f"= log Σ e^y − y[{right}]"
    y = parts(snapshot, 0)[2]
    assert numbers_of(numbers) == pytest.approx([math.log(np.exp(y).sum()), -y[right]], abs=6e-5)


def test_a_loss_of_bits_is_written_by_the_first_of_its_terms():
    snapshot = at_end(loss="bce", outputs=4, reduction="sum")
    _, letters, numbers = content_of(snapshot, Address("loss", t=T)).lines
    assert plain(letters).count("log(1 + e^y[") == 3
    assert plain(letters).endswith("…")
    y = parts(snapshot, 0)[2]
    assert numbers_of(numbers) == pytest.approx(np.log1p(np.exp(y[:3])), abs=6e-5)


def test_a_loss_that_does_not_count_is_nothing():
    snapshot = at_end()
    left_out = int(np.argmin(snapshot.experiment.counts()[:, 0]))
    content = content_of(snapshot, Address("loss", t=left_out))
    assert float(content.value) == 0
    assert numbers_of(content.lines[-1]) == [0]


def test_the_sentence_says_how_much_and_what_is_right():
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    bench.last()
    snapshot = bench.snapshot()
    for quantity in ("y", "p"):
        told = plain(content_of(snapshot, Address(quantity, t=3)).sentence)
        share = snapshot.run.trace.values("p", Lane())[3, 0, 0]
        assert "yes" in told
        assert f"{100 * share:.1f} %" in told
        assert told.endswith(" 1")
    bench.open(Document.of_example(EXAMPLES["tagger"]()))
    bench.last()
    bracket = plain(content_of(bench.snapshot(), Address("y", t=0)).sentence)
    assert "target" in told
    assert "target" not in bracket  # nothing is asked of it


def test_a_target_and_a_weight_of_the_readout_have_names():
    bench = bench_with_readout(num_layers=2)
    bench.last()
    snapshot = bench.snapshot()
    titles = {
        Given("readout.weight", (1, 0)): "V[1,0]",
        Given("readout.bias", (2,)): "b[2]",
        Given("target", (0, 0, 1)): "target[1]",
    }
    for number, title in titles.items():
        content = content_of(snapshot, number)
        assert content.title == title
        assert content.quantity == "y"


def test_nothing_is_told_before_its_step():
    bench = bench_with_readout()
    bench.toggle_ahead()
    bench.step(6, GATE)
    for quantity in ("y", "loss"):
        content = content_of(bench.snapshot(), Address(quantity, t=0))
        assert (content.value, content.exact, content.lines) == ("?", "", ())
    before = state_of(bench.snapshot(), Address("y", t=0))
    bench.step(1, GATE)
    assert state_of(bench.snapshot(), Address("y", t=0)) != before
    assert content_of(bench.snapshot(), Address("y", t=0)).lines
    bench.cover(HiddenValues(numbers=frozenset({Address("y", t=0)})))
    assert content_of(bench.snapshot(), Address("y", t=0)).value == "?"
