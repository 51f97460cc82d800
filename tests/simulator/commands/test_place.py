"""A position of a run as it is typed: its parts in any order; other texts are refused."""

import itertools
from argparse import ArgumentTypeError

import numpy as np
import pytest

from simulator.commands.place import Place, place
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, LAST, SOFTMAX, Readout
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("start", Place(edge="start")),
        (" end ", Place(edge="end")),
        ("0", Place()),
        ("17", Place(timestep=17)),
        ("17:f", Place(timestep=17, quantity="f")),
        ("17 z_f", Place(timestep=17, quantity="z_f")),
        ("t 5 f", Place(timestep=5, quantity="f")),
        ("@ 5", Place(timestep=5)),
        ("h[3] layer 1 reverse row 0 at 17", Place("", 17, "h", 3, 1, 1, 0)),
        ("4 forward", Place(timestep=4, direction=0)),
        ("F[1] At 3", Place(timestep=3, quantity="f", unit=1)),
        ("layer 2 t 4", Place(timestep=4, layer=2)),
        ("17:y", Place(timestep=17, quantity="y")),
        ("loss at 5 row 1", Place(timestep=5, quantity="loss", row=1)),
        ("p[1] @ 3", Place(timestep=3, quantity="p", unit=1)),
        ("loss", Place(edge="loss")),
        ("bend", Place(edge="loss")),  # version 0.1
        ("Back  End", Place(edge="end", back=True)),
        ("back 17", Place(timestep=17, back=True)),
        ("17 back", Place(timestep=17, back=True)),
        ("17:df", Place(timestep=17, quantity="df")),
        ("17:dW", Place(timestep=17, quantity="dW")),
        ("17:dh", Place(timestep=17, quantity="dh")),
        ("dc_prev at 2 layer 1", Place(timestep=2, quantity="dc_prev", layer=1)),
        ("dz_f[1] row 1 at 3 reverse", Place("", 3, "dz_f", 1, None, 1, 1)),
        ("back 5 dx[2]", Place(timestep=5, quantity="dx", unit=2, back=True)),
        ("4:dy", Place(timestep=4, quantity="dy")),
    ],
)
def test_a_place_is_understood(text, wanted):
    assert place(text) == wanted


@pytest.mark.parametrize("parts", [*itertools.permutations(["at 7", "c[1]", "layer 2", "reverse"])])
def test_its_parts_may_come_in_any_order(parts):
    assert place(" ".join(parts)) == Place("", 7, "c", 1, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "f",
        "5 6",
        "5:q",
        "-1",
        "1.5",
        "layer 1",
        "5 f f",
        "5 [2]",
        "end 3",
        "middle",
        "back",
        "back bend",
        "back back 3",
        "3:db",
        "dW",
    ],
)
def test_what_is_no_place_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="is not a position"):
        place(text)


CONFIG = LSTMConfig(1, 3, num_layers=2, bidirectional=True)


def experiment_of(over=None):
    """Return two rows of 6 and 4 timesteps, with a readout of two outputs where it is asked for."""
    objective = Objective()
    if over is not None:
        objective = Objective(Readout(np.zeros((2, 6), np.float32), None, over, SOFTMAX))
    return Experiment.create(
        random_parameters(CONFIG).astype(np.float32),
        np.zeros((6, 2, 1), np.float32),
        lengths=(6, 4),
        objective=objective,
    )


EXPERIMENT = experiment_of()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("6", "timestep 6"),
        ("4 row 1", "timestep 4"),
        ("3 row 2", "row 2"),
        ("3 layer 2", "layer 2"),
        ("3:m", "quantity m"),
        ("3 h[3]", "unit 3"),
        ("3:y", "quantity y"),
    ],
)
def test_what_a_run_lacks_is_named(text, missing):
    with pytest.raises(ValueError, match=f"there is no {missing}"):
        place(text).check(EXPERIMENT, Lane(), 0)


@pytest.mark.parametrize(
    "text", ["start", "end", "5", "3 row 1", "0:z_f layer 1 reverse", "5 h[2]"]
)
def test_what_a_run_has_is_no_mistake(text):
    place(text).check(EXPERIMENT, Lane(), 0)


def test_what_is_not_said_is_as_selected():
    with pytest.raises(ValueError, match="timestep 5"):
        place("5").check(EXPERIMENT, Lane(), 1)
    assert place("5 reverse").lane(Lane(1, 0)) == Lane(1, 1)
    assert place("5 layer 0").lane(Lane(1, 1)) == Lane(0, 1)


def test_a_readout_has_places_where_it_gives_an_answer():
    every, last = experiment_of(EVERY), experiment_of(LAST)
    for text in ("3:y", "p[1] at 0", "3 row 1 y"):
        place(text).check(every, Lane(), 0)
    with pytest.raises(ValueError, match="unit 2"):
        place("y[2] at 3").check(every, Lane(), 0)
    with pytest.raises(ValueError, match="quantity loss"):
        place("3:loss").check(every, Lane(), 0)
    place("5:y").check(last, Lane(), 0)
    place("3:y row 1").check(last, Lane(), 0)
    with pytest.raises(ValueError, match="Choose t 5"):
        place("3:y").check(last, Lane(), 0)


def with_loss(over=EVERY, **options):
    """Return an experiment of six timesteps with a loss over its readout."""
    config = LSTMConfig(**{"input_size": 1, "hidden_size": 3, **options})
    parameters = random_parameters(config, 0, np.float64)
    experiment = Experiment.create(parameters, np.zeros((6, 2, 1)), lengths=(6, 4))
    return experiment.with_objective(objective_of(config, (6, 2), np.float64, over=over))


@pytest.mark.parametrize("text", ["loss", "back 3", "back end", "3:df", "dW at 2", "dz_i[1] at 0"])
def test_without_a_way_back_no_place_lies_on_it(text):
    with pytest.raises(ValueError, match="there is no backward pass"):
        place(text).check(EXPERIMENT, Lane(), 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3:dm", "no projection"),
        ("back 3:f", "f is not a step of the backward pass"),
        ("dz[1] at 3", "name a gate's dz"),
        ("dW[1] at 3", "dW has no unit"),
        ("dc[3] at 3", "no unit 3. Choose 0 to 2"),
        ("dx[1] at 3", "no unit 1. Choose 0 to 0"),
        ("6:df", "no timestep 6"),
        ("back 4 row 1", "no timestep 4"),
        ("3:df layer 1", "no layer 1"),
    ],
)
def test_what_a_way_back_lacks_is_named(text, told):
    with pytest.raises(ValueError, match=told):
        place(text).check(with_loss(), Lane(), 0)


def test_what_a_way_back_has_is_no_mistake():
    experiment = with_loss(proj_size=2, bidirectional=True, num_layers=2)
    for text in (
        "loss", "back 5", "back end", "3:dm reverse", "dh[1] at 3", "dm[2] at 3", "0:dW",
        "dz_o[2] at 1", "dx[3] layer 1 at 2", "2:dz", "1:dh_prev", "5:dy", "dy[0] at 2",
    ):  # fmt: skip
        place(text).check(experiment, Lane(), 0)
    with pytest.raises(ValueError, match="Choose t 3"):
        place("2:dy row 1").check(with_loss(LAST), Lane(), 0)
    place("3:dy row 1").check(with_loss(LAST), Lane(), 0)


@pytest.mark.parametrize("text", ["17", "17:f", "back 17", "17:dW", "3:dz_f"])
def test_a_place_is_written_as_it_is_typed(text):
    assert place(text).text() == text
    assert place(place(text).text()) == place(text)
