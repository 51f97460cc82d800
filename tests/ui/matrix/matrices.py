"""Matrices to edit, and a bench that answers an editor's requests as the window does."""

from dataclasses import replace

import numpy as np

from simulator.experiment.history import History
from ui.matrix.matrix import Band, Matrix


def matrix(rows=8, columns=3, dtype=np.float32, seed=0, values=None):
    """Return distinct random numbers, in two bands where there are enough rows."""
    if values is None:
        values = np.random.default_rng(seed).standard_normal((rows, columns)).astype(dtype)
    values.flags.writeable = False
    half = len(values) // 2
    bands = (Band("i", 0, half, "i"), Band("f", half, len(values), "f")) if half else ()
    return Matrix(
        key="A",
        title="A",
        values=values,
        original=values,
        row_name=str,
        column_name="x{}".format,
        cell_name="A[{}, {}]".format,
        stored_as="a[{}, {}]".format,
        bands=bands,
    )


class Bench:
    """History of arrays that an ArrayEditor edits."""

    def __init__(self, editor, matrix):
        self.editor, self.first = editor, matrix
        self.history = History(matrix.values, lambda array: (array,))
        self.asked = []
        editor.edited.connect(self.edit)
        editor.settled.connect(self.history.settle)
        editor.cancelled.connect(self.cancel)
        self.show()

    @property
    def values(self):
        return self.history.value

    @property
    def undo_steps(self):
        """Return the labels of all edits that can be undone, the newest first."""
        steps = []
        while self.history.undo_label is not None:
            steps.append(self.history.undo_label)
            self.history.undo()
        for _ in steps:
            self.history.redo()
        return steps

    def edit(self, array, label, merge_key):
        self.asked.append(array)
        self.history.record(array, label, merge_key)
        self.show()

    def cancel(self, merge_key):
        self.history.cancel(merge_key)
        self.show()

    def undo(self):
        self.history.undo()
        self.show()

    def show(self):
        self.editor.bind(replace(self.first, values=self.values))
