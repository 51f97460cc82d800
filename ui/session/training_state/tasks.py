"""Tasks by key, mishaps among them, and the documents that they open."""

from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS, Mishap
from simulator.training.tasks.task import Task

MENDED = "/mended"
"""What follows a mishap's key where it is mended."""


def task_of(key: str) -> Task:
    """Return a task by its key: one of `TASKS`, a mishap, or a mishap that is `MENDED`.

    Raises:
        KeyError: there is none.
    """
    if key in TASKS:
        return TASKS[key]
    mishap = mishap_of(key)
    if mishap is None:
        raise KeyError(key)
    return mishap.mended if key.endswith(MENDED) else mishap.wrong


def mishap_of(key: str) -> Mishap | None:
    """Return the mishap that a task's key names, as it goes wrong or mended; None for no mishap."""
    return MISHAPS.get(key.removesuffix(MENDED))


def task_named(key: str) -> str:
    """Return a task's key; empty where there is no such task."""
    return key if key in TASKS or mishap_of(key) is not None else ""


def title_of(key: str) -> str:
    """Return a task's title in English, marked.

    Raises:
        KeyError: there is none.
    """
    mishap = MISHAPS.get(key)
    return task_of(key).title if mishap is None else mishap.title
