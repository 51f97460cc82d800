"""Fixtures of the tests of the gradient flow."""

import pytest

from tests.ui.panels.lasting_panel import LastingPanel
from ui.panels.gradients.panel import GradientFlowPanel
from ui.style import fonts, theme


@pytest.fixture(scope="module")
def _lasting_flow(qapp):
    lasting = LastingPanel(GradientFlowPanel(theme.LIGHT))
    lasting.panel.baselines_set.connect(lasting.seat.set_baselines)
    yield lasting
    lasting.close()


@pytest.fixture
def flow_over(_lasting_flow, follow):
    """Let the file's panel follow a workbench; in large text, a new one."""

    def over(bench, size):
        if fonts.text_size() != fonts.USUAL:
            return follow(GradientFlowPanel(theme.LIGHT), bench, size)
        return _lasting_flow.follow(bench, size)

    yield over
    if _lasting_flow.is_taken:
        _lasting_flow.leave()
        panel = _lasting_flow.panel
        panel.snapshot = None
        panel._let_go()
        panel.tools_row.strength.button.setChecked(False)
        panel.set_theme(theme.LIGHT)
