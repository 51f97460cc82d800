"""A readout and its targets where another sequence or model is opened: kept, cut or asked."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.experiment.appending import appended
from simulator.experiment.experiment import Experiment
from simulator.experiment.tokens import Tokens
from simulator.network.config import LSTMConfig
from simulator.objective.loss import CROSS_ENTROPY, MSE, Loss
from simulator.objective.objective import NO_OBJECTIVE, Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import IGNORED, Targets
from tests.simulator.experiments import random_parameters
from ui.documents.readout_keeping import (
    CUT,
    WITHOUT_READOUT,
    WITHOUT_TARGETS,
    Misfit,
    keep,
    with_later_tokens,
)
from ui.session.document import Document

PARAMETERS = random_parameters(LSTMConfig(2, 3)).astype(np.float32)
V = np.arange(6, dtype=np.float32).reshape(2, 3)


def document_of(steps=5, batch=1, parameters=PARAMETERS, objective=NO_OBJECTIVE, seed=0):
    width = parameters.config.input_size
    values = np.random.default_rng(seed).standard_normal((steps, batch, width))
    experiment = Experiment.create(parameters, values.astype(parameters.dtype))
    return Document.of("test", experiment.with_objective(objective))


def own_answers(steps=5, batch=1):
    return Targets.of(np.arange(steps * batch * 2, dtype=np.float32).reshape(steps, batch, 2))


def objective_of(targets, kind=MSE):
    return Objective(Readout(V), targets, Loss(kind))


def test_a_forecast_follows_the_new_sequence():
    before = document_of()
    sequence, lengths = before.experiment.sequence, before.experiment.lengths
    before = document_of(objective=objective_of(Targets.forecast(sequence, lengths, 2)))
    after = keep(before, document_of(8, 3, seed=1))
    targets = after.experiment.objective.targets
    np.testing.assert_array_equal(targets.values[:6], after.experiment.sequence[2:])
    assert targets.counted[:6].all()
    assert not targets.counted[6:].any()
    assert after.original is after.experiment


def test_answers_of_the_same_timesteps_and_rows_stay():
    before = document_of(objective=objective_of(own_answers()))
    after = keep(before, document_of(seed=1))
    np.testing.assert_array_equal(after.experiment.objective.targets.values, own_answers().values)


@pytest.mark.parametrize(("steps", "batch"), [(3, 1), (9, 1), (5, 2), (2, 4)])
def test_other_timesteps_or_rows_are_asked_about(steps, batch):
    before = document_of(objective=objective_of(own_answers()))
    misfit = keep(before, document_of(steps, batch, seed=1))
    assert isinstance(misfit, Misfit)
    assert misfit.answers == (CUT, WITHOUT_TARGETS)
    assert misfit.proposal() == WITHOUT_TARGETS
    assert f"({steps}, {batch})" in misfit.why
    cut = misfit.settled(CUT).experiment.objective.targets
    common = min(steps, 5)
    assert cut.values.shape == (steps, batch, 2)
    np.testing.assert_array_equal(cut.values[:common, 0], own_answers().values[:common, 0])
    assert int(cut.counted.sum()) == common
    alone = misfit.settled(WITHOUT_TARGETS).experiment.objective
    np.testing.assert_array_equal(alone.readout.weight, V)
    assert (alone.targets, alone.loss) == (None, None)


def test_v_that_another_model_cannot_use_is_asked_about():
    before = document_of(objective=Objective(Readout(V)))
    wide = random_parameters(LSTMConfig(2, 4)).astype(np.float32)
    misfit = keep(before, document_of(parameters=wide))
    assert misfit.answers == (WITHOUT_READOUT,)
    assert not misfit.settled(WITHOUT_READOUT).experiment.objective


def test_a_model_of_another_dtype_takes_v_along():
    before = document_of(objective=objective_of(own_answers()))
    double = random_parameters(LSTMConfig(2, 3)).astype(np.float64)
    kept = keep(before, document_of(parameters=double)).experiment.objective
    assert kept.readout.weight.dtype == kept.targets.values.dtype == np.float64
    np.testing.assert_array_equal(kept.readout.weight, V)


def test_a_model_brings_its_own_layer_of_the_same_name():
    before = document_of(objective=Objective(Readout(V, layer="decoder", names=("a", "b"))))
    wide = random_parameters(LSTMConfig(2, 4)).astype(np.float32)
    own = Readout(np.ones((2, 4), np.float32))
    readout = keep(before, document_of(parameters=wide), own).experiment.objective.readout
    np.testing.assert_array_equal(readout.weight, own.weight)
    assert (readout.layer, readout.names) == ("decoder", ("a", "b"))
    larger = Readout(np.ones((3, 4), np.float32))
    assert (
        keep(before, document_of(parameters=wide), larger).experiment.objective.readout.names == ()
    )


def test_targets_that_a_new_layer_has_no_outputs_for_are_asked_about():
    before = document_of(objective=objective_of(own_answers()))
    own = Readout(np.ones((3, 3), np.float32))
    misfit = keep(before, document_of(seed=1), own)
    assert misfit.answers == (WITHOUT_TARGETS,)
    np.testing.assert_array_equal(
        misfit.settled(WITHOUT_TARGETS).experiment.objective.readout.weight, own.weight
    )


def test_a_model_of_another_input_begins_anew():
    before = document_of(objective=objective_of(own_answers()))
    other = document_of(parameters=random_parameters(LSTMConfig(7, 3)).astype(np.float32))
    assert keep(before, other) is other


def test_what_was_set_since_opening_stays_an_edit():
    opened = document_of()
    edited = opened.experiment.with_objective(objective_of(own_answers()))
    after = keep(replace(opened, experiment=edited), document_of(seed=1))
    assert after.experiment.objective
    assert not after.original.objective
    removed = document_of(objective=objective_of(own_answers()))
    removed = replace(removed, experiment=removed.experiment.with_objective(NO_OBJECTIVE))
    after = keep(removed, document_of(seed=1))
    assert not after.experiment.objective
    assert after.original.objective


EMBEDDING = np.random.default_rng(5).standard_normal((3, 2)).astype(np.float32)


def text_of(ids, targets=None):
    experiment = Experiment.create(PARAMETERS, EMBEDDING[ids])
    if targets is not None:
        readout = Readout(np.ones((3, 3), np.float32))
        experiment = experiment.with_objective(
            Objective(readout, Targets.of(np.array(targets)[:, None]), Loss(CROSS_ENTROPY))
        )
    document = Document.of("text", experiment)
    return replace(document, tokens=Tokens(np.array(ids), ("a", "b", "c"), 3))


def test_the_next_token_of_another_text_is_told():
    before = text_of([0, 1, 2, 1], [1, 2, 1, IGNORED])
    after = keep(before, text_of([2, 2, 0, 1, 1, 0]))
    targets = after.experiment.objective.targets
    assert targets.values[:, 0].tolist() == [2, 0, 1, 1, 0, IGNORED]
    assert targets.counted[:, 0].tolist() == [True] * 5 + [False]
    far = keep(text_of([0, 1, 2, 1], [2, 1, IGNORED, IGNORED]), text_of([2, 2, 0, 1]))
    assert far.experiment.objective.targets.values[:, 0].tolist() == [0, 1, IGNORED, IGNORED]


def test_classes_that_are_no_next_tokens_do_not_follow():
    misfit = keep(text_of([0, 1, 2, 1], [0, 0, 0, 1]), text_of([2, 2, 0, 1, 1, 0]))
    assert misfit.answers == (CUT, WITHOUT_TARGETS)


def test_appended_tokens_are_told_too():
    before = text_of([0, 1, 2, 1], [1, 2, 1, IGNORED])
    longer = appended(before.experiment, EMBEDDING[[0, 2]].astype(np.float64))
    after = with_later_tokens(before, before.appended(longer, ("a", "c")))
    targets = after.objective.targets
    assert targets.values[:, 0].tolist() == [1, 2, 1, 0, 2, IGNORED]
    assert targets.counted[:, 0].tolist() == [True] * 5 + [False]
    own = text_of([0, 1, 2, 1], [0, 0, 0, 1])
    longer = appended(own.experiment, EMBEDDING[[0]].astype(np.float64))
    targets = with_later_tokens(own, own.appended(longer, ("a",))).objective.targets
    assert targets.values[targets.counted].tolist() == [0, 0, 0, 1]
