"""GradientRow: one gradient over time, as steps of colour or as curves on mirrored log axes."""

from simulator.network.gradient_quantities import quantity_of_gradient
from ui.panels.timeline.gradients.edge import GradientEdge
from ui.panels.timeline.gradients.heights import LogHeights
from ui.panels.timeline.track_choice import OF_UNITS
from ui.panels.timeline.tracks.row import TimeRow
from ui.style.decades import DecadeRange, Ends
from ui.style.theme import Theme
from ui.widgets.downsampling import Recorded


class GradientRow(TimeRow):
    """Row of a gradient. Its hue is that of its quantity, and its bar is at the right.

    dz, dx and dy have no place for each unit of the cell: they are heat maps in every form.

    Attributes:
        edge: the bar. of_units: it has a place for each unit of the cell.
    """

    def __init__(self, theme: Theme, key: str) -> None:
        self.of_units = key in OF_UNITS
        super().__init__(theme, quantity_of_gradient(key), key, most_bars=0)
        self.edge = GradientEdge(theme, key)
        self._bound: tuple[object, ...] = ()
        self._behind: Recorded | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        super().set_theme(theme)
        self.edge.set_theme(theme)

    def bind_gradient(
        self,
        values: Recorded,
        length: int,
        order: tuple[int, ...] | None,
        ghost: Recorded | None = None,
    ) -> None:
        """Bind another gradient, (T, width); the one that is bound stays.

        Args:
            ghost: that of the baseline, (T, width), to draw behind the curves.
        """
        before, bound = self._bound, (values, ghost, length, order)
        alike = before[:1] and before[0] is values and before[1] is ghost
        if alike and before[2:] == bound[2:]:
            return
        self._bound, self._behind = bound, ghost
        self.bind(values, length, order=order)
        self._bind_curves()

    @property
    def is_bound(self) -> bool:
        """True once it shows a gradient."""
        return bool(self._bound)

    def set_limits(self, limits: Ends) -> None:
        """Set the decades that the steps stand for, or the values at the ends."""
        if limits != self.limits:
            super().set_limits(limits)
            self._bind_curves()

    def show(self, shown: bool) -> None:
        """Show the row, or hide it; a hidden row takes no room."""
        super().show(shown)
        self.edge.setVisible(shown)

    def prefer(self, height: float) -> None:
        """Ask for a height, in pixels; −1 for as much as other rows."""
        super().prefer(height)
        self.edge.setPreferredHeight(height)

    def dim(self, dimmed: bool) -> None:
        """Stay as it is: it is computed on the way back alone."""

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves, or the heat map; without places for units the heat map stays."""
        super().show_curves(as_curves and self.of_units)

    def show_ends(self, ends: bool) -> None:
        """Stay as it is: only gates have ends."""

    @property
    def known(self) -> slice:
        """Timesteps that are walked."""
        return self._known

    @property
    def bars(self) -> bool:
        """False: the colours of gradients are steps, in cells."""
        return False

    @property
    def _map(self) -> None:
        return None

    @property
    def _frames_unit(self) -> bool:
        return False

    @property
    def _has_one(self) -> bool:
        return not self.of_units or len(self.order) == 1

    def _bind_curves(self) -> None:
        """Bind the curves' heights on the present axes."""
        heights, ghost = self._values, self._behind
        if isinstance(self.limits, DecadeRange):
            heights = LogHeights(self._values, self.limits)
            ghost = None if ghost is None else LogHeights(ghost, self.limits)
        self.curves.bind(self.quantity, heights, ghost)
        self.curves.move(self._known, self._ghost_known, self._ahead)

    def _levels(self) -> tuple[float, ...]:
        return (0.0,) if self.as_curves else ()

    def _tell(self, lone: int | None, limits: tuple[float, float]) -> None:
        """Label the ends of the axes where values have heights, else the units."""
        self.label.bind(self.order, "", numbered=self.as_curves or not self._has_one)
        if isinstance(self.limits, DecadeRange):
            limits = -(10.0**self.limits.top), 10.0**self.limits.top
        self.label.set_range(limits if self.as_curves else None)
