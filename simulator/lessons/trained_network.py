"""Networks of lessons that learn: that of a task, by its seed, after some steps of training."""

from dataclasses import replace
from functools import lru_cache, partial

from ..experiment.experiment import Experiment
from ..training.run import TrainingRun
from ..training.tasks.catalogue import TASKS
from ..training.tasks.task import Task
from ..translation import tr
from .formula.reading import Reading
from .limits import MOST_CELLS, MOST_TRAINED, check_most


def of_task(key: str, seed: int = 0, trained: int = 0, timesteps: int = 0) -> Reading:
    """Return the network of a task on a sequence of its trial: what a window opens.

    Args:
        key: one of `TASKS`. trained: steps of training that it has behind it.
        timesteps: of the sequence; by default as many as those that it learns from.

    Raises:
        ValueError: no such task, or its sequences have no other length, in words.
    """
    if key not in TASKS:
        known = " ".join(TASKS)
        raise ValueError(tr("unknown task “{name}”; known: {known}", name=key, known=known))
    check_most("trained", trained, MOST_TRAINED)
    check_most("timesteps", timesteps, MOST_CELLS)
    return Reading(_experiment(key, seed, trained, timesteps), TASKS[key].recipe.columns)


@lru_cache(maxsize=8)
def _experiment(key: str, seed: int, trained: int, timesteps: int) -> Experiment:
    task = TASKS[key]
    run = TrainingRun(task.network(seed), task.plan, task.source(seed), seed=seed)
    run.advance(trained)
    looked_at = _of_length(task, timesteps) if timesteps else task
    return looked_at.trial(seed, rows=1).experiment(run.network)


def _of_length(task: Task, timesteps: int) -> Task:
    draw = partial(task.draw, steps=timesteps)  # type: ignore[call-arg]
    try:
        replace(task, draw=draw).source(0).batch(0)
    except TypeError as error:
        raise ValueError(
            tr("the task “{name}” sets its own sequence length", name=task.key)
        ) from error
    return replace(task, draw=draw)
