"""Rows that weights learn from: those of the steps asked for, whatever the length of the walk."""

import tracemalloc

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.engine.time_order import timestep_at
from simulator.experiment.experiment import Experiment
from simulator.gradients import weight_rows
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case


def gone_back(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return back


@pytest.mark.parametrize("seed", range(60))
def test_holds_and_cuts_are_asked_for_at_the_places_of_the_rows_alone(seed, monkeypatch):
    """Each place stands in the order of time, and of rows: it is that of dz beside it."""
    experiment = random_case(seed).with_holds(Hold("c", 0, 0, (0,), 0, 0, 0.5))
    back, asked = gone_back(experiment), []
    at = weight_rows.LaneInterventions.at

    def told(held, t, rows):
        asked.append((t, rows))
        return at(held, t, rows)

    monkeypatch.setattr(weight_rows.LaneInterventions, "at", told)
    T, lengths = experiment.num_timesteps, experiment.lengths
    for lane in experiment.config.lanes():
        for first, stop in [(k, k + 1) for k in range(T)] + [(0, T), (T // 2, T)]:
            asked.clear()
            rows = back._rows.of_gates(lane, first, stop)
            walks = range(T - stop, T - first)
            walks = reversed(walks) if lane.direction else walks
            places = [
                (timestep_at(lane.direction, n, walk), row)
                for walk in walks
                for row, n in enumerate(lengths)
                if walk < n
            ]
            assert asked
            for t, row in asked:
                assert [*zip(t.tolist(), row.tolist(), strict=True)] == places
            dz = back.trace.values("dz", lane)
            wanted = [dz[place] for place in places]
            np.testing.assert_array_equal(rows.left, np.reshape(wanted, (len(places), -1)))


def test_a_share_takes_no_memory_by_the_length_of_the_walk():
    """A hold anywhere, and each share had made the places of all T timesteps and B rows."""
    taken = []
    for steps in (200, 4000):
        config = LSTMConfig(2, 3)
        x = np.random.default_rng(0).standard_normal((steps, 8, 2)).astype(np.float32)
        experiment = Experiment.create(random_parameters(config), x).with_holds(
            Hold("c", 0, 0, (1,), 5, 6, 0.3), Cut("weight_hh", 0, 0, (1, 1), 7, 9)
        )
        seeds = (Seed("h", Lane(), steps - 1, 0, 0),)
        back = gone_back(experiment.with_objective(Objective(seeds=seeds)))
        back.share("weight_ih_l0", 1)
        tracemalloc.start()
        back.share("weight_ih_l0", 3)
        back.share("weight_hh_l0", steps - 8)  # the cut
        taken.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert taken[1] < 2 * taken[0]
