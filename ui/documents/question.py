"""Questions about a file, asked between two readings, and the model that will read it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.sequences.tokens import TokenReading
from simulator.network.config import Shape
from ui.session.document import Document

Answer = str | TokenReading | ColumnChoice
"""Name of an LSTM, of an array or of one of several ways; the reading of a text; columns."""
Reading = tuple[Callable[..., object], *tuple[Any, ...]]
"""Function that the worker calls, and its arguments."""


class Question(ABC):
    """Question about a file that is partly read.

    Attributes:
        refusal: what is told where nobody can be asked and there is no proposal.
    """

    __slots__ = ()
    refusal = ""

    @abstractmethod
    def proposal(self) -> Answer | None:
        """Return the answer where nobody can be asked; None for none."""

    @abstractmethod
    def reading(self, answer: Any) -> Reading:
        """Return what reads on with an answer."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Model that will read a file.

    Attributes:
        input_size, batch_first: its options. checkpoint: the file that it came from, if any.
        h_0, c_0: the shapes of the states in nn.LSTM's form, over the present sequence.
        layer: the name of the checkpoint's layer that is the present readout; None for none.
    """

    input_size: int
    checkpoint: str | None = None
    batch_first: bool = False
    h_0: Shape = ()
    c_0: Shape = ()
    layer: str | None = None

    @classmethod
    def of(cls, document: Document) -> "Reader":
        """Return the model of a document."""
        origin, experiment = document.origin, document.experiment
        readout = experiment.objective.readout
        return cls(
            experiment.config.input_size,
            origin.path if origin else None,
            experiment.config.batch_first,
            experiment.state_as_given(experiment.h_0).shape,
            experiment.state_as_given(experiment.c_0).shape,
            (readout.layer or None) if readout is not None else None,
        )

    def shape_of(self, state: str) -> Shape:
        """Return the shape of h_0 or c_0."""
        return self.h_0 if state == "h_0" else self.c_0
