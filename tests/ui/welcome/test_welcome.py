"""Start page and tour: they come once, describe what there is, and can be closed at any time."""

from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolBar,
)

from simulator.analysis.address import Address
from simulator.examples import EXAMPLES
from simulator.lessons.course import START, TITLES
from simulator.network.lane import Lane
from tests import depth
from tests.ui.conftest import document_of
from tests.ui.stories.statements import contradictions
from tests.ui.welcome.conftest import SIZE, page_shown
from tests.ui.windows import sweep
from ui.style import chrome, fonts
from ui.style.theme import DARK, LIGHT
from ui.welcome.callout import Callout, Rim
from ui.welcome.card import Card
from ui.welcome.drop_area import DropArea
from ui.welcome.foot import Foot
from ui.welcome.recent_list import RecentList
from ui.welcome.run_picture import RunPicture
from ui.welcome.start_here import StartHere
from ui.welcome.start_page import StartPage
from ui.welcome.tour import STOPS
from ui.widgets.elided_label import ElidedLabel
from ui.window.docking.docks import Docks

FRAME = 40
"""Height that the title bar of a desktop takes from a window, at most."""

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
def greeted(lasting_window, qtbot):
    """The window of the file with its start page, as it comes to who has never used it."""
    window, bench = lasting_window, lasting_window._workbench
    window._welcome.close_page()
    window._welcome._end_tour()
    window._welcome._settings.clear()
    if window._welcome._theme is not LIGHT:
        window.set_theme(LIGHT)
    if window.size().toTuple() != SIZE:
        window.resize(*SIZE)
    if bench.snapshot().looping:
        bench.toggle_looping()
    bench.open(document_of())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return page_shown(window)


def card_of(page, id):
    title = EXAMPLES[id]().title
    (card,) = [card for card in page.findChildren(Card) if card.accessibleName() == title]
    return card


def links_of(page):
    return page.findChild(RecentList).links


def test_every_example_is_a_card_with_its_line(greeted):
    _, _, page = greeted
    assert len(page.findChildren(Card)) == len(EXAMPLES) + 1
    for id, make in EXAMPLES.items():
        told = [label.text() for label in card_of(page, id).findChildren(QLabel)]
        assert {make().title, make().line} <= {*told}


def test_on_a_screen_of_1280_by_800_it_fits_with_the_frame_of_a_desktop(make_window, tmp_path):
    window = make_window(size=(1280, 800 - FRAME))
    for number in range(9):
        path = tmp_path / f"model_{number}.safetensors"
        path.touch()
        window._recent.add(str(path))
    window.greet()
    page = page_of(window)
    assert len(links_of(page)) == 3
    bar = page.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() == 0


@pytest.mark.few(2)
@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (960, 540)])
@pytest.mark.parametrize("percent", [100, 200])
def test_no_text_is_cut_and_all_is_reached_by_scrolling(greeted_anew, qapp, size, percent):
    window, _, page = greeted_anew
    fonts.set_text_size(percent)
    chrome.apply(qapp, LIGHT)
    window.set_theme(LIGHT)
    window.resize(*size)
    for _ in range(5):
        QApplication.processEvents()
    scrolled = page.findChild(QScrollArea)
    sheet = scrolled.widget()
    assert sheet.width() <= scrolled.viewport().width()
    for label in sheet.findChildren(QLabel):
        if label.text() and label.isVisible():
            rows = label.heightForWidth(label.width()) if label.wordWrap() else 0
            assert max(rows, label.minimumSizeHint().height()) <= label.height() + 1, label.text()
            place = label.rect().translated(label.mapTo(sheet, QPoint()))
            assert sheet.rect().contains(place), label.text()
    if percent == 100 and size >= (1280, 800):
        assert scrolled.verticalScrollBar().maximum() == 0


@pytest.mark.few(1)
@pytest.mark.parametrize("id", EXAMPLES)
def test_a_click_on_a_card_opens_its_example(greeted, id):
    window, bench, page = greeted
    QTest.mouseClick(card_of(page, id), LEFT)
    assert bench.snapshot().document.title == EXAMPLES[id]().title
    assert page_of(window) is None


