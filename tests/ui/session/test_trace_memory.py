"""A trace too large for memory is announced before it is made, kept on the disk or refused."""

import os
import sys
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.engine.trace_storage import InMemory, OnDisk, close_room
from simulator.examples.recipe import Recipe
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.engine.edits import changed
from tests.ui.worker.inline_worker import InlineWorker
from ui.documents.opener import Opener
from ui.session import trace_memory
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.trace_memory import TraceMemory

RECIPE = Recipe(LSTMConfig(3, 8), timesteps=40)
NEEDED = bytes_needed(RECIPE.experiment())


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Set how much memory and disk of the machine are free."""
    free = SimpleNamespace(memory=NEEDED, disk=NEEDED)
    monkeypatch.setattr(trace_memory, "ALWAYS_FITS", 0)
    monkeypatch.setattr(trace_memory, "_folder", lambda: tmp_path)
    monkeypatch.setattr(trace_memory, "available_bytes", lambda: free.memory)
    monkeypatch.setattr(
        trace_memory,
        "shutil",
        SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=free.disk)),
    )
    return free


@pytest.fixture
def opened(make_workbench, qtbot):
    """Open the recipe's experiment; return its questions, messages and errors."""
    bench, worker = make_workbench(), InlineWorker()
    bench.snapshot().run.advance()  # idle time computes as far as it comes, and memory follows

    def open_(agree):
        asked, failed, noted = [], [], []

        def answer(question):
            asked.append(question)
            return agree

        messages = Messages()
        messages.complained.connect(failed.append)
        messages.told.connect(noted.append)
        opener = Opener(bench, worker, messages, lambda choice: None, answer)
        opener.build(RECIPE)
        qtbot.waitUntil(lambda: not opener.busy)
        return bench, asked, failed, [line for line in noted if line]

    return open_


def test_what_fits_is_opened_without_a_word(machine, opened):
    bench, asked, failed, noted = opened(agree=False)
    assert bench.snapshot().experiment.config.hidden_size == 8
    assert asked == failed == noted == []


def test_what_is_large_is_noted(machine, opened, monkeypatch):
    monkeypatch.setattr(trace_memory, "WORTH_A_NOTE", NEEDED)
    bench, asked, failed, noted = opened(agree=False)
    assert bench.snapshot().experiment.config.hidden_size == 8
    assert asked == failed == []
    assert noted == ["all values of this run take 12.8 kB of memory"]


def test_what_does_not_fit_goes_to_the_disk_when_the_user_says_so(machine, opened):
    machine.memory = NEEDED // 2
    bench, asked, failed, _ = opened(agree=True)
    assert "12.8 kB" in asked[0]
    assert "6.9 kB of memory is free" in asked[0]  # with what the replaced run lets go of
    assert failed == []
    bench.last()
    run, memory = bench.snapshot().run, Run(RECIPE.experiment())
    memory.advance()
    assert run.finished
    assert (run.memory_taken, memory.memory_taken) == (0, NEEDED)
    np.testing.assert_array_equal(run.trace.values("h", Lane()), memory.trace.values("h", Lane()))


def test_what_the_user_would_rather_not_is_not_opened(machine, opened):
    machine.memory = NEEDED // 2
    bench, asked, failed, _ = opened(agree=False)
    assert bench.snapshot().experiment.config.hidden_size == 2
    assert bench.snapshot().undo_label is None
    assert len(asked) == 1
    assert failed == []


def test_what_fits_nowhere_is_refused_in_a_line(machine, opened):
    machine.memory = machine.disk = NEEDED // 2
    bench, asked, failed, _ = opened(agree=True)
    assert bench.snapshot().experiment.config.hidden_size == 2
    assert asked == []
    assert failed == [
        "all values of this run take 12.8 kB, but only 6.9 kB of memory and 6.4 kB of disk space "
        "are free. Use a shorter sequence, or fewer batch rows"
    ]


def test_what_the_present_run_lets_go_of_is_room_for_the_next(machine):
    machine.memory = 0
    run = Run(RECIPE.experiment())
    assert not TraceMemory.of(RECIPE.experiment(), run).in_memory
    run.advance()
    assert TraceMemory.of(RECIPE.experiment(), run).in_memory
    on_disk = Run(RECIPE.experiment(), storage=TraceMemory.of(RECIPE.experiment()).storage)
    on_disk.advance()
    assert not TraceMemory.of(RECIPE.experiment(), on_disk).in_memory


