"""Whose numbers are these: what the doctor says of the colleagues' numbers."""

import numpy as np
import pytest

from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.files.traces.foreign_numbers import Numbers
from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.parser import formula
from simulator.lessons.network import network
from simulator.network.lane import Lane
from simulator.progress import finish

STEPS = 8


def colleague(variant=""):
    return network(lesson("whose-numbers").networks[variant])


def doctor(reading, steps=STEPS):
    """Return the diagnosis of the first so many of the colleague's c and h."""
    where = np.array([(t, 0, 0) for t in range(steps)])
    points = {
        (quantity, Lane()): (where, np.array(reading.others[f"their_{quantity}"][:steps]))
        for quantity in ("c", "h")
    }
    observed = lay_out(Numbers("theirs", points=points, text=True), reading.experiment)
    return finish(diagnose(reading.experiment, observed))


def named(diagnosis):
    return [explanation.names for explanation in diagnosis.explanations if explanation.complete]


def test_the_first_step_is_the_same():
    ours = colleague()
    theirs = edited(ours, ["b_if[0] = 2"])
    for quantity in ("c", "h", "i", "g", "o"):
        one, other = (formula(f"{quantity}[0] @ 0").value(of) for of in (ours, theirs))
        assert float(one) == pytest.approx(float(other), rel=0, abs=1e-12)


def test_the_doctor_finds_nothing_at_the_first_step():
    diagnosis = doctor(colleague(), 1)
    assert diagnosis.agrees
    assert diagnosis.compared == 2


@pytest.mark.parametrize("steps", [2, STEPS])
def test_the_doctor_names_the_forget_bias(steps):
    reading = colleague()
    diagnosis = doctor(reading, steps)
    assert named(diagnosis) == [("forget bias +1",)]
    assert diagnosis.first.at.t == 1
    assert diagnosis.explanations[0].compared == diagnosis.explanations[0].agreeing == 2 * steps
    assert diagnosis.explanations[0].largest < 1e-4
    applied = diagnosis.explanations[0].experiment
    b = [applied.parameters[name][1] for name in ("bias_ih_l0", "bias_hh_l0")]
    assert sum(b) == 2


def test_the_doctor_names_the_order_of_the_gates():
    reading = colleague("another")
    assert len(named(doctor(reading, 1))) > 1
    for steps in (2, STEPS):
        diagnosis = doctor(reading, steps)
        assert named(diagnosis) == [("gate order igfo",)]
        assert diagnosis.first.at.t == 0
    assert diagnosis.explanations[0].experiment is not None
    assert diagnosis.tested > 50
