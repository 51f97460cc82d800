"""Word menu: the words that can stand at a timestep of the input, in place of the present one."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtWidgets import QMenu, QWidget

from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.files.errors import plain
from simulator.translation import tr
from ui.panels.inputs.next_input import wording_of
from ui.session.snapshot import Snapshot
from ui.style.mnemonic import literal

MOST = 30
"""Largest number of words in the menu; others are put in as numbers."""

Edit = Callable[[Experiment, str, None], object]


def made(parent: QWidget) -> QMenu:
    """Return an empty menu."""
    return QMenu(tr("Word at this &timestep"), parent)


def fill(menu: QMenu, snapshot: Snapshot, t: int, edit: Edit) -> bool:
    """List the words at a timestep of the selected row, the present one ticked.

    Returns False, and lists none, where words do not name the input, or the row has ended.

    Args:
        edit: takes the experiment with the chosen word, the edit's label, and None.
    """
    for action in menu.actions():
        menu.removeAction(action)
        action.deleteLater()
    wording = wording_of(snapshot.document)
    experiment, row = snapshot.experiment, snapshot.row
    if wording is None or t >= experiment.lengths[row]:
        return False
    for word in wording.offered[:MOST]:
        (numbers,) = wording.rows([word])
        action = menu.addAction(literal(plain(word, 40)))
        action.setCheckable(True)
        action.setChecked(bool((numbers == experiment.sequence[t, row]).all()))
        action.triggered.connect(partial(_put, experiment, t, row, word, numbers, edit))
    return True


def _put(
    experiment: Experiment,
    t: int,
    row: int,
    word: str,
    numbers: Array,
    edit: Edit,
    _checked: bool = False,
) -> None:
    """Put a word's numbers, (I,), at a timestep of a row; not where they stand already."""
    sequence = np.array(experiment.sequence)
    if (sequence[t, row] == numbers).all():
        return
    sequence[t, row] = numbers
    label = tr("{word} at t {t}", word=plain(word, 20), t=t)
    if experiment.batch_size > 1:
        label = tr("{word} at t {t} of row {row}", word=plain(word, 20), t=t, row=row)
    edit(experiment.with_sequence(sequence), label, None)
