"""Matrices: where a panel's tabs come from, and where their edits go."""

from collections.abc import Mapping
from typing import Protocol

from simulator.analysis.address import Given
from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Matrix
from ui.matrix.selection import Entry
from ui.session.document import Document
from ui.session.snapshot import Snapshot


class Matrices(Protocol):
    """Source of a panel's tabs: reads matrices from a document, and writes them back."""

    TABS: tuple[str, ...]
    TIPS: Mapping[str, str]

    def tabs(self, experiment: Experiment) -> tuple[str, ...]:
        """Return those of TABS that a lane of an experiment has."""

    def heading(self, experiment: Experiment, lane: Lane, row: int, tab: str) -> tuple[str, str]:
        """Return the name of a tab's tensor, and its shape."""

    def matrix_of(self, document: Document, lane: Lane, row: int, tab: str) -> Matrix:
        """Return a tab's matrix."""

    def with_matrix(
        self, experiment: Experiment, lane: Lane, row: int, tab: str, values: Array
    ) -> Experiment:
        """Return the experiment with a tab's numbers replaced.

        Raises:
            ValueError: a number that cannot stand there, in words for the user.
        """

    def edited_tabs(self, document: Document, lane: Lane, row: int) -> frozenset[str]:
        """Return the tabs with an edited value."""

    def marks_of(self, snapshot: Snapshot, tab: str) -> tuple[Mark, ...]:
        """Return marks for the parts of a tab in use."""

    def number_of(self, config: LSTMConfig, lane: Lane, row: int, tab: str, cell: Entry) -> Given:
        """Return the address of a cell's number."""
