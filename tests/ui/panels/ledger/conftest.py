"""Fixtures of the tests of the ledger."""

import pytest

from tests.ui.panels.lasting_panel import LastingPanel
from ui.panels.ledger.panel import LedgerPanel
from ui.style import theme


@pytest.fixture(scope="module")
def _lasting(qapp):
    lasting = LastingPanel(LedgerPanel(theme.LIGHT))
    panel = lasting.panel
    panel.looked_back.connect(lasting.seat.look_back)
    panel.tools.setParent(panel)  # else the title bar holds them
    panel.tools.move(0, 10_000)
    yield lasting
    lasting.close()


@pytest.fixture
def ledger_over(_lasting):
    """Let the file's panel follow a workbench, and no other any more."""

    def over(bench, size):
        if _lasting.is_taken:
            _leave(_lasting)
        return _lasting.follow(bench, size)

    yield over
    if _lasting.is_taken:
        _leave(_lasting)


def _leave(lasting):
    """Let the panel follow nothing: at the first row, in the order of the sum, nothing asked."""
    panel = lasting.panel
    for page in (panel._page, panel._weight_page):
        page.table.choose_row(0)
    lasting.leave()
    panel.snapshot = None
    panel._sheet.field.clear()
    for order in (panel.tools.by_size, panel.tools.by_time):
        order.setChecked(False)
    panel._foot._flash._end()
    panel._forget()
    panel._drawn = ()
    panel.set_theme(theme.LIGHT)
