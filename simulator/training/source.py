"""Source: where a training run's batches come from, each of them by the step's number alone."""

from typing import Protocol

from .batch import Batch


class Source(Protocol):
    """Batches by step. Any step's can be made again without those before it."""

    def batch(self, step: int) -> Batch:
        """Return the batch that the network learns from after so many steps, counted from 0."""
        ...

    def validation(self) -> Batch | None:
        """Return what the network is judged by and never learns from; None for nothing."""
        ...
