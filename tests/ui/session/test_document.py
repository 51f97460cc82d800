"""Document: its one line in a debugger, and the names of its files."""

from dataclasses import replace

import pytest

from simulator.examples import EXAMPLES
from simulator.files.checkpoints.find_lstms import Origin
from tests.simulator.files.workspaces.test_workspace import small
from ui.session.document import Document


def test_a_document_is_one_line_and_says_what_was_changed(make_workbench):
    document = make_workbench(timesteps=9).snapshot().document
    assert repr(document) == f"Document('test', {document.experiment})"
    assert "(9, 1, 3)" in repr(document)
    experiment = document.experiment.with_sequence(document.experiment.sequence * 2)
    assert repr(replace(document, experiment=experiment)).endswith(", edited)")
    assert repr(replace(document, notes="line\nline")).endswith(", with notes)")
    assert "'hard sigmoid'" in repr(replace(document, mistake="hard sigmoid"))
    names = Document.of("m", document.experiment, tuple(map(str, range(10**5))))
    assert len(repr(names)) < 200


@pytest.mark.parametrize(
    ("title", "path", "stem"),
    [
        ("walk.safetensors · rnn", "/a/b.c/walk.safetensors", "walk"),
        ("m.v2.pt", "/a/m.v2.pt", "m.v2"),
        ("m.pt", r"C:\models\m.pt", "m"),
        ("walk.npz", None, "walk"),
        ("New LSTM 3 → 2", None, "New LSTM 3 → 2"),
        ("", None, ""),
        (".pt", "/.pt", ".pt"),
    ],
)
def test_files_are_called_as_the_model_is(title, path, stem):
    document = Document.of(title, small().experiment, sequence_title="x.csv")
    assert replace(document, origin=path and Origin(path, "rnn")).stem == stem


def test_a_word_follows_its_edited_row_and_comes_back_with_the_row():
    example = EXAMPLES["latch"]()
    document = Document.of_example(example)
    values = example.experiment.sequence.copy()
    values[1, 0], values[2, 0] = [1, 0], [0.5, 0]
    edited = replace(document, experiment=document.experiment.with_sequence(values))
    assert [document.label_of(t) for t in range(4)] == ["yes", "…", "…", "…"]
    assert [edited.label_of(t) for t in range(4)] == ["yes", "yes", "", "…"]
    assert edited.label_of(len(values)) == ""
    back = replace(edited, experiment=document.experiment)
    assert back.timestep_labels == document.timestep_labels


def test_an_edit_of_a_document_has_its_original_and_its_shapes(make_workbench):
    bench = make_workbench(timesteps=4)
    document = bench.snapshot().document
    experiment = document.experiment.with_sequence(document.experiment.sequence * 2)
    edited = replace(document, experiment=experiment)
    assert edited.is_edit_of(document)
    longer = replace(document, experiment=make_workbench(timesteps=5).snapshot().experiment)
    assert not longer.is_edit_of(document)
    assert not make_workbench(timesteps=4).snapshot().document.is_edit_of(document)