def test_the_window_asks_with_two_plain_choices(make_window, machine, qtbot, monkeypatch):
    machine.memory = NEEDED // 2
    window = make_window()
    seen = []

    def press(box):
        buttons = {button.text(): button for button in box.buttons()}
        seen.extend(buttons)
        buttons["Keep it on disk"].click()

    monkeypatch.setattr(QMessageBox, "exec", press)
    window._commands.opener.build(RECIPE)
    qtbot.waitUntil(lambda: not window.busy)
    assert set(seen) == {"Keep it on disk", "Do not open it"}
    assert window._workbench.snapshot().experiment.config.hidden_size == 8


def test_the_folder_is_there(qapp):
    assert Path(trace_memory._folder()).is_dir()


def test_an_edit_that_finds_no_room_changes_nothing(machine, make_workbench, qtbot):
    bench = make_workbench()
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().run.finished)
    first = bench.snapshot().experiment
    second = first.with_states(h_0=first.h_0 + 1)
    bench.edit(second, "one")
    bench.edit(second.with_states(c_0=first.c_0 + 1), "two", "drag")
    bench.undo()
    machine.memory = machine.disk = -machine.memory
    before = bench.snapshot()

    def ask():
        yield lambda: bench.edit(first, "three", "drag")
        yield bench.undo
        yield bench.redo
        yield bench.reset

    for change in ask():
        with pytest.raises(OSError, match="Use a shorter sequence"):
            change()
        after = bench.snapshot()
        assert after.run is before.run
        assert after.document is before.document
        assert (after.undo_label, after.redo_label) == ("one", "two")


def test_a_drag_that_can_not_be_taken_back_stays(machine, make_workbench):
    bench = make_workbench()
    first = bench.snapshot().experiment
    bench.edit(first.with_states(h_0=first.h_0 + 1), "one", "drag")
    machine.memory = machine.disk = -machine.memory
    before = bench.snapshot()
    with pytest.raises(OSError, match="Use a shorter sequence"):
        bench.cancel_edit("drag")
    after = bench.snapshot()
    assert (after.run, after.document) == (before.run, before.document)
    assert after.undo_label == "one"


def test_a_home_that_nobody_may_write_to_is_a_full_disk(machine, make_workbench, monkeypatch):
    def refuse():
        raise PermissionError

    monkeypatch.setattr(trace_memory, "_folder", refuse)
    assert make_workbench().snapshot().experiment is not None
    machine.memory = NEEDED // 2
    assert "0 bytes of disk space are free" in TraceMemory.of(RECIPE.experiment()).refusal()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a mapped file keeps its size")
def test_a_file_is_given_back_aside_once_nobody_can_read_it(tmp_path, qtbot, monkeypatch):
    closed, disk_is_free = [], Event()

    def empty(descriptor, size):
        disk_is_free.wait(timeout=10)
        ftruncate(descriptor, size)

    def close(room, descriptor):
        closed.append(os.fstat(descriptor).st_size)
        close_room(room, descriptor)

    ftruncate = os.ftruncate
    monkeypatch.setattr(trace_memory.os, "ftruncate", empty)
    monkeypatch.setattr(trace_memory, "close_room", close)
    zeros = OnDisk(tmp_path, trace_memory.close_aside).zeros
    array = zeros((2, 3000), np.dtype(np.float32))
    part = array[1:].reshape(30, 100)[3:]
    del array
    part[...] = 2
    assert part.sum() == 5400
    del part  # a disk that is busy does not hold the window
    assert not closed
    disk_is_free.set()
    qtbot.waitUntil(lambda: closed == [0])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is given back at once")
def test_memory_is_given_back_in_pieces_once_nobody_can_read_it(qtbot, monkeypatch):
    size, rooms = 1 << 25, []

    def free(room):
        rooms.append(np.frombuffer(room, np.uint8))
        trace_memory.free_in_pieces(room)

    monkeypatch.setattr(trace_memory, "PIECE", size // 2)
    array = InMemory(free).zeros((2, size // 2), np.dtype(np.uint8))
    array[...] = 1
    part = array[1:].reshape(-1)[3:]
    del array
    assert not rooms
    del part
    (room,) = rooms
    assert room.all()  # events first
    QCoreApplication.processEvents()
    assert (room[: size // 2].any(), room[size // 2 :].all()) == (False, True)
    qtbot.waitUntil(lambda: not room.any())


@pytest.mark.parametrize("fits_beside", [True, False])
def test_an_edit_shares_with_the_former_run_where_there_is_room_for_both(
    machine, make_workbench, fits_beside
):
    machine.memory = 2 * NEEDED
    bench = make_workbench()
    bench.open(Document.of("model", RECIPE.experiment()))
    bench.snapshot().run.advance()
    machine.memory = NEEDED if fits_beside else 0
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_sequence(changed(experiment.sequence, (-1, 0, 0))), "edit")
    assert bench.snapshot().run.in_memory
    assert bench.snapshot().run.shared[Lane()] == (39 if fits_beside else 0)
