"""Objective: a readout, targets, a loss and seeds, all of them optional. Frozen."""

import math
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from ..arrays import Array, read_only
from ..network.config import LSTMConfig
from ..network.lane import Lane
from ..network.quantities import LOSS, READOUT, P, Quantity, Y
from ..translation import tr
from .loss import BCE, MSE, Loss
from .readout import EVERY, IDENTITY, SIGMOID, Readout
from .targets import IGNORED, Targets


@dataclass(frozen=True, slots=True)
class Seed:
    """A number laid on one value, whose gradients are asked for.

    Attributes:
        quantity: h, c, output or y. lane: for h and c. t, row, unit: its place.
        number: the gradient of the objective by that value.
    """

    quantity: str
    lane: Lane = Lane()  # noqa: RUF009, for it is frozen
    t: int = 0
    row: int = 0
    unit: int = 0
    number: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Objective:
    """What the numbers of a run are for.

    Attributes:
        readout: the Linear layer after the LSTM. targets: the target of each output.
        loss: how far the answers are from them. seeds: values whose gradients are asked for.

    Raises:
        ValueError: targets without a readout, a loss without targets or with targets of another
            kind.
    """

    readout: Readout | None = None
    targets: Targets | None = None
    loss: Loss | None = None
    seeds: tuple[Seed, ...] = ()
    _counted: dict[tuple[int, tuple[int, ...]], Array] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "seeds", tuple(self.seeds))
        if self.targets is not None and self.readout is None:
            raise ValueError(tr("targets need a readout. Choose V and b first"))
        if self.loss is None:
            return
        if self.targets is None:
            raise ValueError(tr("a loss needs targets. Choose them first"))
        if self.loss.of_classes != self.targets.classes:
            wanted = tr("classes") if self.loss.of_classes else tr("one number per output")
            raise ValueError(
                tr("{loss} needs other targets: {wanted}", loss=self.loss.kind, wanted=wanted)
            )

    def __bool__(self) -> bool:
        """Return True when there is any part."""
        return self.readout is not None or bool(self.seeds)

    @property
    def quantities(self) -> tuple[str, ...]:
        """Recorded quantities, in the order of computation: y, then p where it differs, loss."""
        if self.readout is None:
            return ()
        p = () if self.readout.function == IDENTITY else (P,)
        return (Y, *p, *(() if self.loss is None else (LOSS,)))

    def width(self, key: str) -> int:
        """Return the number of units of y, p or loss."""
        return 1 if key == LOSS or self.readout is None else self.readout.width

    def quantity(self, key: str) -> Quantity:
        """Return the table row of y, p or loss for this readout and loss.

        Raises:
            KeyError: there is no such quantity.
        """
        if key not in self.quantities or self.readout is None:
            raise KeyError(key)
        row, equation = READOUT[key], READOUT[key].equation
        if key == Y and self.readout.bias is None:
            equation = equation.removesuffix(" + b")
        if key == P and self.readout.function == SIGMOID:
            equation = equation.replace("softmax", "σ")
        if key == LOSS and self.loss is not None:
            equation = equation.replace("L(", f"{self.loss.kind}(")
        return replace(row, equation=equation)

    def reads(self, steps: int, lengths: tuple[int, ...]) -> Array:
        """Return where the readout gives an answer: (T, B), True within each row's length.

        Over the last step or h_n it gives one answer a row, kept at the row's last timestep.
        """
        t, n = np.arange(steps)[:, None], np.asarray(lengths)
        if self.readout is None:
            return np.zeros((steps, len(lengths)), bool)
        return np.asarray(t < n if self.readout.over == EVERY else t == n - 1)

    def reads_at(self, t: int, length: int) -> bool:
        """Return True when the readout gives an answer at a timestep of a row of this length."""
        if self.readout is None:
            return False
        return t < length if self.readout.over == EVERY else t == length - 1

    def counts(self, steps: int, lengths: tuple[int, ...]) -> Array:
        """Return which steps count in the loss: (T, B), read-only."""
        if (steps, lengths) not in self._counted:
            self._counted[steps, lengths] = read_only(self._count(steps, lengths))
        return self._counted[steps, lengths]

    def _count(self, steps: int, lengths: tuple[int, ...]) -> Array:
        reads = self.reads(steps, lengths)
        if self.targets is None or self.loss is None:
            return np.zeros_like(reads)
        counted = reads & self.targets.counted[:steps]
        if self.loss.of_classes:
            counted &= self.targets.values[:steps] != self.loss.ignore_index
        return counted

    def following(
        self, sequence: Array, lengths: tuple[int, ...], config: LSTMConfig, dtype: Any
    ) -> "Objective":
        """Return the objective for a batch; a forecast follows its sequence.

        Raises:
            ValueError: says what does not fit, and what to give.
        """
        result, (steps, batch, _) = self, sequence.shape
        if self.targets is not None:
            targets = self.targets.following(sequence, lengths)
            result = self if targets is self.targets else replace(self, targets=targets)
        if result.readout is not None:
            result.readout.validate(config, dtype)
            if result.targets is not None:
                ignored = IGNORED if self.loss is None else self.loss.ignore_index
                result.targets.validate(steps, batch, result.readout.width, dtype, ignored)
        for seed in self.seeds:
            result._validate_seed(seed, lengths, config)
            if why := why_no_number(seed.number, dtype):
                raise ValueError(why)
        return result

    def named(self, name: str) -> Array | None:
        """Return one of the arrays of numbers by its name; None where there is none of it.

        `readout.weight` (K, D*R), `readout.bias` (K,), `target` (T, B, K); targets that are classes
        are not numbers.
        """
        readout, targets = self.readout, self.targets
        if name == "target":
            return None if targets is None or targets.classes else targets.values
        if readout is None:
            return None
        return {"readout.weight": readout.weight, "readout.bias": readout.bias}.get(name)

    def with_named(self, name: str, array: Array) -> "Objective":
        """Return the objective with other numbers in an array of `named`, of the same shape.

        A step whose target has a NaN does not count.

        Raises:
            KeyError: there is no such array.
        """
        readout, targets = self.readout, self.targets
        if self.named(name) is None or readout is None:
            raise KeyError(name)
        if name == "target":
            assert targets is not None
            there = targets.counted & ~np.isnan(array).any(axis=-1)
            return self.with_targets(replace(targets, values=array, counted=there))
        if name == "readout.bias":
            return replace(self, readout=replace(readout, bias=array))
        return replace(self, readout=replace(readout, weight=array))

    def with_targets(self, targets: Targets) -> "Objective":
        """Replace the targets."""
        return replace(self, targets=targets)

    def wrong(self, y: Array, at: Any, tolerance: float) -> Array:
        """Return which answers are wrong, True for each such output: (…, K).

        Cross entropy: the largest y, where that is another class. BCE: p on the other side of ½
        than the target. MSE: further from the target than the tolerance. Where nothing counts,
        nothing is wrong.

        Args:
            y: (…, K), the readout at some timesteps and rows. at: their index in (T, B).
        """
        if self.targets is None or self.loss is None:
            return np.zeros(y.shape, bool)
        target = self.targets.values[at]
        if self.loss.of_classes:
            said = y.argmax(axis=-1)
            outputs = np.arange(y.shape[-1])
            return np.asarray((outputs == said[..., None]) & (said != target)[..., None])
        if self.loss.kind == BCE:
            return np.asarray((y > 0) != (target > 0.5))
        with np.errstate(all="ignore"):
            return ~np.asarray(np.abs(y - target) <= tolerance)

    def persistence(self, sequence: Array, counts: Array) -> float | None:
        """Return the loss of a forecast that each number of the input stays as it is.

        A forecast of numbers has to be better than; None for another objective.

        Args:
            sequence: (T, B, I), the input. counts: (T, B), which steps count.
        """
        targets, loss = self.targets, self.loss
        if targets is None or loss is None or not targets.ahead or loss.kind != MSE:
            return None
        if not counts.any():
            return None
        return loss.whole(loss.of_steps(sequence, targets.values[: len(sequence)]), counts)

    def options(self) -> tuple[object, ...]:
        """Return everything but the numbers: two objectives of equal options differ in these."""
        readout, targets = self.readout, self.targets
        of_readout = readout and (
            readout.over, readout.function, readout.names, readout.layer, readout.bias is None,
            readout.weight.shape,
        )  # fmt: skip
        of_targets = targets and (targets.ahead, targets.values.shape)
        return of_readout, of_targets, self.loss, self.seeds

    def arrays(self) -> tuple[Array, ...]:
        """List every array of the objective."""
        targets = () if self.targets is None else (self.targets.values, self.targets.counted)
        return (() if self.readout is None else self.readout.arrays) + targets

    def astype(self, dtype: Any) -> "Objective":
        """Convert V, b and target numbers to another dtype."""
        return replace(
            self,
            readout=None if self.readout is None else self.readout.astype(dtype),
            targets=None if self.targets is None else self.targets.astype(dtype),
        )

    def resized(self, steps: int, batch: int) -> "Objective":
        """Cut or lengthen the targets to a batch; see `Targets.resized`."""
        if self.targets is None:
            return self
        return replace(self, targets=self.targets.resized(steps, batch))

    def _validate_seed(self, seed: Seed, lengths: tuple[int, ...], config: LSTMConfig) -> None:
        widths = {"h": config.output_size, "c": config.hidden_size}
        widths["output"] = config.num_directions * config.output_size
        widths[Y] = self.width(Y) if self.readout is not None else 0
        fits = (
            seed.unit in range(widths.get(seed.quantity, 0))
            and seed.row in range(len(lengths))
            and seed.t in range(lengths[seed.row])
            and seed.lane in config.lanes()
            and (seed.quantity != Y or self.reads_at(seed.t, lengths[seed.row]))
        )
        if not fits:
            raise ValueError(
                tr(
                    "there is no {quantity}[{unit}] at t {t} in row {row} to differentiate",
                    quantity=seed.quantity,
                    unit=seed.unit,
                    t=seed.t,
                    row=seed.row,
                )
            )


NO_OBJECTIVE: Final = Objective()
"""Objective without any part."""


def why_no_number(number: float, dtype: Any) -> str:
    """Say why a dtype cannot hold the number of a seed; empty where it can."""
    limits = np.finfo(dtype)
    with np.errstate(all="ignore"):
        held = limits.dtype.type(number)
    if not math.isfinite(number):
        return tr(
            "the factor of a chosen value must be a finite number, got {number}", number=number
        )
    if not math.isfinite(held):
        return tr(
            "{number} is too large for {dtype}. Use at most {most:.2g}",
            number=number,
            dtype=limits.dtype,
            most=float(limits.max),
        )
    if number and not held:
        return tr(
            "{number} is too small for {dtype} and becomes 0. Use at least {least:.2g}",
            number=number,
            dtype=limits.dtype,
            least=float(limits.smallest_subnormal),
        )
    return ""
