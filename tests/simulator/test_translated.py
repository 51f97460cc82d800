"""Every text of the simulator is in the chosen language; names and keys stay unchanged."""

import numpy as np
import pytest

from simulator import translation
from simulator.analysis.address import Address
from simulator.analysis.option_effects import options
from simulator.analysis.tensor_shapes import tensors
from simulator.breakpoints.conditions import Condition
from simulator.check.report import Disagreement
from simulator.check.selftest import HEALTHY, Verdict, summary
from simulator.diagnosis.diagnosis import DiagnosedDifference, Diagnosis, Explanation
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.examples.recipe import SEQUENCES
from simulator.lstm.initialisers import INITIALISERS
from simulator.lstm.interventions import Cut, Hold
from simulator.lstm.lane import DIRECTIONS, Lane
from simulator.lstm.refills import REFILLS
from simulator.mistakes.catalogue import known_mistakes
from simulator.mistakes.observed import Observed
from simulator.mistakes.sabotages import SABOTAGES
from simulator.mistakes.series import Series
from simulator.translation import tr
from tests.simulator.train_mode import probe

SIGN = "※"


@pytest.fixture
def abroad():
    """Translate by putting a sign before every text."""

    def speak():
        translation.install("xx", lambda text: f"{SIGN}{text}")

    yield speak
    translation.load(translation.ENGLISH)


def observed_of(experiment):
    run = Run(experiment)
    run.advance()
    trace, outputs = run.trace, run.trace.outputs()
    values = {
        Series("output"): outputs.output,
        Series("h_n"): outputs.h_n,
        Series("f", 0, 0): trace.values("f", Lane()),
    }
    arrays = {name: np.asarray(array, np.float64) for name, array in values.items()}
    return Observed(arrays, {name: np.ones(a.shape, bool) for name, a in arrays.items()})


@pytest.mark.parametrize("projected", [False, True])
def test_mistakes_keep_their_names_and_every_phrase_is_translated(abroad, projected):
    experiment = probe(0, projected)
    observed, masks = observed_of(experiment), {3: experiment.masks}
    at_home = known_mistakes(experiment, observed, masks)
    abroad()
    away = known_mistakes(experiment, observed, masks)
    assert [mistake.name for mistake in away] == [mistake.name for mistake in at_home]
    for here, there in zip(at_home, away, strict=True):
        assert there.phrase.startswith(SIGN)
        assert there.phrase.replace(SIGN, "") == here.phrase


def diagnosis(explained, phrases, compared=240, **others):
    explanations = [Explanation((), phrase, explained, 240, 240, 3e-7, 0.0) for phrase in phrases]
    first = DiagnosedDifference(Address("f", Lane(1, 1), 5, 0, 3), 0.25, 0.5, 1e-7, 9)
    return Diagnosis(False, 250, compared, 9, 0.1, first, tuple(explanations), **others)


@pytest.mark.parametrize(
    "found",
    [
        Diagnosis(True, 240, 240, 240, 0.0),
        Diagnosis(True, 1, 1, 1, 3e-7),
        diagnosis(False, (), compared=0),
        diagnosis(False, (), finished=False),
        diagnosis(False, ("W_ih and W_hh swapped",)),
        *(diagnosis(True, ("W_ih and W_hh swapped",) * count) for count in (1, 2, 6)),
    ],
)
def test_a_diagnosis_is_said_in_the_language(abroad, found):
    at_home = found.sentence()
    abroad()
    assert found.sentence().startswith(SIGN)
    assert found.sentence().replace(SIGN, "") == at_home
    assert found.first is None or found.first.text().startswith(SIGN)


def test_options_and_shapes_are_explained_in_the_language(abroad):
    for experiment in (probe(0, True), *(make().experiment for make in EXAMPLES.values())):
        at_home = options(experiment), tensors(experiment)
        abroad()
        away = options(experiment), tensors(experiment)
        for here, there in zip(at_home[0], away[0], strict=True):
            assert (there.name, there.value) == (here.name, here.value)
            assert SIGN in there.change
            assert there.change.replace(SIGN, "") == here.change
            assert there.without_effect.replace(SIGN, "") == here.without_effect
            assert bool(there.without_effect) == there.without_effect.startswith(SIGN)
        for here, there in zip(at_home[1], away[1], strict=True):
            assert (there.group, there.formula) == (here.group, here.formula)
            assert there.meaning == SIGN + here.meaning
        translation.load(translation.ENGLISH)


def test_sabotages_and_the_selftest_translate_what_they_show_and_not_their_keys(abroad):
    verdicts = [Verdict(case, frozenset("s"), frozenset(), "", "2") for case in SABOTAGES]
    failing = [*verdicts, Verdict(HEALTHY[0], frozenset(), frozenset("s"), "", "2")]
    at_home = {name: sabotage.text() for name, sabotage in SABOTAGES.items()}
    summaries = summary(failing)
    abroad()
    assert {name: s.text() for name, s in SABOTAGES.items()} == {
        name: SIGN + text for name, text in at_home.items()
    }
    assert all(name == text for name, text in at_home.items())
    assert summary(failing).count(SIGN) == 1 + len(failing)
    assert summary(failing).replace(SIGN, "") == summaries


def test_what_is_typed_and_what_is_stored_has_no_language(abroad):
    abroad()
    assert Condition("saturated", "f").text() == "f saturated"
    assert str(Hold("f", 1, 0, (0,), 0, 0, 0.5)) == "the hold on f of layer 1"
    assert str(Cut("weight_hh", 1, 0, (0, 0), 0, 0)) == "the cut in weight_hh of layer 1"
    assert DIRECTIONS == ("forward", "reverse")
    assert "noise" in SEQUENCES
    keys = [*SEQUENCES, *INITIALISERS, *REFILLS, *SABOTAGES, *EXAMPLES]
    assert not any(SIGN in key for key in keys)


@pytest.mark.parametrize("check", ["link", "step", "window"])
def test_a_disagreement_is_told_in_the_language_and_its_fields_are_not(abroad, check):
    found = Disagreement(check, Address("f", Lane(1, 1), 5, 0, 3), 0.25, 0.5, 1e-7, "float32", (1,))
    at_home, fields = (found.text(), found.place()), found.to_json()
    abroad()
    assert (found.text().replace(SIGN, ""), found.place().replace(SIGN, "")) == at_home
    assert found.text().startswith(SIGN)
    away = found.to_json()
    assert {**away, "text": ""} == {**fields, "text": ""}
    assert tr(DIRECTIONS[1]) in found.place()
