"""Outcome of a training run: what was done, and what it did, in lines and as JSON."""

from dataclasses import asdict, dataclass
from typing import Any

from ...arrays import json_number
from ...training.network import Network
from ...training.passes import Passes, Result
from ...training.run import TrainingRun
from .lesson import Lesson


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """What a network makes of the batch that is learnt, and of the one held out, if any."""

    learnt: Result
    held_out: Result | None


def measured(lesson: Lesson, network: Network) -> Measured:
    """Judge a network of a lesson, before or after."""
    passes, arrays = Passes(network), network.arrays
    held_out = None if lesson.held_out is None else passes.judge(arrays, lesson.held_out)
    return Measured(passes.judge(arrays, lesson.judged), held_out)


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        before, after: of the network as it was, and as it is.
        learnt_at: the step at which a task was first seen learnt; None for not.
    """

    lesson: Lesson
    run: TrainingRun
    before: Measured
    after: Measured
    learnt_at: int | None

    def lines(self) -> list[str]:
        """Say what was done, and what it did."""
        plan, lesson, names = self.lesson.plan, self.lesson, tuple(self.run.network.arrays)
        settings = ", ".join(f"{name} {value}" for name, value in asdict(plan.optimiser).items())
        clip = "no clip" if plan.clip is None else f"clip {plan.clip:g}"
        lines = [f"{self.run.step} training steps of {plan.optimiser.key} ({settings}), {clip}"]
        if frozen := [name for name in names if name in plan.frozen]:
            learning = len(names) - len(frozen)
            lines.append(f"{learning} of {len(names)} weights learn; frozen: {', '.join(frozen)}")
        if undecayed := [name for name in names if name in plan.undecayed]:
            lines.append(f"without weight decay: {', '.join(undecayed)}")
        if lesson.files is not None:
            learnt, held_out = lesson.files
            lines.append(f"{learnt + held_out} files, each a batch, {held_out} of them held out")
        kind = lesson.judged.loss.kind
        lines += _of_pair("", self.before.learnt, self.after.learnt, kind)
        if self.before.held_out is not None and self.after.held_out is not None:
            lines += _of_pair("held out: ", self.before.held_out, self.after.held_out, kind)
        if lesson.task is not None:
            found = lesson.task.measure(self.run.network, lesson.judged)
            when = "not learnt"
            if self.learnt_at is not None:
                when = f"learnt, first seen after {self.learnt_at} steps"
            lines.append(f"{when}: {found:.4g}, where {lesson.task.success.text}")
        return lines

    def to_json(self) -> dict[str, Any]:
        """Return it for `json.dumps`; numbers that JSON lacks become null."""
        plan, before, after = self.lesson.plan, self.before, self.after
        held_out = None
        if before.held_out is not None and after.held_out is not None:
            held_out = _pairs(before.held_out, after.held_out)
        files = self.lesson.files
        return {
            "steps": self.run.step,
            "optimizer": {"name": plan.optimiser.key, **asdict(plan.optimiser)},
            "clip": plan.clip,
            "frozen": sorted(plan.frozen),
            "undecayed": sorted(plan.undecayed),
            "files": None if files is None else {"learnt": files[0], "held_out": files[1]},
            **_pairs(before.learnt, after.learnt),
            "held_out": held_out,
            "task": self._task_to_json(),
        }

    def _task_to_json(self) -> dict[str, Any] | None:
        task = self.lesson.task
        if task is None:
            return None
        return {
            "name": task.key,
            "success": task.success.text,
            "limit": task.success.limit,
            "measured": json_number(task.measure(self.run.network, self.lesson.judged)),
            "learnt_at": self.learnt_at,
        }


def _of_pair(what: str, before: Result, after: Result, kind: str) -> list[str]:
    lines = [f"{what}loss {before.loss!r} before, {after.loss!r} after: {kind}"]
    if after.accuracy == after.accuracy:
        lines.append(f"{what}right {before.accuracy:.1%} before, {after.accuracy:.1%} after")
    return lines


def _pairs(before: Result, after: Result) -> dict[str, Any]:
    return {
        name: {
            "before": json_number(getattr(before, name)),
            "after": json_number(getattr(after, name)),
        }
        for name in ("loss", "accuracy")
    }