def test_arrows_tab_and_enter_are_enough(greeted):
    window, bench, _page = greeted
    first, lessons = TITLES[START], list(TITLES.values())
    titles = [make().title for make in EXAMPLES.values()]

    def press(key):
        QTest.keyClick(QApplication.focusWidget(), key)
        return QApplication.focusWidget().accessibleName()

    assert QApplication.focusWidget().accessibleName() == first
    assert press(Key.Key_Right) in lessons[:8]
    assert press(Key.Key_Right) in lessons[8:]
    assert press(Key.Key_Left) in lessons[:8]
    assert press(Key.Key_Left) == first
    assert press(Key.Key_Up) == first
    above, below = titles[:5], titles[5:]
    assert press(Key.Key_Down) in above
    while QApplication.focusWidget().accessibleName() != above[0]:
        press(Key.Key_Left)
    assert [press(Key.Key_Right) for _ in above[1:]] == above[1:]
    assert press(Key.Key_Down) == below[-1]
    assert press(Key.Key_Up) == above[-1]
    assert [press(Key.Key_Up) for _ in lessons[8:]] == lessons[:7:-1]
    own = ["Open files…", "New LSTM…", "Show this page at startup", "English", "한국어"]
    around = [first, *lessons, *titles, *own]
    seen = [press(Key.Key_Tab) for _ in around]
    at_last = around.index(seen[-1], 1)
    assert seen == around[at_last + 1 :] + around[: at_last + 1]
    assert bench.snapshot().position == 0
    while press(Key.Key_Tab) != titles[0]:
        pass
    press(Key.Key_Return)
    assert bench.snapshot().document.title == titles[0]
    assert page_of(window) is None


def test_esc_puts_it_away_and_help_brings_it_back(greeted):
    window, bench, _page = greeted
    before = bench.snapshot().document
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert page_of(window) is None
    assert bench.snapshot().document is before
    window._actions["start_page"].trigger()
    assert page_of(window) is not None


def test_the_window_names_nothing_as_open_before_something_is(greeted):
    window, bench, _ = greeted
    title = bench.snapshot().document.title
    assert not window.windowTitle().startswith(title)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert window.windowTitle().startswith(title)
    window._actions["start_page"].trigger()
    assert not window.windowTitle().startswith(title)


def test_what_is_done_beside_it_puts_it_away(greeted):
    window, bench, page = greeted
    window.set_theme(DARK)
    assert page_of(window) is page
    bench.step(1)
    assert page_of(window) is None
    assert callout_of(window) is None


def test_what_lies_below_is_up_to_date_when_it_is_seen_again(make_window):
    window, bench, _ = page_shown(make_window(size=SIZE))
    bench.step(3)
    assert page_of(window) is None
    seen = [panel for panel in window._panels.values() if not panel.visibleRegion().isEmpty()]
    assert len(seen) > 3
    assert {panel.snapshot.position for panel in seen} == {bench.snapshot().position}
    assert not contradictions(window, painted=False)


def test_it_is_not_shown_when_it_is_not_wanted(greeted_anew, make_window):
    _window, _, page = greeted_anew
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


def test_recent_files_are_offered(greeted_anew, make_window, qtbot, tmp_path):
    window, bench, _page = greeted_anew
    path = tmp_path / "a & <b>.csv"
    path.write_text("1,2,3\n4,5,6\n")
    window._recent.add(str(path))
    again = make_window(bench)
    again.greet()
    (link,) = links_of(page_of(again))
    assert link.accessibleName() == path.name
    link.click()
    qtbot.waitUntil(lambda: len(bench.snapshot().experiment.sequence) == 2)
    assert page_of(again) is None


def test_new_and_open_are_the_actions(greeted_anew):
    window, _, _ = greeted_anew
    asked = []
    window._welcome.action_asked.disconnect()
    window._welcome.action_asked.connect(asked.append)
    for text, id in (("New LSTM…", "new"), ("Open files…", "open")):
        window._welcome.open_page()
        buttons = page_of(window).findChildren(QPushButton)
        (button,) = [b for b in buttons if b.accessibleName() == text]
        button.click()
        assert asked == [id]
        asked.clear()


def test_the_page_follows_the_window(greeted):
    window, _, page = greeted
    for size in ((1920, 1080), (1000, 640)):
        window.resize(*size)
        QApplication.processEvents()
        QApplication.processEvents()
        assert page.width() == window.width()
        assert page.geometry().top() == window.menuBar().geometry().bottom() + 1
        assert page.geometry().bottom() == window.rect().bottom()
        for bar in (window._bars.transport, window.statusBar()):  # nothing is open yet
            at = bar.mapTo(window, bar.rect().center())
            assert page.isAncestorOf(window.childAt(at)) or window.childAt(at) is page


def test_the_tour_comes_once_and_points_at_every_part(greeted_anew, make_window):
    window, _, page = greeted_anew
    QTest.mouseClick(card_of(page, "depth"), LEFT)
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


def test_who_began_with_a_lesson_is_not_shown_round(greeted_anew):
    window, _, page = greeted_anew
    QTest.mouseClick(page.findChild(StartHere), LEFT)
    window._actions["start_page"].trigger()
    (page,) = (page for page in window.findChildren(StartPage) if page.isVisible())
    QTest.mouseClick(card_of(page, "depth"), LEFT)
    assert callout_of(window) is None


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
    assert bench.snapshot().position == 6


def test_the_tour_brings_hidden_panels_forward_and_follows_the_window(make_window, nothing_below):
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


def test_settings_of_others_do_no_harm(make_window, nothing_below, tmp_path):
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


