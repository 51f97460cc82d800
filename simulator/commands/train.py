"""Command `train`: lets a network learn from its own sequences or from a task, and writes it."""

import json
import os
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from ..arrays import json_number
from ..check.optimisers import StepCheckRequest, StepReport, perform_step
from ..files.atomic import check_writable
from ..files.checkpoints import checkpoint
from ..files.checkpoints.export import WRITTEN, save_torch, saving_alone, saving_inside
from ..files.checkpoints.find_lstms import Origin
from ..files.errors import FileError
from ..files.registry import Format, format_of
from ..files.training.log import write_log
from ..progress import finish
from ..training.batch import Batch
from ..training.network import Network
from ..training.optimisers import Adam, optimiser_of
from ..training.passes import Passes, Result
from ..training.plan import Plan
from ..training.run import JUDGED_EVERY, TrainingRun
from ..training.source import OwnSequences, Source
from ..training.tasks.catalogue import TASKS
from ..training.tasks.mishaps import MISHAPS
from ..training.tasks.task import Task
from .errors import UsageError, refuse_overwriting, tell, torch_engine
from .experiment_arguments import told_of_a_run
from .input import experiment_of
from .output import percent, write_json

_MOST_OF_A_TASK: Final = 800
"""Training steps of a task that nobody learns."""

_WRITTEN: Final = {suffix: format for format in WRITTEN for suffix in format.row.all_suffixes}


@dataclass(frozen=True, eq=False, slots=True)
class _Lesson:
    """What is learnt: the network, its batches, the plan, the steps, and what tells the result.

    Attributes:
        judged: the batch whose loss is told before and after.
        task: None for the model's own sequences. until_learnt: whether the task's success ends it.
    """

    network: Network
    source: Source
    plan: Plan
    steps: int
    judged: Batch
    task: Task | None = None
    until_learnt: bool = False


def train(options: Namespace) -> int:
    """Train, and write weights, log and report; 1 when torch.optim disagrees with a step."""
    refuse_overwriting(options, "output", "log", "report")
    format = _format(options.output)
    if options.batch == 0:
        raise UsageError("--batch needs at least one row")
    for path in (options.output, options.log, options.report):
        if path and path != "-":
            check_writable(path)
    if options.check or format is Format.TORCH:
        torch_engine("checking" if options.check else f"writing {options.output}")
    lesson = _of_task(options) if options.task else _of_model(options)
    passes = Passes(lesson.network)
    before = passes.judge(lesson.network.arrays, lesson.judged)
    run, learnt_at, report = _trained(lesson, options)
    after = passes.judge(run.network.arrays, lesson.judged)
    if not run.log.column("finite").all():
        first = int(run.log.column("finite").argmin())
        tell(
            f"from step {first} on there are gradients that are no numbers: a smaller --lr, or "
            "--clip, may help"
        )
    wrote = _write(options, run.network, format)
    if options.log:
        write_log(options.log, run)
    told = {
        "steps": run.step,
        "optimizer": {"name": lesson.plan.optimiser.key, **asdict(lesson.plan.optimiser)},
        "clip": lesson.plan.clip,
        "loss": _pair(before.loss, after.loss),
        "accuracy": _pair(before.accuracy, after.accuracy),
        "task": _task_to_json(lesson, run, learnt_at),
        "check": None if report is None else report.to_json(),
        "output": options.output,
        "log": options.log,
    }
    if options.report == "-":
        print(json.dumps(told, indent=2))
    else:
        print("\n".join(_lines(lesson, run, before, after, learnt_at)))
        print(wrote)
        if options.log:
            print(f"Wrote {options.log}")
        if report is not None:
            print(report.text())
        if options.report:
            write_json(options.report, told)
    return 0 if report is None or report.confirms else 1


def _of_model(options: Namespace) -> _Lesson:
    """Read a model, its sequences and its objective.

    Raises:
        FileError, CommandError: as for the other commands.
    """
    if options.model is None or options.sequence is None:
        raise UsageError("training needs --model and --sequence, or --task")
    if options.target is None:
        raise UsageError("training is towards a loss: give --readout and --target too")
    if not options.steps:
        raise UsageError("--steps is needed: how many training steps, at least 1")
    plan = _plan(options, Plan(Adam()))
    # The run draws dropout masks of its own, anew at each step.
    experiment = experiment_of(Namespace(**{**vars(options), "train": False}))
    if not options.train and experiment.config.dropout:
        config = replace(experiment.config, dropout=0.0)
        experiment = experiment.with_parameters(experiment.parameters.with_config(config))
    source = OwnSequences(experiment, options.batch, seed=options.batch_seed)
    return _Lesson(Network.of(experiment), source, plan, options.steps, Batch.of(experiment))


def _of_task(options: Namespace) -> _Lesson:
    """Draw the network of a task, or of a mishap.

    Raises:
        UsageError: there is no such task, or options that are of a model.
    """
    known = {**TASKS, **{key: mishap.wrong for key, mishap in MISHAPS.items()}}
    if options.task not in known:
        raise UsageError(f"--task {options.task} is none: choose of {', '.join(known)}")
    of_model = [name for name in told_of_a_run(options) if name not in ("--dtype", "--seed")]
    if of_model:
        raise UsageError(f"{of_model[0]} is of a model, and --task draws its own: leave one out")
    task, dtype = replace(known[options.task], key=options.task), options.dtype or "float32"
    if options.batch is not None:
        task = replace(task, rows=options.batch)
    usual = int(1.5 * task.steps) or _MOST_OF_A_TASK
    return _Lesson(
        task.network(options.seed, dtype),
        task.source(options.batch_seed, dtype),
        _plan(options, task.plan),
        usual if options.steps is None else options.steps,
        task.trial(options.batch_seed, dtype),
        task,
        options.steps is None,
    )


