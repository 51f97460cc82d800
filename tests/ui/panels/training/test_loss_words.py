"""Words of the loss panel: each sentence says what the numbers say, and none more."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.meaning.spans import plain
from tests.ui.panels.training.runs import exploded, trained
from ui.panels.training.loss import words
from ui.panels.training.validation.told import Told


def said(now, before, first=0, lost=None):
    return [plain(form, quoted=False) for form in words.forms(now, before, first, lost)]


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (
            Told(118, 0.567, 266, 300),
            Told(110, 0.02, 299, 300),
            "At step 118 accuracy has dropped since step 110: 266 of 300 correct, down from 299",
        ),
        (
            Told(118, 0.01, 299, 300),
            Told(25, 0.6, 170, 300),
            "At step 118 the task is learnt: 299 of 300 correct, up from 170 at step 25",
        ),
        (
            Told(30, 0.6, 201, 300),
            Told(25, 0.6, 170, 300),
            "At step 30 the network has 201 of 300 correct; at step 25 it had 170",
        ),
        (
            Told(30, 0.6, 298, 300),
            Told(25, 0.6, 300, 300),
            "At step 30 the network has 298 of 300 correct; at step 25 it had 300",
        ),
        (
            Told(30, 0.6, 201, 300),
            Told(110, 0.02, 299, 300),
            "At step 30 the network has 201 of 300 correct; at step 110 it will have 299",
        ),
        (
            Told(30, 0.6, 201, 300),
            Told(25, 0.6, 201, 300),
            "At step 30 the network has 201 of 300 correct, as at step 25",
        ),
        (Told(0, 0.69, 150, 300), None, "Not trained yet: 150 of 300 correct"),
        (Told(0, 0.25), None, "Not trained yet: the loss is 0.25"),
        (
            Told(50, 0.31),
            Told(25, 0.026),
            "At step 50 the loss has risen since step 25: it is 0.31, up from 0.026",
        ),
        (Told(50, 0.02), Told(25, 0.026), "At step 50 the loss is 0.02; at step 25 it is 0.026"),
        (Told(1_200, 0.02, 1_234, 5_120), None, "Step 1200: 1,234 of 5,120 correct"),
    ],
)
def test_a_sentence_says_what_is_known_beside_what_was(now, before, sentence):
    forms = said(now, before)
    assert forms[0] == sentence
    assert all(len(a) > len(b) for a, b in pairwise(forms))
    if now.count:
        assert all(f"{now.right:,}" in form for form in forms)


def test_a_lost_network_says_from_where_and_one_before_does_not():
    lost = Told(40, math.nan, 0, 300)
    assert "From step 37 on" in said(lost, Told(25, 0.1, 290, 300), lost=37)[0]
    assert "From step" not in said(Told(37, 0.1, 290, 300), None, lost=37)[0]


@given(st.integers(1, 3_000), st.data())
def test_what_chance_can_make_is_not_called_lost(count, data):
    right = data.draw(st.integers(0, count))
    before = Told(10, 0.1, right, count)
    fewer = max(0, right - math.isqrt(count - right + 1))
    assert not words.has_lost(Told(20, 0.1, fewer, count), before)
    assert not words.has_lost(before, before)
    if right > 0.2 * count + 3 * math.sqrt(count) + 3:
        assert words.has_lost(Told(20, 0.1, 0, count), before)


def test_the_best_before_is_the_best_of_the_judgements_before():
    run = trained()
    count = 12 * 20
    for step in (1, 6, 33, 60):
        best = words.best_before(run, step, count)
        earlier = [j for j in run.judgements if j.step < step]
        assert best.right == max(round(j.accuracy * count) for j in earlier)
        assert best.step in {j.step for j in earlier}
    assert words.best_before(run, 0, count) is None


def test_the_label_tells_what_is_known_of_the_step_and_no_more():
    run = trained()
    assert words.label_of(run, 60, Told(55, 0.1, 1, 2)) == ("step 60",)
    train = run.log.row(30).loss
    assert words.label_of(run, 30, None) == ("step 30", f"train {train:.3g}")
    assert words.label_of(run, 30, Told(30, 0.125, 1, 2))[1].startswith("val 0.125 · train")


def test_pointing_tells_the_norm_and_where_it_was_clipped():
    run = trained()
    for step in range(60):
        told, row = words.words_at(run, step), run.log.row(step)
        assert told.startswith(f"step {step}")
        assert f"‖g‖ {row.norm:.3g}" in told
        assert ("clipped to 1" in told) == (row.norm > 1)
        assert ("validation" in told) == (step % 5 == 0)
    assert "NaN" in words.words_at(exploded(), 7)


def test_without_a_validation_batch_the_batches_are_told():
    run = trained()
    first = plain(words.without_validation(run, 30)[0], quoted=False)
    loss, before = (run.log.row(step).loss for step in (30, 0))
    assert (
        first == f"The batch at step 30 has loss {loss:.3g}; the batch at step 0 had {before:.3g}"
    )
