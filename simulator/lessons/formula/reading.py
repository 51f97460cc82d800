"""Reading: the numbers of one experiment that formulas are about, computed when they are asked for.

It computes a run of its own to the end, and the way back through it, whatever the window has
computed so far. Lessons have small networks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...analysis.tensor_shapes import tensors
from ...arrays import Array
from ...engine.run import Run
from ...experiment.experiment import Experiment
from ...gradients.backward_run import BackwardRun
from ...network.config import Shape
from ...translation import tr


@dataclass(frozen=True)
class Reading:
    """Numbers of an experiment.

    Attributes:
        experiment: what is computed.
        columns: names of the inputs, I of them or none.
        labels: names of the timesteps, T of them or none.
        others: numbers of the lesson by name, one for each timestep: somebody else's c and h.
        begun: that of the experiment before the edits; None without any.
    """

    experiment: Experiment
    columns: Sequence[str] = ()
    labels: Sequence[str] = ()
    others: Mapping[str, Array] = field(default_factory=dict)
    begun: "Reading | None" = None

    @cached_property
    def run(self) -> Run:
        """The whole run."""
        run = Run(self.experiment)
        run.advance()
        return run

    @cached_property
    def back(self) -> BackwardRun:
        """The whole way back.

        Raises:
            ValueError: there is none, in words.
        """
        if not self.experiment.source:
            raise ValueError(
                tr("there is no backward pass. Choose a loss or a value to differentiate")
            )
        back = BackwardRun(self.run)
        back.advance()
        return back

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Shapes of all tensors by name, as nn.LSTM takes and returns them."""
        return {tensor.name: tensor.shape for tensor in tensors(self.experiment)}

    def column(self, word: str) -> int:
        """Return the input's column that a word or a number names.

        Raises:
            ValueError: there is none, in words.
        """
        if word in self.columns:
            return list(self.columns).index(word)
        if word.isdecimal() and int(word) < self.experiment.config.input_size:
            return int(word)
        known = " ".join(self.columns) or f"0…{self.experiment.config.input_size - 1}"
        raise ValueError(
            tr("there is no input “{word}”. The inputs are {known}", word=word, known=known)
        )

    def timesteps(self, word: str) -> list[int]:
        """Return the timesteps that have a label.

        Raises:
            ValueError: none has, in words.
        """
        found = [t for t, label in enumerate(self.labels) if label == word]
        if not found:
            raise ValueError(tr("no timestep has the word “{word}”", word=word))
        return found
