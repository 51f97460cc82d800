"""Worker process: it answers, reports failures, may die, and leaves nothing behind."""

import gc
import json
import math
import os
import signal
import subprocess
import sys
import weakref
from functools import partial

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from simulator.check.request import CheckRequest, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.optional_packages import PYTORCH, install_command
from simulator.network.config import LSTMConfig
from tests.frozen import freeze
from tests.simulator.experiments import random_parameters
from tests.ui.worker.inline_worker import InlineWorker
from tests.ui.worker.stand_ins import load_missing, load_nothing
from ui.faults.fault_log import last_faults
from ui.worker.ticket import Ticket
from ui.worker.torch_process import describe, why_no_torch
from ui.worker.torch_worker import RESTARTS, Request, TorchWorker

TIMEOUT = 30_000


@pytest.fixture
def make_worker():
    workers = []

    def make(kind=TorchWorker, **arguments):
        workers.append(kind(**arguments))
        return workers[-1]

    yield make
    for worker in workers:
        worker.close()


@pytest.fixture(params=[TorchWorker, InlineWorker])
def worker(request, make_worker):
    return make_worker(request.param, load_torch=load_nothing)


class Heard:
    """Signals of a worker in order, and the ends of requests made here."""

    def __init__(self, worker):
        self.worker, self.log = worker, []
        worker.ready.connect(partial(self._note, "ready"))
        worker.unavailable.connect(partial(self._note, "unavailable"))

    def ask(self, name, function, *arguments):
        """Submit a request under a name."""
        return self.worker.submit(
            function,
            *arguments,
            done=partial(self._note, "done", name),
            failed=partial(self._note, "failed", name),
        )

    def of(self, kind):
        return [values for of_kind, *values in self.log if of_kind == kind]

    @property
    def ends(self):
        """Return the names of the requests that have ended, in order."""
        return [entry[1] for entry in self.log if entry[0] in ("done", "failed")]

    def wait(self, qtbot, kind, count=1):
        qtbot.waitUntil(lambda: len(self.of(kind)) >= count, timeout=TIMEOUT)

    def _note(self, *entry):
        self.log.append(entry)


def pid_of(worker):
    return worker._process.processId()


def works_on(worker, ticket):
    return worker._current is not None and worker._current.ticket is ticket


def test_answers_come_in_the_order_of_the_requests(worker, qtbot):
    heard = Heard(worker)
    tickets = [heard.ask(n, math.factorial, n) for n in range(6)]
    assert all(ticket.open for ticket in tickets)
    assert heard.log == []
    heard.wait(qtbot, "done", 6)
    assert heard.of("done") == [[n, math.factorial(n)] for n in range(6)]
    assert heard.log[0] == ("ready", "none")
    assert not any(ticket.open for ticket in tickets)
    qtbot.waitUntil(lambda: not worker.busy, timeout=TIMEOUT)


def test_what_fails_comes_back_as_one_line(worker, qtbot):
    heard = Heard(worker)
    heard.ask("wrong", math.sqrt, -1)
    heard.ask("mistake", math.sqrt, "four")
    heard.ask("right", math.sqrt, 4)
    heard.wait(qtbot, "done")
    assert heard.of("done") == [["right", 2.0]]
    assert heard.ends == ["wrong", "mistake", "right"]
    messages = [message for _, message in heard.of("failed")]
    assert "TypeError" in messages[1]
    assert not any("\n" in message or "Traceback" in message for message in messages)


def test_what_can_not_be_sent_fails(make_worker, qtbot):
    heard = Heard(make_worker(load_torch=load_nothing))
    heard.ask("there", lambda: 1)
    heard.ask("back", eval, "lambda: 1")
    heard.ask("right", math.sqrt, 4)
    heard.wait(qtbot, "done")
    assert heard.ends == ["there", "back", "right"]
    assert heard.of("done") == [["right", 2.0]]


