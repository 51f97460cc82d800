"""Cards of gradients: name, value, sentence, largest terms; of every key and every weight."""

import numpy as np
import pytest

from simulator.analysis.address import Given
from simulator.analysis.decomposition.gradient_ledger import gradient_ledger
from simulator.analysis.meaning.spans import plain
from simulator.analysis.weight_gradient import WeightGradient
from tests.simulator.analysis.decomposition.test_gradient_ledger import addresses, parameters_of
from tests.simulator.gradients.cases import random_case
from ui.cards.content import brief_of, content_of, exists, state_of, title_of
from ui.cards.edits import is_held, why_not
from ui.cards.formula import UNKNOWN
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format


def walked_back(seed, qtbot):
    bench = Workbench(Document.of("a test", random_case(seed)))
    for end in (bench.snapshot().schedule.end, bench.snapshot().schedule.last):
        go(qtbot, bench, end)
    return bench


def go(qtbot, bench, position):
    bench.go_to(position)
    qtbot.waitUntil(lambda: bench.snapshot().position == position)


@pytest.mark.parametrize("seed", range(15))
def test_a_gradient_tells_its_value_its_sentence_and_its_largest_terms(qtbot, seed):
    bench = walked_back(seed, qtbot)
    snapshot = bench.snapshot()
    for at in addresses(snapshot.experiment, np.random.default_rng(seed), 15):
        card = content_of(snapshot, at)
        value = at.value(snapshot.back.trace)
        assert card.title.startswith(at.text())
        assert card.value == number_format.scientific(value)
        assert card.exact == number_format.exact(value)
        assert brief_of(snapshot, at) in (plain(card.sentence), brief_of(snapshot, at))
        assert card.sentence
        book = gradient_ledger(snapshot.back, at)
        lines = [plain(line) for line in card.lines]
        if len(book) > 1:
            largest = book.term(int(book.by_size()[0]))
            assert f"{number_format.scientific(largest.product)}  {largest.label}" in lines
        assert "cannot be typed" in why_not(snapshot, at)
        assert not is_held(snapshot, at)


@pytest.mark.parametrize("seed", range(15))
def test_a_weights_gradient_follows_the_reader(qtbot, seed):
    bench = walked_back(seed, qtbot)
    rng, schedule = np.random.default_rng(seed), bench.snapshot().schedule
    for name, shape in parameters_of(bench.snapshot().experiment).items():
        weight = Given(name, tuple(int(rng.integers(n)) for n in shape))
        subject = WeightGradient.at(weight, schedule, schedule.last)
        states = set()
        for position in (schedule.last, (schedule.end + schedule.last) // 2, schedule.end):
            go(qtbot, bench, position)
            snapshot = bench.snapshot()
            assert exists(snapshot, subject)
            now = WeightGradient.at(weight, schedule, position)
            card = content_of(snapshot, subject)
            assert card.value == number_format.scientific(now.value(snapshot.back))
            assert card.title == title_of(snapshot, subject)
            assert card.title.startswith(now.symbol(snapshot.experiment.config))
            assert brief_of(snapshot, subject)
            assert "cannot be typed" in why_not(snapshot, subject)
            states.add(state_of(snapshot, subject))
        assert len(states) == 3
        assert not exists(snapshot, subject._replace(indices=tuple(shape)))


@pytest.mark.parametrize("seed", range(8))
def test_what_is_not_walked_is_not_told(qtbot, seed):
    bench = walked_back(seed, qtbot)
    schedule = bench.snapshot().schedule
    go(qtbot, bench, (schedule.end + schedule.last) // 2)
    snapshot = bench.snapshot()
    for at in addresses(snapshot.experiment, np.random.default_rng(seed), 15):
        card = content_of(snapshot, at)
        if not snapshot.shows_number(at):
            assert (card.value, card.exact, card.lines) == (UNKNOWN, "", ())
            assert number_format.exact(at.value(snapshot.back.trace)) not in plain(card.sentence)
