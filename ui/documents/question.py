"""Questions about a file, asked between two readings, and the model that will read it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
        states: the shapes of h_0 and c_0 by these names, in nn.LSTM's form.
        layer: the name of the checkpoint's layer that is the present readout; None for none.
    """

    input_size: int
    checkpoint: str | None = None
    batch_first: bool = False
    states: Mapping[str, Shape] = field(default_factory=dict)
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
            {
                f"{state}_0": experiment.state_as_given(array).shape
                for state, array in experiment.states.items()
            },
            (readout.layer or None) if readout is not None else None,
        )
