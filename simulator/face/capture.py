"""Capture: every call of an LSTM inside a running model, with its weights, inputs and states."""

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Array, same_bits, shape_text
from ..experiment.experiment import Experiment
from ..network.parameters import Parameters
from .inputs import experiment_over, rows_of, say_what_is_left_out
from .module import (
    cure_of_none,
    has_own_forward,
    is_cell,
    is_lstm,
    is_module,
    parameters_of,
    parameters_of_cell,
)
from .request import Request
from .tensors import array_of, is_packed, noting_casts
from .trace import Trace
from .window import View, opened

if TYPE_CHECKING:
    from ..check.report import CheckReport
    from ..diagnosis.diagnosis import Diagnosis


States = tuple[Array | None, Array | None]
"""h_0 and c_0; None for zeros."""


@contextmanager
def capture(model: Any) -> Iterator[list["Call"]]:
    """Keep every call of the LSTMs of a model that is made inside.

    `with gatestep.capture(model) as calls: model(batch)`. A loop over an `nn.LSTMCell` is one call
    for as long as each step goes on from the h and c that the one before returned. What the model
    computes is as without it, and its hooks are removed at the end. A model of `torch.compile` runs
    uncompiled inside. A call that cannot be kept is a warning.

    Args:
        model: an `nn.LSTM`, an `nn.LSTMCell`, or a module with any number of them inside.

    Raises:
        TypeError: it is no module of torch. ValueError: it has no LSTM.
    """
    if not is_module(model):
        raise TypeError(f"expected an nn.Module, got {type(model).__name__}")
    watched = [
        (name, module)
        for name, module in model.named_modules()
        if is_lstm(module) or is_cell(module)
    ]
    if not watched:
        raise ValueError(
            f"expected an nn.LSTM or nn.LSTMCell inside {type(model).__name__}, got none: "
            f"{cure_of_none(model)}"
        )
    calls: list[Call] = []
    hooks = []
    try:
        for name, module in watched:
            kind = _OfCell if is_cell(module) else _OfLSTM
            hook = kind(name or type(module).__name__, calls)
            hooks.append(module.register_forward_hook(hook, with_kwargs=True))
        with _uncompiled():
            yield calls
    finally:
        for handle in hooks:
            handle.remove()


def _uncompiled() -> AbstractContextManager[Any]:
    """Have `torch.compile` leave models alone: one compiled before calls no hook of now."""
    if "torch._dynamo" not in sys.modules:
        return nullcontext()
    stance: AbstractContextManager[Any] = sys.modules["torch"].compiler.set_stance("force_eager")
    return stance


class Call:
    """One call of an LSTM inside a model.

    Attributes:
        name: the LSTM's, inside the model.
    """

    def __init__(self, name: str, given: "Given") -> None:
        self.name, self._given = name, given

    def __repr__(self) -> str:
        """Return the name and what was computed."""
        return f"Call({self.name!r}, {self.request.experiment!r})"

    @property
    def request(self) -> Request:
        """The LSTM and its input so far, as an experiment."""
        return Request(self._given.experiment(), self.name)

    @property
    def theirs(self) -> Mapping[str, Array]:
        """What torch returned: `output`, `h_n` and `c_n`, as arrays; zeros past a row's length."""
        return self._given.theirs()

    def trace(self) -> Trace:
        """Compute it once more, with every gate and state."""
        return Trace(self.request)

    def view(self) -> View:
        """Open the window on it, in a process of its own; returns at once."""
        return opened(self.request)

    def check(self) -> "CheckReport":
        """Compare every step with torch (see `gatestep.check`)."""
        from .verdicts import check

        return check(self.trace())

    def diagnose(self, seconds: float | None = None) -> "Diagnosis":
        """Say why what torch returned differs from this LSTM's numbers, if it does."""
        from .verdicts import diagnose

        return diagnose(self.trace(), theirs=self.theirs, seconds=seconds)


@dataclass(frozen=True, eq=False)
class Given:
    """What an LSTM was called with, and what it returned, as arrays.

    Attributes:
        x: (T, B, I), in the axes of the LSTM. states: h_0 and c_0; None for zeros.
        lengths: of a PackedSequence; else None. returned: output, h_n, c_n.
    """

    parameters: Parameters
    x: Array
    states: States
    lengths: tuple[int, ...] | None
    returned: tuple[Array, ...]

    def experiment(self) -> Experiment:
        """Return the experiment of the call."""
        return experiment_over(self.parameters, self.x, *self.states, self.lengths)

    def theirs(self) -> Mapping[str, Array]:
        """Return what torch returned, by name."""
        return dict(zip(("output", "h_n", "c_n"), self.returned, strict=True))


