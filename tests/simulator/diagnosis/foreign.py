"""Every foreign mistake: importing the modules that write them fills the table."""

from tests.simulator.diagnosis import (
    foreign_cells,
    foreign_inputs,
    foreign_results,
    foreign_wiring,
)
from tests.simulator.diagnosis.foreign_lstm import MISTAKES, Foreign, logistic

__all__ = [
    "MISTAKES",
    "Foreign",
    "foreign_cells",
    "foreign_inputs",
    "foreign_results",
    "foreign_wiring",
    "logistic",
]
