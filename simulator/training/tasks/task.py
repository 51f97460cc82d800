"""Task: sequences by seed, a network that has yet to learn them, and when it has."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...experiment.experiment import Experiment
from ...network.config import LSTMConfig
from ...network.initialisers import initialise
from ...network.parameters import Parameters
from ...network.refills import with_forget_bias
from ...objective.loss import Loss
from ...objective.making import FUNCTIONS, fresh
from ...objective.readout import EVERY, Readout
from ..batch import Batch, drawn_masks
from ..network import Network
from ..plan import Plan
from .drawn import Draw
from .success import Answers, Success

_BATCH, _TRIAL, _READOUT, _MASKS = 1, 2, 3, 4
"""Numbers behind a seed that keep its draws apart."""


@dataclass(frozen=True, eq=False, slots=True)
class Recipe:
    """A network that has yet to learn: weights as PyTorch draws them, but for the bias of f.

    Attributes:
        config: options of the LSTM. outputs: K of the readout. over: what the readout reads.
        forget_bias: b_ih of f; b_hh of f is 0. factor: of all other numbers of the LSTM, as drawn.
        columns: names of the inputs. names: names of the outputs.
    """

    config: LSTMConfig
    outputs: int = 1
    over: str = EVERY
    forget_bias: float = 1.0
    factor: float = 1.0
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def network(self, seed: int, function: str, dtype: Any = np.float32) -> Network:
        """Draw the network.

        Args:
            function: what makes p of y.
        """
        drawn = initialise(self.config, seed=seed, dtype=dtype)
        if self.factor != 1:
            larger = {
                name: array * array.dtype.type(self.factor) for name, array in drawn.arrays.items()
            }
            drawn = Parameters(self.config, larger)
        parameters = with_forget_bias(drawn, self.forget_bias)
        features = self.config.num_directions * self.config.output_size
        of_readout = int(np.random.SeedSequence((seed, _READOUT)).generate_state(1)[0])
        V, b = fresh(self.outputs, features, of_readout, dtype)
        return Network(parameters, Readout(V, b, self.over, function, self.names))


@dataclass(frozen=True, eq=False, slots=True)
class Task:
    """What is to be learnt, by which network, how, and when it is learnt.

    Attributes:
        key: its word in commands and files. title, line: pass them to `tr`.
        draw: draws the sequences to learn from. loss: of the answers. rows: B of each batch.
        recipe: the network. plan: optimiser and clip. success: when it is learnt.
        tried: draws the sequences that it is judged by; by default those that it learns from.
        tried_rows: how many. tried_with_dropout: judged in train mode, a mistake that people make.
        steps: training steps after which at least nine seeds of ten have learnt it; 0 for never.
    """

    key: str
    title: str
    line: str
    draw: Draw
    loss: Loss
    recipe: Recipe
    plan: Plan
    rows: int
    success: Success
    steps: int
    tried: Draw | None = None
    tried_rows: int = 256
    tried_with_dropout: bool = False

    def network(self, seed: int, dtype: Any = np.float32) -> Network:
        """Draw a network that has learnt nothing."""
        return self.recipe.network(seed, FUNCTIONS[self.loss.kind], dtype)

    def source(self, seed: int, dtype: Any = np.float32) -> "TaskSource":
        """Return the batches of a seed."""
        return TaskSource(self, seed, np.dtype(dtype))

    def trial(self, seed: int, dtype: Any = np.float32, rows: int | None = None) -> Batch:
        """Draw sequences that teach nothing, to judge by or to look at; `tried_rows` by default."""
        rng = np.random.default_rng((seed, _TRIAL))
        draw = self.draw if self.tried is None else self.tried
        batch = draw(rng, self.tried_rows if rows is None else rows).batch(self.loss, dtype)
        if not self.tried_with_dropout:
            return batch
        return batch.with_masks(drawn_masks(self.recipe.config, batch, (seed, _TRIAL, _MASKS)))

    def measure(self, network: Network, batch: Batch) -> float:
        """Return the number that tells success, of a network's answers to a trial."""
        return self.success.measure(Answers.of(network, batch))

    def learnt(self, network: Network, batch: Batch) -> bool:
        """Return True where a network has learnt the task, judged by a trial."""
        return self.success.reached(self.measure(network, batch))

    def experiment(self, seed: int, dtype: Any = np.float32, rows: int = 1) -> Experiment:
        """Return the network of a seed on a few sequences of a trial: what a window opens."""
        return self.trial(seed, dtype, rows).experiment(self.network(seed, dtype))


@dataclass(frozen=True, slots=True)
class TaskSource:
    """Batches of a task by a seed; a `Source`."""

    task: Task
    seed: int
    dtype: np.dtype[Any]

    def batch(self, step: int) -> Batch:
        """Draw the batch to learn from after so many steps."""
        rng = np.random.default_rng((self.seed, _BATCH, step))
        return self.task.draw(rng, self.task.rows).batch(self.task.loss, self.dtype)

    def validation(self) -> Batch:
        """Draw the trial of the seed."""
        return self.task.trial(self.seed, self.dtype)
