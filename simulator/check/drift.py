"""Drift: the difference between engines when each runs freely, from its own numbers.

It is information, never a verdict. Two correct engines round differently, every step passes the
difference on, and a chaotic network multiplies it until nothing is alike. That is why the check
starts every step from the recorded numbers.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..analysis.comparison import distance
from ..arrays import Array, json_number
from ..engine.run import Run
from ..engine.trace import trace_bytes
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..translation import tr

LONGEST: Final = 1000
"""Largest number of timesteps run: rounding that a network multiplies has grown by then."""

MOST_BYTES: Final = 1 << 28
"""Largest memory for a trace in float64; a longer run is cut."""

LARGE: Final = 1e-3
"""Share of the largest h beyond which a drift is no longer rounding."""

GROWTH: Final = 100.0
"""Ratio of drift to one step's rounding, beyond which the network multiplies it."""


@dataclass(frozen=True, eq=False)
class Drift:
    """Largest differences of the last layer's h at each timestep, over directions and rows.

    Attributes:
        precision: (T,) between float32 and float64, both from our engine.
        engine: (T,) between our engine and `torch.nn.LSTM`, both in `dtype`.
        first: between float32 and float64 after the first step of the first layer.
        size: the largest |h|. dtype: the experiment's. total: its timesteps, T of which were run.
    """

    precision: Array
    engine: Array
    first: float
    size: float
    dtype: str
    total: int

    @property
    def large(self) -> bool:
        """True when float32 and float64 do not give the same network."""
        return bool(self.precision.max() > LARGE * self.size)

    @property
    def chaotic(self) -> bool:
        """True when the drift is large because the network multiplies it."""
        return self.large and bool(self.precision.max() > GROWTH * self.first)

    def text(self) -> str:
        """Describe the drift in plain sentences."""
        steps = len(self.precision)
        over = tr("{steps:,} timesteps", steps=steps)
        if steps != self.total:
            over = tr("the first {steps:,} timesteps", steps=steps)
        most, engine = float(self.precision.max()), float(self.engine.max())
        if not self.large:
            return tr(
                "With errors left to accumulate over {over}, float32 stays within "
                "{most:.2g} of float64, and Gatestep's engine within {engine:.2g} of "
                "torch.nn.LSTM in {dtype}.",
                over=over,
                most=most,
                engine=engine,
                dtype=self.dtype,
            )
        apart = tr(
            "with errors left to accumulate over {over}, float32 and float64 differ "
            "by up to {most:.2g} (at t {at}), and Gatestep's engine and "
            "torch.nn.LSTM in {dtype} by up to {engine:.2g}",
            over=over,
            most=most,
            at=int(self.precision.argmax()),
            dtype=self.dtype,
            engine=engine,
        )
        if not self.chaotic:
            return tr("Rounding errors are large in this network: {apart}.", apart=apart)
        return tr(
            "This network is chaotic and amplifies every rounding error: {apart}. No "
            "two correct engines agree throughout such a run, so every step is "
            "checked from the recorded values.",
            apart=apart,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the drift for `json.dumps`."""
        return {
            "timesteps": len(self.precision),
            "float32_to_float64": _largest(self.precision),
            "to_torch": _largest(self.engine),
            "chaotic": self.chaotic,
            "text": self.text(),
        }


def measure(experiment: Experiment, total: int | None = None) -> Drift | None:
    """Run an experiment freely in float32, in float64 and by `torch.nn.LSTM`. Imports torch.

    Args:
        total: the number of timesteps before shortening.

    Returns:
        None with holds or cuts, which `nn.LSTM` does not have.
    """
    from ..reference import torch_lstm

    if experiment.holds:
        return None
    total = total or experiment.num_timesteps
    short = shortened(experiment)
    dtypes = (np.dtype(np.float32), np.dtype(np.float64))
    narrow, wide = (_freely(short.astype(dtype)) for dtype in dtypes)
    outputs = [run.trace.outputs().output for run in (narrow, wide)]
    ours = outputs[dtypes.index(short.dtype)]
    theirs = torch_lstm.lstm_window(
        short.config,
        short.parameters.arrays,
        range(short.config.num_layers),
        short.sequence,
        short.lengths,
        [*short.states.values()],
        short.masks,
    ).output
    with np.errstate(all="ignore"):
        size = float(np.abs(outputs[1]).max())
    first = _apart(*(run.trace.values("h", Lane())[:1] for run in (narrow, wide)))
    precision, engine = _apart(*outputs), _apart(ours, theirs)
    return Drift(precision, engine, float(first[0]), size, short.dtype.name, total)


def shortened(experiment: Experiment) -> Experiment:
    """Keep the first timesteps, batched and time first, without common padding."""
    of_step = trace_bytes(experiment.config, 1, experiment.batch_size, np.float64().itemsize)
    steps = min(experiment.num_timesteps, LONGEST, max(1, MOST_BYTES // of_step))
    parameters = experiment.parameters
    config = replace(parameters.config, batch_first=False)
    return replace(
        experiment,
        parameters=parameters.with_config(config),
        sequence=experiment.sequence[:steps],
        lengths=tuple(min(length, steps) for length in experiment.lengths),
        masks=tuple(mask[:steps] for mask in experiment.masks),
        batched=True,
    )


def _freely(experiment: Experiment) -> Run:
    run = Run(experiment)
    run.advance()
    return run


def _apart(a: Array, b: Array) -> Array:
    """Return the largest difference at each timestep, (T,); infinite for a NaN on one side."""
    apart = distance(a.astype(np.float64), b.astype(np.float64))
    return np.asarray(apart.reshape(len(a), -1).max(axis=1))


def _largest(apart: Array) -> dict[str, Any]:
    return {"largest": json_number(float(apart.max())), "t": int(apart.argmax())}
