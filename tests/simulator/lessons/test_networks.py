"""Networks of lessons that are not written down: those of tasks."""

import numpy as np
import pytest

from simulator.lessons.network import network
from simulator.lessons.reader import parse
from simulator.training.tasks.catalogue import TASKS


def test_a_task_is_opened_as_it_is_elsewhere():
    reading = network({"task": "parity", "seed": 3})
    here, there = reading.experiment, TASKS["parity"].experiment(3)
    np.testing.assert_array_equal(here.sequence, there.sequence)
    for name, array in there.parameters.arrays.items():
        np.testing.assert_array_equal(here.parameters[name], array)
    assert tuple(reading.columns) == ("bit",)


def test_a_task_has_steps_of_training_behind_it():
    before, after = (
        network({"task": "parity", "seed": 3, "trained": steps}).experiment for steps in (0, 2)
    )
    assert not np.array_equal(before.parameters["weight_ih_l0"], after.parameters["weight_ih_l0"])
    np.testing.assert_array_equal(before.sequence, after.sequence)


def test_a_task_has_a_sequence_of_another_length():
    assert network({"task": "parity", "timesteps": 70}).experiment.num_timesteps == 70
    with pytest.raises(ValueError, match="sets its own sequence length"):
        network({"task": "echo-5", "timesteps": 70})
    with pytest.raises(ValueError, match="unknown task “nothing”"):
        network({"task": "nothing"})


def test_the_variant_of_a_task_stands_for_itself():
    lesson = parse(
        """
        id = "small"
        [network]
        words = ["a"]
        sequence = "a a"
        [variant.short]
        sequence = "a"
        [variant.trained]
        task = "parity"
        [[step]]
        id = "one"
        """
    )
    assert lesson.networks["short"] == {"words": ["a"], "sequence": "a"}
    assert lesson.networks["trained"] == {"task": "parity"}


def test_a_seed_without_a_unit_lies_on_all():
    table = {"words": ["a"], "hidden": 3, "sequence": "a a", "W_ii": [[1], [2], [3]]}
    each = network({**table, "objective": {"seeds": [f"h[{unit}] @ 1" for unit in range(3)]}})
    together = network({**table, "objective": {"seeds": ["h @ 1"]}})
    assert together.experiment.objective.seeds == each.experiment.objective.seeds
