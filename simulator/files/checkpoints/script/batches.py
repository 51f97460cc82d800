"""Batches of an exported script's training loop: each is written once."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ....experiment.experiment import Experiment
from ....training.batch import Batch
from ....training.network import Network
from ....training.source import Source
from ....translation import tr
from ...limits import bytes_text
from .numbers import tensor
from .objective import stored_target

_BATCHES = """
# The batches, each of its input, h_0, c_0, target, what counts of it{and_lengths}.
batches = [
{batches}
]


def loss_of(input, h_0, c_0, target, counted{lengths}):
{body}
    return loss

"""


@dataclass(frozen=True, slots=True)
class ScriptBatches:
    """Batches of some steps, without those that are there already.

    Attributes:
        experiments: a network on each, alike in what is packed. order: which of them is whose step.
        are_own: there is but one, and it is the experiment's own, which the script has anyway.
    """

    experiments: tuple[Experiment, ...]
    order: tuple[int, ...]
    are_own: bool

    @classmethod
    def of(cls, experiment: Experiment, source: Source, steps: int, most: int) -> "ScriptBatches":
        """Take the batches of the first steps.

        Args:
            experiment: its network learns. most: bytes that the batches may take as text.

        Raises:
            ValueError: they take more; as `source.batch`.
        """
        found: dict[bytes, int] = {}
        batches: list[Batch] = []
        order = []
        size = 0
        for step in range(steps):
            batch = source.batch(step)
            known = found.setdefault(_content(batch), len(batches))
            if known == len(batches):
                batches.append(batch)
                size += _text_bytes(batch)
            if size > most:
                raise ValueError(
                    tr(
                        "the batches of {steps} steps take more than {most}, the "
                        "maximum for a script. Train for fewer steps",
                        steps=steps,
                        most=bytes_text(most),
                    )
                )
            order.append(known)
        own = [*found] == [_content(Batch.of(experiment))]
        network = Network.of(experiment)
        made = [batch.experiment(network) for batch in batches]
        packed = any(each.packed for each in made)
        made = [replace(each, packed=packed) for each in made]
        return cls(tuple(made), tuple(order), own)

    @property
    def body(self) -> str:
        """The line that computes the loss of a step."""
        number = f"{self.order}[step]"
        if len(self.experiments) == 1:
            number = "0"
        elif self.order == tuple(range(len(self.order))):
            number = "step"
        return f"loss = loss_of(*batches[{number}])"

    def part(self, body: str) -> str:
        """Write the batches, and the function that computes the loss of one.

        Args:
            body: the lines that compute the loss of one of the experiments.
        """
        packed = self.experiments[0].packed
        written = (f"({', '.join(_parts(each))})," for each in self.experiments)
        return _BATCHES.format(
            batches="\n".join(written),
            body=textwrap.indent(body.strip("\n"), "    "),
            lengths=", lengths" * packed,
            and_lengths=", and its lengths" * packed,
        )


def _content(batch: Batch) -> bytes:
    """Return what tells a batch from another one."""
    states = batch.states.values()
    arrays = batch.inputs, batch.targets.values, batch.targets.counted, *states
    told = (array.tobytes() for array in arrays)
    return b"|".join((*told, repr(batch.lengths).encode()))


def _text_bytes(batch: Batch) -> int:
    """Return about how long a batch is as text: four letters for three bytes, three for a bit."""
    arrays = batch.inputs, batch.targets.values, *batch.states.values()
    numbers = sum(array.nbytes for array in arrays)
    return 4 * numbers // 3 + 3 * batch.targets.counted.size


def _parts(experiment: Experiment) -> Iterator[str]:
    """Yield an expression for each part of a batch."""
    yield tensor(experiment.input_as_given(), 0)
    for state in experiment.states.values():
        yield tensor(experiment.state_as_given(state), 0)
    yield from stored_target(experiment)
    if experiment.packed:
        yield f"torch.tensor({[int(length) for length in experiment.lengths]})"
