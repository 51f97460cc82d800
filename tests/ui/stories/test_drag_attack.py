"""Panels are arranged in every phase of a drag, and no process ends by it."""

import pytest

from tests.ui.stories.drag_attack import attack_apart


@pytest.mark.slow  # in short: test_a_dragged_panel_crashes_nothing
@pytest.mark.parametrize("seed", [2, 3])
def test_nothing_that_comes_in_a_drag_ends_the_process(seed, tmp_path):
    assert not attack_apart(seed, 200, tmp_path)
