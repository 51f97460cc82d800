"""The window: frames, edits, play, start and the longest gap, each against its usual rival."""

import os
import subprocess
import sys
import time

import numpy as np
import torch

from simulator.engine.run import Run
from simulator.network.interventions import Hold
from tests.benchmarks.rival_window import RivalWindow
from tests.benchmarks.workloads import experiment_of, with_loss
from tests.paths import ROOT
from tests.simulator.experiments import torch_lstm
from ui.panels.units.panel import UnitsPanel
from ui.session.document import Document
from ui.session.snapshot import TIMESTEP
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT


def test_step_to_painted_frame(versus, open_window, qapp):
    experiment = experiment_of(128, 500, num_layers=2)
    _, bench, _ = open_window(experiment)
    run = Run(experiment)
    run.advance()
    rival = RivalWindow(run)
    bench.step(200, TIMESTEP)
    qapp.processEvents()
    shown = iter(range(200, 100_000))

    def ours():
        for _ in range(10):
            bench.step(1, TIMESTEP)
            qapp.processEvents()

    def theirs():
        for _ in range(10):
            rival.draw_step(next(shown) % 500)

    frame = versus(
        "step to painted frame, H=128, T=500, 2 layers",
        ours,
        theirs,
        0.25,
        per=10,
        rival_name="matplotlib, blitting",
    )
    versus.limit("the same, median", frame, 0.016, f"{1e3 * frame:.1f} ms", "≤ 16 ms")


def test_edit_to_painted_frame(versus, open_window, qapp):
    experiment = experiment_of(32, 500)
    _, bench, _ = open_window(experiment)
    bench.last()
    qapp.processEvents()
    values = iter(np.linspace(0.1, 0.9, 10_000))
    rival = RivalWindow(bench.snapshot().run)

    def edited(before):
        parameters = before.parameters.with_value("weight_hh_l0", (3, 4), next(values))
        return before.with_parameters(parameters)

    def edit():
        bench.edit(edited(bench.snapshot().experiment), "edit")
        qapp.processEvents()

    def ours():
        for _ in range(5):
            edit()

    def theirs():
        for _ in range(5):
            run_and_draw()

    def run_and_draw():
        changed = edited(experiment)
        kept = []
        lstm = torch_lstm(changed.parameters)
        lstm.register_forward_hook(lambda module, inputs, outputs: kept.append(outputs))
        with torch.inference_mode():
            lstm(torch.from_numpy(changed.sequence.copy()))
        rival.bind(bench.snapshot().run)
        rival.draw_all(499)

    frame = versus(
        "one weight edited to painted frame, T=500, H=32",
        ours,
        theirs,
        0.1,
        per=5,
        rival_name="nn.LSTM with hooks, matplotlib",
    )
    versus.limit("the same, median", frame, 0.033, f"{1e3 * frame:.1f} ms", "≤ 33 ms")
    alone = versus.after_a_rest(edit)
    versus.limit("the same, after a rest", alone, 0.05, f"{1e3 * alone:.1f} ms", "≤ 50 ms")


def test_edit_on_the_way_back_to_painted_frame(versus, open_window, qapp):
    """Forward pass, loss, way back, comparison with the run before, and painting."""
    experiment = with_loss(experiment_of(32, 500))
    _, bench, _ = open_window(experiment)
    bench.go_to(bench.snapshot().schedule.last)
    wait_at_target(bench, qapp)
    values = iter(np.linspace(0.1, 0.9, 10_000))
    rival = RivalWindow(bench.snapshot().run)
    objective = experiment.objective
    V, targets = (
        torch.from_numpy(a.copy()) for a in (objective.readout.weight, objective.targets.values)
    )

    def edited(before):
        parameters = before.parameters.with_value("weight_hh_l0", (3, 4), next(values))
        return before.with_parameters(parameters)

    def edit():
        bench.edit(edited(bench.snapshot().experiment), "edit", "drag")
        wait_at_target(bench, qapp)

    def ours():
        for _ in range(5):
            edit()

    def theirs():
        for _ in range(5):
            changed = edited(experiment)
            lstm = torch_lstm(changed.parameters)
            output, _ = lstm(torch.from_numpy(changed.sequence.copy()))
            output.retain_grad()
            torch.nn.functional.mse_loss(output @ V.T, targets).backward()
            rival.bind(bench.snapshot().run)
            rival.draw_all(499)

    versus(
        "one weight edited on the way back to painted frame, T=500, H=32",
        ours,
        theirs,
        0.15,
        per=5,
        rival_name="nn.LSTM with autograd, matplotlib",
    )
    # One by one: what is out of sight is drawn later, and a mean of some edits counts that too.
    frame = versus.in_a_row(edit)
    versus.limit("the same, median", frame, 0.033, f"{1e3 * frame:.1f} ms", "≤ 33 ms")
    alone = versus.after_a_rest(edit)
    versus.limit("the same, after a rest", alone, 0.05, f"{1e3 * alone:.1f} ms", "≤ 50 ms")


