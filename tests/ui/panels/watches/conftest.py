"""Setup of the room's tests: the lasting window of a file makes only the panels asked for."""

from tests.ui.covered_window import lasting_window as lasting_window
