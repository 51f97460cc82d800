"""Setup of the tests of lessons: their window makes the strip, and the panels that a step shows."""

from tests.ui.covered_window import lasting_window as lasting_window
