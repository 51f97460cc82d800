"""Documents of lessons: the network of a step, which can be edited and trained like any other."""

from dataclasses import replace

from simulator.lessons.formula.reading import Reading
from simulator.lessons.lesson import Lesson
from ui.session.document import Document
from ui.session.trainer import task_document
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.setting import TrainingSetting


def document_of(lesson: Lesson, reading: Reading, variant: str) -> Document:
    """Return the document of a step's network, under the lesson's title.

    Args:
        variant: the name of the network in the lesson; one of a task is opened as the task is, at
            its step of training, from which it can learn on.
    """
    table = lesson.networks[variant]
    if "task" in table and "timesteps" not in table:
        key, seed = str(table["task"]), int(table.get("seed", 0))
        begun = _trained(task_document.document_of(key, seed), seed, int(table.get("trained", 0)))
        return replace(begun, model_title=lesson.title, lesson=lesson)
    made = Document.of(
        lesson.title, reading.experiment, tuple(reading.labels), tuple(reading.columns)
    )
    return replace(made, lesson=lesson)


def with_reading(document: Document, reading: Reading) -> Document:
    """Return a document with a reading's experiment; of other timesteps come their names too."""
    experiment = reading.experiment
    named = document.original_labels
    if len(experiment.sequence) != len(document.experiment.sequence):
        named = tuple(reading.labels)
    return replace(document, experiment=experiment, original_labels=named)


def _trained(document: Document, seed: int, steps: int) -> Document:
    """Return a task's document after some steps of its own training."""
    if not steps:
        return document
    setting = TrainingSetting.of_task(document.task, seed)
    run = setting.run_for(document)
    run.advance(steps)
    place = TrainingCheckpoint.begun(run, setting, document.experiment)
    experiment = place.network.put_into(document.experiment)
    return replace(document, experiment=experiment, original=experiment, training=place)
