"""Picture of a trace for a notebook: gates and states over time, and the numbers of one step.

It is HTML without scripts or styles of its own: what it draws are PNG images inside it. Its size is
bounded, whatever the trace: what is left out is said.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array, shape_text
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..files.png import png_of
from ..network.colours import GATE_STOPS, NO_PLACE, SIGNED_STOPS, channels, shades_between
from ..network.config import LSTMConfig
from ..network.lane import DIRECTIONS, Lane
from .request import Request

ROW: Final = 0
"""The row of the batch that is shown."""

MOST_LAYERS, MOST_UNITS, MOST_TIMESTEPS, MOST_NUMBERS = 2, 32, 200, 8
"""What is shown at most: the first and the last layers, and in all of them together so many units
and timesteps; units of which the numbers are written."""

_LETTERS: Final = 80  # of a name
_SHADES: Final = 33  # odd, so that zero has a shade
_RAMP: Final = np.arange(_SHADES, dtype=np.uint8)[np.newaxis]

_WIDTH, _HEIGHT = 512, 64  # pixels of screen for all timesteps, and for all units of a quantity
_WIDEST, _HIGHEST = 24, 12  # of one timestep, and of one unit

_CELL: Final = "padding:1px 6px;border:0;white-space:nowrap"
_TEXT, _NUMBER = (f"{_CELL};text-align:{side}" for side in ("left", "right"))
_IMAGE: Final = (
    "max-width:none;display:inline;vertical-align:middle;image-rendering:pixelated;"
    "outline:1px solid #80808080"
)
_TABLE: Final = "border-collapse:collapse;border:0;margin:4px 0"


def html_of(request: Request, run: Run) -> str:
    """Return the picture of a request's finished run as HTML; every text in it is escaped."""
    shown = _Shown.of(run.experiment)
    said = escape(shown.sentence(run.experiment))
    return (
        f"<div><div>{_heading(request, run)}</div>"
        + "".join(_layer(run, layer, shown) for layer in shown.layers)
        + f"<div>{said}</div>{_step(request, run, shown.layers[-1])}</div>"
    )


