import random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from ui.widgets.fields.number_choice import NumberChoice, put


def test_a_shown_number_is_not_chosen_whatever_the_range_before(qtbot):
    field = NumberChoice()
    qtbot.addWidget(field)
    chosen = []
    field.chosen.connect(chosen.append)
    numbers = random.Random(4)
    for _ in range(200):
        low, number, high = sorted(numbers.randrange(-50, 50) for _ in range(3))
        field.show_number(number, low, high)
        assert (field.value(), field.minimum(), field.maximum()) == (number, low, high)
    assert chosen == []


def test_another_number_is_chosen_once_and_the_shown_one_may_be_chosen_again(qtbot):
    field = NumberChoice()
    qtbot.addWidget(field)
    chosen = []
    field.chosen.connect(chosen.append)
    field.show_number(3, 0, 9)
    QTest.keyClick(field, Qt.Key.Key_Up)
    field.selectAll()
    QTest.keyClicks(field, "7")
    assert chosen == [4]
    QTest.keyClick(field, Qt.Key.Key_Return)
    field.setValue(3)
    assert chosen == [4, 7, 3]


def test_escape_takes_back_what_is_typed_and_leaves_the_field(qtbot):
    window, field, chosen = QWidget(), NumberChoice(), []
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(field)
    field.chosen.connect(chosen.append)
    field.show_number(3, 0, 9)
    window.show()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()
    assert (field.text(), field.value(), chosen) == ("3", 3, [])


def test_what_is_being_typed_stays_while_the_same_number_is_shown_again(qtbot):
    field = NumberChoice()
    qtbot.addWidget(field)
    field.show_number(4, 0, 30)
    field.selectAll()
    QTest.keyClicks(field, "1")
    field.show_number(4, 0, 30)
    QTest.keyClicks(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 12


def test_a_slider_takes_no_third_number_on_its_way_into_another_range(qtbot):
    slider = QSlider()
    qtbot.addWidget(slider)
    put(slider, 20, 0, 20)
    taken = []
    slider.valueChanged.connect(taken.append)
    put(slider, 2, 0, 5)
    put(slider, 40, 30, 50)
    put(slider, 40, 40, 40)
    assert taken == [2, 40]
