"""Every text of the simulator is in the chosen language; names and keys stay unchanged."""

import pytest

from simulator import translation
from simulator.analysis.address import Address
from simulator.analysis.option_effects import options
from simulator.analysis.tensor_shapes import tensors
from simulator.breakpoints.conditions import Condition
from simulator.check.disagreement import Disagreement
from simulator.check.selftest import HEALTHY, Verdict, summary
from simulator.diagnosis.diagnosis import DiagnosedDifference, Diagnosis, Explanation
from simulator.examples import EXAMPLES
from simulator.examples.recipe import SEQUENCES
from simulator.mistakes.catalogue import GROUPS, MISTAKES, OPTIMISER_MISTAKES
from simulator.mistakes.known.inputs import of_seeds
from simulator.network.initialisers import INITIALISERS
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import DIRECTIONS, Lane
from simulator.network.refills import REFILLS
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


def test_mistakes_keep_their_names_and_all_that_is_said_of_them_is_translated(abroad):
    experiment = probe(0, True)
    mistakes = [*MISTAKES.values(), *of_seeds(experiment, {3: experiment.masks})]
    at_home = [(mistake.explanation(), mistake.text()) for mistake in mistakes]
    abroad()
    for mistake, texts in zip(mistakes, at_home, strict=True):
        assert SIGN not in mistake.name
        for here, there in zip(texts, (mistake.explanation(), mistake.text()), strict=True):
            assert there.startswith(SIGN)
            assert there.replace(SIGN, "") == here
    assert {mistake.group for mistake in mistakes} == set(GROUPS)


def test_mistakes_in_a_step_of_training_are_translated(abroad):
    texts = {mistake.name: mistake.text() for mistake in OPTIMISER_MISTAKES.values()}
    abroad()
    for mistake in OPTIMISER_MISTAKES.values():
        assert texts[mistake.name] == mistake.name
        assert mistake.text() == f"{SIGN}{mistake.name}"


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


def test_the_selftest_translates_what_it_shows_and_not_its_keys(abroad):
    verdicts = [Verdict(case, frozenset("s"), frozenset(), "", "2") for case in MISTAKES]
    failing = [*verdicts, Verdict(HEALTHY[0], frozenset(), frozenset("s"), "", "2")]
    summaries = summary(failing)
    abroad()
    assert summary(failing).count(SIGN) >= 1 + len(failing)
    assert summary(failing).replace(SIGN, "") == summaries
    assert [verdict.to_json()["case"] for verdict in verdicts] == list(MISTAKES)


def test_what_is_typed_and_what_is_stored_has_no_language(abroad):
    abroad()
    assert Condition("saturated", "f").text() == "f saturated"
    assert str(Hold("f", 1, 0, (0,), 0, 0, 0.5)) == "the held f of layer 1"
    assert str(Cut("weight_hh", 1, 0, (0, 0), 0, 0)) == "the cut in weight_hh of layer 1"
    assert DIRECTIONS == ("forward", "reverse")
    assert "noise" in SEQUENCES
    keys = [*SEQUENCES, *INITIALISERS, *REFILLS, *MISTAKES, *EXAMPLES]
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
