"""Gradients of a loss, or of chosen numbers, by every weight, input, state and gate."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Unpack

from ..analysis.address_parser import parse_seed
from ..analysis.decomposition.gradient_ledger import gradient_ledger
from ..arrays import Array
from ..experiment.experiment import Experiment
from ..files.gradients.export import writing_gradients
from ..files.gradients.leaves import leaves
from ..files.limits import available_bytes, no_room
from ..files.traces.export import format_for
from ..gradients.backward_run import BackwardRun
from ..gradients.gradient_memory import gradient_bytes
from ..network.gradient_quantities import DY
from ..progress import finish
from .explanation import Explanation
from .request import Options, StrPath
from .threads import one_thread
from .trace import Trace, address_of, lane_of, trace_of

NOTHING_TO_GO_BACK_FROM: Final = "there is nothing to go back from: pass readout= and target="


def gradients(
    lstm: Any,
    x: Any = None,
    *,
    of: str | Mapping[str, float] | None = None,
    **options: Unpack[Options],
) -> "Gradients":
    """Go back through a run, gate by gate.

    Args:
        lstm, x, options: those of `trace`, with readout and target for the gradients of a loss; or
            a Trace.
        of: in place of a loss, the address of a number whose gradients are asked for,
            `h[3] layer 0 at 17`, or several with a factor each; h, c, output or y.

    Raises:
        ValueError: there is neither a loss nor a number, or both. TypeError: as `trace`.
    """
    forwards = trace_of(lstm, x, options)
    if of is not None:
        forwards = Trace(replace(forwards.request, experiment=_seeded(forwards.experiment, of)))
    if not forwards.experiment.source:
        raise ValueError(f"{NOTHING_TO_GO_BACK_FROM}, or of=, a number like h[0] at 3")
    return Gradients(forwards)


class Gradients:
    """Every gradient of one run; `gradients["weight_hh_l0"]`, `gradients["dc", 0, "reverse"]`.

    Attributes:
        trace: the run forwards. run: the finished way back.
    """

    def __init__(self, trace: Trace) -> None:
        needed = gradient_bytes(trace.experiment)
        if problem := no_room("every gradient of this run", needed, available_bytes()):
            raise MemoryError(problem)
        self.trace = trace
        with one_thread():
            self.run = BackwardRun(trace.run)
            self.run.advance()
            self._leaves = dict(leaves(self.run))

    def __repr__(self) -> str:
        """Return what they are of, and the names of those that torch has."""
        return f"Gradients({self.trace!r}, {' '.join(self._leaves)})"

    def __getitem__(self, key: str | tuple[Any, ...]) -> Array:
        """Return a gradient.

        By name those that torch has, in its shapes: `weight_ih_l0`, …, `readout.weight`, `input`,
        `h_0`, `c_0`. By quantity, layer and direction those of each step, (T, B, width), or
        (T, width) without a batch: dh dc do dg di df, dz (4H) and its parts dz_i dz_f dz_g dz_o, dx
        dh_prev dc_prev; dm with a projection; dy of the readout.

        Raises:
            KeyError: there is no such gradient; says which there are.
        """
        if isinstance(key, str) and key in self._leaves:
            return self._leaves[key]
        experiment = self.trace.experiment
        quantity, lane = lane_of(key, experiment.config)
        try:
            values = self.run.trace.values(quantity, lane)
        except KeyError:
            known = " ".join((*self._leaves, *experiment.config.gradients))
            also = f" {DY}" if self.run.trace.dy is not None else ""
            raise KeyError(f"no gradient {quantity!r}: there are {known}{also}") from None
        return values if experiment.batched else values[:, 0]

    def keys(self) -> tuple[str, ...]:
        """Return the names of those that torch has."""
        return tuple(self._leaves)

    def __iter__(self) -> Iterator[str]:
        """Go through the names of those that torch has."""
        return iter(self.keys())

    def explain(self, number: str, t: int | None = None) -> Explanation:
        """Take one gradient apart, term by term.

        Args:
            number: its address, `dc[2]` or `dh[3] layer 1 reverse row 0`, as for `Trace.explain`.
            t: the timestep, where the address does not say it.

        Raises:
            ValueError: it is no address of a gradient of this run, in words.
        """
        at = address_of(number, t)
        if not at.is_gradient:
            return self.trace.explain(number, t)
        try:
            book = gradient_ledger(self.run, at)
        except (KeyError, IndexError) as error:
            raise ValueError(f"this backward pass has no {at.typed()}") from error
        return Explanation(book, self.trace.experiment)

    def save(self, path: StrPath) -> None:
        """Write all gradients, as `gatestep gradients` does: `.npz`, `.csv` or `.parquet`.

        Raises:
            FileError: the file cannot be written.
        """
        names = self.trace.request.names
        finish(writing_gradients(self.run, path, format_for(path), names))


def _seeded(experiment: Experiment, of: str | Mapping[str, float]) -> Experiment:
    if experiment.objective.loss is not None:
        raise ValueError("gradients are of the loss, or of a number: leave target= or of= out")
    told = {of: 1.0} if isinstance(of, str) else of
    if not isinstance(told, Mapping):
        raise TypeError(f"of: expected h[0] at 3, or such numbers with factors, got {of!r}")
    seeds = tuple(parse_seed(address, float(number)) for address, number in told.items())
    return experiment.with_objective(replace(experiment.objective, seeds=seeds))