class _Shown(NamedTuple):
    """Part of a trace that is shown.

    Attributes:
        layers: their numbers. units: how many of each quantity. every: the timesteps between two
            that are shown. timesteps: how many those are.
    """

    layers: tuple[int, ...]
    units: int
    every: int
    timesteps: int

    @classmethod
    def of(cls, experiment: Experiment) -> "_Shown":
        config, T = experiment.config, experiment.num_timesteps
        last = config.num_layers - 1
        layers = tuple(range(config.num_layers) if last < MOST_LAYERS else (0, last))
        every = -(-T // (MOST_TIMESTEPS // config.num_directions))
        return cls(layers, MOST_UNITS // len(layers), every, -(-T // every))

    def sentence(self, e: Experiment) -> str:
        """Say what is shown of a trace that has more."""
        said = []
        if len(self.layers) < e.config.num_layers:
            said.append(f"layers 0 and {self.layers[-1]} of {e.config.num_layers}")
        if self.units < e.config.hidden_size:
            said.append(f"units 0 to {self.units - 1} of {e.config.hidden_size:,}")
        if e.batch_size > 1:
            said.append(f"row {ROW} of {e.batch_size:,}")
        if e.lengths[ROW] < e.num_timesteps:
            said.append(f"it ends after {e.lengths[ROW]:,} of {e.num_timesteps:,} timesteps")
        if self.every > 1:
            said.append(f"one timestep in {self.every:,}")
        return f"Shown: {', '.join(said)}." if said else ""


def _heading(request: Request, run: Run) -> str:
    e, loss = run.experiment, run.trace.loss()
    options = repr(e.config).removeprefix("LSTMConfig")
    said = f"nn.LSTM{options}, {e.dtype}, over {shape_text(e.input_as_given().shape)}"
    if not np.isnan(loss):
        said += f", loss {loss:.6g}"
    return f"<b>{escape(_cut(request.title))}</b> {escape(said)}"


def _layer(run: Run, layer: int, shown: _Shown) -> str:
    """Return a table with a line for each quantity, its directions side by side, and a legend."""
    config, T = run.experiment.config, run.experiment.num_timesteps
    lanes = [Lane(layer, direction) for direction in range(config.num_directions)]
    heads = [_words(config, lane) for lane in lanes]
    lines = [["", *heads, ""]] if any(heads) else []
    lines += [_line(run, quantity, lanes, shown) for quantity in config.steps]
    return _table([*lines, ["", *[f"t 0 to {T - 1:,}"] * len(lanes), ""]], _TEXT)


def _words(config: LSTMConfig, lane: Lane) -> str:
    """Name a lane; nothing where there is only one."""
    words = [f"layer {lane.layer}"] if config.num_layers > 1 else []
    words += [DIRECTIONS[lane.direction]] if config.bidirectional else []
    return " ".join(words)


def _line(run: Run, quantity: str, lanes: list[Lane], shown: _Shown) -> list[str]:
    """Return the name of a quantity, its picture in each lane, and their legend."""
    length = run.experiment.lengths[ROW]
    part = np.s_[: length : shown.every, ROW, : shown.units]
    values = np.stack([run.trace.values(quantity, lane)[part].T for lane in lanes])
    of = run.experiment.config.quantity(quantity)
    finite, bounded = np.isfinite(values), of.bounded == (0.0, 1.0)
    peak = 1.0 if bounded else float(np.abs(values[finite]).max(initial=0.0))
    low = 0.0 if bounded else 0.0 - peak
    stops = GATE_STOPS[of.role] if bounded else SIGNED_STOPS
    _, units, count = values.shape
    across = max(2, min(_WIDEST, _WIDTH // len(lanes) // shown.timesteps))
    down = max(2, min(_HIGHEST, _HEIGHT // len(shown.layers) // units))
    past = across * (shown.timesteps - count)
    style = f"width:{across * count}px;height:{down * units}px;margin:0 {past}px 0 0"
    words = f"{quantity} of {units} units, {count} timesteps"
    pictures = [_image(_index(v, low, peak), stops, style, words) for v in values]
    ramp = _image(_RAMP, stops, "width:48px;height:8px;margin:0", "to")
    black = "" if finite.all() else "; black is NaN or infinite"
    return [f"<b>{quantity}</b>", *pictures, f"{_short(low)} {ramp} {_short(peak)}{black}"]


def _index(values: Array, low: float, peak: float) -> Array:
    """Return the nearest shades of values between limits; `_SHADES` for NaN and infinity."""
    finite = np.isfinite(values)
    places = np.where(finite, values, 0.0) / (peak or 1.0)
    places = (places + 1) / 2 if low < 0 or not peak else places
    return np.where(finite, np.rint(places * (_SHADES - 1)), _SHADES).astype(np.uint8)


def _image(index: Array, stops: tuple[str, ...], style: str, words: str) -> str:
    """Return shades of a map as an image; behind the last is what has no place on it."""
    colours = np.empty((_SHADES + 1, 3), np.uint8)
    colours[:_SHADES] = shades_between(stops, _SHADES)
    colours[_SHADES] = channels([NO_PLACE])[:, 0]
    data = b64encode(png_of(index, colours)).decode()
    return f'<img alt="{words}" style="{style};{_IMAGE}" src="data:image/png;base64,{data}">'


def _step(request: Request, run: Run, layer: int) -> str:
    """Return the numbers of the last timestep of a layer's forward lane."""
    e, lane = run.experiment, Lane(layer)
    t = e.lengths[ROW] - 1
    H = e.config.hidden_size
    names = request.names.timesteps
    said = [f"t {t:,}" + (f" “{_cut(names[t])}”" if names else ""), _words(e.config, lane)]
    said += [f"row {ROW}"] if e.batch_size > 1 else []
    said += [f"units 0 to {MOST_NUMBERS - 1} of {H:,}"] if H > MOST_NUMBERS else []
    lines = [["", *(f"[{unit}]" for unit in range(min(H, MOST_NUMBERS)))]]
    for quantity in e.config.steps:
        values = run.trace.values(quantity, lane)[t, ROW, :MOST_NUMBERS]
        lines.append([f"<b>{quantity}</b>", *map(_short, values)])
    caption = escape(", ".join(filter(None, said)))
    return f"<div>Numbers at {caption}</div>{_table(lines, _NUMBER)}"


def _table(lines: Iterable[Iterable[str]], style: str) -> str:
    return f'<table style="{_TABLE}">{"".join(_rows(lines, style))}</table>'


def _rows(lines: Iterable[Iterable[str]], style: str) -> Iterator[str]:
    for line in lines:
        cells = "".join(f'<td style="{style}">{cell}</td>' for cell in line)
        yield f'<tr style="background:none">{cells}</tr>'


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def _short(value: float) -> str:
    return f"{float(value):.4g}".replace("-", "−")
