"""Appending to the input: an edit, after which one stands at the new end, or where one stood."""

import numpy as np
import pytest

from simulator.examples import EXAMPLES
from simulator.experiment.appending import appended
from simulator.files.workspaces.reader import read_workspace
from tests.simulator.files.workspaces.written import write_workspace
from ui.documents.opening import document_of_workspace
from ui.documents.workspace_view import workspace_of
from ui.session.document import Document
from ui.session.workbench import Workbench


def tap(bench, row=0, times=1):
    experiment = bench.snapshot().experiment
    rows = np.eye(experiment.config.input_size)[[1] * times]
    bench.append(appended(experiment, rows, row), ("tap",) * times, "append tap")


@pytest.fixture
def taught(qapp):
    return Workbench(Document.of_example(EXAMPLES["teaching"]()))


def test_from_the_end_one_steps_onto_it(taught):
    taught.last()
    before = taught.snapshot()
    tap(taught)
    after = taught.snapshot()
    assert after.position == after.schedule.end
    assert after.timestep == before.timestep + 1 == 10
    assert after.document.label_of(10) == "tap"
    assert after.document.timestep_labels[:10] == before.document.timestep_labels
    assert after.undo_label == "append tap"
    h = (s.run.trace.values("h", s.lane)[:10] for s in (before, after))
    assert np.array_equal(*h)


@pytest.mark.parametrize("position", [0, 1, 17, 40])
def test_from_elsewhere_one_stays(taught, position):
    taught.go_to(position)
    tap(taught)
    assert taught.snapshot().position == position


@pytest.mark.parametrize("position", [0, 1, 20, 41, 57, 90, 118])
def test_in_two_directions_one_stays_at_the_same_number(make_workbench, position):
    bench = make_workbench(timesteps=5, num_layers=2, bidirectional=True)
    bench.go_to(position)
    before = bench.snapshot()
    tap(bench)
    after = bench.snapshot()
    if position == 0:
        assert after.position == 0
        return
    old, new = (s.step for s in (before, after))
    assert (old.cell.lane, old.quantity) == (new.cell.lane, new.quantity)
    assert before.schedule.timestep(old.cell, 0) == after.schedule.timestep(new.cell, 0)


def test_undo_and_redo_take_the_timestep_back_and_forth(taught):
    taught.last()
    first = taught.snapshot()
    for _ in range(2):
        tap(taught)
    taught.undo()
    assert taught.snapshot().document.timestep_labels == (*first.document.timestep_labels, "tap")
    taught.undo()
    assert taught.snapshot().document.timestep_labels == first.document.timestep_labels
    assert taught.snapshot().position == taught.snapshot().schedule.end
    taught.redo()
    assert taught.snapshot().schedule.num_timesteps == 11


def test_a_reset_takes_all_of_it_back(taught):
    first = taught.snapshot().document
    tap(taught, times=3)
    taught.reset()
    document = taught.snapshot().document
    assert document.experiment is first.original
    assert document.original_labels == first.original_labels
    taught.undo()
    assert taught.snapshot().document.label_of(12) == "tap"


def test_nothing_is_compared_across_another_length_and_the_next_edit_is(taught):
    taught.last()
    tap(taught)
    against = taught.snapshot().against
    assert (against.name, against.comparison, against.obstacle) == ("", None, None)
    experiment = taught.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (1, 1), 9.0)
    taught.edit(experiment.with_parameters(parameters), "edit")
    assert taught.snapshot().against.baseline.experiment is experiment


def test_a_workspace_brings_it_back(taught, tmp_path):
    tap(taught, times=2)
    written = workspace_of(taught.snapshot(), "")
    write_workspace(tmp_path / "x.gatestep", written)
    document = document_of_workspace(read_workspace(tmp_path / "x.gatestep"))
    assert document.timestep_labels == taught.snapshot().document.timestep_labels
    assert len(document.original.sequence) == 10
    assert (document.experiment.sequence == taught.snapshot().experiment.sequence).all()
    assert document_of_workspace(written).is_like(taught.snapshot().document)


def test_rows_of_a_batch_are_continued_one_by_one(make_workbench):
    bench = make_workbench(timesteps=4, batch=3)
    bench.select(bench.snapshot().lane, 1)
    bench.last()
    tap(bench, row=1)
    snapshot = bench.snapshot()
    assert snapshot.experiment.lengths == (4, 5, 4)
    assert (snapshot.row, snapshot.timestep) == (1, 4)
    assert snapshot.document.label_of(4) == ""
    tap(bench, row=0)
    assert bench.snapshot().experiment.lengths == (5, 5, 4)


def test_without_labels_the_new_ones_alone_are_named(make_workbench):
    bench = make_workbench(timesteps=3)
    tap(bench, times=2)
    assert bench.snapshot().document.timestep_labels == ("", "", "", "tap", "tap")
