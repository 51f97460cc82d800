"""Documents that tasks open."""

from simulator.translation import tr
from ui.session.document import Document
from ui.session.training_state.tasks import task_of, title_of


def document_of(key: str, seed: int = 0) -> Document:
    """Return the document that a task opens: its network of a seed, on one sequence.

    Raises:
        KeyError: there is no such task.
    """
    task = task_of(key)
    title, experiment = tr(title_of(key)), task.experiment(seed)
    return Document(title, experiment, experiment, feature_names=task.recipe.columns, task=key)
