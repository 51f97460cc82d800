"""Text in the window: a form by mouse and keys, and its sequence on the bench."""

import json

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from simulator.files.sequences.text import CHARACTERS, IDS
from simulator.files.sequences.tokens import TokenReading
from simulator.files.workspaces.reader import read_workspace
from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters, torch_lstm
from tests.simulator.files.checkpoints.checkpoints import SAVERS
from ui.dialogs.text_sequence import ReadText
from ui.documents import save_file
from ui.documents.question import Reader
from ui.documents.text_opening import look
from ui.style import theme

Key = Qt.Key
ALT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
TEXT = "so few\nso fine"  # 9 characters, 3 words
HTML = "<b>x</b>"


@pytest.fixture
def make_form(bring_up, tmp_path):
    """Show the form over a text for an LSTM of a width, with the keyboard focus."""

    def make(text=TEXT, width=9, checkpoint=None, name="a.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        reader = Reader(width, None if checkpoint is None else str(checkpoint))
        return bring_up(ReadText(look(str(tmp_path / name), reader), theme.LIGHT))

    return make


@pytest.fixture(params=SAVERS)
def embedding(tmp_path, request):
    """Save a checkpoint with an LSTM that reads 3 and an embedding of 9 tokens; return both too."""
    lstm, rng = random_parameters(LSTMConfig(3, 4)), np.random.default_rng(0)
    out, rows = (rng.standard_normal((n, 3)).astype(np.float32) for n in (2, 9))
    arrays = {f"lstm.{name}": array for name, array in lstm.arrays.items()}
    arrays |= {"out.weight": out, "out.bias": out[:, 0], "emb.weight": rows}
    return SAVERS[request.param](arrays, tmp_path), lstm, rows


def refuses(form):
    """True when a form says in red why its fields can not be taken."""
    return theme.LIGHT.bad in form.message.styleSheet() and not form.accept_button.isEnabled()


def rows(strip):
    return [
        [strip.item(row, column).text() for column in range(strip.columnCount())]
        for row in range(strip.rowCount())
    ]


def test_the_tokens_stand_there_with_their_ids(make_form):
    form = make_form()
    tokens = ["s", "o", "␣", "f", "e", "w", "↵", "s", "o", "␣", "f", "i", "n", "e"]
    vocabulary = ["↵", "␣", "e", "f", "i", "n", "o", "s", "w"]
    assert rows(form.ids) == [list(map(str, range(9))), vocabulary]
    t, token, id = rows(form.tokens)
    assert (t, token) == (list(map(str, range(14))), tokens)
    assert [vocabulary[int(number)] for number in id] == tokens
    assert form.ids.title.text() == "Vocabulary: 9 ids"
    assert form.tokens.title.text() == "The first of 14 tokens"
    assert form.message.text().startswith("The input has shape (T, I) = (14, 9).")
    assert form.accept_button.isEnabled()


def test_the_keys_alone_choose_and_open(make_form, tmp_path):
    form = make_form(width=4)
    assert refuses(form)
    QTest.keyClick(form, Key.Key_Return)
    assert form.isVisible()
    QTest.keyClick(form, Key.Key_S, ALT)
    assert form.split.hasFocus()
    QTest.keyClick(form.split, Key.Key_Down)
    assert rows(form.tokens)[1] == ["so", "few", "so", "fine"]
    assert refuses(form)
    (tmp_path / "words.txt").write_text("few\nfine\nmany\nso\n")
    form.take_vocabulary(str(tmp_path / "words.txt"))
    assert form.message.text() == "The input has shape (T, I) = (4, 4)."
    QTest.keyClick(form, Key.Key_Return)
    assert form.result() == ReadText.DialogCode.Accepted
    assert form.reading().split == "words"


def test_every_part_is_reached_by_tab(make_form):
    form = make_form()
    form.split.setFocus()
    met = []
    for _ in range(7):
        met.append(form.focusWidget())
        QTest.keyClick(form.focusWidget(), Key.Key_Tab)
    assert met == [
        form.split,
        form.vocabulary,
        form.choose_file,
        form.vectors,
        form.ids,
        form.tokens,
        form.accept_button,
    ]
    QTest.keyClick(form, Key.Key_Escape)
    assert form.result() == ReadText.DialogCode.Rejected


def test_a_vocabulary_is_chosen_by_the_mouse(make_form, tmp_path, monkeypatch):
    form = make_form(width=10)
    path = tmp_path / "v.json"
    path.write_text(json.dumps([*"nfewsoi \n", "<unk>"]))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(form.choose_file, LEFT)
    assert form.vocabulary.currentText() == "v.json"
    assert form.reading().vocabulary == str(path)
    assert rows(form.ids)[1] == ["n", "f", "e", "w", "s", "o", "i", "␣", "↵", "<unk>"]
    assert form.message.text() == "The input has shape (T, I) = (14, 10)."
    path.write_text(json.dumps([*"nfewsoi \n"]))
    QTest.mouseClick(form.choose_file, LEFT)
    assert form.vocabulary.count() == 2
    assert refuses(form)
    QTest.keyClick(form.vocabulary, Key.Key_Up)
    assert form.reading().vocabulary is None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    QTest.mouseClick(form.choose_file, LEFT)
    assert form.reading().vocabulary is None


def test_a_vocabulary_that_does_not_do_is_told_with_the_place(make_form, tmp_path):
    form = make_form()
    for content, words in {
        "s\no\n": "a.txt: line 1, column 3 is ␣, which is not in the vocabulary v.txt",
        "s\ns\n": "v.txt: line 2 is s, the same as line 1",
    }.items():
        (tmp_path / "v.txt").write_text(content)
        form.take_vocabulary(str(tmp_path / "v.txt"))
        assert words in form.message.text()
        assert not form.accept_button.isEnabled()
        assert rows(form.tokens) == [[], [], []]


def test_an_embedding_is_offered_where_one_hot_does_not_fit(make_form, embedding):
    form = make_form(width=3, checkpoint=embedding[0])
    offered = [form.vectors.itemText(row) for row in range(form.vectors.count())]
    assert offered[1:] == ["rows of emb.weight (9, 3)", "rows of out.weight (2, 3)"]
    assert form.reading().embedding == "emb.weight"
    assert form.message.text().startswith("The input has shape (T, I) = (14, 3).")
    QTest.keyClick(form.vectors, Key.Key_Down)
    assert refuses(form)


def test_whole_numbers_are_ids_without_a_vocabulary(make_form, embedding):
    form = make_form("7 0\n8, 7", width=3, checkpoint=embedding[0])
    assert form.reading() == TokenReading(IDS, None, "emb.weight")
    assert rows(form.tokens) == [["0", "1", "2", "3"], ["7", "0", "8", "7"], ["7", "0", "8", "7"]]
    assert form.message.text().startswith("The input has shape (T, I) = (4, 3).")
    assert "emb.weight (9, 3)" in form.message.text()
    assert not form.vocabulary.isVisible()
    assert not form.ids.isVisible()
    QTest.keyClick(form.split, Key.Key_Home)
    assert form.reading() == TokenReading(CHARACTERS, None, "emb.weight")
    assert form.vocabulary.isVisible()
    assert form.ids.isVisible()
    assert rows(form.tokens)[1] == list("7␣0↵8,␣7")


def test_a_vocabulary_is_none_of_the_ids(make_form, tmp_path, embedding):
    form = make_form("7 0", width=3, checkpoint=embedding[0])
    QTest.keyClick(form.split, Key.Key_Home)
    (tmp_path / "v.txt").write_text("7\n \n0\n")
    form.take_vocabulary(str(tmp_path / "v.txt"))
    QTest.keyClick(form.split, Key.Key_End)
    assert form.reading() == TokenReading(IDS, None, "emb.weight")
    assert form.accept_button.isEnabled()


@pytest.mark.parametrize(("text", "shown"), [("7 0\n9 8", 4), ("7 0\n-9 8", 0), ("7 0\n9.5", 0)])
def test_what_is_no_id_is_told_and_not_read(make_form, embedding, text, shown):
    form = make_form(text, width=3, checkpoint=embedding[0])
    assert form.reading().split == IDS
    assert refuses(form)
    assert "line 2, column 1" in form.message.text()
    assert len(rows(form.tokens)[0]) == shown
    QTest.keyClick(form.split, Key.Key_Home)
    assert form.accept_button.isEnabled()


def test_a_model_that_is_gone_has_no_embedding_and_is_said(make_form, tmp_path):
    form = make_form(checkpoint=tmp_path / "gone.pt")
    assert form.vectors.count() == 1
    assert "No embedding is available" in form.message.text()
    assert "gone.pt" in form.message.text()
    assert form.accept_button.isEnabled()


def test_names_and_tokens_are_never_html(make_form):
    form = make_form(f"{HTML} \u202ea", name="<b>x.txt")
    QTest.keyClick(form.split, Key.Key_Down)
    assert form.windowTitle() == "Read <b>x.txt as a sequence"
    assert rows(form.tokens)[1] == [HTML, "�a"]
    assert form.message.textFormat() == Qt.TextFormat.PlainText


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier(0))
    )


