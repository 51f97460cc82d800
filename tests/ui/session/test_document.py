"""A document in a debugger: its title, its experiment, and what the user changed."""

from dataclasses import replace

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
