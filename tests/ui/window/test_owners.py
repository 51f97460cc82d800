"""Every widget that Qt has as a child is Qt's to delete.

As the application ends, PySide deletes what it takes to be Python's, also what Qt has deleted by
then. To PySide6 6.12 that is a widget which was put into a layout before the layout stood in
another that had its widget: the inner layout is to be placed first, or the outer one to get its
widget last. With PySide6 6.11 these tests cannot fail.
"""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address, Given
from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.examples import EXAMPLES
from simulator.files.traces.foreign_numbers import Numbers
from simulator.progress import finish
from tests import depth
from tests.simulator.diagnosis.foreign import MISTAKES
from tests.ui.dialogs.test_tooltips import DIALOGS
from tests.ui.readouts import bench_with_readout
from tests.ui.windows import sweep
from ui.app.lesson_shot import LessonShot
from ui.commands.help.guide import GuideDialog
from ui.dialogs.diagnosis import DiagnosisDialog
from ui.dialogs.export.export_gradients import ExportGradients
from ui.dialogs.readout.dialog import Found, ReadoutDialog
from ui.panels.catalogue import PANELS
from ui.session.document import Document
from ui.session.edits import hold_edits
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT


def around(widget):
    while (widget := widget.parent()) is not None:
        yield widget


def pythons(top):
    """Name the widgets inside another that PySide would delete by itself."""
    # Asked first of all, and not of `findChildren`: that gives to Qt what it finds.
    owned = [w for w in QApplication.allWidgets() if shiboken6.ownedByPython(w)]
    return [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in owned if top in around(w)]


def show_all(window, qtbot):
    for key in PANELS:
        window._docks.show_panel(key)
        qtbot.waitUntil(lambda: not window.busy)
    sweep()


def test_the_parts_of_all_panels_are_qts(make_window, qtbot):
    bench = Workbench(Document.of_example(EXAMPLES["tagger"]()))
    window = make_window(bench, size=(1600, 1000), shown=True)
    panels = window._panels
    bench.step(9)
    show_all(window, qtbot)
    number, snapshot = Address("f", t=3), bench.snapshot()
    held = hold_edits.with_hold(snapshot.experiment, hold_edits.draft(snapshot, number))
    panels["Holds"].edited.emit(*held, None)
    panels["Watches"].field.setText("c[1]")
    panels["Watches"]._add_typed()
    panels["Stops"].field.setText("loss < 0.1")
    panels["Stops"]._add()
    panels["Weights"].single.open_initialiser(0)
    bench.go_to(bench.snapshot().schedule.last)  # the way back is walked
    bench.look_at(number)
    if depth.full:
        show_all(window, qtbot)
    bench.look_at_weight(Given("weight_hh_l0", (0, 0)))
    show_all(window, qtbot)
    assert panels.made.keys() == PANELS.keys()
    assert pythons(window) == []


def test_the_parts_of_cards_and_of_the_start_page_are_qts(make_window, qtbot):
    window = make_window()
    window._workbench.go_to_timestep(3)
    qtbot.waitUntil(lambda: not window.busy)
    canvas = window._panels["Cell"].canvas
    window._cards.open_by_keys(canvas.spot_of(Address("c", t=3)))
    assert window._cards.card is not None
    assert pythons(window) == []
    for open_, part in (("open_page", "_page"), ("begin_tour", "_tour")):
        getattr(window._welcome, open_)()
        sweep()
        assert getattr(window._welcome, part) is not None
        assert pythons(window) == []


@pytest.mark.few(1)
@pytest.mark.parametrize("step", ["one-number:sum", "conveyor:three"])
def test_the_parts_of_a_lesson_are_qts(make_window, step):
    window = make_window()
    LessonShot.of(step).open(window._workbench)
    sweep()
    strip = window._panels["Lesson"]
    assert strip.question is not None
    assert pythons(strip) == []


def of_diagnosis(experiment):
    results = MISTAKES["Order_iofg"].engine(experiment).numbers()
    numbers = Numbers(Path(), {"output": results["output"]})
    found = finish(diagnose(experiment, lay_out(numbers, experiment)))
    return DiagnosisDialog("", found, LIGHT)


MORE = {
    "readout": lambda w, s, _: ReadoutDialog(s.document, Found(), LIGHT),
    "gradients": lambda w, s, _: ExportGradients(bench_with_readout().snapshot().experiment, LIGHT),
    "diagnosis": lambda w, s, _: of_diagnosis(s.experiment),
    "guide": lambda w, s, _: GuideDialog(LIGHT),
}


@pytest.mark.few(7)
@pytest.mark.parametrize("name", [*DIALOGS, *MORE])
def test_the_parts_of_a_dialog_are_qts(window_again, qtbot, tmp_path, name):
    window = window_again(timesteps=8)
    dialog = (DIALOGS | MORE)[name](window, window._workbench.snapshot(), tmp_path)
    qtbot.addWidget(dialog)
    assert pythons(dialog) == []
