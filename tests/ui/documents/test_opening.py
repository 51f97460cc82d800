"""Titles: the open document is named after its model and its sequence, whatever they are called."""

from dataclasses import replace

import pytest

from simulator.examples import EXAMPLES
from simulator.files.workspaces.reader import read_heading, read_workspace
from simulator.files.workspaces.workspace import of_parts, parts
from tests.simulator.files.workspaces.test_workspace import small
from tests.simulator.files.workspaces.written import write_workspace
from ui.documents import opening
from ui.documents.workspace_view import workspace_of
from ui.session.document import Document
from ui.session.workbench import Workbench


def test_names_with_on_in_them_are_kept_whole(tmp_path):
    """A model and a sequence may have any name; a workspace keeps them apart."""
    path = tmp_path / "w.gatestep"
    model, on = "trained on noise.pt", "walk on ice.csv"
    document = Document.of(model, small().experiment, sequence_title=on)
    assert document.title == f"{model} on {on}"
    write_workspace(path, workspace_of(Workbench(document).snapshot(), ""))
    again = opening.document_of_workspace(read_workspace(path))
    assert (again.model_title, again.sequence_title) == (model, on)
    assert read_heading(path)[0] == document.title
    assert Document.of(model, small().experiment).title == model


def test_an_old_workspace_has_its_names_from_its_title():
    content, groups = parts(replace(small(), title="a.pt on b.csv"))
    del content["sequence_title"]
    old = opening.document_of_workspace(of_parts(content, groups))
    assert (old.model_title, old.sequence_title) == ("a.pt", "b.csv")


@pytest.mark.parametrize("id", EXAMPLES)
def test_an_example_that_is_opened_again_is_no_edit_of_itself(id):
    first, second = (Document.of_example(EXAMPLES[id]()) for _ in range(2))
    assert not second.is_edit_of(first)