def test_nobody_need_be_told(worker, qtbot):
    heard = Heard(worker)
    unheard = [worker.submit(math.sqrt, n) for n in (-1, 1)]
    heard.ask("last", math.sqrt, 4)
    heard.wait(qtbot, "done")
    assert heard.ends == ["last"]
    assert not any(ticket.open for ticket in unheard)


def test_a_cancelled_request_is_not_heard_of(worker, qtbot, tmp_path):
    """Nor is it sent: it would make a folder."""
    heard = Heard(worker)
    _, second, *_ = [heard.ask(n, math.sqrt, n) for n in (1, -1, 4, 9)]
    third, fourth = (heard.ask(name, os.mkdir, str(tmp_path / name)) for name in ("3", "4"))
    heard.ask("last", math.sqrt, 16)
    for ticket in (second, third, fourth):
        ticket.cancel()
    assert not second.open
    heard.wait(qtbot, "done", 4)
    assert heard.of("done") == [[1, 1.0], [4, 2.0], [9, 3.0], ["last", 4.0]]
    assert heard.of("failed") == []
    assert not any(tmp_path.iterdir())
    qtbot.waitUntil(lambda: not worker.busy, timeout=TIMEOUT)


def test_an_answer_can_cancel_what_waits_and_ask_for_more(worker, qtbot):
    heard = Heard(worker)

    def go_on(answer):
        waiting.cancel()
        heard.ask("more", math.sqrt, answer + 3)

    worker.submit(math.sqrt, 1, done=go_on)
    waiting = heard.ask("waiting", math.sqrt, 4)
    heard.ask("last", math.sqrt, 9)
    heard.wait(qtbot, "done", 2)
    assert heard.of("done") == [["last", 3.0], ["more", 2.0]]


def test_to_cancel_what_has_ended_changes_nothing(worker, qtbot):
    heard = Heard(worker)
    first = heard.ask("first", math.sqrt, 1)
    heard.wait(qtbot, "done")
    first.cancel()
    heard.ask("second", math.sqrt, 4)
    heard.wait(qtbot, "done", 2)
    assert heard.ends == ["first", "second"]


def test_only_cancelled_requests_keep_no_worker_busy(make_worker):
    for kind in (TorchWorker, InlineWorker):
        worker = make_worker(kind, load_torch=load_nothing)
        ticket = Ticket()
        worker._waiting.append(Request(ticket, math.sqrt, (4,)))
        assert worker.busy
        ticket.cancel()
        assert not worker.busy


