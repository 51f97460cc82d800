"""The box over timesteps counts from 0 and says what is finished, with two directions too."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.engine.schedule import Schedule
from simulator.network.config import LSTMConfig
from simulator.objective.readout import OVER
from ui.pictures.timestep_box import TimestepBox

ONE = Schedule(LSTMConfig(1, 2, num_layers=2), (309,))
TWO = Schedule(LSTMConfig(1, 2, num_layers=2, bidirectional=True), (35, 20))


@pytest.fixture
def box(qtbot):
    def make(schedule, value=0, row=0):
        made = TimestepBox(schedule, row, value)
        qtbot.addWidget(made)
        return made

    return make


def numbers(text):
    return list(map(int, re.findall("[0-9]+", text)))


def test_the_first_timestep_is_0_and_the_last_one_less_than_there_are(box):
    one = box(ONE)
    assert numbers(one.text()) == []
    one.setValue(1)
    assert one.text() == "t 0"
    one.setValue(one.maximum())
    assert one.text() == "t 308"


def test_with_two_directions_both_timesteps_are_told(box):
    two = box(TWO, 3)
    assert numbers(two.text()) == [0, 2, 32]
    two.setValue(35 + 1)
    assert numbers(two.text()) == [1, 0, 34]
    two.setValue(two.maximum())
    assert numbers(two.text()) == [1, 34, 0]


def test_a_shorter_row_has_its_own_timesteps(box):
    assert numbers(box(TWO, 3, row=1).text()) == [0, 2, 17]
    assert numbers(box(TWO, 20, row=1).text()) == [0, 19, 0]
    assert numbers(box(TWO, 21, row=1).text()) == [0, 1]  # layer 0, past row 1


@pytest.mark.parametrize(("over", "reads"), [("every", [0, 17, 34]), ("h_n", [34])])
def test_after_the_layers_come_the_readouts(box, over, reads):
    two = box(replace(TWO, readout=over))
    layers = 2 * 35
    assert two.maximum() == layers + (35 if over == "every" else 1)
    two.setValue(layers)
    assert numbers(two.text()) == [1, 34, 0]
    values = range(layers + 1, two.maximum() + 1)
    assert [numbers(two.textFromValue(v)) for v in values][:: 17 if over == "every" else 1] == [
        [t] for t in reads
    ]


READ = [replace(schedule, readout=over) for schedule in (ONE, TWO) for over in OVER]


@pytest.mark.parametrize("schedule", [ONE, TWO, *READ])
def test_every_text_reads_back(box, schedule):
    made, other = box(schedule), box(schedule)
    for value in range(made.maximum() + 1):
        assert other.valueFromText(made.textFromValue(value)) == value


@pytest.mark.parametrize(
    ("schedule", "before", "typed", "value"),
    [
        (ONE, 5, "17", 18),
        (ONE, 5, "t 0", 1),
        (ONE, 5, "start", 0),
        (ONE, 5, "400", 309),
        (TWO, 3, "7", 8),
        (TWO, 40, "7", 35 + 8),
        (TWO, 3, "layer 1 t 7", 35 + 8),
        (TWO, 3, "99", 35),
    ],
)
def test_a_timestep_can_be_typed(box, schedule, before, typed, value):
    made = box(schedule, before)
    made.selectAll()
    QTest.keyClicks(made, typed)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.value() == value


def test_arrows_go_by_one(box):
    made = box(TWO, 35)
    made.stepUp()
    assert (made.value(), numbers(made.text())) == (36, [1, 0, 34])


@pytest.mark.parametrize("schedule", [ONE, TWO, Schedule(TWO.config, (100_000,))])
def test_no_text_is_cut_off(box, schedule, qtbot):
    made = box(schedule)
    made.resize(made.sizeHint())
    made.show()
    room = made.lineEdit().contentsRect().width()
    count = schedule.num_timesteps
    for value in {0, 1, count // 2, count, made.maximum() - 1, made.maximum()}:
        text = made.textFromValue(value)
        assert made.fontMetrics().horizontalAdvance(text) + 4 <= room, text
