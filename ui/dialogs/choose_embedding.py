"""Choice of the embedding whose rows token ids stand for."""

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QWidget

from simulator.files.errors import plain
from simulator.translation import tr
from ui.documents.text_opening import ONE_HOT, WhichEmbedding


def ask(parent: QWidget, question: WhichEmbedding) -> str | None:
    """Ask for the name of an embedding, or one-hot vectors; None when the user cancels."""
    answers = describe(question)
    text = tr(
        "{count:,} whole numbers, 0 to {largest}: these look like token ids. Read them as",
        count=question.count,
        largest=question.largest,
    )
    title = tr("Read {name} as a sequence", name=plain(Path(question.path).name))
    rows, proposed = list(answers), list(answers.values()).index(question.proposal())
    chosen, ok = QInputDialog.getItem(parent, title, text, rows, proposed, False)
    return answers[chosen] if ok else None


def describe(question: WhichEmbedding) -> dict[str, str]:
    """Return the answers by their lines, which have a number: two names may look alike."""
    lines = [(tr("rows of {name}", name=e.label), e.name) for e in question.embeddings]
    if question.one_hot:
        lines.append((tr("one-hot vectors, one value per id"), ONE_HOT))
    return {f"{number}  {line}": answer for number, (line, answer) in enumerate(lines, 1)}
