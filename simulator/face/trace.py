"""Trace of an LSTM over an input: every gate and state at every timestep, as numpy arrays."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ..analysis.address import Address
from ..analysis.address_parser import parse_address
from ..analysis.decomposition.ledger import ledger
from ..analysis.meaning.meaning import meaning
from ..analysis.meaning.spans import plain
from ..arrays import Array
from ..engine.run import Run
from ..engine.trace import bytes_needed
from ..experiment.experiment import Experiment, Outputs
from ..files.limits import available_bytes, no_room
from ..files.traces.export import ExportOptions, exporting
from ..files.workspaces.writer import writing
from ..network.config import LSTMConfig
from ..network.lane import DIRECTIONS, Lane
from ..progress import finish
from . import frame, picture
from .explanation import Explanation
from .inputs import Names
from .request import Options, Request, StrPath
from .threads import one_thread
from .window import View, opened

if TYPE_CHECKING:
    import pandas

_DIRECTIONS: Final = {name: number for number, name in enumerate(DIRECTIONS)}


def trace(
    lstm: Any,
    x: Any = None,
    *,
    h_0: Any = None,
    c_0: Any = None,
    lengths: Any = None,
    batch_first: bool | None = None,
    readout: Any = None,
    target: Any = None,
    loss: Any = None,
    over: str = "every",
    names: Names = None,
) -> "Trace":
    """Compute an LSTM over an input, and keep every gate and state of every step.

    Tensors are taken as they are, from any device, and none is changed. All is computed in the
    LSTM's own dtype; float16 and bfloat16 as float32, which a warning says. Dropout is left out.

    Args:
        lstm: an `nn.LSTM`, a module with one inside, or the path of a checkpoint; the path of a
            workspace, which holds its own input.
        x: (T, I), (T, B, I), with batch_first (B, T, I), or a PackedSequence.
        h_0, c_0: (L*D, B, R) and (L*D, B, H), without B for an input without a batch; both or
            neither, then zeros.
        lengths: of each row, B of them; a PackedSequence has its own.
        batch_first: how x lies, and with it the results; None for how the LSTM takes it.
        readout: a layer after the LSTM: an `nn.Linear`, its name in the module, V, or (V, b).
        target: right answers of the readout, in the axes of x: numbers (T, B, K), classes (T, B) or
            one-hot; NaN, or class -100, does not count. `ahead:K` is x itself K timesteps ahead.
        loss: `mse`, `bce` or `cross-entropy`, or torch's `MSELoss`, `BCEWithLogitsLoss` or
            `CrossEntropyLoss`; None for what the targets suggest.
        over: the readout answers at `every` timestep, at each row's `last`, or over `h_n`.
        names: of the I features; or a mapping with `features` and `timesteps`.

    Raises:
        TypeError, ValueError: what does not fit, its shape, and the shape that would.
        FileError: a file that cannot be read.
        MemoryError: the trace does not fit into memory.
    """
    return Trace(
        Request.of(lstm, x, h_0, c_0, lengths, batch_first, readout, target, loss, over, names)
    )


def trace_of(lstm: Any, x: Any, options: Options) -> "Trace":
    """Return a trace that is given, or that of an LSTM over an input.

    Raises:
        TypeError, ValueError, FileError: as `trace`.
    """
    if not isinstance(lstm, Trace):
        return trace(lstm, x, **options)
    if x is not None or options:
        raise TypeError("a Trace has its own input: leave x and the options out")
    return lstm


class Trace:
    """Every number of one run of an LSTM; `trace["f", 0, "reverse"]` is a gate over time.

    Attributes:
        request: what it is a trace of. run: the finished run.
    """

    def __init__(self, request: Request) -> None:
        needed = bytes_needed(request.experiment)
        if problem := no_room("every value of this run", needed, available_bytes()):
            raise MemoryError(problem)
        self.request, self.run = request, Run(request.experiment)
        with one_thread():
            self.run.advance()

    def __repr__(self) -> str:
        """Return the options and the shape of the input."""
        return f"Trace({self.request.title!r}, {self.experiment!r})"

    @property
    def experiment(self) -> Experiment:
        """Weights, input, states and options, which decide the numbers."""
        return self.request.experiment

    def _repr_html_(self) -> str:
        return picture.html_of(self.request, self.run)

    def __getitem__(self, key: str | tuple[Any, ...]) -> Array:
        """Return a quantity over time: `trace["f"]`, `trace["f", 1]`, `trace["c", 0, "reverse"]`.

        Quantities: i f g o c h; z_i z_f z_g z_o, the sums before their functions; m with a
        projection; y, p and loss of a readout. T is the longest row's length.

        Returns:
            (T, B, width), read-only; (T, width) for an input without a batch.

        Raises:
            KeyError: there is no such quantity, layer or direction; says which there are.
        """
        quantity, lane = lane_of(key, self.experiment.config)
        try:
            values = self.run.trace.values(quantity, lane)
        except KeyError:
            known = " ".join(self.experiment.quantities)
            raise KeyError(f"no quantity {quantity!r}: there are {known}") from None
        return values if self.experiment.batched else values[:, 0]

    def keys(self) -> tuple[str, ...]:
        """Return the quantities that there are, in every layer and direction."""
        return self.experiment.quantities

    def __iter__(self) -> Iterator[str]:
        """Go through the quantities."""
        return iter(self.keys())

    @cached_property
    def _outputs(self) -> Outputs:
        output, *states = self.run.trace.outputs()
        return Outputs(output.copy(), *states)  # it may be the trace's own h

    @property
    def output(self) -> Array:
        """`output` in the shape that `nn.LSTM` returns; zero past each row's length."""
        return self._outputs.output

    @property
    def h_n(self) -> Array:
        """`h_n` in the shape that `nn.LSTM` returns."""
        return self._outputs.h_n

    @property
    def c_n(self) -> Array:
        """`c_n` in the shape that `nn.LSTM` returns."""
        return self._outputs.c_n

    @property
    def loss(self) -> float:
        """Loss of the readout over all steps that count; NaN without one."""
        return self.run.trace.loss()

    def explain(self, number: str, t: int | None = None) -> Explanation:
        """Take one number apart, term by term.

        Args:
            number: its address, `c[2]` or `h[3] layer 1 reverse row 0`, which may end in `at 3`;
                what is left out is 0 or forward.
            t: the timestep, where the address does not say it.

        Raises:
            ValueError: it is no address of a number of this trace, in words.
        """
        at = address_of(number, t)
        if at.is_gradient:
            raise ValueError(f"{at.name} is a gradient: see gatestep.gradients(…).explain")
        _check(at, self.experiment)
        said = meaning(self.run, at, t=at.t, row=at.row)
        return Explanation(ledger(self.run.trace, at), self.experiment, plain(said.sentence))

    def to_dataframe(self, layout: str = "wide") -> "pandas.DataFrame":
        """Return the trace as a table of pandas, with the columns of an exported one.

        Args:
            layout: `wide`, a row for each unit, or `long`, a row for each number.

        Raises:
            ImportError: pandas is not installed. ValueError: another layout.
        """
        return frame.of(self.run, layout, self.request.names)

    def to_csv(self, path: StrPath, layout: str = "wide", with_input: bool = False) -> None:
        """Write the trace as CSV, as `gatestep trace` does: every number reads back to its bits.

        Args:
            layout: `wide`, a row for each unit, or `long`, a row for each number.
            with_input: whether to write what the LSTM read too.

        Raises:
            FileError: the file cannot be written. ValueError: another layout.
        """
        options = ExportOptions("csv", layout, with_input=with_input)
        finish(exporting(self.run, path, options, self.request.names))

    def save(self, path: StrPath) -> None:
        """Write a workspace, which the window opens, and `gatestep.trace` reads.

        Raises:
            FileError: the file cannot be written.
        """
        finish(writing(path, self.request.workspace()))

    def view(self) -> View:
        """Open the window on these very numbers, in a process of its own; returns at once."""
        return opened(self.request)