def _plan(options: Namespace, usual: Plan) -> Plan:
    """Return the plan of the options; what they do not say is as usual, or as torch has it.

    Raises:
        UsageError: a setting that the optimizer lacks, or one out of its range.
    """
    key = options.optimizer or usual.optimiser.key
    settings = asdict(usual.optimiser) if key == usual.optimiser.key else {}
    for name in ("lr", "momentum", "weight_decay"):
        if (given := getattr(options, name)) is not None:
            settings[name] = given
    try:
        clip = usual.clip if options.clip is None else options.clip
        return Plan(optimiser_of(key, settings), clip)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _trained(
    lesson: _Lesson, options: Namespace
) -> tuple[TrainingRun, int | None, StepReport | None]:
    """Train; return the run, the step at which a task was first seen learnt, and the check."""
    run = TrainingRun(lesson.network, lesson.plan, lesson.source, seed=options.batch_seed, room=0)
    learnt_at, report = None, None
    while run.step < lesson.steps:
        if options.check:
            checked = _checked_step(run)
            report = checked if report is None else report.merged(checked)
        else:
            run.advance(min(JUDGED_EVERY - run.step % JUDGED_EVERY, lesson.steps - run.step))
        percent(run.step / lesson.steps)
        if lesson.task is None or learnt_at is not None or run.step % JUDGED_EVERY:
            continue
        if lesson.task.learnt(run.network, lesson.judged):
            learnt_at = run.step
            if lesson.until_learnt:
                break
    percent(1)
    return run, learnt_at, report


def _checked_step(run: TrainingRun) -> StepReport:
    """Compare the next step with torch's, and take it."""
    now = run.moment(run.step)
    gradients = Passes(run.network).gradients(now.weights, run.batch(run.step)).gradients
    report = perform_step(StepCheckRequest.of(run.plan, now.weights, gradients, now.state))
    run.advance(1)
    return report


def _format(path: str) -> Format:
    """Return the format of the weights, by the file's name.

    Raises:
        UsageError: it cannot be written.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in _WRITTEN:
        raise UsageError(f"--output {path} must end in {' or '.join(_WRITTEN)}")
    return _WRITTEN[suffix]


def _write(options: Namespace, network: Network, format: Format) -> str:
    """Write the weights inside a copy of their checkpoint if it can be, else alone; say what."""
    given = network.parameters, network.readout
    origin = _origin(options, network, format)
    if origin is not None:
        try:
            return finish(saving_inside(options.output, origin, *given))
        except FileError as error:
            tell(f"{error}; so the LSTM and its readout are written alone")
    if format is Format.TORCH:
        return save_torch(options.output, network.parameters, readout=network.readout)
    return finish(saving_alone(options.output, *given))


def _origin(options: Namespace, network: Network, format: Format) -> Origin | None:
    """Return the LSTM's place in its checkpoint, where that has the readout's layer as well."""
    from_model = options.model and options.readout and not os.path.isfile(options.readout)
    if not (from_model and network.readout.layer and format_of(options.model) is format):
        return None
    _, stored = checkpoint.load(options.model, options.lstm, also=[network.readout.layer])
    return Origin(os.path.abspath(options.model), stored.name)


def _lines(
    lesson: _Lesson, run: TrainingRun, before: Result, after: Result, learnt_at: int | None
) -> list[str]:
    """Say what was done, and what it did."""
    plan, task = lesson.plan, lesson.task
    settings = ", ".join(f"{name} {value}" for name, value in asdict(plan.optimiser).items())
    clip = "no clip" if plan.clip is None else f"clip {plan.clip:g}"
    lines = [
        f"{run.step} training steps of {plan.optimiser.key} ({settings}), {clip}",
        f"loss {before.loss!r} before, {after.loss!r} after: {lesson.judged.loss.kind}",
    ]
    if after.accuracy == after.accuracy:
        lines.append(f"right {before.accuracy:.1%} before, {after.accuracy:.1%} after")
    if task is not None:
        measured = task.measure(run.network, lesson.judged)
        when = "not learnt" if learnt_at is None else f"learnt, first seen after {learnt_at} steps"
        lines.append(f"{when}: {measured:.4g}, where {task.success.text}")
    return lines


def _task_to_json(
    lesson: _Lesson, run: TrainingRun, learnt_at: int | None
) -> Mapping[str, Any] | None:
    if lesson.task is None:
        return None
    success = lesson.task.success
    return {
        "name": lesson.task.key,
        "success": success.text,
        "limit": success.limit,
        "measured": json_number(lesson.task.measure(run.network, lesson.judged)),
        "learnt_at": learnt_at,
    }


def _pair(before: float, after: float) -> dict[str, float | None]:
    return {"before": json_number(before), "after": json_number(after)}
