"""Rival window: the panels in matplotlib, drawn with blitting."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simulator.network.lane import Lane

QUANTITIES = ("i", "f", "g", "o", "c", "h")


class RivalWindow:
    """Two weight maps, a cell of seven vectors, a table of numbers, six units × time, a cursor."""

    def __init__(self, run, pixels=(1600, 1000)):
        self._run = run
        self._figure = Figure(figsize=(pixels[0] / 100, pixels[1] / 100), dpi=100)
        self._canvas = FigureCanvasAgg(self._figure)
        grid = self._figure.add_gridspec(12, 12)
        parameters = run.experiment.parameters
        self._weights = [
            self._figure.add_subplot(grid[0:7, column : column + 2]).imshow(
                parameters[name], aspect="auto", vmin=-1, vmax=1, cmap="coolwarm"
            )
            for column, name in ((0, "weight_ih_l0"), (2, "weight_hh_l0"))
        ]
        H = run.experiment.config.hidden_size
        self._vectors = [
            self._figure.add_subplot(grid[row, 5:9]).imshow(
                np.zeros((1, H)), aspect="auto", vmin=-1, vmax=1, cmap="coolwarm", animated=True
            )
            for row in range(6)
        ]
        table = self._figure.add_subplot(grid[0:7, 9:12])
        table.axis("off")
        self._numbers = [
            table.text(column / 6, 1 - row / 20, "", family="monospace", size=7, animated=True)
            for row in range(20)
            for column in range(6)
        ]
        self._maps, self._cursors = [], []
        T = run.experiment.num_timesteps
        for row, quantity in enumerate(QUANTITIES):
            axes = self._figure.add_subplot(grid[7 + (row * 5) // 6, :])
            axes.set_ylabel(quantity)
            self._maps.append(
                axes.imshow(np.full((H, T), np.nan), aspect="auto", vmin=-1, vmax=1, animated=True)
            )
            self._cursors.append(axes.axvline(0, color="black", animated=True))
        self.draw_all(0)

    def draw_all(self, timestep):
        """Draw everything anew, as after an edit."""
        self._place(timestep)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self._figure.bbox)
        self._draw_animated()

    def draw_step(self, timestep):
        """Draw the parts that move with a step, over the kept background."""
        self._canvas.restore_region(self._background)
        self._place(timestep)
        self._draw_animated()

    def bind(self, run):
        """Take the numbers of another run."""
        self._run = run
        for image, name in zip(self._weights, ("weight_ih_l0", "weight_hh_l0"), strict=True):
            image.set_data(run.experiment.parameters[name])

    def _place(self, timestep):
        trace = self._run.trace
        for row, quantity in enumerate(QUANTITIES):
            values = trace.values(quantity, Lane())[:, 0]
            shown = np.array(values.T)
            shown[:, timestep + 1 :] = np.nan
            self._maps[row].set_data(shown)
            self._vectors[row].set_data(values[timestep : timestep + 1])
            self._cursors[row].set_xdata([timestep, timestep])
            for unit in range(min(20, values.shape[1])):
                self._numbers[6 * unit + row].set_text(f"{values[timestep, unit]:.2f}")

    def _draw_animated(self):
        for artist in (*self._vectors, *self._numbers, *self._maps, *self._cursors):
            artist.axes.draw_artist(artist)
        self._canvas.blit(self._figure.bbox)
