"""The law of the mistakes of the way back: each is flagged by the check that the catalogue names.

A check that another one could replace would prove nothing: so each is also shown to be blind to
what it is blind to.
"""

import numpy as np
import pytest

from simulator.check.request import check_backward
from simulator.check.selftest import probes_back
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.runs import backward_of, run_of
from tests import depth

BACKWARDS = [name for name, mistake in MISTAKES.items() if mistake.backwards]
DTYPES = (np.float64, np.float32)
SEEDS = range(20)
SHARE = 5
"""One seed of so many is taken for a mistake: another share for each."""


def report_on(name, seed, dtype):
    """Check the way back of an engine that makes a mistake."""
    run = run_of(next(filter(MISTAKES[name].needs, probes_back(seed, dtype))), name)
    run.advance()
    back = backward_of(run)
    back.advance()
    return check_backward(back)


def flagging(report, *dtypes):
    """Return the checks that disagree, in some dtypes or in any."""
    largest = report.largest.items()
    return {k.check for k, of in largest if of.ratio > 1 and (not dtypes or k.dtype in dtypes)}


def blind(mistake):
    """Return the checks that must not see a mistake.

    dc holds both what arrives at c and what comes through h: so its link knows the equation of dc,
    and its step knows what must arrive.
    """
    of_dc = mistake.name.startswith("dc")
    return {
        "loss back": {"link", "sum", "window"},
        "cell back": {"sum"} if of_dc else {"sum", "link"},
        "links back": {"step", "sum"} - mistake.also_told_by,
        "sums": {"step", "link", "window"},
    }[mistake.family]


def obeys(name, seed, dtype):
    mistake, report = MISTAKES[name], report_on(name, seed, dtype)
    flagged = flagging(report)
    assert mistake.caught_by <= flagged, (seed, flagged)
    assert not flagged & blind(mistake), (seed, flagged)
    assert report.first_disagreement.check in mistake.told_by, report.first_disagreement.text()
    if not mistake.fine:
        assert mistake.caught_by <= flagging(report, np.dtype(dtype).name)
    elif dtype == np.float32:
        assert not flagging(report, "float32")


@pytest.mark.few(3)
@pytest.mark.torch
@pytest.mark.parametrize("name", BACKWARDS)
def test_a_mistake_is_flagged_by_its_check_and_by_no_other_that_is_blind_to_it(name):
    for dtype in DTYPES:
        obeys(name, 0, dtype)


@pytest.mark.few(3)
@pytest.mark.torch
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", BACKWARDS)
def test_a_mistake_is_flagged_whatever_the_numbers(name, dtype):
    """Once all 20 seeds were measured for every mistake; here it is 4 of them, in turn."""
    seeds = SEEDS[BACKWARDS.index(name) % SHARE :: SHARE]
    for seed in seeds[: depth.count(len(seeds), by_default=1)]:
        obeys(name, seed, dtype)


@pytest.mark.few(1)
@pytest.mark.torch
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_probes_without_a_mistake_agree(dtype):
    for seed in SEEDS[: depth.count(5, by_default=1)]:
        for experiment in probes_back(seed, dtype):
            run = run_of(experiment)
            run.advance()
            back = BackwardRun(run)
            back.advance()
            assert not flagging(check_backward(back))


@pytest.mark.few(1)
@pytest.mark.torch
@pytest.mark.parametrize(
    "name",
    [
        "dy of the cross entropy without the target",
        "dz without the slope of i",
        "dh not carried back from step to step",
    ],
)
def test_the_first_cell_that_is_wrong_is_told(name):
    """Taken back cell by cell, the check disagrees as soon as that cell is there."""
    whole = report_on(name, 0, np.float64).first_disagreement
    run = run_of(next(filter(MISTAKES[name].needs, probes_back(0, np.float64))), name)
    run.advance()
    back, wrong = backward_of(run), None
    while wrong is None:
        back.advance(back.order.steps_after_cells(back.cells_done + 1))
        wrong = check_backward(back).first_disagreement
    assert wrong.order[0] == back.cells_done - 1
    assert (wrong.at, wrong.check) == (whole.at, whole.check)
