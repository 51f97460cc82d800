"""ReadText: how to split a text, the vocabulary of its tokens, and their vectors for the LSTM."""

import heapq
import os
from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import shape_text
from simulator.files.errors import FileError, plain
from simulator.files.sequences.text import CHARACTERS, IDS, WORDS, shown
from simulator.files.sequences.token_ids import TokenIds, in_text, note_on
from simulator.files.sequences.tokens import Encoded, Ids, TokenReading, check_width, encode, notes
from simulator.files.sequences.vocabulary import Vocabulary, read_vocabulary
from simulator.translation import mark, tr
from ui.dialogs.form import OPEN, Form, give_room
from ui.documents.text_opening import Text
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.asked import asked

_SPLITS = {
    CHARACTERS: mark("characters"),
    WORDS: mark("words (split at spaces)"),
    IDS: mark("token ids, separated by spaces, commas or line breaks"),
}
_SHOWN = 200
"""Number of tokens shown, from the first."""


class ReadText(Form):
    """Form for a `TokenReading`. Misfits are shown below, before the text is read."""

    def __init__(self, text: Text, theme: Theme, parent: QWidget | None = None) -> None:
        title = tr("Read {name} as a sequence", name=plain(Path(text.path).name))
        super().__init__(title, parent, lines=4, bad=theme.bad, button=OPEN)
        self._text, self._theme = text, theme
        self._encoded: dict[tuple[str, str | None], Encoded | TokenIds | FileError] = {}
        self.split, self.vocabulary, self.vectors = QComboBox(), QComboBox(), QComboBox()
        for split, said in _SPLITS.items():
            self.split.addItem(tr(said), split)
        self.vocabulary.addItem(tr("the text's own tokens, sorted"), None)
        self.choose_file = QPushButton(tr("From a &file…"))
        self.choose_file.setToolTip(tr("Uses the vocabulary of your model"))
        self.vectors.addItem(tr("one-hot vectors, one value per id"), None)
        for embedding in text.embeddings:
            self.vectors.addItem(tr("rows of {name}", name=embedding.label), embedding.name)
        proposed = text.proposal()
        self.split.setCurrentIndex(self.split.findData(proposed.split))
        self.vectors.setCurrentIndex(self.vectors.findData(proposed.embedding))
        self.ids = _Strip(tr("Vocabulary"), (tr("id"), tr("token")))
        self.ids.setToolTip(tr("Each token with its id"))
        self.tokens = _Strip(tr("First tokens"), ("t", tr("token"), tr("id")))
        self.tokens.setToolTip(tr("The text as the LSTM reads it, one token per timestep"))
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.choose_file.clicked.connect(self._ask_file)
        self._follow(self.split, self.vocabulary, self.vectors)
        self._judge()

    def reading(self) -> TokenReading:
        """Return the chosen reading."""
        split = self.split.currentData()
        vocabulary = None if split == IDS else self.vocabulary.currentData()
        return TokenReading(split, vocabulary, self.vectors.currentData())

    def take_vocabulary(self, path: str) -> None:
        """Offer a vocabulary's file, and choose it; one that is listed already is read again."""
        path = os.path.abspath(path)
        self._encoded.clear()
        place = self.vocabulary.findData(path)
        if place < 0:
            place = self.vocabulary.count()
            self.vocabulary.addItem(plain(Path(path).name), path)
        self.vocabulary.setCurrentIndex(place)
        self._judge()

    def _lay_out(self) -> None:
        chosen = QHBoxLayout()
        chosen.addWidget(self.vocabulary, 1)
        chosen.addWidget(self.choose_file)
        self.form = form = QFormLayout()
        form.addRow(tr("&Split into"), self.split)
        form.addRow(tr("&Vocabulary"), chosen)
        form.addRow(tr("&Read as"), self.vectors)
        for label, field in (
            (tr("Split into"), self.split),
            (tr("Vocabulary"), self.vocabulary),
            (tr("Read as"), self.vectors),
        ):
            field.setAccessibleName(label)
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        form.labelForField(chosen).setBuddy(self.vocabulary)  # type: ignore[attr-defined]
        self._of_vocabulary = chosen
        column = QVBoxLayout()
        column.addLayout(form)
        for strip in (self.ids, self.tokens):
            column.addWidget(strip.title)
            column.addWidget(strip)
        column.addWidget(self.message)
        column.addStretch()
        column.addWidget(self.buttons)
        self.setLayout(column)
        give_room(self, 640, 420)

    def _ask_file(self) -> None:
        folder = str(Path(self._text.path).parent)
        path, _ = QFileDialog.getOpenFileName(
            self, tr("A vocabulary: one token per line, or JSON"), folder
        )
        if path:
            self.take_vocabulary(path)

    def _tell(self) -> bool:
        """Show the tokens and ids of the text, or why it cannot be read like this."""
        wanted, reader = self.reading(), self._text.reader
        of_words = wanted.split != IDS
        self.form.setRowVisible(self._of_vocabulary, of_words)
        self.ids.title.setVisible(of_words)
        self.ids.setVisible(of_words)
        encoded = self._encode(wanted)
        if isinstance(encoded, FileError):
            self.ids.fill((), tr("Vocabulary"))
            self.tokens.fill((), tr("First tokens"))
            raise encoded.with_traceback(None)
        embedding = next((e for e in self._text.embeddings if e.name == wanted.embedding), None)
        if isinstance(encoded, TokenIds):
            self._draw_tokens(tuple(map(str, encoded.ids[:_SHOWN].tolist())), encoded.ids)
            encoded.check(embedding, reader.input_size)
            told: tuple[str, ...] = (note_on(embedding),)
        else:
            self._draw(encoded)
            check_width(encoded, reader.input_size, embedding)
            told = notes(encoded, embedding)
        shape = shape_text((len(encoded.ids), reader.input_size))
        lines = [tr("The input has shape (T, I) = {shape}.", shape=shape)]
        lines += [note[:1].upper() + note[1:] + "." for note in told]
        self._say("\n".join(lines), self._theme.ink)
        return True

    def _encode(self, wanted: TokenReading) -> Encoded | TokenIds | FileError:
        key = (wanted.split, wanted.vocabulary)
        if key not in self._encoded:
            try:
                path, text = wanted.vocabulary, self._text
                vocabulary = None if path is None else read_vocabulary(path)
                if wanted.split == IDS:
                    self._encoded[key] = in_text(text.path, text.text)
                else:
                    self._encoded[key] = encode(text.path, text.text, wanted.split, vocabulary)
            except FileError as error:
                self._encoded[key] = error
        return self._encoded[key]

    def _draw(self, encoded: Encoded) -> None:
        vocabulary = encoded.vocabulary
        self.ids.fill(
            _first_ids(vocabulary),
            tr("Vocabulary: {size:,} ids", size=vocabulary.size),
        )
        self._draw_tokens(encoded.tokens[:_SHOWN], encoded.ids)

    def _draw_tokens(self, tokens: tuple[str, ...], ids: Ids) -> None:
        """Show the first tokens, and their ids of all, (T,)."""
        first = zip(tokens, ids[:_SHOWN].tolist(), strict=True)
        self.tokens.fill(
            ((str(t), shown(token), str(id)) for t, (token, id) in enumerate(first)),
            tr("The first of {total:,} tokens", total=len(ids)),
        )

    def _say(self, text: str, colour: str = "") -> None:
        lines = [text]
        if self._text.trouble:
            lines.append(tr("No embedding is available: {why}", why=self._text.trouble))
        super()._say("\n".join(lines), colour)


