"""Appended timesteps: the run before them stays, bit for bit, and nothing else of the input."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.appending import appended, refusal
from simulator.experiment.experiment import Experiment
from simulator.experiment.timestep_labels import labels_after_edits
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from tests.simulator.train_mode import probe


def made(batch=None, lengths=None, **options):
    config = LSTMConfig(2, 3, **options)
    rng = np.random.default_rng(0)
    shape = (5, 2) if batch is None else (5, batch, 2)
    x = rng.standard_normal(shape).astype(np.float32)
    return Experiment.create(random_parameters(config), x, lengths=lengths)


NEW = np.array([[0.5, -1.0], [2.0, 3.0]])


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run.trace


def test_the_steps_before_stay_and_the_new_ones_follow():
    before = made()
    after = appended(before, NEW)
    assert (after.sequence[:5] == before.sequence).all()
    assert (after.sequence[5:, 0] == NEW).all()
    assert after.lengths == (7,)
    assert not after.packed
    old, new = finished(before), finished(after)
    for quantity in "ifgoch":
        assert (new.values(quantity, Lane())[:5] == old.values(quantity, Lane())).all()
    whole = np.concatenate([before.sequence[:, 0], NEW.astype(np.float32)])
    same = finished(Experiment.create(before.parameters, whole))
    assert (new.values("h", Lane()) == same.values("h", Lane())).all()


def test_a_row_takes_the_place_of_its_padding():
    before = made(batch=2, lengths=(5, 3))
    after = appended(before, NEW[:1], row=1)
    assert after.lengths == (5, 4)
    assert after.sequence.shape == (5, 2, 2)
    assert (after.sequence[3, 1] == NEW[0]).all()
    others = np.ones((5, 2), bool)
    others[3, 1] = False
    assert (after.sequence[others] == before.sequence[others]).all()


def test_a_row_longer_than_the_others_pads_them():
    after = appended(made(batch=3), NEW, row=1)
    assert after.lengths == (5, 7, 5)
    assert after.packed
    assert (after.sequence[5:, 1] == NEW).all()
    assert not after.sequence[5:, ::2].any()


def test_what_is_held_to_the_end_goes_on():
    held = (
        Hold("c", 0, 0, (1,), 2, 4, 0.5),
        Hold("f", 0, 0, (0,), 0, 3, 1.0),
        Cut("weight_hh", 0, 0, (0, 1), 4, 4),
    )
    after = appended(made().with_holds(*held), NEW)
    assert [hold.last for hold in after.holds] == [6, 3, 6]
    ragged = made(batch=2, lengths=(5, 3)).with_holds(
        replace(held[0], row=1, last=2), replace(held[0], row=None, last=2), replace(held[0], row=0)
    )
    assert [hold.last for hold in appended(ragged, NEW[:1], row=1).holds] == [3, 2, 4]


@pytest.mark.parametrize("kind", ["z-score", "divide"])
def test_the_new_numbers_are_normalised_as_the_others(kind):
    before = made().normalised(kind, 4.0)
    after = appended(before, NEW)
    (offset, scale) = (
        np.array(v) for v in (after.scaling.normalisation.offset, after.scaling.normalisation.scale)
    )
    np.testing.assert_allclose(after.sequence[5:, 0] * scale + offset, NEW, rtol=1e-5)
    assert (after.sequence[:5] == before.sequence).all()
    assert (after.sequence_as_read()[5:, 0] == NEW).all()


def test_masks_stand_in_the_way():
    experiment = probe(0, projected=False)
    assert experiment.needs_masks
    assert "eval" in refusal(experiment)
    with pytest.raises(ValueError, match="eval"):
        appended(experiment, np.zeros((1, experiment.config.input_size)))
    assert refusal(made()) == ""
    with pytest.raises(ValueError, match="2"):
        appended(made(), np.zeros((1, 3)))


def test_labels_of_appended_timesteps_follow_their_rows():
    eye = np.eye(2)
    config = LSTMConfig(2, 3)
    original = Experiment.create(random_parameters(config), eye[[0, 1, 0]])
    longer = appended(original, np.array([[0.0, 1.0], [0.0, 0.0]]))
    labels, names = ("a", "b", "a", "b", "rest"), ("a", "b")
    assert labels_after_edits(labels, original, longer, names) == labels
    sequence = longer.sequence.copy()
    sequence[3, 0] = 1, 0
    sequence[0, 0] = 0, 1
    edited = longer.with_sequence(sequence)
    assert labels_after_edits(labels, original, edited, names) == ("b", "b", "a", "a", "rest")
