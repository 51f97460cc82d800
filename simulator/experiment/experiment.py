"""Experiment: everything that decides the numbers of an LSTM's run. Frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ..arrays import Array, cast, read_only, shape_text
from ..network.config import LSTMConfig
from ..network.interventions import Intervention, validate
from ..network.parameters import Parameters
from ..network.quantities import READOUT, Quantity, Y
from ..objective.objective import NO_OBJECTIVE, Objective
from ..translation import tr
from .checks import check_array, check_lengths, states_of
from .normalisation import Normalisation, Scaling, statistics


class Outputs(tuple[Array, ...]):
    """`output`, then each state after the last step, in the exact shapes that `nn.LSTM` returns.

    `Experiment.outputs_of` has the shapes.
    """

    def __new__(cls, output: Array, *states: Array) -> "Outputs":
        """Join the results, the states in the order of the cell."""
        return super().__new__(cls, (output, *states))

    @property
    def output(self) -> Array:
        """h of the last layer at every step."""
        return self[0]

    @property
    def h_n(self) -> Array:
        """h after the last step."""
        return self[1]

    @property
    def c_n(self) -> Array:
        """c after the last step."""
        return self[2]

    def named(self) -> dict[str, Array]:
        """Return the results by torch's names."""
        return dict(zip(("output", "h_n", "c_n"), self, strict=False))


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Experiment:
    """Parameters, inputs and options of one run. `Experiment.create` takes nn.LSTM's own shapes.

    Attributes:
        parameters: the weights, with their LSTMConfig and dtype.
        sequence: (T, B, I), time first whatever batch_first says.
        states: the initial states by the cell's names: h (L*D, B, R), c (L*D, B, H).
        lengths: the number of timesteps of each batch row, B of them, each in 1…T.
        batched: False when the input had no batch dimension.
        training: True for nn.LSTM in train mode.
        seed: the seed that the dropout masks were drawn under.
        masks: in train mode with dropout, one (T, B, D*R) array for each layer but the last.
        holds: holds and cuts. The last one that covers a number wins.
        scaling: the raw numbers and the normalisation that made the sequence, if any. Edits of the
            sequence can be read back through it. It decides no number; None when its shape is not
            the sequence's.
        packed: True when lengths were given, so that nn.LSTM gets a PackedSequence. It decides how
            torch draws the masks, also where all lengths are T. A shorter row makes it True.
        objective: what the numbers are for: a readout, targets, a loss, seeds.

    Raises:
        ValueError: shapes, dtypes, lengths, holds or an objective that do not fit.
    """

    parameters: Parameters
    sequence: Array
    states: Mapping[str, Array]
    lengths: tuple[int, ...]
    batched: bool = True
    training: bool = False
    seed: int = 0
    masks: tuple[Array, ...] = ()
    holds: tuple[Intervention, ...] = ()
    scaling: Scaling | None = None
    packed: bool = False
    objective: Objective = NO_OBJECTIVE

    def __repr__(self) -> str:
        """Return options and shapes, without the numbers."""
        said = [repr(self.config), str(self.dtype), f"sequence={self.sequence.shape}"]
        if self.packed:
            said.append(f"lengths={min(self.lengths)}…{max(self.lengths)}")
        if not self.batched:
            said.append("batched=False")
        if self.training:
            said.append(f"training=True, seed={self.seed}")
        if self.holds:
            said.append(f"holds={len(self.holds)}")
        if self.scaling is not None:
            said.append(f"scaling={self.scaling.normalisation.kind!r}")
        if self.objective:
            said.append(repr(self.objective))
        return f"Experiment({', '.join(said)})"

    def __post_init__(self) -> None:
        steps, batch, _ = self.sequence.shape
        check_lengths(self.lengths, steps, batch)
        object.__setattr__(self, "packed", self.packed or self.ragged)
        if bool(self.masks) != self.needs_masks:
            raise ValueError(
                tr(
                    "dropout masks are needed in train mode with dropout, and only "
                    "then: expected {expected} masks, got {got}",
                    expected=self.config.num_layers - 1 if self.needs_masks else 0,
                    got=len(self.masks),
                )
            )
        if set(self.states) != set(self.config.cell.states):
            wanted, got = (", ".join(states) for states in (self.config.cell.states, self.states))
            raise ValueError(f"the states must be {wanted}, got {got}")
        expected = {
            f"{state}_0": (self.states[state], self.config.state_shape(batch, state))
            for state in self.config.cell.states
        }
        expected["sequence"] = self.sequence, (steps, batch, self.config.input_size)
        for layer, mask in enumerate(self.masks):
            expected[tr("the dropout mask after layer {layer}", layer=layer)] = (
                mask,
                self.mask_shape,
            )
        for name, (array, shape) in expected.items():
            check_array(name, array, shape, self.dtype)
        object.__setattr__(self, "sequence", read_only(self.sequence))
        states = {state: read_only(self.states[state]) for state in self.config.cell.states}
        object.__setattr__(self, "states", MappingProxyType(states))
        object.__setattr__(self, "masks", tuple(map(read_only, self.masks)))
        object.__setattr__(self, "holds", tuple(self.holds))
        if self.scaling is not None and self.scaling.raw.shape != self.sequence.shape:
            object.__setattr__(self, "scaling", None)
        validate(self.holds, self.config, steps, batch, self.dtype)
        objective = self.objective.following(self.sequence, self.lengths, self.config, self.dtype)
        object.__setattr__(self, "objective", objective)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the fields, the states as a dict."""
        values = (getattr(self, field.name) for field in fields(self))
        return type(self), tuple(dict(v) if v is self.states else v for v in values)

    @classmethod
    def create(
        cls,
        parameters: Parameters,
        input: Array,
        h_0: Array | None = None,
        c_0: Array | None = None,
        lengths: Sequence[int] | None = None,
        **options: Any,
    ) -> "Experiment":
        """Create an experiment from the arguments of `nn.LSTM`, in its shapes and by its rules.

        Args:
            parameters: the weights.
            input: (T, I), or (T, B, I), or (B, T, I) with batch_first.
            h_0, c_0: (L*D, R) and (L*D, H) unbatched, else (L*D, B, R) and (L*D, B, H); both or
                neither; zeros by default.
            lengths: as for `pack_padded_sequence(enforce_sorted=False)`; all T by default.
            options: training, seed, masks, holds, objective.

        Raises:
            ValueError: names what does not fit, and the shape that would.
        """
        config, dtype = parameters.config, parameters.dtype
        if input.ndim not in (2, 3):
            raise ValueError(tr("input must have 2 or 3 dimensions, got {got}", got=input.ndim))
        batched = input.ndim == 3
        if input.shape[-1] != config.input_size:
            raise ValueError(
                tr(
                    "input.size(-1) must be equal to input_size. Expected {expected}, got {got}",
                    expected=config.input_size,
                    got=input.shape[-1],
                )
            )
        if input.size == 0:
            raise ValueError(
                tr(
                    "input needs at least one timestep and one row, got {shape}",
                    shape=shape_text(input.shape),
                )
            )
        sequence = cast(np.asarray(input), dtype)
        if not batched:
            sequence = sequence[:, None]
        elif config.batch_first:
            sequence = sequence.swapaxes(0, 1)
        steps, batch, _ = sequence.shape
        if (h_0 is None) != (c_0 is None):
            raise ValueError(tr("h_0 and c_0 go together. Give both or neither"))
        return cls(
            parameters,
            sequence,
            states_of({"h": h_0, "c": c_0}, config, batch, batched, dtype),
            (steps,) * batch if lengths is None else tuple(lengths),
            batched,
            packed=lengths is not None,
            **options,
        )

    @property
    def config(self) -> LSTMConfig:
        """Options of the LSTM, from the parameters."""
        return self.parameters.config

    @property
    def dtype(self) -> np.dtype[Any]:
        """Dtype of all arrays: float32 or float64."""
        return self.parameters.dtype

    @property
    def h_0(self) -> Array:
        """The initial hidden state: (L*D, B, R)."""
        return self.states["h"]

    @property
    def c_0(self) -> Array:
        """The initial cell state: (L*D, B, H)."""
        return self.states["c"]

    @property
    def num_timesteps(self) -> int:
        """Number of timesteps computed: the longest of `lengths`."""
        return max(self.lengths)

    @property
    def batch_size(self) -> int:
        """B, the number of batch rows; 1 when unbatched."""
        return int(self.sequence.shape[1])

    @property
    def ragged(self) -> bool:
        """True when some batch row is shorter than T."""
        return bool(min(self.lengths) < self.sequence.shape[0])

    @property
    def uneven(self) -> bool:
        """True when batch rows have different lengths."""
        return min(self.lengths) < max(self.lengths)

    @property
    def needs_masks(self) -> bool:
        """True in train mode with dropout and more than one layer."""
        return self.training and self.config.drops_between_layers

    @property
    def mask_shape(self) -> tuple[int, int, int]:
        """Shape of one dropout mask: (T, B, D*R)."""
        steps, batch, _ = self.sequence.shape
        return steps, batch, self.config.num_directions * self.config.output_size

    @property
    def quantities(self) -> tuple[str, ...]:
        """Recorded quantities: of the cells, in the order of storage, then y, p, loss."""
        return (*self.config.quantities, *self.objective.quantities)

    def quantity(self, key: str) -> Quantity:
        """Return the table row of a quantity, for these options and this objective.

        Raises:
            KeyError: there is no such quantity.
        """
        return (self.objective if key in READOUT else self.config).quantity(key)

    def width(self, key: str) -> int:
        """Return the number of units of a recorded quantity."""
        return (self.objective if key in READOUT else self.config).width(key)

    def counts(self) -> Array:
        """Return which timesteps and rows count in the loss: (T, B) for the T computed."""
        return self.objective.counts(self.num_timesteps, self.lengths)

    @property
    def source(self) -> str:
        """Where a backward pass begins: at the "readout" or in the "cells"; empty where it cannot.

        Seeds take the loss's place: all gradients are then of the numbers with seeds. A loss
        without a target that counts has no gradient.
        """
        objective = self.objective
        if objective.seeds:
            return "readout" if any(seed.quantity == Y for seed in objective.seeds) else "cells"
        return "readout" if objective.loss is not None and self.counts().any() else ""

    def arrays(self) -> tuple[Array, ...]:
        """List every array that the experiment holds."""
        read = () if self.scaling is None else (self.scaling.raw,)
        given = (self.sequence, *self.states.values(), *self.masks)
        named = self.parameters.arrays.values()
        return (*named, *given, *read, *self.objective.arrays())

    def with_parameters(self, parameters: Parameters) -> "Experiment":
        """Replace the weights by others of the same shapes and dtype."""
        return replace(self, parameters=parameters)

    def with_sequence(self, sequence: Array) -> "Experiment":
        """Replace the sequence, (T, B, I), by another of the same shape and dtype."""
        return replace(self, sequence=sequence)

    def sequence_as_read(self) -> Array:
        """Return the numbers that the sequence was made of: (T, B, I) float64."""
        if self.scaling is None:
            return cast(self.sequence, np.float64)
        return self.scaling.read_back(self.sequence)

    def normalised(
        self,
        kind: str,
        by: float = 1.0,
        read: Array | None = None,
        fitted: Normalisation | None = None,
    ) -> "Experiment":
        """Normalise the numbers as read in another way, or in none.

        Args:
            kind: one of `normalisation.KINDS`. by: the divisor for DIVIDE.
            read: other numbers, (T, B, I) float64; by default the sequence's own.
            fitted: a normalisation of this kind; by default it is fitted to these numbers.

        Raises:
            ValueError: numbers that cannot be normalised in this way.
        """
        read = self.sequence_as_read() if read is None else read
        if fitted is None:
            fitted = Normalisation.fitted(kind, tuple(statistics(read, self.lengths)), by)
        if fitted is None:
            return replace(self, sequence=cast(read, self.dtype), scaling=None)
        scaling = Scaling(read, fitted)
        return replace(self, sequence=scaling.values(self.dtype), scaling=scaling)

    def with_states(self, *in_order: Array, **by_name: Array) -> "Experiment":
        """Replace initial states: the cell's first ones, in its order, or by names as h_0."""
        states = {**self.states, **dict(zip(self.states, in_order, strict=False))}
        states |= {name.removesuffix("_0"): array for name, array in by_name.items()}
        return replace(self, states=states)

    def with_holds(self, *holds: Intervention) -> "Experiment":
        """Replace all holds and cuts by these."""
        return replace(self, holds=holds)

    def with_objective(self, objective: Objective) -> "Experiment":
        """Replace the objective."""
        return replace(self, objective=objective)

    def astype(self, dtype: Any) -> "Experiment":
        """Convert every array to another dtype."""
        return replace(
            self,
            parameters=self.parameters.astype(dtype),
            sequence=cast(self.sequence, dtype),
            states={state: cast(array, dtype) for state, array in self.states.items()},
            masks=tuple(cast(mask, dtype) for mask in self.masks),
            objective=self.objective.astype(dtype),
        )

    def input_as_given(self) -> Array:
        """Return the input in nn.LSTM's shape: unbatched, time first, or batch first."""
        return self.as_given(self.sequence)

    def state_as_given(self, state: Array) -> Array:
        """Return an (L*D, B, …) state in nn.LSTM's shape: without the batch axis when unbatched."""
        return state if self.batched else state[:, 0]

    def outputs_of(self, output: Array, *states: Array) -> Outputs:
        """Return time-first, batched results in the shapes that nn.LSTM returns for this input."""
        return Outputs(self.as_given(output), *map(self.state_as_given, states))

    def as_given(self, array: Array) -> Array:
        """Return a (T, B, …) array in the axes of nn.LSTM's input and output."""
        if not self.batched:
            return array[:, 0]
        return array.swapaxes(0, 1) if self.config.batch_first else array
