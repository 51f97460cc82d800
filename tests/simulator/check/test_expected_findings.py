"""What is promised of a mistake is what the check tells, over the whole catalogue."""

import pytest

from simulator.check import expected_findings
from simulator.check.request import check_backward, check_run
from simulator.examples import EXAMPLES
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.runs import backward_of, run_of
from simulator.objective.objective import NO_OBJECTIVE
from tests.simulator.mistakes.models import suitable

BACKWARDS = [name for name, mistake in MISTAKES.items() if mistake.backwards]
EXPERIMENTS = [EXAMPLES[name]().experiment for name in ("parity", "latch", "tagger")]


def backwards(run):
    """Check the way back of a run."""
    back = backward_of(run)
    back.advance()
    return check_backward(back)


@pytest.mark.few(4)
@pytest.mark.torch
@pytest.mark.parametrize("name", MISTAKES)
def test_the_check_tells_what_was_promised(name):
    """On a random network and on one of the examples that fit, in turn; all were measured once."""
    mistake = MISTAKES[name]
    fitting = [experiment for experiment in EXPERIMENTS if mistake.needs(experiment)]
    first = list(MISTAKES).index(name) % max(1, len(fitting))
    for experiment in (suitable(mistake, 0), *fitting[first : first + 1]):
        right, wrong = (
            expected_findings.finished(experiment),
            expected_findings.finished(experiment, name),
        )
        found = (backwards(wrong) if mistake.backwards else check_run(wrong)).first_disagreement
        assert expected_findings.shows(right, wrong) == (found is not None)
        if found is not None:
            assert found.check in expected_findings.told_by(name)


def test_what_changes_nothing_is_known():
    depth, teaching = EXAMPLES["depth"]().experiment, EXAMPLES["teaching"]().experiment
    for experiment, shows in ((depth, False), (teaching, True)):
        runs = (
            expected_findings.finished(experiment),
            expected_findings.finished(experiment, "gate order figo"),
        )
        assert expected_findings.shows(*runs) == shows


def test_results_of_another_shape_show():
    name = "output not projected"
    experiment = suitable(MISTAKES[name], 0)
    assert expected_findings.shows(
        expected_findings.finished(experiment), expected_findings.finished(experiment, name)
    )


@pytest.mark.few(5)
@pytest.mark.parametrize("name", BACKWARDS)
def test_what_changes_no_gradient_is_known(name):
    """What differs from the right way back by more than rounding shows, and nothing else."""
    mistake = MISTAKES[name]
    for seed in range(4):
        experiment = suitable(mistake, seed)
        right = expected_findings.finished(experiment)
        assert (
            expected_findings.shows(right, expected_findings.finished(experiment, name))
            or mistake.fine
        )
        assert not expected_findings.shows(right, right)
    without = experiment.with_objective(NO_OBJECTIVE)
    assert not expected_findings.shows(
        expected_findings.finished(without), expected_findings.finished(without, name)
    )


def test_a_long_run_is_not_tried_out(monkeypatch):
    experiment = EXAMPLES["depth"]().experiment
    assert expected_findings.finished(experiment) is not None
    monkeypatch.setattr(expected_findings, "_SMALL", 1000)
    assert expected_findings.finished(experiment) is None
    assert expected_findings.shows(None, run_of(experiment))