def _refuse_empty(x: Array) -> None:
    if not x.size:
        raise ValueError(f"its input is empty, of shape {shape_text(x.shape)}")


def _states(hx: Any) -> States:
    return (None, None) if hx is None else (array_of("h_0", hx[0]), array_of("c_0", hx[1]))


class _OfLSTM:
    """Forward hook of an `nn.LSTM`."""

    def __init__(self, name: str, calls: list[Call]) -> None:
        self._name, self._calls = name, calls
        self._parameters: Parameters | None = None

    def __call__(self, module: Any, args: Any, kwargs: Any, result: Any) -> None:
        """Keep a call; a mistake of ours must not end theirs."""
        try:
            with noting_casts():
                self.keep(module, *args, **kwargs, result=result)
        except Exception as error:
            why = " ".join(str(error).split())
            if has_own_forward(module):
                why = f"{type(module).__name__} takes or returns other things than torch's own"
            warnings.warn(f"a call of {self._name} is not kept: {why}", stacklevel=2)

    def keep(self, module: Any, input: Any, hx: Any = None, *, result: Any) -> None:
        """Keep a call with the arguments of `nn.LSTM.forward`."""
        say_what_is_left_out(module, self._name)
        output, states = result
        x = rows_of("x", input, module.batch_first)
        _refuse_empty(x.values)
        returned = rows_of("output", output, module.batch_first).values
        given = _states(hx)
        ends = array_of("h_n", states[0]), array_of("c_n", states[1])
        parameters = self._sharing(parameters_of(module))
        lengths = x.lengths if is_packed(input) else None
        self._calls.append(
            Call(self._name, Given(parameters, x.values, given, lengths, (returned, *ends)))
        )

    def _sharing(self, parameters: Parameters) -> Parameters:
        """Return the parameters of the call before where every bit is the same."""
        before = self._parameters
        if before is None or any(
            not same_bits(array, before[name], however_large=True)
            for name, array in parameters.arrays.items()
        ):
            self._parameters = before = parameters
        return before


class _OfCell(_OfLSTM):
    """Forward hook of an `nn.LSTMCell`: gathers the steps of a loop."""

    def __init__(self, name: str, calls: list[Call]) -> None:
        super().__init__(name, calls)
        self._loop: _Loop | None = None

    def keep(self, module: Any, input: Any, hx: Any = None, *, result: Any) -> None:
        """Keep a step with the arguments of `nn.LSTMCell.forward`."""
        x, (h, c) = (
            array_of("x", input),
            (array_of(n, s) for n, s in zip("hc", result, strict=True)),
        )
        _refuse_empty(x)
        states = _states(hx)
        parameters = self._sharing(parameters_of_cell(module))
        loop = self._loop
        if loop is None or not loop.goes_on(parameters, x, states):
            self._loop = loop = _Loop(parameters, states)
            self._calls.append(Call(self._name, loop))
        loop.add(x, h, c)


class _Loop(Given):
    """Steps of a loop over an `nn.LSTMCell`."""

    def __init__(self, parameters: Parameters, states: States) -> None:
        h_0, c_0 = (None if state is None else state[None] for state in states)
        super().__init__(parameters, np.zeros(0), (h_0, c_0), None, ())
        self._steps: list[tuple[Array, Array, Array]] = []

    def goes_on(self, parameters: Parameters, x: Array, states: States) -> bool:
        """Return True for a step from the very states that the last one returned."""
        before, h, c = self._steps[-1]
        return (
            parameters is self.parameters
            and x.shape == before.shape
            and all(
                a is not None and np.array_equal(a, b, equal_nan=True)
                for a, b in zip(states, (h, c), strict=True)
            )
        )

    def add(self, x: Array, h: Array, c: Array) -> None:
        """Add a step."""
        self._steps.append((x, h, c))

    def experiment(self) -> Experiment:
        """Return the experiment of the steps so far."""
        x = np.stack([step[0] for step in self._steps])
        return experiment_over(self.parameters, x, *self.states)

    def theirs(self) -> Mapping[str, Array]:
        """Return h of each step as `output`, and the last states."""
        _, h, c = self._steps[-1]
        return {
            "output": np.stack([step[1] for step in self._steps]),
            "h_n": h[None],
            "c_n": c[None],
        }
