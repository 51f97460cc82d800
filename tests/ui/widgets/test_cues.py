"""Flashes and hints: what is lit for a moment, and what is told until it was done once."""

import pytest
from PySide6.QtCore import QRectF, QSettings
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QVBoxLayout, QWidget

from ui.style.theme import LIGHT
from ui.widgets.cues import flash as flashes
from ui.widgets.cues.flash import Flash
from ui.widgets.cues.hints import CLICK_NUMBER, CUT_OR_HOLD, DRAG_WEIGHT, DROP_FILES, HINTS, Hints


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def told(settings):
    """Return hints over the settings, and the lines that they show."""
    hints, lines = Hints(settings), []
    hints.shown.connect(lines.append)
    return hints, lines


def test_a_hint_is_told_until_its_gesture_was_done_and_never_again(told, settings):
    hints, lines = told
    hints.offer((DRAG_WEIGHT, CUT_OR_HOLD))
    hints.use(DRAG_WEIGHT)
    hints.use(CUT_OR_HOLD)
    assert lines == [HINTS[DRAG_WEIGHT], HINTS[CUT_OR_HOLD], HINTS[CLICK_NUMBER]]
    settings.sync()
    again, seen = Hints(QSettings(settings.fileName(), settings.format())), []
    again.shown.connect(seen.append)
    again.offer((DRAG_WEIGHT, CUT_OR_HOLD, CLICK_NUMBER))
    assert seen == [HINTS[CLICK_NUMBER]]


def test_one_used_hint_is_remembered_as_well_as_several(told, settings):
    hints, _ = told
    hints.use(CLICK_NUMBER)
    settings.sync()
    again, seen = Hints(QSettings(settings.fileName(), settings.format())), []
    again.shown.connect(seen.append)
    again.offer((CLICK_NUMBER,))
    assert seen == [HINTS[DROP_FILES]]


def test_where_no_hint_is_offered_those_of_the_whole_window_are_told(told):
    hints, lines = told
    hints.offer(())
    hints.use(CLICK_NUMBER)
    hints.use(DROP_FILES)
    hints.offer((DRAG_WEIGHT,))
    assert lines == [HINTS[CLICK_NUMBER], HINTS[DROP_FILES], "", HINTS[DRAG_WEIGHT]]


def test_what_is_no_hint_is_no_key(told):
    hints, lines = told
    for ask in (lambda: hints.offer(("no hint",)), lambda: hints.use("no hint")):
        with pytest.raises(KeyError):
            ask()
    assert lines == []


@pytest.fixture
def lit(bring_up):
    """Return a widget with a flash, which is over soon."""
    below = QWidget()
    below.resize(100, 60)
    bring_up(below)
    flash = Flash(LIGHT, below)
    flash._over.setInterval(1)
    return below, flash


def test_a_place_is_lit_once_and_not_for_long(lit, qtbot):
    below, flash = lit
    before = below.grab().toImage()
    flash.flash([QRectF(10, 10, 30, 20)])
    during = below.grab().toImage()
    assert during.pixelColor(20, 20) != before.pixelColor(20, 20)
    assert during.pixelColor(70, 50) == before.pixelColor(70, 50)
    qtbot.waitUntil(lambda: not flash.rects)
    assert below.grab().toImage() == before


def test_a_flash_lies_over_what_it_lights_alone(lit):
    """What is below is painted anew wherever it lies."""
    below, flash = lit
    for rects in ([QRectF(10, 10, 30, 20)], [QRectF(20, 30, 10, 5), QRectF(40, 10, 20, 10)]):
        flash.flash(rects)
        around = rects[0] | rects[-1]
        assert flash.geometry() == around.toRect()
        image = below.grab().toImage()
        plain = image.pixelColor(1, 1)
        for rect in rects:
            assert image.pixelColor(rect.center().toPoint()) != plain


def test_what_is_below_is_painted_once_where_a_flash_begins(qtbot, qapp, bring_up, monkeypatch):
    """Also beside a scene, which lets the window paint before it has processed all events."""
    window, below, scene = QWidget(), QWidget(), QGraphicsScene(0, 0, 50, 50)
    qtbot.addWidget(window)
    lines = QVBoxLayout(window)
    lines.addWidget(below)
    lines.addWidget(QGraphicsView(scene))
    below.setMinimumHeight(60)
    flash, item = Flash(LIGHT, below), scene.addRect(0, 0, 10, 10)
    bring_up(window)
    painted = []
    monkeypatch.setattr(below, "paintEvent", lambda event: painted.append(event.rect()))
    qapp.processEvents()
    painted.clear()
    below.update()
    item.setPos(1, 2)
    flash.flash([QRectF(10, 10, 30, 20)])
    qapp.processEvents()
    qapp.processEvents()
    assert len(painted) == 1


def test_nothing_and_too_much_are_not_lit(lit):
    _, flash = lit
    for rects in ([], [QRectF()], [QRectF(0, 0, 2, 2)] * (flashes.MOST + 1)):
        flash.flash(rects)
        assert not flash.rects


def test_the_light_ends_when_its_place_may_have_moved(lit):
    below, flash = lit
    flash._over.setInterval(60_000)
    flash.flash([QRectF(10, 10, 30, 20)])
    assert flash.rects
    below.resize(120, 60)
    assert not flash.rects
