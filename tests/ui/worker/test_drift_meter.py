"""Drift of a run: not measured for a run that an edit has replaced."""

from PySide6.QtCore import QObject

from simulator.check.report import CheckReport
from ui.worker.drift_meter import DriftMeter
from ui.worker.ticket import Ticket


class KeepingWorker:
    """Worker that answers nothing, and keeps its tickets."""

    def __init__(self):
        self.tickets = []

    def submit(self, function, *arguments, done=None, failed=None):
        self.tickets.append(Ticket(done, failed))
        return self.tickets[-1]


def test_a_run_that_an_edit_replaces_is_measured_no_more(make_workbench, qtbot):
    bench, worker, parent = make_workbench(), KeepingWorker(), QObject()
    DriftMeter(bench, worker, parent)
    bench.last()
    snapshot = bench.snapshot()
    cells = snapshot.schedule.num_cells
    bench.accept(snapshot.run, CheckReport(0, cells, cells, 0, None, "float32", "none"))
    qtbot.waitUntil(lambda: len(worker.tickets) == 1)
    (ticket,) = worker.tickets
    assert ticket.open
    bench.step(-1)
    assert ticket.open
    bench.edit(snapshot.experiment.with_sequence(snapshot.experiment.sequence * 2), "edit")
    assert not ticket.open