def lane_of(key: str | tuple[Any, ...], config: LSTMConfig) -> tuple[str, Lane]:
    """Return the quantity and the lane that a key of a trace names.

    Raises:
        KeyError: there is no such layer or direction; says which there are.
    """
    parts = key if isinstance(key, tuple) else (key,)
    if not 1 <= len(parts) <= 3 or not isinstance(parts[0], str):
        raise KeyError(f"expected a quantity, a layer and a direction, got {key!r}")
    unsaid: tuple[Any, ...] = (0, DIRECTIONS[0])
    quantity, layer, direction = (*parts, *unsaid[len(parts) - 1 :])
    named = isinstance(direction, str)
    lane = Lane(layer, _DIRECTIONS.get(direction, direction) if named else direction)
    if lane not in config.lanes():
        known = " and ".join(DIRECTIONS[: config.num_directions])
        last = config.num_layers - 1
        layers = f"layers 0 to {last}" if last else "layer 0"
        raise KeyError(f"no layer {layer!r} {direction}: there are {layers}, {known}")
    return quantity, lane


def address_of(number: str, t: int | None) -> Address:
    """Return the address of a typed number.

    Raises:
        ValueError: in words, for anything else.
    """
    if not isinstance(number, str):
        raise ValueError(f"expected the address of a number, such as c[2], got {number!r}")
    return parse_address(number if t is None else f"{number} at {t}")


def _check(at: Address, experiment: Experiment) -> None:
    if at.quantity not in experiment.quantities:
        known = " ".join(experiment.quantities)
        raise ValueError(f"there is no {at.quantity}: there are {known}")
    if not at.exists(experiment):
        T, B = experiment.num_timesteps, experiment.batch_size
        width = experiment.width(at.quantity)
        layers = experiment.config.num_layers
        known = " and ".join(DIRECTIONS[: experiment.config.num_directions])
        raise ValueError(
            f"there is no {at.typed()}: there are layers 0 to {layers - 1}, {known}, timesteps "
            f"0 to {T - 1}, rows 0 to {B - 1}, each as long as it is, and units 0 to {width - 1}"
        )
