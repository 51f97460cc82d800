"""Start page and tour: they come once, describe what there is, and can be closed at any time."""

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton

from simulator.examples import EXAMPLES
from ui.style.theme import DARK
from ui.welcome.callout import Callout, Rim
from ui.welcome.card import Card
from ui.welcome.start_page import StartPage
from ui.welcome.tour import STOPS
from ui.window.docks import Docks

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def page_of(window):
    QApplication.processEvents()
    pages = [page for page in window.findChildren(StartPage) if page.isVisible()]
    return pages[0] if pages else None


def callout_of(window):
    QApplication.processEvents()
    callouts = [callout for callout in window.findChildren(Callout) if callout.isVisible()]
    return callouts[0] if callouts else None


@pytest.fixture
def greeted(make_window, make_workbench):
    bench = make_workbench()
    window = make_window(bench, size=(1280, 800))
    window.greet()
    return window, bench, page_of(window)


def test_every_example_is_a_card_with_its_paragraph(greeted):
    _, _, page = greeted
    cards = page.findChildren(Card)
    told = [[label.text() for label in card.findChildren(QLabel)] for card in cards]
    examples = [make() for make in EXAMPLES.values()]
    assert told == [[example.title, example.description] for example in examples]
    for card in cards:
        for label in card.findChildren(QLabel):
            assert label.heightForWidth(label.width()) <= label.height()  # no line is cut


@pytest.mark.parametrize("id", EXAMPLES)
def test_a_click_on_a_card_opens_its_example(greeted, id):
    window, bench, page = greeted
    card = page.findChildren(Card)[list(EXAMPLES).index(id)]
    QTest.mouseClick(card, LEFT)
    assert bench.snapshot().document.title == EXAMPLES[id]().title
    assert page_of(window) is None


def test_arrows_tab_and_enter_are_enough(greeted):
    window, bench, _page = greeted
    titles = [make().title for make in EXAMPLES.values()]

    def press(key):
        QTest.keyClick(QApplication.focusWidget(), key)
        return QApplication.focusWidget().accessibleName()

    assert QApplication.focusWidget().accessibleName() == titles[0]
    assert press(Key.Key_Right) == titles[1]
    assert press(Key.Key_Down) == titles[3]
    assert press(Key.Key_Left) == titles[2]
    assert press(Key.Key_Up) == titles[0]
    assert press(Key.Key_Up) == titles[0]
    seen = [press(Key.Key_Tab) for _ in range(len(titles) + 3)]
    assert seen[: len(titles) - 1] == titles[1:]
    assert set(seen[len(titles) - 1 :]) == {
        "New LSTM…",
        "Open files…",
        "Show this page at the start",
        "Close",
    }
    assert press(Key.Key_Tab) == titles[0]
    assert bench.snapshot().position == 0
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert bench.snapshot().document.title == titles[2]
    assert page_of(window) is None


def test_esc_puts_it_away_and_help_brings_it_back(greeted):
    window, bench, _page = greeted
    before = bench.snapshot().document
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert page_of(window) is None
    assert bench.snapshot().document is before
    window._actions["start_page"].trigger()
    assert page_of(window) is not None


def test_what_is_done_beside_it_puts_it_away(greeted):
    window, bench, page = greeted
    window.set_theme(DARK)
    assert page_of(window) is page
    bench.step(1)
    assert page_of(window) is None
    assert callout_of(window) is None


def test_it_is_not_shown_when_it_is_not_wanted(greeted, make_window):
    _window, _, page = greeted
    box = page.findChild(QCheckBox)
    assert box.isChecked()
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    again = make_window()
    again.greet()
    assert page_of(again) is None
    again._actions["start_page"].trigger()
    page = page_of(again)
    assert not page.findChild(QCheckBox).isChecked()
    QTest.keyClick(page.findChild(QCheckBox), Key.Key_Space)
    third = make_window()
    third.greet()
    assert page_of(third) is not None


def test_recent_files_are_offered(greeted, make_window, qtbot, tmp_path):
    window, bench, _page = greeted
    path = tmp_path / "a & <b>.csv"
    path.write_text("1,2,3\n4,5,6\n")
    window._recent.add(str(path))
    again = make_window(bench)
    again.greet()
    (button,) = [
        b for b in page_of(again).findChildren(QPushButton) if b.accessibleName() == path.name
    ]
    button.click()
    qtbot.waitUntil(lambda: len(bench.snapshot().experiment.sequence) == 2)
    assert page_of(again) is None


@pytest.mark.parametrize(("text", "id"), [("New LSTM…", "new"), ("Open files…", "open")])
def test_new_and_open_are_the_actions(greeted, text, id):
    window, _, page = greeted
    asked = []
    window._welcome.action_asked.disconnect()
    window._welcome.action_asked.connect(asked.append)
    (button,) = [b for b in page.findChildren(QPushButton) if b.accessibleName() == text]
    button.click()
    assert asked == [id]


def test_the_page_follows_the_window(greeted):
    window, _, page = greeted
    for size in ((1920, 1080), (1000, 640)):
        window.resize(*size)
        QApplication.processEvents()
        QApplication.processEvents()
        assert page.width() == window.width()
        assert page.geometry().bottom() < window.statusBar().y()
        assert page.mapTo(window, QPoint()).y() > window._bars.transport.mapTo(window, QPoint()).y()


def test_the_tour_comes_once_and_points_at_every_part(greeted, make_window):
    window, _, page = greeted
    QTest.mouseClick(page.findChildren(Card)[1], LEFT)
    for part, title, _ in STOPS:
        callout = callout_of(window)
        words = [label.text() for label in callout.findChildren(QLabel)]
        assert title in words
        target = window._show_part(part)
        around = window.findChild(Rim).geometry()
        assert target.isVisible()
        place = target.rect().translated(target.mapTo(window, QPoint()))
        assert around.contains(place & window.rect())
        assert window.rect().contains(callout.geometry())
        for label in callout.findChildren(QLabel):
            assert label.heightForWidth(label.width()) <= label.height()
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert callout_of(window) is None
    again = make_window()
    again.greet()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert callout_of(again) is None
    again._actions["tour"].trigger()
    assert callout_of(again) is not None


def test_the_tour_is_skipped_by_esc_and_by_a_click(greeted):
    window, bench, _ = greeted
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    callout = callout_of(window)
    (skip,) = [b for b in callout.findChildren(QPushButton) if "Skip" in b.accessibleName()]
    QTest.mouseClick(skip, LEFT)
    assert callout_of(window) is None
    window._actions["tour"].trigger()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert callout_of(window) is None
    QTest.keyClick(window, Key.Key_Right)
    assert bench.snapshot().position == 7


def test_the_tour_brings_hidden_panels_forward_and_follows_the_window(make_window):
    window = make_window()
    window.findChild(Docks).show_panel("Shapes")
    window._actions["tour"].trigger()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert window._panels["Weights"].isVisible()
    window.resize(1000, 700)
    for _ in range(3):
        QApplication.processEvents()
    weights = window._panels["Weights"]
    place = weights.rect().translated(weights.mapTo(window, QPoint()))
    assert window.findChild(Rim).geometry().contains(place)
    assert window.rect().contains(callout_of(window).geometry())


def test_settings_of_others_do_no_harm(make_window, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("start_page", "perhaps")
    settings.setValue("tour_taken", [1, 2])
    settings.setValue("recent", 5)
    settings.sync()
    window = make_window()
    window.greet()
    window._actions["start_page"].trigger()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert page_of(window) is None
