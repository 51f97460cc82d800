"""The log of a run reads back to the same bits, step by step."""

import csv

import numpy as np
import pytest

from simulator.files.training.log import COLUMNS, write_log
from simulator.training.run import TrainingRun
from simulator.training.source import OwnSequences
from simulator.training.tasks.catalogue import TASKS


def read(path):
    with open(path, newline="") as file:
        names, *rows = csv.reader(file)
    assert tuple(names) == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("key", ["parity", "sine"])
def test_every_step_and_judgement_has_its_numbers(tmp_path, key):
    task = TASKS[key]
    run = TrainingRun(task.network(0), task.plan, task.source(0), judged_every=3)
    run.advance(7)
    write_log(tmp_path / "log.csv", run)
    rows = read(tmp_path / "log.csv")
    assert [int(row["step"]) for row in rows] == list(range(7))
    for row in rows:
        told = run.log.row(int(row["step"]))
        for name in ("loss", "norm", "coefficient"):
            assert float(row[name]) == getattr(told, name)
        if key == "parity":
            assert float(row["accuracy"]) == told.accuracy
        else:
            assert row["accuracy"] == ""
    judged = {int(row["step"]): float(row["validation_loss"]) for row in rows if row[COLUMNS[5]]}
    assert judged == {j.step: j.loss for j in run.judgements}
    assert list(judged) == [0, 3, 6]


def test_a_judgement_after_the_last_step_has_a_row_of_its_own(tmp_path):
    task = TASKS["parity"]
    run = TrainingRun(task.network(0), task.plan, task.source(0), judged_every=3)
    run.advance(6)
    write_log(tmp_path / "log.csv", run)
    last = read(tmp_path / "log.csv")[-1]
    assert (last["step"], last["loss"], last["norm"]) == ("6", "", "")
    assert float(last["validation_loss"]) == run.judgements[-1].loss
    assert float(last["validation_accuracy"]) == run.judgements[-1].accuracy


def test_numbers_that_are_none_are_written_and_nothing_is_judged_without_a_validation(tmp_path):
    experiment = TASKS["sine"].experiment(0)
    V = experiment.objective.named("readout.weight")
    broken = experiment.with_objective(
        experiment.objective.with_named("readout.weight", np.full_like(V, np.nan))
    )
    run = TrainingRun(TASKS["sine"].network(0).of(broken), TASKS["sine"].plan, OwnSequences(broken))
    run.advance(2)
    write_log(tmp_path / "log.csv", run)
    rows = read(tmp_path / "log.csv")
    assert [row["loss"] for row in rows] == ["nan", "nan"]
    assert {row["validation_loss"] for row in rows} == {""}
