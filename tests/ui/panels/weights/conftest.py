"""Fixtures of the tests of the Weights panel."""

import pytest

from tests.ui.panels.lasting_panel import LastingPanel
from ui.panels.weights.panel import WeightsPanel
from ui.panels.weights.parameter_matrices import W_IH
from ui.style import fonts
from ui.style.theme import LIGHT


@pytest.fixture(scope="module")
def _lasting(qapp):
    lasting = LastingPanel(WeightsPanel(LIGHT))
    yield lasting
    lasting.close()


@pytest.fixture
def weights_over(_lasting, follow):
    """Let the file's panel follow a workbench; from the second on, or in large text, a new one."""

    def over(bench, size):
        if _lasting.is_taken or fonts.text_size() != fonts.USUAL:
            return follow(WeightsPanel(LIGHT), bench, size)
        panel = _lasting.follow(bench, size)
        panel.flash._end()  # another document's numbers are no change
        return panel

    yield over
    if _lasting.is_taken:
        _lasting.leave()
        panel = _lasting.panel
        panel._chosen, panel._pointed = W_IH, None
        panel.set_theme(LIGHT)
        panel.beside.choice._hidden.clear()
        panel.beside.choice._last = ""
        panel.table_button.setChecked(False)
        panel.side_button.setChecked(True)
        panel.show_tab(W_IH)
