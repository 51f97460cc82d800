"""Edits of holds: which holds and cuts apply to a row, and to the units of a timestep."""

from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from ui.session.edits.hold_edits import held_units, on_row


def test_holds_apply_to_their_row_and_units_while_they_last(make_workbench):
    experiment = make_workbench(batch=2, timesteps=6).snapshot().experiment
    assert on_row(experiment, "f", Lane(), 0) == []
    assert held_units(experiment, "f", Lane(), 0, 2) == frozenset()
    of_all, of_one = Hold("f", 0, 0, (0,), 1, 3, 0.5), Hold("f", 0, 0, (1,), 2, 2, 1.0, row=1)
    experiment = experiment.with_holds(of_all, of_one)
    assert on_row(experiment, "f", Lane(), 0) == [of_all]
    assert on_row(experiment, "f", Lane(), 1) == [of_all, of_one]
    assert [held_units(experiment, "f", Lane(), 1, t) for t in (0, 1, 2, 3, 4)] == [
        set(),
        {0},
        {0, 1},
        {0},
        set(),
    ]


def test_a_cut_holds_the_sum_of_its_gate(make_workbench):
    experiment = make_workbench(timesteps=6).snapshot().experiment
    experiment = experiment.with_holds(Cut("weight_hh", 0, 0, (3, 0), 1, 2))  # row 3: f of unit 1
    assert held_units(experiment, "z_f", Lane(), 0, 1) == {1}
    assert held_units(experiment, "z_i", Lane(), 0, 1) == set()
    assert held_units(experiment, "z_f", Lane(), 0, 4) == set()
