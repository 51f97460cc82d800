"""Token ids in the window: offered the embeddings of the checkpoint that is open."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.tokens import ahead
from simulator.files.sequences.text import IDS
from simulator.files.sequences.tokens import TokenReading
from simulator.files.workspaces.workspace import of_parts, parts
from simulator.network.lane import Lane
from simulator.objective.loss import CROSS_ENTROPY, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, SOFTMAX, Readout
from simulator.objective.targets import IGNORED, Targets
from tests.needs_torch import torch
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.choose_embedding import describe
from ui.documents.opener import Opener
from ui.documents.opening import document_of_workspace
from ui.documents.text_opening import ONE_HOT, Text, WhichEmbedding
from ui.documents.workspace_view import workspace_of
from ui.session.messages import Messages


@pytest.fixture
def opener(make_workbench, qtbot, tmp_path):
    """Open a model with an embedding of 30 rows of 12; the opener keeps its questions."""
    torch.manual_seed(0)
    net = torch.nn.ModuleDict({"emb": torch.nn.Embedding(30, 12), "lstm": torch.nn.LSTM(12, 4)})
    torch.save(net.state_dict(), tmp_path / "m.pt")
    worker, messages, bench = InlineWorker(), Messages(), make_workbench()
    opener = Opener(bench, worker, messages, lambda question: None, lambda question: False)
    opener.said, opener.bench, opener.weight = [], bench, net["emb"].weight.detach().numpy()
    messages.complained.connect(opener.said.append)

    def open_(array, answer):
        asked = []

        def choose(question):
            asked.append(question)
            return answer

        opener._choose = choose
        np.save(tmp_path / "ids.npy", np.array(array))
        opener.open([str(tmp_path / "ids.npy")])
        qtbot.waitUntil(lambda: not opener.busy)
        return asked

    opener.open([str(tmp_path / "m.pt")])
    qtbot.waitUntil(lambda: not opener.busy)
    opener.open_ids = open_
    yield opener
    worker.close()


def test_ids_are_read_as_rows(opener):
    (question,) = opener.open_ids([3, 0, 29], "emb.weight")
    assert isinstance(question, WhichEmbedding)
    assert (question.count, question.largest, question.one_hot) == (3, 29, False)
    assert list(describe(question).values()) == ["emb.weight"]
    assert "emb.weight (30, 12)" in next(iter(describe(question)))
    assert question.proposal() == "emb.weight"
    snapshot = opener.bench.snapshot()
    rows = snapshot.experiment.input_as_given()
    assert rows.tobytes() == opener.weight[[3, 0, 29]].tobytes()
    assert snapshot.document.timestep_labels == ("3", "0", "29")


def test_few_ids_can_be_one_hot(opener):
    (question,) = opener.open_ids([3, 0, 11], ONE_HOT)
    assert list(describe(question).values()) == ["emb.weight", ONE_HOT]
    assert opener.bench.snapshot().experiment.input_as_given().argmax(axis=1).tolist() == [3, 0, 11]


def test_cancelled_nothing_is_opened(opener):
    before = opener.bench.snapshot().document
    opener.open_ids([3, 0, 29], None)
    assert opener.bench.snapshot().document is before
    assert opener.said == []


def test_ids_without_a_row_are_told(opener):
    assert opener.open_ids([3, 30], None) == []
    (line,) = opener.said
    assert "31" in line
    assert "12" in line


def test_without_a_checkpoint_none_is_spoken_of_as_open(opener):
    document = opener.bench.snapshot().document
    opener.bench.open(replace(document, origin=None))
    assert opener.open_ids([3, 29], None) == []
    assert "no checkpoint with an embedding is open" in opener.said[-1]


@pytest.mark.parametrize("array", [[1700, 1701], [5, 11, 16]])
def test_counts_for_an_lstm_of_one_number_are_no_ids(opener, make_workbench, array):
    """They only lack an axis, and their reader says so."""
    opener._workbench = make_workbench(input_size=1)
    assert opener.open_ids(array, None) == []
    (line,) = opener.said
    assert "token" not in line
    assert "Reshape" in line


TEXT = "the quick brown fox\njumps over the lazy dog"
"""All 26 letters, a space and a line break."""


@pytest.fixture
def read_text(opener, qtbot, tmp_path):
    """Return a function that opens a text with the model, by a reading."""

    def open_(text, reading):
        opener._choose = lambda question: reading
        (tmp_path / "a.txt").write_text(text)
        opener.open([str(tmp_path / "a.txt")])
        qtbot.waitUntil(lambda: not opener.busy)
        return opener.bench.snapshot().document

    return open_


@pytest.fixture
def open_text(opener, qtbot, tmp_path):
    """Return a function that opens a text with the model as proposed, and the questions asked."""

    def open_(text, answer=True):
        asked = []

        def choose(question):
            asked.append(question)
            return question.proposal() if answer is True else answer

        opener._choose = choose
        (tmp_path / "ids.txt").write_text(text)
        opener.open([str(tmp_path / "ids.txt")])
        qtbot.waitUntil(lambda: not opener.busy)
        return asked

    return open_


@pytest.mark.parametrize(
    "text", ["3 0 29 11\n", "3,0,29,11", "3\n0\n29\n11\n", "3 0\n29 11\n", "3 0 29\n11"]
)
def test_a_text_of_whole_numbers_is_proposed_as_ids(opener, open_text, text):
    (question,) = open_text(text)
    assert question.proposal() == TokenReading(IDS, embedding="emb.weight")
    document = opener.bench.snapshot().document
    rows = document.experiment.input_as_given()
    assert rows.tobytes() == opener.weight[[3, 0, 29, 11]].tobytes()
    assert document.token_ids()[:, 0].tolist() == [3, 0, 29, 11]
    assert document.class_names(30) == ()


def test_a_text_of_whole_numbers_is_characters_on_demand(opener, open_text):
    open_text("3\n0\n29\n", TokenReading(embedding="emb.weight"))
    document = opener.bench.snapshot().document
    assert document.timestep_labels == tuple("3↵0↵29↵")


@pytest.mark.parametrize("text", ["3 4 30", "3\n4\n30\n", "3 4\n30", "3 -30 4", "4 30.5"])
def test_what_is_no_id_is_told_where_nobody_is_asked(opener, open_text, text):
    before = opener.bench.snapshot().document
    open_text(text)
    (line,) = opener.said
    assert "30" in line
    assert "line" in line
    assert opener.bench.snapshot().document is before


@pytest.mark.parametrize("text", ["0110", "3 cats", "1+2=3"])
def test_another_text_is_proposed_as_one(open_text, text):
    (question,) = open_text(text)
    assert question.proposal() == TokenReading(embedding="emb.weight")


@pytest.mark.parametrize("columns", [12, 13])
def test_a_table_as_wide_as_the_model_stays_one(open_text, columns):
    """Of 13 columns, which 12 are read is asked."""
    rows = np.arange(2 * columns).reshape(2, columns)
    asked = open_text("\n".join(" ".join(map(str, row)) for row in rows), None)
    assert not any(isinstance(question, Text) for question in asked)
    assert len(asked) == columns - 12


def test_without_an_embedding_ids_are_one_hot_where_characters_do_not_fit(opener, open_text):
    document = opener.bench.snapshot().document
    opener.bench.open(replace(document, origin=None))
    (question,) = open_text("3 0 11")
    assert question.proposal() == TokenReading(IDS)
    assert opener.bench.snapshot().experiment.input_as_given().argmax(axis=1).tolist() == [3, 0, 11]
    (question,) = open_text("0 1 2 3 4 5 6 7 8 9\n")
    assert question.proposal() == TokenReading()


def test_an_embedded_text_has_the_words_and_ids_of_its_vocabulary(read_text):
    document = read_text(TEXT, TokenReading(embedding="emb.weight"))
    words = sorted(set(TEXT))
    assert [words[id] for id in document.token_ids()[:, 0]] == list(TEXT)
    shown = ["↵", "␣", *words[2:]]
    assert list(document.class_names(len(words))) == shown
    assert list(document.class_names(30)) == [*shown, "28", "29"]
    assert document.class_names(31) == document.class_names(27) == ()


def test_a_vocabulary_of_a_file_names_the_classes_in_its_own_order(read_text, tmp_path):
    (tmp_path / "v.txt").write_text("c\na\nz\nb\n")
    reading = TokenReading(vocabulary=str(tmp_path / "v.txt"), embedding="emb.weight")
    document = read_text("abcab", reading)
    assert document.token_ids()[:, 0].tolist() == [1, 3, 0, 1, 3]
    assert document.class_names(4) == ("c", "a", "z", "b")


def test_ids_of_a_file_are_classes_without_names(opener):
    opener.open_ids([3, 0, 29], "emb.weight")
    document = opener.bench.snapshot().document
    assert document.token_ids()[:, 0].tolist() == [3, 0, 29]
    assert document.class_names(30) == ()


def test_a_one_hot_text_needs_no_vocabulary_beside_it(read_text):
    text = "abcdefghijkl"
    document = read_text(text * 2, TokenReading())
    assert document.tokens is None
    assert document.token_ids()[:, 0].tolist() == [*range(12), *range(12)]
    assert document.class_names(12) == tuple(text)
    assert document.class_names(11) == ()


def test_an_edited_row_is_another_token_or_none(read_text, opener):
    read_text("abcab", TokenReading(embedding="emb.weight"))
    experiment = opener.bench.snapshot().experiment
    values = experiment.sequence.copy()
    values[0], values[1] = values[2], 0
    opener.bench.edit(experiment.with_sequence(values), "two rows")
    document = opener.bench.snapshot().document
    assert document.token_ids()[:, 0].tolist() == [2, IGNORED, 2, 0, 1]


def test_a_workspace_knows_the_ids_of_the_words_that_its_readout_says(read_text, opener):
    document = read_text("abcab", TokenReading(embedding="emb.weight"))
    names = document.class_names(30)
    weight = np.zeros((30, document.experiment.config.hidden_size), np.float32)
    readout = Readout(weight, function=SOFTMAX, names=names)
    opener.bench.edit(document.experiment.with_objective(Objective(readout)), "a readout")
    stored = of_parts(*parts(workspace_of(opener.bench.snapshot(), "")))
    again = document_of_workspace(stored)
    assert again.tokens is None
    assert again.token_ids().tolist() == document.token_ids().tolist()


def test_numbers_are_no_tokens(make_workbench):
    document = make_workbench().snapshot().document
    assert document.token_ids() is None
    assert document.class_names(3) == ()


def test_a_language_model_reads_words_and_says_words_with_torch_s_loss(opener, qtbot, tmp_path):
    """Two choices: the embedding, which is proposed, and the readout, which is put on here."""
    torch.manual_seed(1)
    K = 27
    net = torch.nn.ModuleDict(
        {
            "embedding": torch.nn.Embedding(K, 8),
            "lstm": torch.nn.LSTM(8, 16, num_layers=2, bidirectional=True),
            "head": torch.nn.Linear(32, K),
        }
    )
    torch.save(net.state_dict(), tmp_path / "lm.pt")
    text = "the quick brown fox jumps over the lazy dog " * 2
    (tmp_path / "lm.txt").write_text(text.strip())
    opener.ask_nobody()
    opener.open([str(tmp_path / "lm.pt"), str(tmp_path / "lm.txt")])
    qtbot.waitUntil(lambda: not opener.busy)
    assert opener.said == []
    document = opener.bench.snapshot().document
    words = document.class_names(K)
    assert len(words) == K
    weight, bias = (p.detach().numpy() for p in net["head"].parameters())
    experiment, ids = document.experiment, document.token_ids()
    targets = Targets.of(ahead(ids, experiment.lengths, 1))
    readout = Readout(weight, bias, EVERY, SOFTMAX, words)
    objective = Objective(readout, targets, Loss(CROSS_ENTROPY))
    run = Run(experiment.with_objective(objective))
    run.advance()
    own = sorted(set(text))
    encoded = torch.tensor([own.index(letter) for letter in text.strip()])
    with torch.no_grad():
        logits = net["head"](net["lstm"](net["embedding"](encoded))[0])
        loss = torch.nn.functional.cross_entropy(logits[:-1], encoded[1:])
    assert run.loss == pytest.approx(float(loss), rel=1e-6)
    assert [words[k] for k in ids[:, 0]] == list(document.timestep_labels)
    said = run.trace.values("y", Lane())[:, 0].argmax(axis=-1)
    assert said.tolist() == logits.argmax(dim=-1).tolist()