def wait_at_target(bench, qapp):
    """Process events until the reader is at the target, in both runs, and all is painted."""
    while True:
        qapp.processEvents()
        snapshot = bench.snapshot()
        if snapshot.position == snapshot.target == snapshot.against.position:
            break
        if snapshot.position == snapshot.target and snapshot.against.comparison is None:
            break
    qapp.processEvents()


def test_play_with_the_check_on(versus, open_window, qtbot):
    experiment = experiment_of(128, 4000)
    _, bench, worker = open_window(experiment)
    worker.start()
    qtbot.waitUntil(lambda: bench.snapshot().check.torch_version is not None, timeout=60_000)
    bench.change_speed(1024)
    end = bench.snapshot().schedule.end

    def play():
        bench.set_playing(True)
        qtbot.waitUntil(lambda: bench.snapshot().position == end, timeout=90_000)

    start = time.perf_counter()
    versus.once(play)
    played = time.perf_counter() - start
    start = time.perf_counter()
    cells = bench.snapshot().schedule.num_cells
    qtbot.waitUntil(lambda: bench.snapshot().check.report.cells_to == cells, timeout=60_000)
    late = time.perf_counter() - start
    rate = bench.snapshot().schedule.num_timesteps / played
    versus.limit("play, check on, H=128", -rate, -60, f"{rate:.0f} timesteps/s", "≥ 60 a second")
    versus.limit("the badge behind the end of play", late, 1.0, f"{late:.2f} s", "≤ 1 s")


FIRST_PAINT = """
import os
import main
import_window = main.import_window
def import_watched_window():
    run_window = import_window()
    from PySide6.QtCore import QTimer
    from ui.app import application
    class Watched(application.MainWindow):
        def paintEvent(self, event):
            super().paintEvent(event)
            QTimer.singleShot(0, lambda: os._exit(0))
    application.MainWindow = Watched
    return run_window
main.import_window = import_watched_window
main.main(["--theme", "light"])
"""
"""Program that ends right after the first paint of its window.

To watch every event from Python would take a tenth of the time.
"""


def test_start_to_first_painted_window(versus, tmp_path):
    """Both as they start for the second time, when Python has compiled them."""
    own = {"XDG_CONFIG_HOME": str(tmp_path), "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **own}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(code):
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)

    versus(
        "process start to first painted window",
        lambda: run(FIRST_PAINT),
        lambda: run("import torch"),
        0.45,
        rival_name="import torch",
    )


def test_the_longest_gap_of_the_event_loop(versus, tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks.gap_story", str(tmp_path)]

    def story():
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return done.stdout

    for line in versus.once(story).splitlines():
        size, longest, during = line.split("\t")
        text = f"{1e3 * float(longest):.0f} ms, during {during}"
        what = f"longest gap of the event loop, {size}, T=1000"
        versus.limit(what, float(longest), 0.1, text, "≤ 100 ms")


def test_thousands_of_holds_in_a_frame(versus, benchmark, open_window):
    """A frame with 30,000 holds may take 50 ms more than one without."""
    rng, times = np.random.default_rng(0), {}
    for count in (0, 30_000):
        experiment = experiment_of(32, 500)
        places = zip(rng.integers(32, size=count), rng.integers(498, size=count), strict=True)
        holds = [
            Hold("ifgoch"[k % 6], 0, 0, (int(unit),), int(t), int(t) + 1, 0.5)
            for k, (unit, t) in enumerate(places)
        ]
        window, bench, _ = open_window(experiment.with_holds(*holds))
        bench.last()
        window.grab()
        rounds = []
        for _ in range(7):
            start = time.perf_counter()
            window.grab()
            rounds.append(time.perf_counter() - start)
        times[count] = float(np.median(rounds))
    benchmark.pedantic(window.grab, rounds=1)
    more = times[30_000] - times[0]
    versus.limit("30,000 holds, of a frame", more, 0.05, f"{1e3 * more:.1f} ms", "≤ 50 ms")


def test_the_list_of_512_units(versus, qapp):
    """After a step the list has other figures and another order."""
    bench, panel = Workbench(Document.of("units", experiment_of(512, 300))), UnitsPanel(LIGHT)
    panel.resize(288, 784)
    panel.show()
    bench.go_to_timestep(200)
    panel.draw(bench.snapshot())
    panel.ask("variance", "f")
    draws, paints = [], []

    def steps():
        for t in range(201, 230):
            bench.go_to_timestep(t)
            begun = time.perf_counter()
            panel.draw(bench.snapshot())
            drawn = time.perf_counter()
            panel.table.viewport().grab()
            draws.append(drawn - begun)
            paints.append(time.perf_counter() - drawn)

    versus.once(steps)
    panel.close()
    for what, times, goal in (("written", draws, 3e-3), ("painted", paints, 6e-3)):
        median = float(np.median(times))
        text = f"{1e3 * median:.1f} ms"
        versus.limit(f"the list of 512 units, {what}", median, goal, text, f"≤ {1e3 * goal:.0f} ms")
