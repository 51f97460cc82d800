"""Optimisers: their settings, by `torch.optim`'s names and with its defaults.

Each says what it keeps from step to step (`kinds`), by torch's names for the entries of its state.
`formulas` has what they do.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import ClassVar, Final

from ..translation import tr

MOMENTUM, MEAN, SQUARE, LARGEST = "momentum_buffer", "exp_avg", "exp_avg_sq", "max_exp_avg_sq"
RMS_SQUARE, RMS_MEAN = "square_avg", "grad_avg"
KINDS: Final = (MOMENTUM, MEAN, SQUARE, LARGEST, RMS_SQUARE, RMS_MEAN)
"""Arrays that optimisers keep, by torch's names: b, m, v, the largest v so far, s and ḡ."""

Setting = float | bool | tuple[float, float]


@dataclass(frozen=True, slots=True)
class SGD:
    """Gradient descent: p −= lr·g, or with momentum p −= lr·b, b = μb + (1 − dampening)·g.

    Attributes:
        momentum: μ; 0 for none. dampening: τ, which does not act at the first step.
        weight_decay: λ, which adds λp to g. nesterov: takes g + μb in place of b.

    Raises:
        ValueError: a setting out of its range, or nesterov without momentum or with dampening.
    """

    key: ClassVar[str] = "sgd"
    lr: float = 1e-3
    momentum: float = 0.0
    dampening: float = 0.0
    weight_decay: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        _at_least_0(lr=self.lr, momentum=self.momentum, weight_decay=self.weight_decay)
        _finite("dampening", self.dampening)
        if self.nesterov and (not self.momentum or self.dampening):
            raise ValueError(tr("nesterov needs momentum above 0 and dampening 0"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The arrays that it keeps."""
        return (MOMENTUM,) if self.momentum else ()


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam (Kingma and Ba, 2015): p −= lr·m̂/(√v̂ + eps), from running means m of g and v of g².

    Attributes:
        betas: β1 of m and β2 of v. eps: ε, outside the root.
        weight_decay: λ, which adds λp to g. amsgrad: takes the largest v so far.

    Raises:
        ValueError: a setting out of its range.
    """

    key: ClassVar[str] = "adam"
    lr: float = 1e-3
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0
    amsgrad: bool = False

    def __post_init__(self) -> None:
        _at_least_0(lr=self.lr, eps=self.eps, weight_decay=self.weight_decay)
        if len(self.betas) != 2:
            raise ValueError(tr("betas must be two numbers, got {value}", value=self.betas))
        for beta in self.betas:
            _share("betas", beta)
        object.__setattr__(self, "betas", tuple(self.betas))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The arrays that it keeps."""
        return (MEAN, SQUARE, LARGEST) if self.amsgrad else (MEAN, SQUARE)


@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """Adam whose weight decay acts on p alone: p is multiplied by 1 − lr·λ first.

    Loshchilov and Hutter, 2019. The attributes are Adam's.
    """

    key: ClassVar[str] = "adamw"
    weight_decay: float = 1e-2


@dataclass(frozen=True, slots=True)
class RMSprop:
    """RMSprop (Hinton, 2012): p −= lr·g/(√s + eps), from a running mean s of g².

    Attributes:
        alpha: α of s. eps: ε, outside the root. weight_decay: λ, which adds λp to g.
        momentum: μ of a buffer of g/(√s + eps); 0 for none.
        centered: takes s − ḡ² in place of s, ḡ the running mean of g.

    Raises:
        ValueError: a setting out of its range.
    """

    key: ClassVar[str] = "rmsprop"
    lr: float = 1e-2
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0
    momentum: float = 0.0
    centered: bool = False

    def __post_init__(self) -> None:
        _at_least_0(
            lr=self.lr, eps=self.eps, weight_decay=self.weight_decay, momentum=self.momentum
        )
        _share("alpha", self.alpha)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The arrays that it keeps."""
        mean, buffer = (RMS_MEAN,) * self.centered, (MOMENTUM,) * bool(self.momentum)
        return (RMS_SQUARE, *mean, *buffer)


Optimiser = SGD | Adam | AdamW | RMSprop

OPTIMISERS: Final[Mapping[str, type[Optimiser]]] = MappingProxyType(
    {kind.key: kind for kind in (SGD, Adam, AdamW, RMSprop)}
)
"""The optimisers by their words in commands and files."""


def settings_of(key: str) -> dict[str, Setting]:
    """Return the settings of an optimiser by name, with their defaults, in torch's order."""
    return {field.name: field.default for field in fields(OPTIMISERS[key])}  # type: ignore[misc]


def optimiser_of(key: str, settings: Mapping[str, Setting]) -> Optimiser:
    """Make an optimiser by its word; settings that are not given have their defaults.

    Raises:
        ValueError: an unknown word, a setting that the optimiser lacks, or one out of its range.
    """
    if key not in OPTIMISERS:
        known = ", ".join(OPTIMISERS)
        raise ValueError(
            tr("the optimiser must be one of {known}, got {key}", known=known, key=key)
        )
    defaults = settings_of(key)
    for name in settings.keys() - defaults.keys():
        raise ValueError(
            tr("{key} has no {name}; it has {known}", key=key, name=name, known=", ".join(defaults))
        )
    return OPTIMISERS[key](**settings)  # type: ignore[arg-type]


def _at_least_0(**values: float) -> None:
    for name, value in values.items():
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(
                tr("{name} must be a number of at least 0, got {value}", name=name, value=value)
            )


def _share(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError(
            tr("{name} must be at least 0 and below 1, got {value}", name=name, value=value)
        )


def _finite(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise ValueError(tr("{name} must be a number, got {value}", name=name, value=value))
