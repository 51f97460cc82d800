"""Connections of the window: every signal of a panel or bar has a receiver."""

import ast
import inspect

from PySide6.QtCore import QMetaMethod, Signal

import ui.window.main_window


def own_signals(part):
    """Return the names of the signals that a part's own classes declare."""
    ours = [kind for kind in type(part).__mro__ if kind.__module__.startswith("ui.")]
    return [name for kind in ours for name, value in vars(kind).items() if type(value) is Signal]


def is_heard(thing, name):
    meta = thing.metaObject()
    for index in range(meta.methodCount()):
        method = meta.method(index)
        signal = method.methodType() == QMetaMethod.MethodType.Signal
        if signal and method.name().data().decode() == name and thing.isSignalConnected(method):
            return True
    return False


def test_every_signal_of_every_panel_and_bar_leads_somewhere(make_window):
    window = make_window(shown=True)
    parts = (*window._panels.values(), *window._bars.parts)
    asked = [(part, name) for part in parts for name in own_signals(part)]
    assert {"edited", "looked_back", "sabotage_asked", "answered"} <= {name for _, name in asked}
    unheard = [(type(part).__name__, name) for part, name in asked if not is_heard(part, name)]
    assert unheard == []


def test_the_window_decides_nothing_about_the_model():
    """It imports nothing from the simulator."""
    tree = ast.parse(inspect.getsource(ui.window.main_window))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {m for m in modules if m.startswith("simulator")} == set()
