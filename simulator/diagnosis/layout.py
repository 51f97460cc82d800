"""Layout of another code's numbers: names and shapes mapped to this LSTM's.

The experiment decides what a shape means: (T, B, …) or (B, T, …), or (T, …) for a single row.
Arrays of lanes are named like torch's parameters, `h_l0`, `c_l1_reverse`. Without a suffix they are
laid out as `output` is: the last layer, its directions side by side.
"""

import re
from collections.abc import Iterable
from typing import Final

import numpy as np

from ..arrays import Array, shape_text
from ..experiment.experiment import Experiment
from ..files.errors import plain
from ..files.traces.foreign_numbers import Numbers
from ..mistakes.observed_values import Observed
from ..mistakes.series import OUTPUTS, Series, width
from ..network.lane import SUFFIX, Lane
from ..network.quantities import EVERY
from ..translation import tr

_NAME: Final = re.compile(rf"(?P<quantity>[a-z]+(_[a-z])?)(?P<suffix>{SUFFIX})?")


def lay_out(numbers: Numbers, experiment: Experiment) -> Observed:
    """Lay out numbers for an experiment.

    Raises:
        ValueError: one line: a name or a shape that is not this LSTM's, and all others.
    """
    layout = _Layout(experiment)
    for name, array in numbers.arrays.items():
        layout.take_array(name, array)
    for (quantity, lane), points in numbers.points.items():
        layout.take_points(quantity, lane, *points)
    values = {
        name: np.where(np.isnan(array), np.inf, array)
        for name, array in layout.values.items()
        if layout.given[name].any()
    }
    if not values:
        raise ValueError(tr("there is nothing in it to compare"))
    return Observed(values, {name: layout.given[name] for name in values}, numbers.text)


