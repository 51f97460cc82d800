"""Choice of the array in an archive to read, as the sequence or as a state."""

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QWidget

from simulator.arrays import shape_text
from simulator.files.errors import plain
from simulator.files.sequences.states import state_named
from simulator.translation import tr
from ui.documents.opening import Arrays


def ask(parent: QWidget, arrays: Arrays) -> str | None:
    """Ask for the name of the array; None when the user cancels."""
    rows = describe(arrays)
    title = tr("Which array in {name}?", name=plain(Path(arrays.path).name))
    chosen, ok = QInputDialog.getItem(parent, title, tr("Read"), rows, 0, False)
    return list(arrays.shapes)[rows.index(chosen)] if ok else None


def describe(arrays: Arrays) -> list[str]:
    """Describe each array in one line: its number, name and shape, and whether it is a state."""
    state = tr("an initial state")
    return [
        f"{number}  {plain(name, 60)}  {shape_text(shape)}{f'  {state}' * bool(state_named(name))}"
        for number, (name, shape) in enumerate(arrays.shapes.items(), 1)
    ]
