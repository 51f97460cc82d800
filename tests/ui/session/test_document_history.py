"""Documents that no file holds are known, wherever they went; nothing else counts as unsaved."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.experiment.normalisation import Z_SCORE
from ui.session.document import Document


def edit(bench, value, merge_key=None):
    """Change a weight."""
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (1, 2), value)
    bench.edit(experiment.with_parameters(parameters), "a weight", merge_key)


def weight(document):
    return float(document.experiment.parameters["weight_ih_l0"][1, 2])


@pytest.fixture
def bench(make_workbench):
    return make_workbench()


@pytest.fixture
def open_another(bench, make_workbench):
    def open_(title="second", seed=1, **options):
        bench.open(Document.of(title, make_workbench(seed=seed).snapshot().experiment), **options)

    return open_


def left(bench):
    return [(document.title, weight(document)) for document in bench.documents.left]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_value_changed_and_changed_back_is_saved(make_workbench, dtype):
    bench = make_workbench(dtype=dtype)
    before = bench.snapshot().experiment
    edit(bench, 1.5)
    assert not bench.snapshot().saved
    edit(bench, float(before.parameters["weight_ih_l0"][1, 2]))
    assert bench.snapshot().saved
    for change in (
        lambda e: replace(e, sequence=e.sequence + 1),
        lambda e: e.with_states(c_0=e.c_0 + 1),
        lambda e: replace(e, training=True),
        lambda e: e.normalised(Z_SCORE),
    ):
        bench.edit(change(before), "an edit")
        assert not bench.snapshot().saved
        bench.edit(replace(before, sequence=before.sequence.copy()), "and back")
        assert bench.snapshot().saved


def test_left_is_nothing_whose_value_was_changed_back(bench, open_another):
    was = weight(bench.snapshot().document)
    edit(bench, 1.5)
    edit(bench, was)
    open_another()
    assert left(bench) == []


def test_what_is_undone_past_its_opening_counts_as_it_was_last(bench, open_another):
    open_another()
    edit(bench, 1.5)
    edit(bench, 2.5)
    for _ in range(2):
        bench.undo()
    assert left(bench) == []  # its edits were undone, and it is open
    bench.undo()
    assert left(bench) == [("second", 2.5)]
    bench.redo()
    assert left(bench) == []


def test_an_undo_leaves_what_was_opened_only_at_its_opening(bench, open_another):
    def stands():
        documents = bench.documents
        return documents.value.title, documents.at_opening, documents.edit_label

    assert stands() == ("test", False, None)
    edit(bench, 1.5)
    assert stands() == ("test", False, "a weight")
    open_another()
    assert stands() == ("second", True, None)
    bench.annotate("notes")
    assert stands() == ("second", False, None)
    edit(bench, 2.5)
    assert stands() == ("second", False, "a weight")
    for expected in (
        ("second", False, None),
        ("second", True, None),
        ("test", False, "a weight"),
        ("test", False, None),
        ("test", False, None),
    ):
        bench.undo()
        assert stands() == expected


def test_undoing_until_something_is_there_never_leaves_what_was_opened(bench, open_another):
    edit(bench, 1.5)
    open_another()
    for value in (2.5, 3.5, 4.5):
        edit(bench, value)
    bench.undo_until(lambda document: weight(document) == 2.5)
    assert (bench.documents.value.title, weight(bench.documents.value)) == ("second", 2.5)
    bench.undo_until(lambda document: weight(document) == 1.5)  # as it is in the one before
    assert bench.documents.value.title == "second"
    assert bench.documents.at_opening
    assert bench.snapshot().experiment is bench.documents.value.original


def test_what_redo_no_longer_leads_to_stays(bench, open_another):
    open_another()
    edit(bench, 2.5)
    open_another("third", seed=2)
    edit(bench, 3.5)
    for _ in range(4):
        bench.undo()
    assert left(bench) == [("second", 2.5), ("third", 3.5)]
    open_another("fourth", seed=3)
    assert left(bench) == [("second", 2.5), ("third", 3.5)]
    third = bench.documents.left[1]
    bench.mark_saved(third)
    assert left(bench) == [("second", 2.5)]
    bench.documents.release(bench.documents.left[0])
    assert left(bench) == []


def test_what_an_edit_dropped_comes_back_when_that_is_cancelled(bench, open_another):
    open_another()
    edit(bench, 2.5)
    for _ in range(2):
        bench.undo()
    for value in (4.0, 5.0):
        edit(bench, value, "drag")
    assert left(bench) == [("second", 2.5)]
    bench.cancel_edit("drag")
    assert left(bench) == [("second", 2.5)]
    assert bench.documents.dropped == ()


def test_what_is_older_than_the_memory_stays(bench, open_another):
    edit(bench, 1.5)
    open_another()
    bench.documents._limit = 0
    edit(bench, 2.5)
    assert len(bench.documents.values) == 2
    assert left(bench) == [("test", 1.5)]
    open_another("third", seed=2)
    open_another("fourth", seed=3)
    assert left(bench) == [("second", 2.5), ("test", 1.5)]


def test_a_document_in_no_file_is_left_whole(bench, open_another):
    open_another(held=())
    assert not bench.snapshot().saved
    open_another("third", seed=2)
    assert [title for title, _ in left(bench)] == ["second"]


def test_a_document_whose_file_is_gone_is_unsaved_wherever_it_is(bench, open_another):
    first = bench.snapshot().document
    bench.mark_gone({first.original})
    assert not bench.snapshot().saved
    open_another()
    assert bench.snapshot().saved
    assert bench.documents.left == (first,)
    bench.undo()
    bench.mark_saved(first)
    assert bench.snapshot().saved
    bench.redo()
    assert bench.documents.left == ()


def test_an_overwritten_file_is_gone_for_the_document_that_it_held(bench, open_another):
    first = bench.snapshot().document
    open_another()
    edit(bench, 1.5)
    bench.mark_saved(bench.snapshot().document, {first.original})
    assert bench.snapshot().saved
    assert bench.documents.left == (first,)
    bench.mark_saved(first, {first.original})
    assert bench.documents.left == ()
