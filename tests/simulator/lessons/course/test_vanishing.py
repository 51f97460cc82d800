"""Vanishing and exploding: what holds of networks drawn, and trained, from several seeds."""

from functools import cache

import numpy as np
import pytest

from simulator.analysis.gradient_flow.flow import flow, norms
from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.network import network
from simulator.network.lane import Lane
from simulator.training.run import TrainingRun
from simulator.training.tasks.catalogue import TASKS
from tests import depth

SEEDS = range(10)
LAST = 99


class Flows:
    """Gradient flow of ten networks with one forget bias, a row of numbers a network."""

    def __init__(self, bias):
        self.f, self.dc, self.direct = [], [], []
        for seed in SEEDS:
            table = {**lesson("vanishing").networks[""], "seed": seed}
            reading = edited(network(table), [f"b_if = {bias}"])
            found = flow(reading.back, Lane())
            self.f.append(reading.run.trace.values("f", Lane())[:, 0])
            self.dc.append(norms(found.dc))
            self.direct.append(norms(found.direct))
        self.f, self.dc, self.direct = map(np.array, (self.f, self.dc, self.direct))

    @property
    def arrived(self):
        return self.dc[:, 0] / self.dc[:, LAST]

    @property
    def largest_product(self):
        return self.f[:, 1:].prod(axis=1).max(axis=-1)

    def along_memory(self, t=0):
        return self.direct[:, t] / self.dc[:, t]


@cache
def flows(bias):
    return Flows(bias)


def typical(numbers):
    return float(np.exp(np.log(numbers).mean()))


@pytest.mark.parametrize(
    ("bias", "mean", "product"),
    [(0, 0.5, 5e-29), (1, 0.73, 8e-13), (3, 0.95, 0.035), (5, 0.99, 0.64)],
)
def test_the_gates(bias, mean, product):
    assert flows(bias).f.mean() == pytest.approx(mean, abs=0.01)
    assert typical(flows(bias).largest_product) == pytest.approx(product, rel=0.2)


def test_bias_0_and_1_vanish():
    assert flows(0).arrived.max() < 1e-18
    assert flows(1).arrived.max() < 1e-5
    above = flows(0).arrived / flows(0).largest_product
    assert above.min() > 6e5
    assert above.max() < 3e9


def test_bias_3_arrives():
    assert flows(3).arrived.min() > 0.19
    assert flows(3).arrived.max() < 6.8
    assert typical(flows(3).arrived) == pytest.approx(1.3, abs=0.2)
    assert flows(5).arrived.min() > 0.6
    assert flows(5).arrived.max() > 30


def test_most_comes_through_the_gates():
    share = flows(3).along_memory()
    assert share.max() <= 0.043
    assert typical(share) == pytest.approx(0.008, abs=0.002)


def test_ten_steps_back_it_comes_along_c():
    share = flows(3).along_memory(LAST - 10)
    assert share.min() > 0.6
    assert share.max() < 1.4


def test_the_direct_part_is_the_product_of_f():
    reading = edited(network(lesson("vanishing").networks[""]), ["b_if = 3"])
    found = flow(reading.back, Lane())
    for t in (0, 89):
        along = found.dc[LAST] * reading.run.trace.values("f", Lane())[t + 1 :, 0].prod(axis=0)
        np.testing.assert_allclose(found.direct[t], along, rtol=1e-9)


def test_the_first_bit_is_learnt_with_bias_5_alone():
    """By nine seeds of ten."""
    learnt, seeds = {"first-bit-1": 0, "first-bit": 0}, SEEDS[: depth.count(10, by_default=1)]
    for key, steps in (("first-bit-1", 400), ("first-bit", 200)):
        task = TASKS[key]
        for seed in seeds:
            run = TrainingRun(task.network(seed), task.plan, task.source(seed), seed=seed)
            trial, found = task.trial(seed), False
            while run.step < steps and not found:
                run.advance(25)
                found = task.learnt(run.network, trial)
            learnt[key] += found
    assert learnt == {"first-bit-1": 0, "first-bit": depth.count(9, by_default=1)}
