"""Training runs for tests of panels: small, and a few of them made once."""

from dataclasses import replace
from functools import cache

import numpy as np

from simulator.training.optimisers import SGD
from simulator.training.plan import Plan
from simulator.training.run import TrainingRun
from simulator.training.tasks.catalogue import TASKS
from ui.session.document import Document
from ui.session.workbench import Workbench


def fresh(task="parity", rows=4, **options):
    """Return a run of a task that has taken no step, judged by few sequences."""
    of = replace(TASKS[task], rows=rows, tried_rows=12)
    options = {"judged_every": 5, **options}
    return TrainingRun(of.network(0), options.pop("plan", of.plan), of.source(0), **options)


@cache
def trained(task="parity", steps=60):
    """Return a run of so many steps; it must stay as it is."""
    run = fresh(task)
    run.advance(steps)
    return run


@cache
def exploded():
    """Return a run whose weights leave the numbers within a few steps."""
    with np.errstate(all="ignore"):
        run = fresh("adding-20", plan=Plan(SGD(1e30)), judged_every=2)
        run.advance(8)
    return run


def bench(steps=30, task="parity"):
    """Return a workbench over a task's document after some steps."""
    document = replace(Document.of(task, TASKS[task].experiment(0)), task=task)
    made = Workbench(document)
    setting = made.trainer.setting
    made.trainer.set_setting(replace(setting, until=40, stops=(), batch=4))
    for _ in range(steps):
        made.trainer.take_step()
    return made
