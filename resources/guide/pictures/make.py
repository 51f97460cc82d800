"""Pictures of the guide and the README, made again: `python resources/guide/pictures/make.py`.

Names behind it make those alone. A still picture is one of `main.py screenshot`; it then gets the
255 colours that suit it, so that its file is small. The film is made step by step here.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QSettings  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from simulator.analysis.address import Address  # noqa: E402
from simulator.examples import EXAMPLES  # noqa: E402
from simulator.experiment.experiment import Experiment  # noqa: E402
from simulator.files.atomic import atomic_write  # noqa: E402
from simulator.files.workspaces.workspace import Pinned, Workspace  # noqa: E402
from simulator.files.workspaces.writer import writing  # noqa: E402
from simulator.network.interventions import Hold  # noqa: E402
from ui.panels.layouts import LEARN  # noqa: E402
from ui.pictures.palette import palette_of, reduced  # noqa: E402
from ui.pictures.reel import SmallReel  # noqa: E402
from ui.session.document import Document  # noqa: E402
from ui.session.snapshot import GATE, TIMESTEP  # noqa: E402
from ui.session.workbench import Workbench  # noqa: E402
from ui.style import chrome  # noqa: E402
from ui.style.theme import LIGHT  # noqa: E402
from ui.widgets import screenshot  # noqa: E402
from ui.window.main_window import MainWindow  # noqa: E402
from ui.worker.torch_worker import TorchWorker  # noqa: E402

SIZE = "1280x800"
FILM_SIZE = 1200, 800
A_STEP, A_LOOK = 500, 2000
"""Durations of a picture of the film, in milliseconds."""

PATIENCE_MILLISECONDS = 60_000
FILM = "film"

EDITED = "EDITED.gatestep"
STILL = {
    "window": ("--position", "153"),
    "lesson": ("--lesson", "one-number:2"),
    "editing": (EDITED, "--position", "6:g", "--layout", "edit"),
    "checking": ("--position", "153", "--layout", "debug"),
    "way_back": ("--position", "back 120", "--layout", "gradients"),
}
"""Arguments of `main.py screenshot` for each still picture."""

TRAINED = {"parity": ("--task", "parity", "--steps", "160", "--film", "10")}
"""Likewise for those that are films by themselves."""


def still(name: str, folder: Path) -> None:
    """Write a still picture in few colours."""
    path = folder / f"{name}.png"
    arguments = [str(folder / a) if a == EDITED else a for a in STILL[name]]
    _screenshot(*arguments, "--output", str(path))
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    with atomic_write(HERE / f"{name}.png") as file:
        file.write(screenshot.png(reduced(image, palette_of([image]))))


def edited(path: Path) -> None:
    """Write a workspace over the remembered bit, edited, with the run before as its baseline."""
    example = EXAMPLES["latch"]()
    held = Hold("f", 0, 0, (0,), 8, 9, 0.5)
    workspace = Workspace(
        "Remember one bit",
        _with_value(example.experiment, "weight_hh_l0", (2, 0), 0.0).with_holds(held),
        example.experiment,
        example.labels,
        example.columns,
        pins=(Pinned("as opened", example.experiment),),
        view={"baseline": 0},
    )
    for _ in writing(path, workspace):
        pass


def film(path: Path) -> None:
    """Write the film: gates of a timestep, some timesteps, a bias that is dragged, and undo."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    chrome.apply(app, LIGHT)
    worker = TorchWorker(app)
    taken: list[tuple[QImage, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
        window = MainWindow(bench, worker, LIGHT, settings)
        window.resize(*FILM_SIZE)
        window.show()
        worker.start()
        window.lay_out(LEARN)

        def take(milliseconds: int) -> None:
            _wait(lambda: window.at_rest)
            taken.append((screenshot.image(window), milliseconds))

        bench.go_to_timestep(3)
        take(A_LOOK)
        bench.set_granularity(GATE)
        for _ in bench.snapshot().experiment.config.steps:
            bench.step(1)
            take(A_STEP)
        bench.set_granularity(TIMESTEP)
        for _ in range(4, 10):
            bench.step(1)
            take(A_STEP)
        bench.look_at(Address("f", t=9))
        take(A_LOOK)
        for bias in (3.0, 2.0, 1.0, 0.0):
            experiment = _with_value(bench.snapshot().experiment, "bias_ih_l0", (1,), bias)
            bench.edit(experiment, "bias_ih_l0[1]", "film")
            take(A_STEP)
        taken[-1] = taken[-1][0], A_LOOK
        bench.undo()
        take(A_LOOK)
        window.close()
    with atomic_write(path) as file:
        reel = SmallReel(file, len(taken))
        for image, milliseconds in taken:
            reel.add(image, milliseconds)
        reel.end()


def _with_value(
    experiment: Experiment, name: str, index: tuple[int, ...], value: float
) -> Experiment:
    return experiment.with_parameters(experiment.parameters.with_value(name, index, value))


def _screenshot(*arguments: str) -> None:
    line = [sys.executable, ROOT / "main.py", "screenshot", "--size", SIZE, *arguments]
    subprocess.run(line, check=True, cwd=ROOT)


def _wait(done: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    QCoreApplication.processEvents()
    while not done() and clock.elapsed() < PATIENCE_MILLISECONDS:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def make(name: str) -> None:
    """Make one picture, by its file's name without the suffix."""
    path = HERE / f"{name}.png"
    if name == FILM:
        film(path)
    elif name in TRAINED:
        _screenshot(*TRAINED[name], "--output", str(path))
    else:
        with tempfile.TemporaryDirectory() as folder:
            edited(Path(folder) / EDITED)
            still(name, Path(folder))


NAMES = (FILM, *STILL, *TRAINED)
"""Names of all pictures."""

if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        make(name)
        print(f"{name}: {(HERE / f'{name}.png').stat().st_size / 1000:.0f} kB")