def ask(text: Text, theme: Theme, parent: QWidget) -> TokenReading | None:
    """Ask for the reading of a text; None when the user cancels."""
    with asked(ReadText(text, theme, parent)) as form:
        return form.reading() if form.exec() else None


class _Strip(QTableWidget):
    """A few rows of texts in any number of columns, each as wide as it needs."""

    def __init__(self, name: str, rows: Sequence[str]) -> None:
        super().__init__(len(rows), 0)
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.setAccessibleName(name)
        fonts.wear(self, fonts.mono_text)
        self.setVerticalHeaderLabels(list(rows))
        tips = {
            "t": tr("Timestep, counted from 0"),
            tr("token"): tr("Character or word of the text"),
            tr("id"): tr("Token id"),
        }
        for place, text in enumerate(rows):
            self.verticalHeaderItem(place).setToolTip(tips[text])
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        line = self.fontMetrics().lineSpacing() + 8
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(len(rows) * line + bar + 2 * self.frameWidth())

    def fill(self, columns: Iterable[Sequence[str]], title: str) -> None:
        """Write other columns, and their title."""
        self.title.setText(title)
        listed = list(columns)
        self.setColumnCount(len(listed))
        for number, column in enumerate(listed):
            for row, text in enumerate(column):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.setItem(row, number, item)


def _first_ids(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """List the lowest ids that have a token, with the tokens."""
    lowest = heapq.nsmallest(_SHOWN, vocabulary.ids.items(), key=itemgetter(1))
    return [(str(id), shown(token)) for token, id in lowest]
