"""Pictures: copied, saved and filmed ones equal the window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMenu

from simulator.files.errors import FileError
from simulator.network.lane import Lane
from tests.simulator.files.test_apng import chunks, decoded_png
from tests.ui.conftest import SIZE
from ui.matrix.heat_map import HeatMap
from ui.panels.cell.panel import CellDiagram
from ui.panels.inputs.panel import InputsPanel
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.now.panel import NowPanel
from ui.panels.weights.panel import WeightsPanel
from ui.pictures import animation
from ui.pictures.animation import Film
from ui.pictures.export_animation import MOST_PICTURES, ExportAnimation
from ui.pictures.pictures import WINDOW
from ui.session.snapshot import GATE, TIMESTEP
from ui.widgets import screenshot


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def above_status_bar(window):
    """Return the window's picture without its status bar."""
    return pixels(window.grab().toImage())[: window.statusBar().y()]


@pytest.fixture
def rest(qtbot):
    """Wait until a window's check and layout have finished."""

    def wait(window):
        shown = [pixels(window.grab().toImage())]

        def stands():
            qtbot.wait(20)  # between two pictures, as a frame that is due comes within it
            shown.append(pixels(window.grab().toImage()))
            return np.array_equal(*shown[-2:])

        qtbot.waitUntil(lambda: window.checked)
        qtbot.waitUntil(stands)

    return wait


@pytest.fixture
def settled(window_again, rest, qapp):
    """Return a function that gives the window a document, and waits until it is at rest.

    No text cursor blinks in it.
    """
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)

    def again(size=(1000, 620), **options):
        window = window_again(**options)
        window.resize(*size)
        rest(window)
        return window

    yield again
    qapp.setCursorFlashTime(flash)


def test_the_clipboard_has_what_the_window_shows(settled):
    window = settled(timesteps=5)
    shown = pixels(window.grab().toImage())
    window._actions["copy_picture"].trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.size() == window.size() * window.devicePixelRatioF()
    assert np.array_equal(pixels(copied), shown)


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", [WeightsPanel, CellDiagram, NowPanel])
def test_a_panel_is_saved_as_png_and_as_svg(settled, tmp_path, kind):
    window = settled(timesteps=5)
    window._workbench.step(3)
    panel = window._panels.of(kind)
    screenshot.save(panel, str(tmp_path / "a.png"))
    read = QImage(str(tmp_path / "a.png"))
    assert np.array_equal(pixels(read), pixels(panel.grab().toImage()))
    screenshot.save(panel, str(tmp_path / "a.svg"))
    drawn = QSvgRenderer(str(tmp_path / "a.svg"))
    assert drawn.isValid()
    assert drawn.viewBox().size() == panel.size()


def test_an_svg_has_its_texts_as_texts(settled):
    window = settled(SIZE, timesteps=5)
    window._workbench.step(3)
    text = screenshot.svg(window).decode()
    for word in ("timestep", "Calculation", "h[0] = o·tanh(c)", "layer 0 · forward · t 2", "W_ih"):
        assert f">{word}<" in text


def test_what_can_not_be_written_is_said_and_leaves_no_file(make_window, tmp_path, monkeypatch):
    window, said = make_window(), []
    window.messages.complained.connect(said.append)
    path = str(tmp_path / "none" / "a.png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, screenshot.FORMATS))
    window._actions["export_picture"].trigger()
    with pytest.raises(FileError) as error:
        screenshot.save(window, path)
    assert said == [str(error.value)]
    assert path in said[0]


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG picture (*.png)", ".png"), ("SVG drawing (*.svg)", ".svg")]
)
def test_a_name_without_an_ending_gets_that_of_its_kind(monkeypatch, kind, ending):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("somewhere/a", kind))
    assert screenshot.ask_where(None, "a") == f"somewhere/a{ending}"


def test_every_panel_has_a_menu_that_copies_it(settled):
    window = settled(timesteps=4)
    for key, panel in window._panels.items():
        window._docks.bring_forward(key)
        menu = menu_at(panel, QPoint(2, panel.height() - 2))
        copy, save = menu.actions()[-2:]
        assert (copy.text(), save.text()) == ("Copy as picture", "Save picture…")
        shown = pixels(panel.grab().toImage())
        copy.trigger()
        assert np.array_equal(pixels(QGuiApplication.clipboard().image()), shown)
        menu.close()


def menu_at(widget, place):
    """Right click a widget; return the menu that opens, or None."""
    ask = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, ask)
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]
    assert len(shown) <= 1
    return shown[0] if shown else None


def test_no_menu_of_pictures_opens_in_place_of_a_matrix_own(window_again):
    window = window_again(timesteps=3)
    for panel in (window._panels.of(WeightsPanel), window._panels.of(InputsPanel)):
        window._docks.bring_forward({p: key for key, p in window._panels.items()}[panel])
        QApplication.processEvents()
        maps = [m for m in panel.findChildren(HeatMap) if m.isVisible()]
        assert maps
        for heat_map in maps:
            assert menu_at(heat_map.viewport(), heat_map.viewport().rect().center()) is None


def test_a_right_click_on_the_ledger_offers_its_texts_too(make_window, make_workbench):
    bench = make_workbench(timesteps=3)
    window = make_window(bench)
    bench.go_to(1)
    ledger = window._panels.of(LedgerPanel)
    QApplication.processEvents()
    menu = menu_at(ledger._terms.viewport(), QPoint(4, 4))
    (sentence,) = [entry for entry in menu.actions() if entry.text() == "Copy sentence"]
    sentence.trigger()
    assert "f[0]" in QGuiApplication.clipboard().text()
    menu.close()