class _Layout:
    """Arrays of the experiment's shapes, filled step by step."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment, self.config = experiment, experiment.config
        self.steps, self.batch = len(experiment.sequence), experiment.batch_size
        self.values: dict[Series, Array] = {}
        self.given: dict[Series, Array] = {}

    def take_array(self, name: str, array: Array) -> None:
        """Place a whole array by its name and shape."""
        match = _NAME.fullmatch(name)
        quantity = match["quantity"] if match else ""
        if match is None or quantity not in (*EVERY, *OUTPUTS):
            raise ValueError(
                tr(
                    "{name!r} is not a quantity. Name the arrays output, h_n, c_n, "
                    "h, c, i, f, g, o or z; for layers before the last, e.g. h_l0 or "
                    "h_l0_reverse",
                    name=plain(name, 40),
                )
            )
        if quantity in ("h_n", "c_n"):
            self._take_final(name, quantity, array)
        elif quantity == "output":
            self._put(Series(quantity), self._over_time(name, array, self._output_widths()))
        else:
            lane = Lane.of_suffix(match["suffix"]) if match["suffix"] else None
            self._take_lanes(name, quantity, lane, array)

    def take_points(self, quantity: str, lane: Lane, where: Array, values: Array) -> None:
        """Place single numbers of a lane; `where` (n, 3) has their timestep, row and unit."""
        name = Series(quantity, lane)
        if lane not in self.config.lanes():
            raise ValueError(
                tr("it has {series}, which this LSTM does not have", series=name.text())
            )
        if quantity not in self.config.quantities:
            raise ValueError(tr("it has m, which exists only with a projection"))
        shape = (self.steps, self.batch, width(name, self.config))
        outside = (where >= shape).any(axis=1)
        if outside.any():
            t, row, unit = where[outside.argmax()]
            raise ValueError(
                tr(
                    "it has {series} at t {t}, batch {row}, unit {unit}; this run has "
                    "{steps} timesteps, {rows} rows and {units} units",
                    series=name.text(),
                    t=t,
                    row=row,
                    unit=unit,
                    steps=shape[0],
                    rows=shape[1],
                    units=shape[2],
                )
            )
        array, given = np.zeros(shape), np.zeros(shape, bool)
        index = tuple(where.T)
        array[index], given[index] = values, True
        self.values[name], self.given[name] = array, given

    def _take_lanes(self, name: str, quantity: str, lane: Lane | None, array: Array) -> None:
        """Place one lane, or the lanes of the last layer, side by side."""
        if quantity not in ("z", *self.config.quantities):
            raise ValueError(tr("m exists only with a projection"))
        last = self.config.num_layers - 1
        lanes = [lane for lane in self.config.lanes() if lane.layer == last]
        if lane is not None:
            lanes = [lane]
            if lane not in self.config.lanes():
                raise ValueError(
                    tr(
                        "{name} belongs to a layer or direction that this LSTM does not have",
                        name=name,
                    )
                )
        laid = self._over_time(name, array, (self.config.width(quantity) * len(lanes),))
        for lane, values in zip(lanes, np.split(laid, len(lanes), axis=-1), strict=True):
            names = self.config.cell.sums if quantity == "z" else (quantity,)
            for one, part in zip(names, np.split(values, len(names), axis=-1), strict=True):
                self._put(Series(one, lane), part)

    def _put(self, name: Series, array: Array) -> None:
        """Store an array; the rest of its shape, and steps past a row's length, stay unset."""
        missing = self.steps - len(array) if name.over_time else 0
        padding = [(0, missing), (0, 0), (0, 0)]
        self.values[name] = np.pad(array.astype(np.float64), padding)
        self.given[name] = np.pad(np.ones(array.shape, bool), padding)
        if name.lane is not None:
            past = np.arange(self.steps)[:, None] >= np.array(self.experiment.lengths)
            self.given[name][past] = False

    def _output_widths(self) -> tuple[int, ...]:
        """Return the widths that `output` may have: without the projection, or of one direction."""
        config = self.config
        D, R, H = config.num_directions, config.output_size, config.hidden_size
        return (D * R, D * H, R)

    def _over_time(self, name: str, array: Array, widths: Iterable[int]) -> Array:
        """Bring an array to (T, B, width); it may be batch first, or without a batch axis."""
        steps = {self.steps, self.experiment.num_timesteps}
        leading = array.shape[:-1]
        if array.ndim in (2, 3) and array.shape[-1] in widths:
            if self.batch == 1 and array.ndim == 2 and leading[0] in steps:
                return array[:, None]
            time_first = array.ndim == 3 and leading[0] in steps and leading[1] == self.batch
            batch_first = array.ndim == 3 and leading[1] in steps and leading[0] == self.batch
            if batch_first and (self.config.batch_first or not time_first):
                return array.swapaxes(0, 1)
            if time_first:
                return array
        raise ValueError(
            tr(
                "{name} must have shape {wanted}, got {shape}",
                name=name,
                wanted=self._shapes(max(widths)),
                shape=shape_text(array.shape),
            )
        )

    def _shapes(self, units: int) -> str:
        T, B = self.steps, self.batch
        shapes = [(T, units)] * (B == 1) + [(T, B, units), (B, T, units)]
        return tr(" or ").join(map(shape_text, shapes))

    def _take_final(self, name: str, quantity: str, array: Array) -> None:
        """Place final states: of all lanes or of the last ones, batched or not, rows first or not.

        Two axes are (L*D, width) of a single row, or rows of lanes side by side: of all, of the
        last layer, or only the last lane. Three are lanes and batch, or those turned.
        """
        config, batch = self.config, self.batch
        lanes, size, width = config.state_shape(batch, quantity)
        some = dict.fromkeys((lanes, config.num_directions, 1))
        if array.ndim == 2 and array.shape[1] == width and batch == 1:
            array = array[:, None]
        if array.ndim == 2 and array.shape in [(size, n * width) for n in some]:
            laid = array.reshape(size, -1, width).swapaxes(0, 1)
        elif array.shape in [(n, size, width) for n in (*some, config.num_layers)]:
            laid = array
        elif array.shape == (size, lanes, width):
            laid = array.swapaxes(0, 1)
        else:
            raise ValueError(self._unlike_final(name, array, (lanes, size, width)))
        rows = slice(lanes - len(laid), None)
        if len(laid) == config.num_layers not in some:
            rows = slice(config.num_directions - 1, None, config.num_directions)
        series, shape = Series(quantity), (lanes, size, width)
        self.values[series], self.given[series] = np.zeros(shape), np.zeros(shape, bool)
        self.values[series][rows], self.given[series][rows] = laid, True

    def _unlike_final(self, name: str, array: Array, shape: tuple[int, ...]) -> str:
        why = tr(
            "{name} must have shape {wanted}, got {shape}",
            name=name,
            wanted=shape_text(shape),
            shape=shape_text(array.shape),
        )
        if array.shape == (shape[0], self.steps, shape[2]):
            why = tr(
                "{why}: {steps} is the number of timesteps, so batch_first was misread",
                why=why,
                steps=self.steps,
            )
        return why
