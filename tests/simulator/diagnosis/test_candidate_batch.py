"""Computations at once: each has the bits that it has alone, and the search finds the same."""

import numpy as np
import pytest

from simulator.diagnosis import candidates
from simulator.diagnosis.agreement import results_of
from simulator.diagnosis.candidate_batch import Fingerprint, models_at_once, results_together
from simulator.diagnosis.case import Case
from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.experiment.experiment import Experiment
from simulator.files.traces.foreign_numbers import Numbers
from simulator.mistakes.catalogue import MISTAKES, known_mistakes
from simulator.mistakes.computation import Computation
from simulator.mistakes.known.results import kept_of
from simulator.mistakes.mistaken_run import mistaken_run
from simulator.network.config import LSTMConfig
from simulator.progress import finish, to_the_end
from tests import depth
from tests.simulator.experiments import random_parameters
from tests.simulator.mistakes.models import OF_LSTMS, Sizes, returned_by, suitable

TINY = Sizes(hidden=(2, 4), steps=(3, 5))


def asked(name, seed, sizes=TINY):
    """Return an experiment, and the numbers of an engine that makes a mistake."""
    run = mistaken_run(suitable(MISTAKES[name], seed, sizes), MISTAKES[name])
    run.advance()
    return run.experiment, lay_out(returned_by(run, MISTAKES[name]), run.experiment)


@pytest.mark.few(1)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "name", ["projection missing", "dropout off", "its rows left sorted by length"]
)
def test_each_has_the_bits_that_it_has_alone(name, seed):
    """Every known mistake, and some two together."""
    experiment, observed = asked(name, seed)
    case = Case.of(experiment, observed)
    right = Computation(case.experiment, kept=kept_of(observed))
    known = known_mistakes(case.experiment, observed)
    alone = [mistake.change(right) for mistake in known]
    pairs = np.random.default_rng(seed).integers(
        len(known), size=(depth.count(50, by_default=12), 2)
    )
    both = [known[max(pair)].change(alone[min(pair)]) for pair in pairs]
    computations = {Fingerprint.of(c): c for c in (*alone, *both)}
    together = to_the_end(results_together(case, computations))
    for computation, results in zip(computations.values(), together, strict=True):
        expected = to_the_end(results_of(case, computation))
        assert results.keys() == expected.keys()
        for series, values in expected.items():
            np.testing.assert_array_equal(results[series], values)


@pytest.mark.few(1)
@pytest.mark.parametrize("name", OF_LSTMS)
def test_what_is_found_is_what_one_after_the_other_finds(name, monkeypatch):
    experiment, observed = asked(name, 1)
    assert models_at_once(Case.of(experiment, observed)) > 1
    found = finish(diagnose(experiment, observed))
    monkeypatch.setattr(candidates, "models_at_once", lambda case: 1)
    monkeypatch.setattr(candidates, "results_together", one_by_one)
    expected = finish(diagnose(experiment, observed))
    assert found.to_json() == expected.to_json()
    np.testing.assert_array_equal(found.pairs, expected.pairs)


def one_by_one(case, computations):
    results = []
    for computation in computations.values():
        results.append((yield from results_of(case, computation)))
    return results


def test_large_models_are_computed_one_by_one():
    x = np.zeros((5, 2, 3), np.float32)
    large = Experiment.create(random_parameters(LSTMConfig(3, 128)), x)
    observed = lay_out(Numbers("theirs", {"output": np.zeros((5, 2, 128))}), large)
    assert models_at_once(Case.of(large, observed)) == 1
