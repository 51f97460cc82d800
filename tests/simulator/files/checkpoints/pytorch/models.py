"""A model of a user's own class around an LSTM."""

from tests.needs_torch import INSTALLED, torch
from tests.simulator.files.checkpoints.checkpoints import (
    random_module,
)


class Callback:
    """Object with slots, a tensor, and its own way back from a pickle."""

    __slots__ = ("best",)

    def __init__(self, best):
        self.best = best

    def __setstate__(self, state):
        raise AssertionError("no method of a class in a file is called")


class Model(torch.nn.Module if INSTALLED else object):
    """A model of a user's own class, with more than its parameters."""

    def __init__(self, config):
        super().__init__()
        self.embedding = torch.nn.Embedding(5, 3)
        self.lstm = random_module(config)
        self.head = torch.nn.Linear(4, 2)
        self.register_buffer("steps", torch.tensor(7))
        self.loose = torch.zeros(3)
        self.callbacks = [Callback(torch.ones(2))]

    def forward(self, x):
        return self.head(self.lstm(x)[0])