OPTIONS = [
    {"num_layers": 2},
    {"num_layers": 2, "bidirectional": True, "batch": 2, "lengths": [4, 3]},
    {"hidden_size": 3, "proj_size": 2},
]


def film_of(path):
    """Return the pictures of a film, each as a viewer shows it."""
    file = path.read_bytes()
    assert [kind for kind, _ in chunks(file)][1] == b"acTL"
    return decoded_png(file, lambda part: pixels(QImage.fromData(part)))


@pytest.mark.few(2)
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("by_gate", [False, True])
def test_a_film_is_what_stepping_shows(settled, rest, tmp_path, qtbot, options, by_gate):
    window = settled(timesteps=4, **options)
    bench = window._workbench
    bench.go_to_tick(2)
    rest(window)
    before = above_status_bar(window)
    film, path = Film(0, 2, by_gate, 40), tmp_path / "film.png"
    with qtbot.waitSignal(window.messages.told):
        window._pictures.film(film, "Cell", str(path))
    assert np.array_equal(above_status_bar(window), before)
    shown = film_of(path)

    panel = window._panels.of(CellDiagram)
    bench.first()
    bench.select(Lane())
    count = bench.snapshot().schedule.position_after_ticks(2) if by_gate else 2
    assert len(shown) == count + 1
    for number, (frame, milliseconds) in enumerate(shown):
        if number:
            bench.step(1, GATE if by_gate else TIMESTEP)
        QApplication.processEvents()
        assert np.array_equal(frame, pixels(panel.grab().toImage())), number
        assert milliseconds == 40


def test_the_whole_window_is_filmed_and_stays_as_it_is(settled, rest, tmp_path, qtbot):
    window = settled(timesteps=3)
    window._workbench.step(1)
    rest(window)
    before = pixels(window.grab().toImage())
    settled_part = above_status_bar(window)
    with qtbot.waitSignal(window.messages.told):
        window._pictures.film(Film(1, 3, False, 100), WINDOW, str(tmp_path / "film.png"))
    first, *later = [frame for frame, _ in film_of(tmp_path / "film.png")]
    assert np.array_equal(first, before)
    assert np.array_equal(above_status_bar(window), settled_part)
    assert all(not np.array_equal(frame, before) for frame in later)


def test_a_film_computes_what_it_shows(settled, tmp_path, qtbot):
    window = settled(timesteps=30)
    with qtbot.waitSignal(window.messages.told):
        window._pictures.film(Film(28, 30, False, 100), "Now", str(tmp_path / "film.png"))
    assert window._workbench.snapshot().run.finished
    assert window._workbench.snapshot().position == 0


def test_a_cancelled_film_leaves_nothing(settled, tmp_path, qtbot):
    window = settled(timesteps=30)
    work = window._pictures.film(Film(0, 30, True, 100), WINDOW, str(tmp_path / "film.png"))
    with qtbot.waitSignal(work.cancelled):
        work._bar.canceled.emit()
    assert list(tmp_path.glob("*.png")) == []
    assert list(tmp_path.glob(".gatestep*")) == []


def test_a_window_that_changes_its_size_is_told_so(settled, tmp_path):
    window = settled(timesteps=4)
    snapshot = window._workbench.snapshot()
    panel = window._panels.of(NowPanel)
    path = str(tmp_path / "film.png")
    film = Film(0, 4, False, 100)
    frames = animation.shoot(film, snapshot, panel, [panel], lambda: snapshot, path)
    for _ in ("computed", "taken", "written"):
        next(frames)
    panel.resize(panel.width() + 1, panel.height())
    with pytest.raises(ValueError, match="the same size"):
        list(frames)
    assert list(tmp_path.glob("*.png")) == []


def test_the_form_tells_what_will_be_made(make_workbench, qtbot):
    bench = make_workbench(timesteps=1000)
    bench.step(3)
    dialog = ExportAnimation(bench.snapshot(), {WINDOW: "The whole window", "Cell": "Cell"})
    qtbot.addWidget(dialog)
    assert (dialog.first.value(), dialog.last.value()) == (3, 13)
    dialog.speed.setValue(4)
    assert dialog.message.text() == "11 frames, 2.8 s"
    dialog.each.setCurrentIndex(1)
    assert dialog.message.text() == "61 frames, 15.2 s"
    assert dialog.film() == Film(3, 13, True, 250)
    dialog.subjects.setCurrentIndex(1)
    assert dialog.subject == "Cell"
    dialog.last.setValue(1000)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    assert f"at most {MOST_PICTURES:,}" in dialog.message.text()
    dialog.first.setValue(1000)
    dialog.last.setValue(999)
    assert dialog.film().first == 999
    assert save.isEnabled()


def test_the_menu_asks_and_films(settled, tmp_path, qtbot, monkeypatch):
    window = settled(timesteps=1)
    path = str(tmp_path / "steps.png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    monkeypatch.setattr(ExportAnimation, "exec", lambda dialog: True)
    with qtbot.waitSignal(window.messages.told) as told:
        window._actions["export_animation"].trigger()
    assert told.args == [f"Saved {path}"]
    assert len(film_of(tmp_path / "steps.png")) == 2
