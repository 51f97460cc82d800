"""Edits are asked of what was shown, and done to what is there; the bar tells what is not."""

import pytest

from simulator.experiment.equality import same_values
from simulator.network.interventions import Hold
from tests.ui.conftest import document_of
from ui.session.edit_requests import EditRequests
from ui.session.messages import Messages
from ui.session.workbench import Workbench

HOLD = Hold("f", 0, 0, (1,), 2, 3, 0.5)


@pytest.fixture
def asker():
    """Return a workbench, what asks it for edits, and the lines that are told."""
    bench, messages, told = Workbench(document_of()), Messages(), []
    messages.complained.connect(told.append)
    return bench, EditRequests(bench, messages, messages), told


def weight(experiment, value=0.25, index=(3, 1)):
    return experiment.with_parameters(
        experiment.parameters.with_value("weight_hh_l0", index, value)
    )


def test_an_edit_of_what_was_shown_is_done_to_what_is_there(asker):
    bench, edits, told = asker
    shown = bench.snapshot().document
    bench.edit(weight(shown.experiment), "meanwhile")
    edits.edit(shown, shown.experiment.with_holds(HOLD), "hold")
    there = bench.snapshot()
    assert same_values(there.experiment, weight(shown.experiment).with_holds(HOLD))
    assert there.undo_label == "hold"
    bench.undo()
    assert not bench.snapshot().experiment.holds
    assert not told


def test_after_an_undo_the_undone_edit_does_not_come_back(asker):
    bench, edits, _ = asker
    first = bench.snapshot().experiment
    bench.edit(weight(first), "undone")
    shown = bench.snapshot().document
    bench.undo()
    edits.edit(shown, shown.experiment.with_holds(HOLD), "hold")
    assert same_values(bench.snapshot().experiment, first.with_holds(HOLD))


def test_what_was_asked_of_another_document_is_told(asker):
    bench, edits, told = asker
    shown = bench.snapshot().document
    bench.open(document_of(seed=0))  # of equal shapes and numbers, as a file that is read again
    there = bench.snapshot().experiment
    edits.edit(shown, weight(shown.experiment), "the edit")
    assert bench.snapshot().experiment is there
    (line,) = told
    assert "the edit" in line
    assert "\n" not in line


def test_what_does_not_fit_any_more_is_told(asker):
    bench, edits, told = asker
    shown = bench.snapshot().document
    bench.edit(document_of(hidden_size=4).experiment, "other options")
    there = bench.snapshot().experiment
    edits.edit(shown, weight(shown.experiment), "the edit")
    assert bench.snapshot().experiment is there
    (line,) = told
    assert "the edit" in line
    assert "weight_hh_l0" in line
    assert "(16, 4)" in line


def test_requests_of_one_key_are_one_edit(asker):
    """Each is of the numbers that are shown: of those at first, or of the last request."""
    bench, edits, _ = asker
    first = bench.snapshot().document
    bench.edit(first.experiment.with_holds(HOLD), "meanwhile")
    before = bench.snapshot().experiment
    for value in (1.0, 2.0, 1.0):
        edits.edit(first, weight(first.experiment, value), "drag", "key")
        assert same_values(bench.snapshot().experiment, weight(before, value))
    shown = bench.snapshot().document
    for value in (3.0, 1.0):
        edits.edit(shown, weight(shown.experiment, value), "drag", "key")
        assert same_values(bench.snapshot().experiment, weight(before, value))
    bench.undo()
    assert bench.snapshot().experiment is before


def test_no_room_for_the_run_is_told(asker, monkeypatch):
    bench, edits, told = asker
    shown = bench.snapshot().document

    def full(*_):
        raise OSError("there is no room")

    monkeypatch.setattr(bench._runner, "new_run", full)
    edits.edit(shown, weight(shown.experiment), "the edit")
    assert bench.snapshot().document is shown
    assert len(told) == 1
