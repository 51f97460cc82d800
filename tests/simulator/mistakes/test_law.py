"""The law of the catalogue: put into the engine, each mistake is flagged, and named.

The check, by torch, must disagree with the engine that makes it, by the very checks that the
catalogue names. A diagnosis must name it from the numbers that this engine returns, over random
models on which it shows.
"""

import numpy as np
import pytest

from simulator.check.request import check_run
from simulator.check.selftest import with_readout
from simulator.diagnosis import search
from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.load import seeded_masks
from simulator.engine.run import Run
from simulator.mistakes.catalogue import LIKELY, MISTAKES, known_mistakes
from simulator.mistakes.known.inputs import of_seeds
from simulator.mistakes.known.readout import OF_READOUTS
from simulator.mistakes.mistaken_run import mistaken_run
from simulator.progress import finish
from tests import depth
from tests.simulator.diagnosis import foreign
from tests.simulator.mistakes.models import OF_LSTMS, returned_by, suitable


def made(mistake, experiment):
    run = mistaken_run(experiment, mistake)
    run.advance()
    return run


def flagging(run):
    """The checks that disagree with a run."""
    largest = check_run(run).largest.items()
    return {kind.check for kind, largest in largest if largest.ratio > 1}


def named(run, mistake, masks=None):
    """The single mistakes that a diagnosis names."""
    observed = lay_out(returned_by(run, mistake), run.experiment)
    diagnosis = finish(search.diagnose(run.experiment, observed, masks))
    assert diagnosis.explained, diagnosis.sentence()
    return {e.names[0] for e in diagnosis.explanations if e.complete and len(e.names) == 1}


ONE_OF_EACH_FAMILY = {MISTAKES[name].family: name for name in OF_LSTMS}


@pytest.fixture
def among_rivals(monkeypatch):
    """Have a search try what could take a mistake's place: its family, and what is likely."""

    def restrict(mistake):
        def known(*given):
            return tuple(
                m for m in known_mistakes(*given) if m.family == mistake.family or m.name in LIKELY
            )

        monkeypatch.setattr(search, "known_mistakes", known)

    return restrict


@pytest.mark.torch
@pytest.mark.parametrize("mistake", OF_READOUTS, ids=[mistake.name for mistake in OF_READOUTS])
@pytest.mark.parametrize("seed", range(3))
def test_a_mistake_in_a_readout_is_flagged(mistake, seed):
    experiment = with_readout(seed)
    assert mistake.needs(experiment)
    assert mistake.caught_by <= flagging(made(mistake, experiment))
    assert not flagging(run_of_right(experiment))


def run_of_right(experiment):
    run = Run(experiment)
    run.advance()
    return run


@pytest.mark.few(8)
@pytest.mark.torch
@pytest.mark.parametrize("name", OF_LSTMS)
def test_a_mistake_is_flagged_and_named(name, among_rivals):
    """One mistake of each family is named among all."""
    mistake = MISTAKES[name]
    if ONE_OF_EACH_FAMILY[mistake.family] != name:
        among_rivals(mistake)
    run = made(mistake, suitable(mistake, 0))
    assert mistake.caught_by <= flagging(run)
    assert name in named(run, mistake)


@pytest.mark.torch
def test_dropout_under_another_seed_is_flagged_and_named():
    experiment = suitable(MISTAKES["dropout off"], 0)
    masks = {s: drawn for s, drawn in seeded_masks(experiment).items() if s != experiment.seed}
    for mistake in list(of_seeds(experiment, masks))[: depth.count(2, by_default=1)]:
        run = made(mistake, experiment)
        assert mistake.caught_by <= flagging(run)
        assert mistake.name in named(run, mistake, masks)


FOREIGN = {name: case for case in foreign.MISTAKES.values() for name in case.names}


@pytest.mark.parametrize("name", OF_LSTMS)
def test_the_engine_makes_the_very_mistake(name):
    """An engine written without the catalogue gives these numbers, one by one."""
    for seed in range(depth.count(4, by_default=1)):
        experiment = suitable(MISTAKES[name], seed).astype(np.float64)
        run = made(MISTAKES[name], experiment)
        ours, theirs = returned_by(run, MISTAKES[name]).arrays, FOREIGN[name].engine(experiment)
        if hasattr(theirs, "kept"):
            theirs.kept = ours["output"] != 0
        numbers = theirs.numbers()
        for array, values in ours.items():
            expected = numbers[array][: len(values)]
            if array == "output" and theirs.undecided is not None:
                values[theirs.undecided] = expected[theirs.undecided]
            scale = np.abs(expected).max()
            np.testing.assert_allclose(values, expected, atol=FOREIGN[name].close * scale)


@pytest.mark.parametrize("precision", ["float16", "bfloat16"])
def test_what_is_computed_in_half_precision_has_no_more_digits(precision):
    mistake = MISTAKES[f"computed in {precision}"]
    run = made(mistake, suitable(mistake, 0))
    assert lay_out(returned_by(run, mistake), run.experiment).grid == precision
