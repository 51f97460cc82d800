"""The form for a part of a trace, and the trace with torch's values out of the real window."""

import json

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from simulator.files.trace_export import Wish
from simulator.files.trace_parts import Selection
from ui.dialogs import save_file
from ui.dialogs.export_trace import ExportTrace


@pytest.fixture
def form(make_workbench, qtbot):
    dialog = ExportTrace(make_workbench(timesteps=8, num_layers=2).snapshot().experiment)
    qtbot.addWidget(dialog)
    return dialog


def can_save(form):
    return form._buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()


def test_everything_is_offered_first(form):
    assert form.wish() == Wish(selection=Selection(stop=8))
    assert can_save(form)


def test_the_form_says_what_it_shows(form):
    form._kind.setCurrentIndex(2)
    for name, box in form._quantities.items():
        box.setChecked(name in ("c", "h"))
    form._layers.setText("1")
    form._units.setText("0-1")
    form._first.setValue(2)
    form._last.setValue(5)
    form._torch.setChecked(True)
    assert form.wish() == Wish("npz", "wide", Selection(("c", "h"), (1,), (0, 1), 2, 6), True)


@pytest.mark.parametrize(
    ("layers", "units", "words"),
    [
        ("2", "", "there is no layer 2"),
        ("", "0,9", "there is no unit 9"),
        ("x", "", "'x' is not like 0-3,7"),
        ("1-0", "", "nothing is chosen"),
        ("", "0-999999", "too many"),
    ],
)
def test_what_is_not_there_is_said_and_can_not_be_saved(form, layers, units, words):
    form._layers.setText(layers)
    form._units.setText(units)
    assert words in form._message.text()
    assert not can_save(form)
    form._layers.clear()
    form._units.clear()
    assert can_save(form)
    assert form._message.text() == ""


def test_torch_stands_beside_ours_in_the_file(
    make_window, make_workbench, qtbot, tmp_path, monkeypatch
):
    bench = make_workbench(timesteps=8)
    window = make_window(bench)

    def fill(dialog):
        dialog._kind.setCurrentIndex(2)
        dialog._torch.setChecked(True)
        return QDialog.DialogCode.Accepted

    path = tmp_path / "t.npz"
    monkeypatch.setattr(ExportTrace, "exec", fill)
    monkeypatch.setattr(save_file, "ask_path", lambda *_: (str(path), "Trace"))
    said = []
    window._commands.told.connect(said.append)
    window.findChild(QAction, "export_trace").trigger()
    qtbot.waitUntil(lambda: f"Wrote {path}" in said)
    bench.last()
    arrays, trace = np.load(path), bench.snapshot().run.trace
    np.testing.assert_array_equal(arrays["h_l0"], trace.values("h", 0, 0))
    np.testing.assert_allclose(arrays["torch_h_l0"], arrays["h_l0"], rtol=1e-5, atol=1e-6)
    assert json.loads(arrays["gatestep.json"])["torch_beside"] is True
