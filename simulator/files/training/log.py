"""Log of a training run as CSV: a row a step, with the numbers of the network before it.

Columns: step, loss, norm (of all gradients, before the clip), coefficient (what the clip multiplied
them with), accuracy (empty where answers are numbers), validation_loss and validation_accuracy
(empty at steps that were not judged). The last row has the number of all steps, and the judgement
alone, if there is one. Numbers read back to the same bits.
"""

import csv
import io
import math
from collections.abc import Iterator
from typing import Final

from ...training.run import TrainingRun
from ..atomic import atomic_write
from ..errors import StrPath

COLUMNS: Final = (
    "step",
    "loss",
    "norm",
    "coefficient",
    "accuracy",
    "validation_loss",
    "validation_accuracy",
)


def write_log(path: StrPath, run: TrainingRun) -> None:
    """Write the log of a run, completely or not at all.

    Raises:
        FileError: it cannot be written.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(_rows(run))
    with atomic_write(path) as file:
        file.write(text.getvalue().encode("ascii"))


def _rows(run: TrainingRun) -> Iterator[list[object]]:
    judged = {judgement.step: judgement for judgement in run.judgements}
    for step in (*run.log.steps, run.step):
        judgement = judged.get(step)
        of_trial = [] if judgement is None else [judgement.loss, _share(judgement.accuracy)]
        if step < run.step:
            row = run.log.row(step)
            numbers = [row.loss, row.norm, row.coefficient, _share(row.accuracy)]
            yield [step, *numbers, *(of_trial or ["", ""])]
        elif of_trial:
            yield [step, "", "", "", "", *of_trial]


def _share(accuracy: float) -> float | str:
    return "" if math.isnan(accuracy) else accuracy
