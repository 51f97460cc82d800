"""Shipped: documents of the examples that ship. The start of the window needs no other one."""

from simulator.examples import Example
from simulator.translation import tr
from ui.session.document import Document


def document_of_example(example: Example) -> Document:
    """Make a document of a shipped example."""
    return Document.of(tr(example.title), example.experiment, example.labels, example.columns)
