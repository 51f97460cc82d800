"""Export of a trace: which layout and where to, and the work itself."""

from collections.abc import Generator

from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.files.atomic import atomic_write
from simulator.files.trace_csv import trace_blocks
from simulator.run import Run

SLICE_SECONDS = 0.01
_WIDE = "CSV, one row a unit (*.csv)"
_LONG = "CSV, one row a number (*.csv)"


def ask_where(parent: QWidget) -> tuple[str, str] | None:
    """The path and the layout that the user chose; None when they would rather not."""
    path, kind = QFileDialog.getSaveFileName(
        parent, "Export the whole trace", "trace.csv", f"{_WIDE};;{_LONG}"
    )
    if not path:
        return None
    return path, "long" if kind == _LONG else "wide"


def export(run: Run, path: str, layout: str) -> Generator[float, None, None]:
    """Compute what is still missing, then write the file; yields the fraction done.

    Raises:
        FileError: the file can not be written.
    """
    while not run.finished:
        run.advance_for(SLICE_SECONDS)
        yield 0.5 * run.cells_done / run.schedule.num_cells
    with atomic_write(path) as file:
        for block in trace_blocks(run, layout):
            file.write(block.text.encode("ascii"))
            yield 0.5 + 0.5 * block.fraction
