"""Command `train`: lets a network learn from its own sequences or from a task, and writes it."""

import os
from argparse import Namespace
from collections.abc import Generator
from typing import Final

from ...files.checkpoints import checkpoint
from ...files.checkpoints.export import (
    WRITTEN,
    beside_in,
    save_torch,
    saving_alone,
    saving_whole,
)
from ...files.checkpoints.find_lstms import Origin
from ...files.errors import FileError
from ...files.registry import Format
from ...files.training.log import write_log
from ...progress import finish
from ...training.network import Network
from ...training.run import JUDGED_EVERY, TrainingRun
from ..errors import UsageError, check_outputs, tell, torch_engine
from ..output import follow, say, write_report
from .checking import Checked, Checker
from .folder import files_of
from .lesson import Lesson, lesson_of
from .outcome import Outcome, measured

_WRITTEN: Final = {suffix: format for format in WRITTEN for suffix in format.row.all_suffixes}


def train(options: Namespace) -> int:
    """Train, and write weights, log and report; 1 when torch disagrees with any step.

    Raises:
        FileError: a file that cannot be read or written. CommandError: options or parts that do
            not fit each other.
    """
    files = [str(path) for path in files_of(options)]
    read = Namespace(**{**vars(options), "sequence": files or options.sequence})
    check_outputs(read, "output", "log", "report")
    format = _format(options.output)
    if options.batch == 0:
        raise UsageError("--batch needs at least one row")
    if options.check or format is Format.TORCH:
        torch_engine("checking" if options.check else f"writing {options.output}")
    lesson = lesson_of(options)
    before = measured(lesson, lesson.network)
    run, learnt_at, report = follow(options.quiet, "learning", _training(lesson, options))
    if not run.log.column("finite").all():
        first = int(run.log.column("finite").argmin())
        tell(
            f"from step {first} on there are gradients that are not finite. A smaller --lr, or "
            "--clip, may help"
        )
    outcome = Outcome(lesson, run, before, measured(lesson, run.network), learnt_at)
    wrote = _write(options, run.network, format)
    if options.log:
        write_log(options.log, run)
    told = outcome.to_json() | {
        "check": None if report is None else report.to_json(),
        "output": options.output,
        "log": options.log,
    }
    write_report(options, told)
    say(options, *outcome.lines(), *wrote, *([f"Wrote {options.log}"] if options.log else []))
    if report is not None:
        say(options, *report.lines(), well=report.confirms)
    return 0 if report is None or report.confirms else 1


def _training(
    lesson: Lesson, options: Namespace
) -> Generator[float, None, tuple[TrainingRun, int | None, Checked | None]]:
    """Train; return the run, the step at which a task was first seen learnt, and the check."""
    run = TrainingRun(lesson.network, lesson.plan, lesson.source, seed=options.batch_seed, room=0)
    learnt_at, report, checker = None, None, Checker(run)
    while run.step < lesson.steps:
        if options.check:
            checked = checker.advance()
            report = checked if report is None else report.merged(checked)
        else:
            run.advance(min(JUDGED_EVERY - run.step % JUDGED_EVERY, lesson.steps - run.step))
        yield run.step / lesson.steps
        if lesson.task is None or learnt_at is not None or run.step % JUDGED_EVERY:
            continue
        if lesson.task.learnt(run.network, lesson.judged):
            learnt_at = run.step
            if lesson.until_learnt:
                break
    return run, learnt_at, report


def _format(path: str) -> Format:
    """Return the format of the weights, by the file's name.

    Raises:
        UsageError: it cannot be written.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in _WRITTEN:
        raise UsageError(f"--output {path} must end in {' or '.join(_WRITTEN)}")
    return _WRITTEN[suffix]


def _write(options: Namespace, network: Network, format: Format) -> list[str]:
    """Write the weights, with all else in their checkpoint if it can be; say what in lines."""
    given, output = (network.parameters, network.readout), options.output
    origin = _origin(options, network)
    if origin is None:
        return [_alone(output, network, format)]
    beside = beside_in(origin, network.readout)
    try:
        wrote, where = finish(saving_whole(output, origin, *given)), "in it as before"
    except FileError as error:
        tell(f"{error}. So only the LSTM and its readout are saved")
        wrote, where = _alone(output, network, format, origin), "not in it"
    return [wrote, *([f"not trained, and {where}: {beside}"] if beside else [])]


def _alone(path: str, network: Network, format: Format, origin: Origin | None = None) -> str:
    if format is Format.TORCH:
        return save_torch(path, network.parameters, None, network.readout, origin)
    return finish(saving_alone(path, network.parameters, network.readout, origin))


def _origin(options: Namespace, network: Network) -> Origin | None:
    """Return the LSTM's place in its checkpoint; None for one that is drawn."""
    if not options.model:
        return None
    also = [network.readout.layer] if network.readout.layer else []
    _, stored = checkpoint.load(
        options.model,
        options.lstm,
        recurrent_activation=options.recurrent_activation,
        also=also,
    )
    return Origin(os.path.abspath(options.model), stored.name)
