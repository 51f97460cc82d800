"""TrainingShot: a picture of the window after training steps, or a film of it while it learns."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from simulator.files.atomic import atomic_write
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from simulator.translation import tr
from ui.panels.catalogue import PANELS
from ui.pictures.reel import SmallReel
from ui.session.snapshot import Snapshot
from ui.session.training_state.tasks import MENDED
from ui.session.workbench import Workbench
from ui.widgets import screenshot
from ui.window.main_window import MainWindow

A_PICTURE: Final = 120
"""Duration of a picture of a film, in milliseconds."""

AT_THE_ENDS: Final = 1500
"""Duration of the first one and the last."""

MOST_STEPS: Final = 100_000

Wait = Callable[[Callable[[], bool]], None]
"""Handles events until a condition is true."""


@dataclass(frozen=True, slots=True)
class TrainingShot:
    """Task to open, and how far to train.

    Attributes:
        task: its key. steps: to take. seed: of the network and the batches.
        film: a picture each so many steps; 0 for one picture at the end.
        panel: the key of the panel in the pictures; empty for the whole window.
        quiet: whether a terminal is not told how far a film is.

    Raises:
        ValueError: there is no such task, panel or number of steps, in words.
    """

    task: str
    steps: int = 0
    seed: int = 0
    film: int = 0
    panel: str = ""
    quiet: bool = False

    def __post_init__(self) -> None:
        known = (*TASKS, *MISHAPS, *(f"{key}{MENDED}" for key in MISHAPS))
        if self.task not in known:
            named = ", ".join(known)
            raise ValueError(
                tr("--task {task}: no such task. Choose from {named}", task=self.task, named=named)
            )
        if self.panel and self.panel not in PANELS:
            named = ", ".join(PANELS)
            raise ValueError(
                tr(
                    "--panel {panel}: no such panel. Choose from {named}",
                    panel=self.panel,
                    named=named,
                )
            )
        if not 0 <= self.steps <= MOST_STEPS:
            raise ValueError(tr("--steps must be 0 to {most}", most=MOST_STEPS))
        if self.film < 0 or (self.film and not self.steps):
            raise ValueError(tr("--film N needs --steps: one frame every N steps"))

    @property
    def pictures(self) -> tuple[int, ...]:
        """Steps after which a picture is taken."""
        return (*(range(0, self.steps, self.film) if self.film else ()), self.steps)

    def subject(self, window: MainWindow) -> QWidget:
        """Return the widget in the pictures, in sight."""
        dock = window.findChild(QDockWidget, self.panel) if self.panel else None
        if dock is None:
            return window
        dock.show()
        dock.raise_()
        return dock.widget()

    def shooting(
        self, workbench: Workbench, window: MainWindow, path: str, wait: Wait
    ) -> Generator[float, None, None]:
        """Train, and write the film; yields the fraction done.

        Raises:
            FileError: the file cannot be written. ValueError: a picture has another size.
        """
        subject = self.subject(window)
        with atomic_write(path) as file:
            reel = SmallReel(file, len(self.pictures))
            for step in self.pictures:
                train_to(workbench, step, wait, self.steps)
                wait(lambda: window.at_rest)
                ends = step in (self.pictures[0], self.pictures[-1])
                reel.add(screenshot.image(subject), AT_THE_ENDS if ends else A_PICTURE)
                yield step / self.steps
            reel.end()


class _PauseAt(QObject):
    """Pauses training once a step is shown."""

    def __init__(self, workbench: Workbench, step: int) -> None:
        super().__init__(workbench)
        self._trainer, self._step, self._over = workbench.trainer, step, False
        # Not while the step is being told: a pause tells it once more.
        workbench.changed.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def _look(self, snapshot: Snapshot) -> None:
        if self._over or snapshot.training is None:
            return
        if snapshot.training.length >= self._step:
            self._trainer.pause()

    def end(self) -> None:
        """Pause no more, whatever is told still."""
        self._over = True
        self.deleteLater()


def train_to(workbench: Workbench, step: int, wait: Wait, until: int = 0) -> None:
    """Train up to a step, past every stop on the way.

    Args:
        until: where the run is to end; the axis of the loss reaches there. 0 for the step.

    Raises:
        ValueError: it cannot be trained, in words.
    """
    trainer = workbench.trainer
    trainer.set_setting(replace(trainer.setting, until=until or step, pace=1 if until else 0))
    pause = _PauseAt(workbench, step) if until else None
    try:
        _train(workbench, step, wait)
    finally:
        if pause is not None:
            pause.end()


def _train(workbench: Workbench, step: int, wait: Wait) -> None:
    trainer = workbench.trainer
    while True:
        view = workbench.snapshot().training
        if view is None:
            raise ValueError(trainer.obstacle)
        if view.length >= step:
            return
        trainer.train()
        wait(lambda: not trainer.running)
        after = workbench.snapshot().training
        if after is None or after.length == view.length:
            raise ValueError(trainer.status)
