"""Traces: an exported trace is replayed, or becomes the present run's baseline."""

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError, plain
from simulator.progress import part_of
from simulator.translation import tr
from ui.documents.opener import Opener
from ui.session.messages import Messages
from ui.session.workbench import Workbench
from ui.worker.long_work import LongWork

if TYPE_CHECKING:
    from simulator.analysis.trace_difference import TraceDifference
    from simulator.engine.recorded_run import RecordedRun
    from simulator.files.traces.stored import StoredTrace


_LAYING_OUT = 0.2
"""Share of the progress for laying out the numbers."""


class Traces(QObject):
    """Opens a trace's own model, if it has one, and shows that it gives equal numbers again.

    Its numbers are pinned as a baseline either way, and compared with the whole run.
    """

    def __init__(
        self, workbench: Workbench, opener: Opener, messages: Messages, window: QWidget
    ) -> None:
        super().__init__(window)
        self._workbench, self._opener, self._window = workbench, opener, window
        self._messages = messages
        opener.traced.connect(self._take)

    def _take(self, trace: "StoredTrace") -> None:
        from ui.dialogs.replay_or_compare import COMPARE, REPLAY
        from ui.documents import opening

        try:
            wish = self._wish(trace)
            if wish == REPLAY and trace.experiment is not None:
                document = opening.document_of_trace(trace, trace.experiment)
                if not self._opener.place(document):
                    return
            elif wish != COMPARE:
                return
            experiment = trace.like(self._workbench.snapshot().experiment)
            self._opener.opened.emit(str(trace.path))
            self._compare(trace, experiment)
        except (FileError, ValueError, MemoryError, OSError) as error:
            self._messages.complain(str(error))

    def _wish(self, trace: "StoredTrace") -> str | None:
        """Return the wish for a trace; ask the user when it can be both replayed and compared."""
        from ui.dialogs import replay_or_compare
        from ui.dialogs.replay_or_compare import COMPARE, REPLAY

        if trace.experiment is None:
            return COMPARE
        try:
            trace.like(self._workbench.snapshot().experiment)
        except FileError:
            return REPLAY
        if not self._opener.asks:
            return REPLAY
        return replay_or_compare.ask(self._window, trace.path.name)

    def _compare(self, trace: "StoredTrace", experiment: Experiment) -> None:
        """Pin the numbers, and compare them with those of the present run."""
        run, name = self._workbench.snapshot().run, plain(trace.path.name, 80)
        work = LongWork(
            tr("Comparing with {name}", name=name),
            self._comparing(trace, replace(experiment), run),
            self._window,
        )
        work.failed.connect(self._messages.complain)

    def _comparing(
        self, trace: "StoredTrace", experiment: Experiment, run: Run
    ) -> Generator[float, None, None]:
        from simulator.analysis.trace_difference import comparing

        name = plain(trace.path.name, 80)
        recorded = yield from part_of(trace.recording(experiment), 0.0, _LAYING_OUT)
        baselines = self._workbench.snapshot().against.baselines
        self._workbench.set_baselines(baselines.with_pin(name, recorded.experiment, recorded))
        found = yield from part_of(comparing(recorded, run), _LAYING_OUT, 1.0)
        self._tell(name, recorded, found, run)

    def _tell(self, name: str, recorded: "RecordedRun", found: "TraceDifference", run: Run) -> None:
        remark = found.text(run.experiment.batch_size)
        baselines = self._workbench.snapshot().against.baselines
        self._workbench.set_baselines(baselines.remarked(recorded, remark))
        self._messages.tell(f"{name}: {remark}")