def answer(monkeypatch, key):
    """Answer the form by one key, as soon as it is there; return its questions."""
    asked = []

    def exec(form):
        asked.append(form._text)
        form.show()
        QTest.keyClick(form, key)
        return form.result()

    monkeypatch.setattr(ReadText, "exec", exec)
    return asked


def test_a_model_and_a_text_are_dropped_and_kept(
    window_again, qtbot, tmp_path, monkeypatch, embedding
):
    checkpoint, lstm, vectors = embedding
    text = tmp_path / "a.txt"
    text.write_text(TEXT)
    window = window_again()
    bench = window._workbench
    opener, said = window._commands.opener, []
    window.messages.told.connect(said.append)
    asked = answer(monkeypatch, Key.Key_Return)
    drop(window, text, checkpoint)
    qtbot.waitUntil(lambda: not opener.busy)
    reader = asked[0].reader
    assert (reader.input_size, reader.checkpoint) == (3, str(checkpoint))
    document = bench.snapshot().document
    rows = vectors[[sorted(set(TEXT)).index(c) for c in TEXT]]
    np.testing.assert_array_equal(document.experiment.input_as_given(), rows)
    assert document.timestep_labels == tuple("so␣few↵so␣fine")
    assert document.feature_names == ()
    assert any("the text's 9 distinct tokens" in line for line in said)
    path = tmp_path / "w.gatestep"
    monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(path), "Workspace"))
    window.findChild(QAction, "save_as").trigger()
    qtbot.waitUntil(path.exists)
    assert read_workspace(path).timestep_labels == document.timestep_labels
    bench.last()
    ours = bench.snapshot().run.trace.outputs().output
    with torch.inference_mode():
        output, _ = torch_lstm(lstm)(torch.from_numpy(rows))
    np.testing.assert_allclose(ours, output, rtol=1e-5, atol=1e-6)


def test_a_text_is_let_be_with_escape(window_again, qtbot, tmp_path, monkeypatch):
    text = tmp_path / "a.txt"
    text.write_text("abc")
    window = window_again(input_size=3)
    bench = window._workbench
    before, opener = bench.snapshot().document, window._commands.opener
    asked = answer(monkeypatch, Key.Key_Escape)
    drop(window, text)
    qtbot.waitUntil(lambda: not opener.busy)
    assert len(asked) == 1
    assert bench.snapshot().document is before
    answer(monkeypatch, Key.Key_Return)
    drop(window, text)
    qtbot.waitUntil(lambda: not opener.busy)
    document = bench.snapshot().document
    np.testing.assert_array_equal(document.experiment.input_as_given(), np.eye(3))
    assert document.feature_names == document.timestep_labels == ("a", "b", "c")
    assert document.experiment.parameters is before.experiment.parameters
