"""Lesson of the command `train`: the network, its batches and how it learns from them."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from ...experiment.experiment import Experiment
from ...training.batch import Batch
from ...training.network import Network
from ...training.optimisers import Adam, optimiser_of
from ...training.plan import Plan
from ...training.source import GivenBatches, OwnSequences, Source
from ...training.tasks.catalogue import TASKS
from ...training.tasks.mishaps import MISHAPS
from ...training.tasks.task import Task
from ..errors import CommandError, UsageError
from ..experiment_arguments import told_of_a_run
from ..input import experiment_of
from .folder import experiments_of, folder_of

_MOST_OF_A_TASK: Final = 800
"""Training steps of a task that nobody learns."""


@dataclass(frozen=True, eq=False, slots=True)
class Lesson:
    """What is learnt: the network, its batches, the plan, the steps, and what tells the result.

    Attributes:
        judged: the batch whose loss is told before and after. held_out: another, which the network
            never learns from; None for none. files: of a folder, those that are learnt from and
            those that are held out; None for no folder.
        task: None for the model's own sequences. until_learnt: whether the task's success ends it.
    """

    network: Network
    source: Source
    plan: Plan
    steps: int
    judged: Batch
    held_out: Batch | None = None
    files: tuple[int, int] | None = None
    task: Task | None = None
    until_learnt: bool = False


def lesson_of(options: Namespace) -> Lesson:
    """Read what the options describe.

    Raises:
        FileError, CommandError: as for the other commands, and what cannot be learnt.
    """
    return _of_task(options) if options.task else _of_model(options)


def _of_model(options: Namespace) -> Lesson:
    if options.model is None or options.sequence is None:
        raise UsageError("training needs --model and --sequence, or --task")
    if options.target is None:
        raise UsageError("training is towards a loss: give --readout and --target too")
    if not options.steps:
        raise UsageError("--steps is needed: how many training steps, at least 1")
    plan = _plan(options, Plan(Adam()))
    # The run draws dropout masks of its own, anew at each step.
    given, folder = Namespace(**{**vars(options), "train": False}), folder_of(options)
    found = [experiment_of(given)] if folder is None else experiments_of(given, folder)
    experiments = [_in_train_mode(experiment, options.train) for experiment in found]
    network = Network.of(experiments[0])
    plan = _with_names(plan, options, network)
    seed, held_out = options.batch_seed, options.held_out or 0.0
    source: GivenBatches | OwnSequences
    files = None
    try:
        if folder is None:
            source = OwnSequences(experiments[0], options.batch, held_out, seed)
        else:
            batches = [Batch.of(experiment) for experiment in experiments]
            source = GivenBatches.split(batches, held_out, seed, options.batch or 1)
            files = len(source), len(batches) - len(source)
        judged = source.learnt
    except ValueError as error:
        raise CommandError(
            f"{', '.join(options.sequence)} cannot be learnt from: {error}"
        ) from error
    return Lesson(
        network,
        source,
        plan,
        options.steps,
        judged,
        source.validation(),
        files,
    )


def _in_train_mode(experiment: Experiment, train: bool) -> Experiment:
    """Return an experiment whose LSTM has dropout only if it acts."""
    if train or not experiment.config.dropout:
        return experiment
    config = replace(experiment.config, dropout=0.0)
    return experiment.with_parameters(experiment.parameters.with_config(config))


def _of_task(options: Namespace) -> Lesson:
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
    if options.held_out is not None:
        raise UsageError(
            "--held-out is of a model's sequences, and --task draws its own to be judged by: leave "
            "one out"
        )
    task, dtype = replace(known[options.task], key=options.task), options.dtype or "float32"
    if options.batch is not None:
        task = replace(task, rows=options.batch)
    usual = int(1.5 * task.steps) or _MOST_OF_A_TASK
    network = task.network(options.seed, dtype)
    return Lesson(
        network,
        task.source(options.batch_seed, dtype),
        _with_names(_plan(options, task.plan), options, network),
        usual if options.steps is None else options.steps,
        task.trial(options.batch_seed, dtype),
        task=task,
        until_learnt=options.steps is None,
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
    clip = usual.clip if options.clip is None else options.clip
    try:
        plan = Plan(optimiser_of(key, settings), clip, usual.frozen, usual.undecayed)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if options.no_decay is not None and not plan.optimiser.weight_decay:
        raise UsageError(
            f"--no-decay leaves weights out of a decay, and {key} has none here: give "
            "--weight-decay, or leave it out"
        )
    return plan


def _with_names(plan: Plan, options: Namespace, network: Network) -> Plan:
    """Return the plan with the weights that are frozen, and those that do not decay.

    Raises:
        UsageError: a name of no weight, or no weight is left to learn.
    """
    names = tuple(network.arrays)
    if options.freeze is not None:
        plan = replace(plan, frozen=_named("--freeze", options.freeze, names))
    if options.no_decay is not None:
        plan = replace(plan, undecayed=_named("--no-decay", options.no_decay, names))
    if not plan.learning(names):
        raise UsageError("--freeze leaves no weight to learn: name fewer")
    return plan


def _named(option: str, given: Iterable[str], names: tuple[str, ...]) -> frozenset[str]:
    """Return the weights that some names or patterns mean.

    Raises:
        UsageError: one of them means none.
    """
    found: set[str] = set()
    for pattern in given:
        meant = [name for name in names if fnmatchcase(name, pattern)]
        if not meant:
            raise UsageError(
                f"{option} {pattern} is not a weight of this network. Choose one of "
                f"{', '.join(names)}, or a pattern such as '*_l0' or '*bias*'"
            )
        found.update(meant)
    return frozenset(found)
