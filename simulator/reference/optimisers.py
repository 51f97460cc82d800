"""One step of an optimiser as `torch.optim` takes it, clipped by torch's `clip_grad_norm_`.

The second engine of `simulator.training`, with which it shares only words, numbers and raw arrays.
All results are numpy or plain Python values. Import this module late: it loads torch.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.utils import clip_grad_norm_, get_total_norm

from ..arrays import Array
from .autograd import differentiating

_OPTIMISERS: Mapping[str, type[torch.optim.Optimizer]] = {
    "sgd": torch.optim.SGD,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
}
_COUNT = "step"
"""Torch's name for n in the state of a weight. SGD has none."""


@dataclass(frozen=True, eq=False, slots=True)
class TorchStep:
    """What a step made.

    Attributes:
        weights: by name. buffers: by torch's kinds, then by the names of the weights that learn.
        count: n after the step as torch counts it; None for SGD, which does not.
        norm: of all gradients together before the clip. coefficient: the clip's; 1 without one.
    """

    weights: dict[str, Array]
    buffers: dict[str, dict[str, Array]]
    count: int | None
    norm: float
    coefficient: float


def torch_step(
    key: str,
    settings: Mapping[str, Any],
    weights: Mapping[str, Array],
    gradients: Mapping[str, Array],
    count: int,
    buffers: Mapping[str, Mapping[str, Array]],
    clip: float | None = None,
    frozen: Collection[str] = (),
    undecayed: Collection[str] = (),
) -> TorchStep:
    """Take one step with an optimiser of torch that has taken `count` steps before.

    Args:
        key: sgd, adam, adamw or rmsprop. settings: by torch's names.
        weights, gradients: by name, of one dtype. buffers: what was kept, as `TorchStep`'s.
        clip: the largest norm. frozen: names of the weights that do not learn. undecayed: names of
            those without weight decay.
    """
    with differentiating():
        parameters = {
            name: torch.nn.Parameter(torch.tensor(array)) for name, array in weights.items()
        }
        learning = {name: p for name, p in parameters.items() if name not in frozen}
        for name, parameter in learning.items():
            parameter.grad = torch.tensor(gradients[name])
        given = [p.grad for p in learning.values() if p.grad is not None]
        norm = get_total_norm(given)
        coefficient = 1.0
        if clip is not None:
            clip_grad_norm_(learning.values(), clip)
            coefficient = float(torch.clamp(clip / (norm + 1e-6), max=1.0))
        kept = {}
        if learning:
            kept = _stepped(key, settings, learning, count, buffers, undecayed)
    found: dict[str, dict[str, Array]] = {}
    counts = set()
    for name, entries in kept.items():
        for kind, value in entries.items():
            if kind == _COUNT:
                counts.add(int(value))
            elif value is not None:
                found.setdefault(kind, {})[name] = value.detach().numpy()
    after = {name: parameter.detach().numpy() for name, parameter in parameters.items()}
    return TorchStep(after, found, max(counts, default=None), float(norm), coefficient)


def _stepped(
    key: str,
    settings: Mapping[str, Any],
    learning: Mapping[str, torch.nn.Parameter],
    count: int,
    buffers: Mapping[str, Mapping[str, Array]],
    undecayed: Collection[str],
) -> dict[str, dict[str, Any]]:
    """Move the parameters by one step; return the state of each."""
    groups = [
        {"params": [p], **({"weight_decay": 0.0} if name in undecayed else {})}
        for name, p in learning.items()
    ]
    optimiser = _OPTIMISERS[key](groups, **settings)
    for name, parameter in learning.items():
        kept = {kind: torch.tensor(arrays[name]) for kind, arrays in buffers.items()}
        if count and key != "sgd":
            kept[_COUNT] = torch.tensor(float(count))
        optimiser.state[parameter].update(kept)
    optimiser.step()
    return {name: dict(optimiser.state[p]) for name, p in learning.items()}
