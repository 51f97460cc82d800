"""Actions in any order: work that no file holds has a copy, and is asked about."""

import random

import numpy as np
import pytest
from safetensors.numpy import save_file as save_safetensors

from simulator.files.workspaces.reader import read_workspace
from simulator.network.interventions import Hold
from tests.simulator.files.workspaces.test_workspace import assert_same
from ui.documents import autosave, save_file


class Restless:
    """User who edits, opens, saves and undoes without end."""

    def __init__(self, window, bench, folder, chance):
        self.window, self.bench, self.folder, self.chance = window, bench, folder, chance

    @property
    def experiment(self):
        return self.bench.snapshot().experiment

    def weight(self):
        name, value = "weight_hh_l0", self.chance.random()
        parameters = self.experiment.parameters.with_value(name, (0, 1), value)
        self.bench.edit(self.experiment.with_parameters(parameters), "a weight", "weight")

    def hold(self):
        holds = () if self.experiment.holds else (Hold("c", 0, 0, (1,), 0, 2, 0.5),)
        self.bench.edit(self.experiment.with_holds(*holds), "a hold")

    def sequence(self):
        sequence = self.experiment.sequence + np.float32(1)
        self.bench.edit(self.experiment.with_sequence(sequence), "a sequence")

    def notes(self):
        self.bench.annotate(self.chance.choice(["", "a", "b"]))

    def sabotage(self):
        name = "" if self.bench.snapshot().document.mistake else "hard sigmoid 1/6"
        self.bench.set_mistake(name, "a sabotage")

    def reset(self):
        self.bench.reset()

    def undo(self):
        for _ in range(self.chance.randrange(1, 4)):
            self.bench.undo()

    def redo(self):
        for _ in range(self.chance.randrange(1, 4)):
            self.bench.redo()

    def open(self):
        files = sorted(path for path in self.folder.iterdir() if path.suffix != ".ini")
        self.window.open_files([str(self.chance.choice([p for p in files if p.is_file()]))])

    def save(self):
        self.window._actions[self.chance.choice(["save", "save_as"])].trigger()


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Collect the questions at the end; answer each with discard."""
    titles, numbers = [], random.Random(0)

    def ask_path(*_):
        return str(tmp_path / f"{numbers.randrange(4)}.gatestep"), "Gatestep workspace"

    def ask_to_save(parent, unsaved):
        titles.extend(unsaved)
        return save_file.DISCARD

    monkeypatch.setattr(save_file, "ask_path", ask_path)
    monkeypatch.setattr(save_file, "ask_to_save", ask_to_save)
    monkeypatch.setattr(save_file, "ask_about_newer", lambda *_: save_file.OVERWRITE)
    return titles


@pytest.mark.few(1)
@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_in_any_order(
    make_window, make_workbench, qtbot, tmp_path, monkeypatch, asked, seed
):
    monkeypatch.setattr(autosave, "SETTLE_MILLISECONDS", 1)
    np.save(tmp_path / "x.npy", np.zeros((4, 3), np.float32))
    for name, size in (("like", 3), ("wide", 5)):
        parameters = make_workbench(seed=size, input_size=size).snapshot().experiment.parameters
        save_safetensors(dict(parameters.arrays), tmp_path / f"{name}.safetensors")
    bench, unsaved = make_workbench(), tmp_path / "data" / "unsaved"
    window = make_window(bench)
    window.keep_safe(unsaved)
    chance = random.Random(seed)
    somebody = Restless(window, bench, tmp_path, chance)
    names = [name for name in vars(Restless) if not name.startswith("_") and name != "experiment"]
    keeper = window._crash_safety._autosave

    def wanted():
        snapshot = bench.snapshot()
        return (*bench.documents.left, *(() if snapshot.saved else (snapshot.document,)))

    for step in range(60):
        getattr(somebody, chance.choice(names))()
        if step % 3:
            qtbot.waitUntil(lambda: not window.busy and not window._saver._saving)
        if step % 6 == 5:
            qtbot.waitUntil(lambda: not keeper._settle.isActive() and not keeper._works)
            for document in wanted():
                copy = read_workspace(keeper._copies[document.original].path)
                assert_same(copy.experiment, document.experiment)
                assert copy.notes == document.notes
            for kept in keeper.kept:
                assert kept.copy.path.exists()
    qtbot.waitUntil(lambda: not window.busy and not window._saver._saving)
    expected = len(wanted()) + len(keeper.kept)
    assert window.close()
    assert len(asked) == expected
    assert not list(unsaved.iterdir())