def _note(done, name, _checked=False):
    done.append(name)


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_3, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_L, Qt.KeyboardModifier.NoModifier),
        (Key.Key_G, Qt.KeyboardModifier.NoModifier),
        (Key.Key_F9, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_keys_of_what_lies_below_do_nothing(greeted_anew, key, modifier):
    window, bench, page = greeted_anew
    done = []
    for action in window.findChildren(QAction):
        action.triggered.connect(partial(_note, done, action.objectName()))
    before = bench.snapshot()
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()
    assert done == []
    assert page_of(window) is page
    assert bench.snapshot().granularity == before.granularity
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert done == ["larger_text"]
    assert page_of(window) is page


def test_a_panel_of_the_menu_closes_the_page(greeted):
    window, _, _ = greeted
    window._actions["Check"].trigger()
    assert page_of(window) is None


def test_a_number_that_is_looked_at_closes_the_page(greeted):
    """The palette, which is open to all over the page, offers it."""
    window, bench, _ = greeted
    bench.look_at(Address("f", Lane(), 3, 0, 1))
    assert page_of(window) is None


def test_the_keys_below_work_again_afterwards(greeted):
    window, bench, page = greeted
    QTest.keyClick(page, Key.Key_Escape)
    while callout_of(window) is not None:
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    QTest.keyClick(window, Key.Key_L)
    assert bench.snapshot().looping


def test_the_tour_grows_with_its_text(make_window, nothing_below):
    window = make_window()
    window._actions["tour"].trigger()
    callout = callout_of(window)
    for percent in (100, 150, 200, 100) if depth.full else (200, 100):
        window.preferences.appearance.set_text_size(percent)
        sweep()
        text = callout._text
        assert text.height() >= text.heightForWidth(text.width()) > 0
        assert window.rect().contains(callout.geometry())


def letters_of(parts):
    """Return the letters that are pressed with Alt for some buttons or menus."""
    written = (QKeySequence.mnemonic(part.text()).toString() for part in parts)
    return [letter for letter in written if letter]


def test_alt_and_a_letter_open_a_menu_beside_the_page_and_the_tour(greeted_anew):
    window, _, page = greeted_anew
    menus = letters_of(window.menuBar().actions())
    assert len(menus) == 8
    of_page = letters_of(page.findChildren(QAbstractButton))
    window._actions["tour"].trigger()
    callout = callout_of(window)
    of_tour = letters_of(callout.findChildren(QAbstractButton))
    for _ in STOPS[1:]:
        callout._next.click()
        of_tour += letters_of(callout.findChildren(QAbstractButton))
    assert of_page
    assert of_tour
    assert not {*menus} & {*of_page, *of_tour}


def test_pictures_are_drawn_once_the_page_is_shown_and_follow_the_theme(greeted, qtbot):
    window, _, page = greeted
    pictures = page.findChildren(RunPicture)
    assert len(pictures) == len(EXAMPLES) + 1
    qtbot.waitUntil(lambda: all(picture.finished for picture in pictures))
    light = [picture.grab().toImage() for picture in pictures]
    window.set_theme(DARK)
    qtbot.waitUntil(lambda: page._studio.idle)
    for picture, before in zip(pictures, light, strict=True):
        assert picture.grab().toImage() != before


@pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent")  # its successor needs Qt 6.12
def test_something_dragged_over_the_window_lights_the_drop_area(greeted):
    window, _, page = greeted
    area, data = page.findChild(DropArea), QMimeData()
    data.setUrls([QUrl.fromLocalFile("/nowhere/model.pt")])
    assert not area.lit
    point, copy, none = QPoint(20, 200), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(point, copy, data, LEFT, none))
    assert area.lit
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not area.lit


def test_a_message_stands_at_the_foot_of_the_page(greeted):
    window, _, page = greeted
    lines = [label.text() for label in page.findChild(Foot).findChildren(ElidedLabel)]
    window.messages.complain("no such file")
    after = [label.text() for label in page.findChild(Foot).findChildren(ElidedLabel)]
    assert after == ["no such file"] != lines


def test_a_language_can_be_chosen_for_the_next_start(greeted_anew, make_window):
    window, _, page = greeted_anew
    (korean,) = [b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "한국어"]
    QTest.mouseClick(korean, LEFT)
    assert window.preferences.language.menu.name == "ko"
    assert page_of(window) is page


def test_an_offer_of_unsaved_work_stays_in_reach(greeted):
    window, _, page = greeted
    bar = QToolBar()
    bar.setObjectName("recovery")
    bar.addWidget(QPushButton("Restore"))
    window.addToolBarBreak()
    window.addToolBar(bar)
    for _ in range(4):
        QApplication.processEvents()
    at = bar.mapTo(window, bar.rect().center())
    assert not page.isAncestorOf(window.childAt(at))
    top = page.findChild(QScrollArea)
    assert top.mapTo(window, QPoint()).y() >= bar.geometry().bottom()
    window.removeToolBar(bar)
