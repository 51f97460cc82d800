"""The worker process: it answers, it says what failed, it may die, and it leaves nothing behind."""

import math
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from simulator.check.request import CheckRequest, perform
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.ui.worker.inline_worker import InlineWorker
from tests.ui.worker.stand_ins import load_missing, load_nothing
from ui.worker.torch_process import describe, why_no_torch
from ui.worker.torch_worker import RESTARTS, Ticket, TorchWorker

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
    """Everything that a worker has emitted, in order."""

    def __init__(self, worker):
        self.log = []
        for name in ("ready", "unavailable", "answered", "failed"):
            getattr(worker, name).connect(
                lambda *values, name=name: self.log.append((name, *values))
            )

    def of(self, name):
        return [values for kind, *values in self.log if kind == name]

    def wait(self, qtbot, name, count=1):
        qtbot.waitUntil(lambda: len(self.of(name)) >= count, timeout=TIMEOUT)


def pid_of(worker):
    return worker._process.pid


def test_answers_come_in_the_order_of_the_requests(worker, qtbot):
    heard = Heard(worker)
    tickets = [worker.submit(math.factorial, n) for n in range(6)]
    assert all(isinstance(ticket, Ticket) for ticket in tickets)
    assert heard.log == []
    heard.wait(qtbot, "answered", 6)
    assert heard.of("answered") == [[t, math.factorial(n)] for n, t in enumerate(tickets)]
    assert heard.log[0] == ("ready", "none")
    qtbot.waitUntil(lambda: not worker.busy, timeout=TIMEOUT)


def test_what_fails_comes_back_as_one_line(worker, qtbot):
    heard = Heard(worker)
    wrong = worker.submit(math.sqrt, -1)
    mistake = worker.submit(math.sqrt, "four")
    right = worker.submit(math.sqrt, 4)
    heard.wait(qtbot, "answered")
    assert heard.of("answered") == [[right, 2.0]]
    assert [ticket for ticket, _ in heard.of("failed")] == [wrong, mistake]
    messages = [message for _, message in heard.of("failed")]
    assert "TypeError" in messages[1]
    assert not any("\n" in message or "Traceback" in message for message in messages)


def test_what_can_not_be_sent_fails(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    there = worker.submit(lambda: 1)
    back = worker.submit(eval, "lambda: 1")
    right = worker.submit(math.sqrt, 4)
    heard.wait(qtbot, "answered")
    assert [ticket for ticket, _ in heard.of("failed")] == [there, back]
    assert heard.of("answered") == [[right, 2.0]]


def test_a_forgotten_request_is_not_heard_of(worker, qtbot):
    heard = Heard(worker)
    first, second, third = (worker.submit(math.sqrt, n) for n in (1, 4, 9))
    worker.forget(second)
    heard.wait(qtbot, "answered", 2)
    assert heard.of("answered") == [[first, 1.0], [third, 3.0]]


def test_a_request_that_is_worked_on_can_be_forgotten(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    long = worker.submit(sum, range(3_000_000))
    after = worker.submit(math.sqrt, 4)
    qtbot.waitUntil(lambda: worker._current is long, timeout=TIMEOUT)
    worker.forget(long)
    heard.wait(qtbot, "answered")
    assert heard.of("answered") == [[after, 2.0]]


def test_without_torch_it_says_why_and_still_works(make_worker, qtbot):
    for kind in (TorchWorker, InlineWorker):
        worker = make_worker(kind, load_torch=load_missing)
        heard = Heard(worker)
        ticket = worker.submit(math.sqrt, 4)
        heard.wait(qtbot, "answered")
        assert heard.log == [
            ("unavailable", "PyTorch is not installed; install it with: pip install torch"),
            ("answered", ticket, 2.0),
        ]


def test_a_process_that_dies_is_replaced(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    suicide = worker.submit(os._exit, 3)
    waiting = worker.submit(math.sqrt, 4)
    heard.wait(qtbot, "answered")
    assert heard.of("answered") == [[waiting, 2.0]]
    [[failed, message]] = heard.of("failed")
    assert failed is suicide
    assert "exit code 3" in message
    assert len(heard.of("ready")) == 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_an_idle_process_that_is_killed_is_replaced(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    worker.start()
    qtbot.waitUntil(lambda: not worker.busy, timeout=TIMEOUT)
    os.kill(pid_of(worker), signal.SIGKILL)
    worker._process.join()
    ticket = worker.submit(math.sqrt, 4)
    heard.wait(qtbot, "answered")
    assert heard.of("answered") == [[ticket, 2.0]]
    assert heard.of("failed") == []


def test_it_gives_up_when_the_process_dies_again_and_again(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    for _ in range(RESTARTS + 1):
        worker.submit(os._exit, 1)
    last = worker.submit(math.sqrt, 4)
    heard.wait(qtbot, "failed", RESTARTS + 2)
    assert heard.of("answered") == []
    assert heard.of("failed")[-1][0] is last
    assert len(heard.of("unavailable")) == 1
    assert len(heard.of("ready")) == RESTARTS + 1
    assert not worker.busy


def test_close_ends_the_process_whatever_it_does(make_worker, qtbot):
    worker = make_worker(load_torch=load_nothing)
    heard = Heard(worker)
    worker.submit(sum, range(10**12))
    qtbot.waitUntil(lambda: worker._current is not None, timeout=TIMEOUT)
    pid = pid_of(worker)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    worker.close()
    late = worker.submit(math.sqrt, 4)
    heard.wait(qtbot, "failed")
    assert heard.of("failed") == [[late, "the worker is closed"]]
    assert heard.of("answered") == []


@pytest.mark.torch
def test_torch_checks_a_run_in_the_process(make_worker, qtbot):
    config = LSTMConfig(3, 4, 2, bidirectional=True, proj_size=2)
    rng = np.random.default_rng(0)
    run = Run(Experiment.create(random_parameters(config), rng.standard_normal((6, 3))))
    run.advance()
    request = CheckRequest.of(run, 0, run.cells_done)
    worker = make_worker()
    heard = Heard(worker)
    worker.submit(perform, request)
    heard.wait(qtbot, "answered")
    assert heard.of("failed") == []
    [[_, report]] = heard.of("answered")
    assert report.agrees
    assert report.steps_checked == 24
    assert report.max_ratio_to_bound == perform(request).max_ratio_to_bound
    assert heard.of("ready") == [[report.torch_version]]


@pytest.mark.torch
def test_an_answer_does_not_bring_torch_into_the_window():
    """A whole program with a worker, started as people start it, in a fresh interpreter."""
    program = """
import sys
import numpy as np
from PySide6.QtCore import QCoreApplication
from simulator.check.request import CheckRequest, perform
from simulator.lstm.config import LSTMConfig
from simulator.experiment.experiment import Experiment
from simulator.lstm.parameters import Parameters
from simulator.engine.run import Run
from ui.worker.torch_worker import TorchWorker

def main():
    app = QCoreApplication([])
    config = LSTMConfig(2, 3)
    arrays = {n: np.full(s, 0.1) for n, s in config.parameter_shapes().items()}
    run = Run(Experiment.create(Parameters(config, arrays), np.ones((4, 2))))
    run.advance()
    worker = TorchWorker()
    said = []
    worker.ready.connect(said.append)
    worker.answered.connect(lambda ticket, report: (said.append(report.agrees), app.quit()))
    worker.failed.connect(lambda ticket, message: (said.append(message), app.quit()))
    worker.submit(perform, CheckRequest.of(run, 0, run.cells_done))
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
