"""A window in another language: its texts change, the names of its objects do not."""

import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDockWidget

from simulator import translation
from simulator.mistakes.catalogue import MISTAKES
from ui.commands.palette import CommandPalette
from ui.commands.table.rows import TABLE, name_of
from ui.dialogs.export.export_trace import ExportTrace
from ui.dialogs.hold_value import HoldValue
from ui.dialogs.inject_error import ChooseInjectedError
from ui.dialogs.new_experiment import NewExperiment
from ui.documents.input import Input
from ui.panels.catalogue import PANELS
from ui.pictures.export_animation import ExportAnimation
from ui.pictures.pictures import WINDOW
from ui.session.edits.hold_edits import first_draft, with_hold
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import LIGHT


def foreign(text):
    """Put letters outside the places into another alphabet, with a mnemonic as in Korean."""
    plain = re.sub(r"&(.)", r"\1", text)
    said = re.sub(r"(?<![{\w!:.,])[A-Za-z]+(?![\w}])", "가", plain)
    return f"{said}(&{text[text.index('&') + 1]})" if "&" in text else said


@pytest.fixture
def _abroad():
    translation.install("xx", foreign)
    yield
    translation.load(translation.ENGLISH)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&Open…", "Open…"),
        ("열기(&O)…", "열기…"),
        ("Cop&y picture", "Copy picture"),
        ("R&&D.pt", "R&D.pt"),
        ("f(&&g)", "f(&g)"),
        ("no (marks) at all", "no (marks) at all"),
    ],
)
def test_a_text_loses_its_mnemonic(text, plain):
    assert without_mnemonic(text) == plain


def test_a_korean_title_says_input_once(make_workbench):
    translation.load("ko")
    try:
        typed = make_workbench().snapshot().document
        document = replace(typed, sequence_title=Input("", None).title)
        assert document.title.startswith(document.model_title)
        assert document.title.count("입력") == 1
    finally:
        translation.load(translation.ENGLISH)


@pytest.mark.usefixtures("_abroad")
def test_the_menus_are_translated_and_the_panels_keep_their_names(make_window):
    window = make_window()
    docks = {dock.objectName(): dock.windowTitle() for dock in window.findChildren(QDockWidget)}
    assert docks == {key: foreign(row.title) for key, row in PANELS.items()}
    menus = [action.text() for action in window.menuBar().actions()]
    assert menus == [
        foreign(menu) for menu in dict.fromkeys(r.menu for r in TABLE) if "/" not in menu
    ]
    for row in TABLE:
        assert "&" not in name_of(row)
        number = f"{row.number}  " if row.number else ""
        assert window._actions[row.id].text() == number + foreign(row.text)


@pytest.mark.usefixtures("_abroad")
def test_a_command_is_found_by_how_it_reads_and_by_its_english_name(make_window):
    window = make_window()
    palette = CommandPalette(window, window._workbench)
    for typed in ("가 가", "export trace", "file"):
        palette._find(typed)
        items = [palette._list.topLevelItem(k) for k in range(palette._list.topLevelItemCount())]
        found = [palette._entries[item.data(0, 0x100)].action.objectName() for item in items]
        assert "export_trace" in found
        assert not any("Export" in item.text(0) for item in items)
    palette._find("zzzz")
    assert [palette._list.topLevelItem(0).data(0, 0x100)] == [None]
    assert palette._list.topLevelItemCount() == 1
    palette.deleteLater()


@pytest.mark.usefixtures("_abroad")
def test_what_is_chosen_in_a_dialog_does_not_depend_on_how_it_reads(make_workbench, qtbot):
    snapshot = make_workbench(batch=2).snapshot()
    experiment = snapshot.experiment
    new, mistakes = NewExperiment(LIGHT), ChooseInjectedError(experiment, "")
    film = ExportAnimation(snapshot, {WINDOW: "The whole window", "Cell": "Cell"})
    trace, hold = (
        ExportTrace(experiment, LIGHT),
        HoldValue(experiment, first_draft(snapshot), LIGHT),
    )
    for dialog in (new, mistakes, film, trace, hold):
        qtbot.addWidget(dialog)
    new._sequence.setCurrentIndex(5)
    new._initialiser.setCurrentIndex(1)
    assert (new.recipe().sequence, new.recipe().initialiser) == ("adding problem", "xavier")
    assert mistakes.name() in MISTAKES
    assert mistakes.tree.currentItem().text(0) != mistakes.name()
    assert film.subject == WINDOW
    kinds = set()
    for number in range(trace._kind.count()):
        trace._kind.setCurrentIndex(number)
        kinds.add((trace.options().format, trace.options().layout))
    assert len(kinds) == trace._kind.count() > 1
    for word in (hold._row.itemText(0), "all"):
        hold._units.setText(word)
        made = hold.edit().experiment.holds[-1]
        assert made.units == tuple(range(experiment.config.hidden_size))
        assert hold.edit().label == with_hold(experiment, made).label


@pytest.mark.usefixtures("_abroad")
def test_undo_names_a_sabotage_as_its_dialog_does(make_window, make_workbench, monkeypatch):
    bench = make_workbench()
    window = make_window(bench)
    monkeypatch.setattr(ChooseInjectedError, "exec", lambda dialog: True)
    window._actions["sabotage"].trigger()
    mistake = MISTAKES[bench.snapshot().document.mistake]
    assert mistake.text() != mistake.name
    assert mistake.text() in bench.snapshot().undo_label
