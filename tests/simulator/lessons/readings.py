"""Small networks for the tests of lessons, in which every number can be said by hand."""

from simulator.lessons.network import network

CONVEYOR = {
    "words": ["yes", "no"],
    "hidden": 3,
    "sequence": "yes … … … …",
    "W_ii": [[20, 20], [20, 20], [20, 20]],
    "W_ig": [[6, -6], [6, -6], [6, -6]],
    "b_ii": [-10, -10, -10],
    "b_if": [10, 2.2, 0],
    "b_io": [10, 10, 10],
}
"""Three units that keep all, nine tenths and one half of what is written at the first timestep."""

TAUGHT = {
    **CONVEYOR,
    "objective": {
        "V": [[4, 0, 0]],
        "function": "sigmoid",
        "loss": "bce",
        "targets": [1, 1, 1, 0, "…"],
    },
}
"""The same with a readout of unit 0."""


def conveyor(**others):
    """Return a reading of the conveyor with other entries in its table."""
    return network({**CONVEYOR, **others})
