"""Token ids in the window: offered the embeddings of the checkpoint that is open."""

from dataclasses import replace

import numpy as np
import pytest

from tests.needs_torch import torch
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.choose_embedding import describe
from ui.documents.opener import Opener
from ui.documents.text_opening import ONE_HOT, WhichEmbedding
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
    assert "no checkpoint is open" in opener.said[-1]


@pytest.mark.parametrize("array", [[1700, 1701], [5, 11, 16]])
def test_counts_for_an_lstm_of_one_number_are_no_ids(opener, make_workbench, array):
    """They only lack an axis, and their reader says so."""
    opener._workbench = make_workbench(input_size=1)
    assert opener.open_ids(array, None) == []
    (line,) = opener.said
    assert "token" not in line
    assert "reshape" in line
