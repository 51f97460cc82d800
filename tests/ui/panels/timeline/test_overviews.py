"""Overviews of a timeline: what they show of all units and timesteps, and where they lead."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from tests.ui.panels.timeline.benches import stand_at, workbench_of
from ui.panels.timeline.tracks.unit_overview import means_of
from ui.session.viewing.hidden_values import HiddenValues
from ui.style import theme
from ui.style.colours import Scale, map_of
from ui.widgets.downsampling import ArrangedUnits

BUTTON = Qt.MouseButton.LeftButton
LARGE = (1000, 560)


@pytest.fixture
def large(shown):
    bench = workbench_of(200, hidden_size=64)
    bench.snapshot().run.advance()
    panel = shown(bench, LARGE)
    stand_at(bench, 150)
    return bench, panel


def press(widget, point):
    QTest.mouseClick(widget, BUTTON, Qt.KeyboardModifier.NoModifier, point)
    QApplication.processEvents()


def at_place(units, place, count):
    strip = units.strip()
    y = strip.top() + (place + 0.5) / count * strip.height()
    return QPoint(round(strip.center().x()), round(y))


def test_means_are_those_of_the_blocks():
    values = np.arange(24.0).reshape(6, 4)
    # Timesteps 0-1, 2-3, 4-5 across; units 0-1, 2-3 down.
    assert means_of(values, slice(0, 6), 3, 2).tolist() == [[2.5, 10.5, 18.5], [4.5, 12.5, 20.5]]
    assert means_of(values, slice(0, 2), 3, 4)[:, 0].tolist() == [2.0, 3.0, 4.0, 5.0]
    assert np.isnan(means_of(values, slice(0, 2), 3, 4)[:, 1:]).all()
    turned = ArrangedUnits(values, (3, 0))
    assert means_of(turned, slice(0, 6), 1, 2).tolist() == [[13.0], [10.0]]


def test_a_long_run_is_read_in_parts():
    read = []

    class Recorded:
        shape = (100_000, 8)

        def __len__(self):
            return self.shape[0]

        def __getitem__(self, key):
            read.append(len(range(*key.indices(self.shape[0]))))
            return np.ones((read[-1], 8))

    assert (means_of(Recorded(), slice(0, 100_000), 22, 8) == 1).all()
    assert sum(read) < 1000


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("units", "steps", "size", "seen"),
    [
        (64, 200, LARGE, (True, True)),
        (64, 200, (1000, 250), (False, False)),
        (4, 200, LARGE, (False, True)),
        (64, 24, LARGE, (True, False)),
    ],
)
def test_overviews_stand_where_much_is_shown_large(shown, units, steps, size, seen):
    panel = shown(workbench_of(steps, hidden_size=units), size)
    over = panel.overviews
    assert (over.units.isVisible(), over.time.isVisible()) == seen
    panel.show_curves(True)
    QApplication.processEvents()
    assert not over.units.isVisible()


def test_a_panel_that_grows_shows_all_units_at_once(shown):
    small = shown(workbench_of(200, hidden_size=64), (1000, 250))
    at_once = shown(workbench_of(200, hidden_size=64), LARGE)
    small.resize(*LARGE)
    QApplication.processEvents()
    units = small.overviews.units
    assert units.isVisible()
    assert units.grab().toImage() == at_once.overviews.units.grab().toImage()


def test_another_lane_is_shown_in_a_panel_that_grows_again(shown):
    bench = workbench_of(200, hidden_size=64, num_layers=2)
    bench.snapshot().run.advance()
    panel, other = shown(bench, LARGE), shown(bench, LARGE)
    stand_at(bench, 150)
    units = panel.overviews.units
    before = units.grab().toImage()
    panel.resize(1000, 250)
    bench.select(Lane(1))
    panel.resize(*LARGE)
    QApplication.processEvents()
    assert units.grab().toImage() == other.overviews.units.grab().toImage() != before


def test_a_click_zooms_to_rows_that_can_be_read_and_a_drag_moves_them(large):
    _, panel = large
    units, plots = panel.overviews.units, panel.plots
    assert units.frame().height() == pytest.approx(units.strip().height(), abs=1)
    press(units, at_place(units, 40, 64))
    low, high = plots.places
    assert (low + high) / 2 == pytest.approx(40, abs=1)
    assert plots.rows["f"].view.height() / (high - low) >= 9.5
    strip = units.strip()
    assert units.frame().top() == pytest.approx(strip.top() + (low + 0.5) / 64 * strip.height())
    QTest.mousePress(units, BUTTON, Qt.KeyboardModifier.NoModifier, at_place(units, 40, 64))
    QTest.mouseMove(units, at_place(units, 20, 64))
    QTest.mouseRelease(units, BUTTON, Qt.KeyboardModifier.NoModifier, at_place(units, 20, 64))
    assert sum(plots.places) / 2 == pytest.approx(20, abs=1)
    assert plots.places[1] - plots.places[0] == pytest.approx(high - low)
    panel.fit_button.click()
    assert plots.places == (-0.5, 63.5)


def test_the_units_of_a_pixel_row_are_told(large):
    _, panel = large
    panel.set_unit_order(tuple(reversed(range(64))))
    units, told = panel.overviews.units, []
    panel.hovered.connect(told.append)
    place = at_place(units, 10, 64)
    QTest.mouseMove(units, place)
    assert 53 in units.units_at(place.y())
    assert "53" in told[-1]


def test_the_strip_shows_the_mean_in_the_map_of_its_track_and_dims_what_is_ahead(large):
    bench, panel = large
    units = panel.overviews.units
    image, strip = units.grab().toImage(), units.strip()
    values = bench.snapshot().values("f")
    scale = Scale(map_of(theme.LIGHT, "f"), (0.0, 1.0))
    height = int(strip.height())
    rows = [r for r in range(height) if 30 in units.units_at(strip.top() + r)]
    row = rows[len(rows) // 2]
    means = means_of(np.asarray(values), slice(0, 200), 22, height)
    for column in (3, 20):
        x = round(strip.left() + (column + 0.5) * strip.width() / 22)
        seen = image.pixelColor(x, round(strip.top()) + row)
        band = min(row * len(means) // height, len(means) - 1)
        wanted = scale.colour(float(means[band, column]))
        far = sum(abs(a - b) for a, b in zip(seen.getRgb(), wanted.getRgb(), strict=True))
        # Timesteps 27-35 are known at t 150; 182-190 are ahead, over a lighter ground.
        assert (far <= 6) is (column == 3)


def test_a_covered_number_is_not_in_the_strip(shown):
    bench = workbench_of(22, hidden_size=32)
    panel = shown(bench, LARGE)
    stand_at(bench, 21)
    units = panel.overviews.units
    before = units.grab().toImage()
    bench.cover(HiddenValues(numbers=frozenset({Address("f", Lane(), 5, 0, 7)})))
    QApplication.processEvents()
    after, strip = units.grab().toImage(), units.strip()
    at = at_place(units, 7, 32)
    x = round(strip.left() + 5.5 * strip.width() / 22)
    assert after.pixelColor(x, at.y()).name() == theme.LIGHT.zero
    assert before.pixelColor(x, at.y()) != after.pixelColor(x, at.y())


def test_a_click_on_the_bar_of_time_shows_those_timesteps(large):
    _, panel = large
    time, plots = panel.overviews.time, panel.plots
    bar = time.bar()
    assert time.frame().width() == pytest.approx(bar.width(), abs=1)
    assert bar.left() == pytest.approx(time.mapFrom(panel, QPoint()).x() + _left(panel), abs=1)
    press(time, QPoint(round(bar.left() + bar.width() / 2), time.height() // 2))
    left, right = plots.first.viewRange()[0]
    assert (left + right) / 2 == pytest.approx(99.5, abs=1)
    assert right - left < 100
    assert time.frame().width() == pytest.approx((right - left) / 200 * bar.width(), abs=1)
    assert time.frame().center().x() == pytest.approx(bar.center().x(), abs=2)


def _left(panel):
    """Return the left edge of the rows in the panel."""
    plots = panel.plots
    scene = QPointF(plots.first.sceneBoundingRect().left(), 0)
    return plots.mapTo(panel, plots.mapFromScene(scene)).x()
