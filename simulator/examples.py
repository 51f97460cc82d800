"""The experiments that ship: one to follow by hand, one trained on real data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from simulator.config import LSTMConfig
from simulator.experiment import Experiment
from simulator.files import checkpoint, sequence
from simulator.parameters import Parameters

RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"
"""The folder of data files, beside this package in a clone and in an installed wheel."""


@dataclass(frozen=True, eq=False, slots=True)
class Example:
    """An experiment with what a person needs to know about it.

    Attributes:
        columns: the names of the inputs, I of them.
        labels: what each timestep is called, T of them.
    """

    id: str
    title: str
    description: str
    experiment: Experiment
    columns: tuple[str, ...]
    labels: tuple[str, ...]


def teaching() -> Example:
    """Input 3, hidden 2, one layer: a cell whose every weight has a reason and two decimals."""
    # Rows i0 i1 f0 f1 g0 g1 o0 o1; columns mark, tick, clear, then h0, h1.
    arrays = {
        "weight_ih_l0": [
            [4.00, 0.00, -1.00],
            [0.00, 5.00, -1.00],
            [0.50, 0.00, -6.00],
            [0.00, 0.50, -7.00],
            [1.50, -0.50, 0.00],
            [0.00, 0.75, 0.00],
            [1.00, 0.00, 0.00],
            [0.00, 0.25, 0.00],
        ],
        "weight_hh_l0": [
            [0.20, 0.00],
            [0.00, -0.50],
            [0.75, 0.00],
            [0.00, 0.75],
            [0.25, 0.00],
            [0.00, 0.00],
            [0.50, 0.00],
            [6.50, 0.00],
        ],
        "bias_ih_l0": [-2.00, -3.00, 3.00, 3.50, 0.00, 0.00, 1.00, -3.50],
        "bias_hh_l0": [-0.50, 0.00, 0.25, 0.50, 0.00, -0.10, 0.50, 0.00],
    }
    parameters = Parameters(
        LSTMConfig(input_size=3, hidden_size=2),
        {name: np.array(values) for name, values in arrays.items()},
    )
    events = {
        "rest": (0.0, 0.0, 0.0),
        "mark": (1.0, 0.0, 0.0),
        "tick": (0.0, 1.0, 0.0),
        "clear": (0.0, 0.0, 1.0),
    }
    labels = (
        "rest", "mark", "tick", "tick", "rest", "tick", "clear",
        "rest", "tick", "tick", "mark", "rest", "tick", "clear",
    )  # fmt: skip
    return Example(
        "teaching",
        "Count the ticks after a mark",
        "Two units and three inputs: mark, tick and clear. Unit 0 remembers a mark: its input gate "
        "opens for one, its forget gate stays near 1 and holds it. Unit 1 counts ticks in c, but "
        "its output gate listens to unit 0 through W_hh, so the count shows in h only while a mark "
        "is remembered. Clear closes both forget gates, and both units forget. After it the ticks "
        "come first: they are counted in silence until a mark lets them be heard.",
        Experiment.create(parameters, np.array([events[label] for label in labels])),
        ("mark", "tick", "clear"),
        labels,
    )


def sunspots() -> Example:
    """An LSTM trained on the yearly sunspot numbers from 1700 to 2008 (resources/SOURCES.md)."""
    parameters, _ = checkpoint.load(RESOURCES / "sunspots.safetensors")
    scaled = sequence.load(RESOURCES / "sunspots.csv")
    years = sequence.load(RESOURCES / "sunspots_yearly.csv").values[:, 0]
    return Example(
        "sunspots",
        "Sunspots, 1700 to 2008",
        "Two layers of eight units, trained to say the next year's sunspot number from the years "
        "before. The input is the year's number divided by 100. Watch how the units of layer 1 "
        "swing with the eleven years of the solar cycle, and what the long minimum about 1810 does "
        "to them. On the years from 1950 on, which it never saw, the forecast that its readout "
        "makes of h errs half as much as saying that next year will be as this year.",
        Experiment.create(parameters, scaled.values),
        scaled.columns or (),
        tuple(str(int(year)) for year in years),
    )


EXAMPLES: Final[Mapping[str, Callable[[], Example]]] = MappingProxyType(
    {"teaching": teaching, "sunspots": sunspots}
)
"""Every example by its id; each is built when it is called for."""