def test_a_request_that_is_worked_on_can_be_cancelled(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    long = heard.ask("long", sum, range(3_000_000))
    heard.ask("after", math.sqrt, 4)
    qtbot.waitUntil(lambda: works_on(worker, long), timeout=TIMEOUT)
    long.cancel()
    heard.wait(qtbot, "done")
    assert heard.of("done") == [["after", 2.0]]


@pytest.mark.parametrize("error", [OSError, EOFError, ValueError])
def test_a_mistake_in_a_callback_is_no_fault_of_the_worker(worker, qtbot, error):
    """It neither keeps the others waiting nor counts as the end of the process."""
    heard = Heard(worker)

    def stumble(_):
        raise error("the callback's own")

    with qtbot.capture_exceptions() as raised:
        worker.submit(math.sqrt, 1, done=stumble)
        worker.submit(math.sqrt, -1, failed=stumble)
        heard.ask("after", math.sqrt, 4)
        heard.wait(qtbot, "done")
    assert [type(value) for _, value, _ in raised] == [error, error]
    assert heard.log == [("ready", "none"), ("done", "after", 2.0)]


def test_a_ticket_lets_go_of_its_callbacks(worker, qtbot):
    class Owner:
        def take(self, answer):
            heard.append(answer)

    heard, owners = [], [Owner(), Owner()]
    gone = [weakref.ref(owner) for owner in owners]
    answered, cancelled = (worker.submit(math.sqrt, 4, done=owner.take) for owner in owners)
    owners.clear()
    cancelled.cancel()
    qtbot.waitUntil(lambda: not answered.open, timeout=TIMEOUT)
    gc.collect()
    assert heard == [2.0]
    assert [ref() for ref in gone] == [None, None]


def test_without_torch_it_says_why_and_still_works(make_worker, qtbot):
    for kind in (TorchWorker, InlineWorker):
        heard = Heard(make_worker(kind, load_torch=load_missing))
        heard.ask("root", math.sqrt, 4)
        heard.wait(qtbot, "done")
        assert heard.log == [
            (
                "unavailable",
                f"PyTorch is not installed. Install it with: {install_command(PYTORCH)}",
            ),
            ("done", "root", 2.0),
        ]


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")
def test_a_frozen_program_is_its_own_worker(make_worker, qtbot, tmp_path, monkeypatch):
    program = freeze(tmp_path, monkeypatch)
    worker = make_worker(load_torch=load_missing)
    heard = Heard(worker)
    heard.ask("root", math.sqrt, 4)
    heard.wait(qtbot, "done")
    assert worker._process.program() == str(program)
    assert heard.of("done") == [["root", 2.0]]
    ((why,),) = heard.of("unavailable")
    assert "pip" not in why


def test_a_process_that_dies_is_replaced(make_worker, qtbot):
    heard = Heard(make_worker(load_torch=load_nothing))
    heard.ask("suicide", os._exit, 3)
    heard.ask("waiting", math.sqrt, 4)
    heard.wait(qtbot, "done")
    assert heard.ends == ["suicide", "waiting"]
    [[_, message]] = heard.of("failed")
    assert "exit code 3" in message
    assert heard.of("done") == [["waiting", 2.0]]
    assert len(heard.of("ready")) == 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_cancelled_request_is_not_heard_of_when_its_process_dies(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    long = heard.ask("long", sum, range(10**12))
    heard.ask("waiting", math.sqrt, 4)
    qtbot.waitUntil(lambda: works_on(worker, long), timeout=TIMEOUT)
    long.cancel()
    os.kill(pid_of(worker), signal.SIGKILL)
    heard.wait(qtbot, "done")
    assert heard.log == [("ready", "none"), ("ready", "none"), ("done", "waiting", 2.0)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_replaced_process_is_not_heard_of_again(make_worker, qtbot):
    """Its answer may be on the way when it is killed; the request has failed by then, once."""
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    long = heard.ask("long", sum, range(10**12))
    heard.ask("after", math.sqrt, 4)
    qtbot.waitUntil(lambda: works_on(worker, long), timeout=TIMEOUT)
    os.kill(pid_of(worker), signal.SIGKILL)
    heard.wait(qtbot, "done")
    assert heard.ends == ["long", "after"]
    assert heard.of("done") == [["after", 2.0]]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_an_idle_process_that_is_killed_is_replaced(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    worker.start()
    qtbot.waitUntil(lambda: not worker.busy, timeout=TIMEOUT)
    os.kill(pid_of(worker), signal.SIGKILL)
    worker._process.waitForFinished()
    heard.ask("root", math.sqrt, 4)
    heard.wait(qtbot, "done")
    assert heard.of("done") == [["root", 2.0]]
    assert heard.of("failed") == []


def test_an_answer_between_deaths_is_a_new_start(make_worker, qtbot):
    heard = Heard(make_worker(load_torch=load_nothing))
    for number in range(RESTARTS + 1):
        heard.ask(f"death {number}", os._exit, 1)
        heard.ask(f"answer {number}", math.sqrt, 4)
    heard.wait(qtbot, "failed", RESTARTS + 1)
    qtbot.waitUntil(lambda: len(heard.ends) == 2 * (RESTARTS + 1), timeout=TIMEOUT)
    assert len(heard.of("done")) == RESTARTS + 1
    assert heard.of("unavailable") == []


def test_it_gives_up_when_the_process_dies_again_and_again(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    for number in range(RESTARTS + 1):
        heard.ask(number, os._exit, 1)
    heard.ask("last", math.sqrt, 4)
    heard.wait(qtbot, "failed", RESTARTS + 2)
    assert heard.ends == [*range(RESTARTS + 1), "last"]
    assert heard.of("done") == []
    assert len(heard.of("unavailable")) == 1
    assert len(heard.of("ready")) == RESTARTS + 1
    assert not worker.busy


def test_close_ends_the_process_whatever_it_does(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    dropped = [heard.ask("long", sum, range(10**12)), heard.ask("waiting", math.sqrt, 1)]
    qtbot.waitUntil(lambda: worker._current is not None, timeout=TIMEOUT)
    pid = pid_of(worker)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    worker.close()
    assert not any(ticket.open for ticket in dropped)


def test_who_asks_a_closed_worker_is_not_called_any_more(worker):
    """A window that closes may ask once more, and is gone when the answer would come."""
    heard = Heard(worker)
    worker.close()
    assert not heard.ask("late", math.sqrt, 4).open
    assert not worker.busy
    QApplication.processEvents()
    assert not heard.ends


@pytest.mark.torch
def test_torch_checks_a_run_in_the_process(make_worker, qtbot):
    config = LSTMConfig(3, 4, 2, bidirectional=True, proj_size=2)
    rng = np.random.default_rng(0)
    run = Run(Experiment.create(random_parameters(config), rng.standard_normal((6, 3))))
    run.advance()
    request = CheckRequest.of(run, 0, run.cells_done)
    heard = Heard(make_worker())
    heard.ask("check", perform, request)
    heard.wait(qtbot, "done")
    assert heard.of("failed") == []
    [[_, report]] = heard.of("done")
    assert report.agrees
    assert report.steps_checked == 24
    assert report.max_ratio_to_bound == perform(request).max_ratio_to_bound
    assert heard.of("ready") == [[report.torch_version]]


@pytest.mark.torch
def test_an_answer_does_not_bring_torch_into_the_window():
    """The program runs whole with a worker, as users start it, in a fresh interpreter."""
    program = """
import sys
import numpy as np
from PySide6.QtCore import QCoreApplication
from simulator.check.request import CheckRequest, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.parameters import Parameters
from ui.worker.torch_worker import TorchWorker

said = []

def agree(report):
    said.append(report.agrees)
    QCoreApplication.quit()

def fail(message):
    said.append(message)
    QCoreApplication.quit()

def main():
    app = QCoreApplication([])
    config = LSTMConfig(2, 3)
    arrays = {n: np.full(s, 0.1) for n, s in config.parameter_shapes().items()}
    run = Run(Experiment.create(Parameters(config, arrays), np.ones((4, 2))))
    run.advance()
    worker = TorchWorker()
    worker.ready.connect(said.append)
    worker.submit(perform, CheckRequest.of(run, 0, run.cells_done), done=agree, failed=fail)
    app.exec()
    worker.close()
    print(said[1], "torch" in sys.modules)

if __name__ == "__main__":
    main()
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False
    )
    assert (result.stdout, result.stderr) == ("True False\n", "")


def test_what_goes_wrong_is_told_in_plain_words():
    assert describe(ValueError("two\n lines")) == "two lines"
    assert describe(MemoryError()) == "not enough memory: close other programs"
    assert "PyTorch could not be loaded (no DLL)" in why_no_torch(ImportError("no DLL"))
    missing = ModuleNotFoundError("No module named 'torch'", name="torch")
    assert describe(missing) == why_no_torch(missing)
    other = describe(ModuleNotFoundError("No module named 'psutil'", name="psutil"))
    assert "psutil" in other
    assert "torch" not in other.lower()
    assert "KeyError: 'x'" in describe(KeyError("x"))


def test_the_traceback_of_a_mistake_is_logged_and_no_others(worker, qtbot):
    heard, before = Heard(worker), last_faults()
    heard.ask("wrong", math.sqrt, -1)
    heard.wait(qtbot, "failed")
    assert last_faults() == before
    heard.ask("mistake", json.loads, 3)
    heard.wait(qtbot, "failed", 2)
    assert "raise TypeError" in last_faults()[-1]
