"""Timeline on the way back: rows of gradients, their steps of colour, their scale, the mouse."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from simulator.analysis.address import Address
from simulator.examples import EXAMPLES
from simulator.network.gradient_quantities import DY, quantity_of_gradient
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.depth import count, examples
from tests.simulator.gradients.cases import cases, random_case
from tests.simulator.gradients.oracle import Autograd
from tests.simulator.letters import letters
from tests.ui.covered_window import lasting_window as lasting_window
from tests.ui.panels.timeline.benches import workbench_of
from tests.ui.windows import sweep
from ui.panels.layouts import DEBUG, LAYOUTS, TRAINING
from ui.panels.timeline.gradients.reach import AUTOMATIC, LINEAR
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.track_choice import GRADIENTS, KEPT, OF_UNITS, tracks_back
from ui.panels.timeline.tracks.place import COVERED, KNOWN
from ui.session.document import Document
from ui.session.snapshot import GATE, TIMESTEP
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import number_format, theme
from ui.style.decades import DecadeRange, scale_of
from ui.widgets.elided_label import ElidedLabel

ROWS = ("dh", "dc", "do", "dg", "di", "df", "dz")
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def bench_of(example="latch"):
    return Workbench(Document.of_example(EXAMPLES[example]()))


def bench_of_letters():
    return Workbench(Document.of_example(letters()))


def settle(workbench):
    while workbench.snapshot().position != workbench.snapshot().target:
        QApplication.processEvents()
    QApplication.processEvents()


def go_back(workbench, timesteps=None, gates=0):
    """Go to the bend, and some timesteps and steps back from there; all the way by default."""
    workbench.go_to(workbench.snapshot().schedule.end)
    settle(workbench)
    if timesteps is None:
        workbench.last()
    elif timesteps:
        workbench.step(timesteps, TIMESTEP)
    settle(workbench)
    if gates:
        workbench.step(gates, GATE)
        settle(workbench)


def row_of(panel, track):
    return panel.plots.gradients[track]


def point(panel, track, timestep, place) -> QPoint:
    view = panel.plots.tracks[track].view
    return panel.plots.mapFromScene(view.mapViewToScene(QPointF(timestep, place)))


def move_to(panel, where):
    for place in (where + QPoint(1, 0), where):
        QTest.mouseMove(panel.plots.viewport(), place)
        QApplication.processEvents()


def filled(panel, track):
    """Return the timesteps of a track whose cells have a colour."""
    return np.flatnonzero((row_of(panel, track).heat_map.picture() != 0).any(axis=0)).tolist()


@examples(15, by_default=4)
@given(cases(), st.data())
def test_a_row_is_what_is_walked_of_its_gradient_and_no_more(following, experiment, data):
    workbench = Workbench(Document.of("test", experiment))
    with following(workbench, (900, 700)) as panel:
        _check_rows(panel, workbench, data)


def _check_rows(panel, workbench, data):
    experiment = workbench.snapshot().experiment
    schedule = workbench.snapshot().schedule
    for _ in range(3):
        workbench.go_to(data.draw(st.integers(schedule.end + 1, schedule.last)))
        settle(workbench)
        lane = data.draw(st.sampled_from(list(experiment.config.lanes())))
        workbench.select(lane, data.draw(st.integers(0, experiment.batch_size - 1)))
        panel.choose_tracks(tuple(panel.plots.offered))
        snapshot, reach = workbench.snapshot(), panel._gradients.ends
        colours = scale_of(theme.LIGHT, reach or DecadeRange())
        shown = [track for track in panel.plots.shown if track in GRADIENTS]
        gradients = set(experiment.config.gradients) | {"dy"} & set(shown)
        assert set(shown) == {key for key in GRADIENTS if key in gradients}
        for key in shown:
            row, known = row_of(panel, key), snapshot.known(key)
            values = snapshot.values(key)
            assert row.heat_map.cell == (1, 1)
            drawn = row.heat_map.picture()
            blank = np.ones(len(values), bool)
            blank[known] = False
            assert (drawn[:, blank] == 0).all()
            for t, unit in itertools.product(range(known.start, known.stop), range(len(drawn))):
                wanted = colours.colour(float(values[t, unit]))
                assert QColor.fromRgb(int(drawn[unit, t])).name() == wanted.name()


def test_a_track_that_gets_room_shows_the_present_timestep(shown):
    workbench = bench_of()
    panel = shown(workbench, (1132, 900))
    panel.choose_tracks(("x", "f", "c", KEPT))
    go_back(workbench, 10)
    assert panel.plots.shows(KEPT)
    panel.resize(1132, 200)
    QApplication.processEvents()
    assert not panel.plots.shows(KEPT)
    workbench.look_at(Address("c", Lane(), 3, 0, 0))
    panel.resize(1132, 900)
    QApplication.processEvents()
    row, f = panel.plots.tracks[KEPT], workbench.snapshot().values("f")[:, 0].astype(float)
    for t in (3, 4, 7):
        place = row.place_at(row.view.mapViewToScene(QPointF(t, 0)))
        assert place.value == pytest.approx(np.prod(f[4 : t + 1]))


def test_the_front_is_ragged_by_the_steps_of_the_cell(shown):
    workbench = bench_of()
    panel = shown(workbench, (1132, 290))
    go_back(workbench, 10)
    order = ("dh", "dc", "do", "dg", "di", "df", "dz")
    before = {key: filled(panel, key)[0] for key in order}
    assert len({*before.values()}) == 1
    workbench.step(1, GATE)  # dy
    for number, key in enumerate(order):
        workbench.step(1, GATE)
        reached = {k: before[k] - filled(panel, k)[0] for k in order}
        assert reached == {k: int(place <= number) for place, k in enumerate(order)}
        assert workbench.snapshot().step.quantity == key
    workbench.step(-1, GATE)
    assert filled(panel, "dz")[0] == before["dz"]


def test_a_reverse_lane_fills_from_the_left_and_its_flag_points_right(shown):
    experiment = next(
        case
        for case in map(random_case, range(200))
        if case.config.bidirectional and not case.uneven and case.num_timesteps > 3
    )
    workbench = Workbench(Document.of("test", experiment))
    panel = shown(workbench, (900, 500))
    workbench.select(Lane(experiment.config.num_layers - 1, 1), 0)
    steps = experiment.num_timesteps
    back = workbench.snapshot().schedule.backward
    reads = back.num_ticks - steps * experiment.config.num_layers
    go_back(workbench, reads + 2)
    assert filled(panel, "dh") == [0, 1]
    assert panel.plots.frames.now._flag == 1
    workbench.select(Lane(experiment.config.num_layers - 1, 0), 0)
    assert filled(panel, "dh") == [steps - 2, steps - 1]
    assert panel.plots.frames.now._flag == -1
    workbench.go_to(workbench.snapshot().schedule.end)
    assert panel.plots.frames.now._flag == 0


def test_rows_come_with_the_way_back_and_go_with_it(shown):
    workbench = bench_of()
    panel = shown(workbench, (1132, 290))
    workbench.last()
    settle(workbench)
    out = panel.plots.shown
    heights = {track: panel.plots.tracks[track].view.height() for track in out}
    assert not set(out) & set(GRADIENTS)
    assert panel.tools.gradients.isHidden()
    go_back(workbench, 3)
    assert [track for track in panel.plots.shown if track in GRADIENTS] == [DY, *ROWS]
    assert not panel.tools.gradients.isHidden()
    values = [panel.plots.rows[track] for track in panel.plots.shown if track in panel.plots.rows]
    assert values
    assert {row.heat_map.opacity() for row in values} == {0.6}
    assert row_of(panel, "dh").heat_map.opacity() == 1
    workbench.first()
    settle(workbench)
    assert panel.plots.shown == out
    assert {t: panel.plots.tracks[t].view.height() for t in out} == heights
    assert {panel.plots.rows[t].heat_map.opacity() for t in out if t in panel.plots.rows} == {1.0}


def test_a_row_that_comes_after_the_way_back_is_as_high_as_the_others(shown):
    workbench = bench_of()
    panel = shown(workbench, (1132, 290))
    panel.plots.choose_tracks(("c", "h"), back=False)
    go_back(workbench, 3)
    panel.choose_tracks(("c", "h", "y", "dh"))
    workbench.first()
    settle(workbench)
    panel.choose_tracks(("c", "h", "y"))
    assert len({panel.plots.tracks[track].view.height() for track in ("c", "h", "y")}) == 1


def test_without_a_loss_no_row_is_offered(shown):
    panel = shown(bench_of("teaching"))
    assert not panel.plots.offered & set(GRADIENTS)


def test_where_the_way_back_has_gone_values_are_shown(shown):
    """Another run may have no loss, and is offered before the pass is another."""
    bench = bench_of()
    panel = shown(bench, (900, 600))
    panel.plots.choose_tracks(("y",))
    go_back(bench)
    panel.plots.offer((), {})
    assert set(panel.plots.shown) <= panel.plots.offered
    assert {"c", "h"} <= set(panel.plots.shown)


@given(st.integers(40, 900), st.sets(st.sampled_from(GRADIENTS), min_size=1))
def test_with_less_room_there_are_fewer_rows_and_gradients_go_last(height, gradients):
    gradients = tuple(key for key in GRADIENTS if key in gradients | set(ROWS))
    values = ("x", "f", "i", "g", "o", "c", "h", "y", "loss")
    tracks, more = (tracks_back(room, values, gradients) for room in (height, height + 40))
    assert set(tracks) <= set(more) <= {*values, *gradients}
    assert {"dh", "dc"} <= set(tracks)
    if set(tracks) & set(values):
        assert set(ROWS) <= set(tracks)
    if "loss" in tracks:
        assert gradients[0] in tracks  # dy, where there is a readout


def test_each_pass_has_its_choice_of_rows(shown_anew, tmp_path):
    settings_file = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    workbench = bench_of()
    panel = shown_anew(workbench, (1132, 290))
    panel.remember(settings_file)
    entries = panel.tools.track_menu.entries
    panel.choose_tracks(("c", "h"))
    go_back(workbench, 3)
    assert panel.plots.shown[:2] == ("c", "h")
    assert set(ROWS) <= set(panel.plots.shown[2:]) <= set(GRADIENTS)
    for track in set(panel.plots.shown) - {"dh", "dc", "df"}:
        entries[track].trigger()
    assert panel.plots.shown == ("dh", "dc", "df")
    workbench.first()
    settle(workbench)
    assert panel.plots.shown == ("c", "h")
    another = shown_anew(workbench, (1132, 290))
    another.remember(settings_file)
    go_back(workbench, 3)
    assert another.plots.shown == ("dh", "dc", "df")


def test_the_scale_only_grows_until_it_is_that_of_the_whole(shown):
    workbench = bench_of_letters()
    panel = shown(workbench, (1132, 420))
    go_back(workbench, 0)
    seen = []
    schedule = workbench.snapshot().schedule
    for position in range(schedule.end + 1, schedule.last + 1, count(5, by_default=15)):
        workbench.go_to(position)
        entry = panel.tools.decades.accessibleName()
        seen.append((panel._gradients.ends, panel.scale_number, panel._scales.told, entry))
    for before, now in itertools.pairwise(seen[:-1]):
        assert now[0].top >= before[0].top
        assert now[0].width >= before[0].width
        assert (now[1] > before[1]) == (now[0] != before[0])
        assert (now[2] is not before[2]) == (now[0] != before[0])
    assert seen[0][0] != seen[-1][0]
    workbench.last()
    settle(workbench)
    snapshot = workbench.snapshot()
    keys = [key for key in GRADIENTS if key in {*snapshot.experiment.config.gradients, "dy"}]
    every = np.concatenate([snapshot.values(key).ravel() for key in keys])
    assert panel._gradients.ends == DecadeRange.of(every)
    assert not panel._gradients.grows
    assert panel.tools.decades.accessibleName() != seen[0][3]
    number, ends = panel.scale_number, panel._gradients.ends
    workbench.step(-40, GATE)
    assert (panel.scale_number, panel._gradients.ends) == (number, ends)


def test_another_scale_is_chosen_told_and_remembered(shown_anew, qtbot, tmp_path):
    settings_file = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    workbench = bench_of()
    panel = shown_anew(workbench, (1132, 290))
    panel.remember(settings_file)
    go_back(workbench)
    panel.tools.gradients.entries["4"].trigger()
    assert panel._gradients.ends.width == 4
    number, told = panel.scale_number, panel._scales.told
    panel.tools.gradients.entries[LINEAR].trigger()
    low, high = panel._gradients.ends
    largest = max(abs(workbench.snapshot().values(key)).max() for key in (*ROWS, "dx", "dy"))
    assert -low == high >= largest
    assert panel.scale_number > number
    assert panel._scales.told is not told
    drawn = row_of(panel, "dc").heat_map.picture()
    c = workbench.snapshot().values("dc")
    place = 0.5 + 0.5 * c[5, 0] / high
    wanted = scale_of(theme.LIGHT, DecadeRange()).map.at(float(place)).getRgb()[:3]
    assert np.allclose(QColor.fromRgb(int(drawn[0, 5])).getRgb()[:3], wanted, atol=4)
    another = TimelinePanel(theme.LIGHT)
    qtbot.addWidget(another)
    another.remember(settings_file)
    assert another._gradients.reach.choice == LINEAR
    assert panel._gradients.reach.choice != AUTOMATIC


@pytest.mark.parametrize("as_curves", [False, True])
def test_pointing_tells_every_digit_and_a_click_looks_there(shown, as_curves):
    workbench = bench_of_letters()
    panel = shown(workbench, (1132, 420))
    panel.show_curves(as_curves)
    go_back(workbench, 6)
    values = workbench.snapshot().values("df")
    t, unit = workbench.snapshot().experiment.num_timesteps - 3, 1
    height = float(panel._gradients.ends.heights(values[t])[unit]) if as_curves else unit
    said, looked, asked, went = [], [], [], []
    panel.hovered.connect(said.append)
    panel.looked_at.connect(looked.append)
    panel.card_asked.connect(asked.append)
    panel.went_to.connect(went.append)
    where = point(panel, "df", t, height)
    move_to(panel, where)
    assert np.format_float_positional(abs(values[t, unit]), trim="0") in said[-1] or str(
        abs(values[t, unit])
    ) in said[-1].replace("−", "-")
    number = Address("df", t=t, unit=unit)
    assert asked[-1].subject == number
    QTest.mouseClick(panel.plots.viewport(), LEFT, pos=where)
    assert looked == [number]
    assert panel.rect().isValid()


def test_a_place_of_dz_is_that_of_one_gate(shown):
    workbench = bench_of_letters()
    panel = shown(workbench, (1132, 420))
    go_back(workbench, 6)
    snapshot = workbench.snapshot()
    width, t = snapshot.experiment.config.hidden_size, snapshot.experiment.num_timesteps - 3
    looked = []
    panel.looked_at.connect(looked.append)
    for block, gate in enumerate("ifgo"):
        for unit in range(width):
            where = point(panel, "dz", t, block * width + unit)
            QTest.mouseClick(panel.plots.viewport(), LEFT, pos=where)
            number = looked[-1]
            assert number == Address(f"dz_{gate}", t=t, unit=unit)
            assert number.value(snapshot.numbers) == snapshot.values("dz")[t, block * width + unit]
            QTest.qWait(0)


def test_going_to_a_gradient_goes_to_the_step_that_computes_it(shown):
    workbench = bench_of_letters()
    panel = shown(workbench, (1132, 420))
    go_back(workbench)
    there, tracks = panel.plots.mapToScene, panel.plots.tracks
    places = {key: tracks[key].place_at(there(point(panel, key, 7, 0))) for key in ROWS}
    for key, place in places.items():
        panel._pointing._go(workbench.snapshot(), place)
        step = workbench.snapshot().step
        assert (step.quantity, step.cell.walk) == (key, 7)


def test_a_drag_of_now_stays_on_the_way_back(shown):
    workbench = bench_of()
    panel = shown(workbench, (1132, 290))
    go_back(workbench, 3)
    panel.plots.dragged.emit(5)
    snapshot = workbench.snapshot()
    assert snapshot.goes_back
    assert snapshot.timestep_here == 5
    assert snapshot.step.quantity == "dW"


def test_the_menu_watches_stops_and_copies_but_holds_nothing(shown):
    workbench = bench_of_letters()
    panel = shown(workbench, (1132, 420))
    go_back(workbench, 6)
    snapshot = workbench.snapshot()
    t = snapshot.experiment.num_timesteps - 3
    where = panel.plots.mapToScene(point(panel, "dc", t, 1))
    place = panel.plots.tracks["dc"].place_at(where)
    watched = []
    panel.watching_set.connect(watched.append)
    panel._menu.open(snapshot, place, QPoint(0, 0))
    try:
        assert not any(action.isVisible() for action in panel._holds.entries)
        panel._menu._copy.trigger()
        assert float(QGuiApplication.clipboard().text()) == float(place.value)
        panel._menu.watches.watch.trigger()
        assert [w.name for w in watched[-1].watches] == ["dc[1]"]
        conditions = panel._menu.watches.menu.actions()
        conditions[-1].trigger()
        assert watched[-1].conditions[0].quantity == "dc"
    finally:
        panel._menu.close()


def test_nan_zero_and_what_is_not_walked_look_unlike(shown):
    workbench = bench_of("tagger")
    panel = shown(workbench, (1132, 400))
    go_back(workbench)
    colours = theme.LIGHT
    values = workbench.snapshot().values("dh")
    zero = [t for t in range(len(values)) if values[t, 0] == 0]
    assert zero
    drawn = row_of(panel, "dh").heat_map.picture()
    assert QColor.fromRgb(int(drawn[0, zero[0]])).name() == colours.signed_stops[2]
    parameters = workbench.snapshot().experiment.parameters
    name = "weight_ih_l0"
    spoiled = np.full_like(parameters[name], np.nan)
    workbench.edit(
        workbench.snapshot().experiment.with_parameters(parameters.with_arrays({name: spoiled})),
        "spoiled",
    )
    go_back(workbench)
    assert np.isnan(workbench.snapshot().values("df")).any()
    drawn, values = row_of(panel, "df").heat_map.picture()[0], workbench.snapshot().values("df")
    looks = {QColor.fromRgb(int(cell)).name() for cell in drawn[np.isnan(values[:, 0])]}
    assert looks == {colours.warn}
    workbench.go_to(workbench.snapshot().schedule.end + 1)
    assert (row_of(panel, "df").heat_map.picture() == 0).all()


def test_hues_are_those_of_the_quantities(shown):
    workbench = bench_of()
    panel = shown(workbench, (1132, 290))
    go_back(workbench)
    image = panel.plots.grab().toImage()
    for key in ROWS[:-1]:
        row = row_of(panel, key)
        bar = panel.plots.mapFromScene(row.edge.sceneBoundingRect().center()) + QPoint(1, 0)
        assert image.pixelColor(bar) == theme.LIGHT.colour(quantity_of_gradient(key))
        assert bar.x() > panel.plots.mapFromScene(row.view.sceneBoundingRect().topRight()).x()
    edge = row_of(panel, "dz").edge.sceneBoundingRect()
    parts = [
        image.pixelColor(
            panel.plots.mapFromScene(QPointF(edge.right() - 2, edge.top() + edge.height() * part))
        )
        for part in (0.125, 0.375, 0.625, 0.875)
    ]
    assert parts == [theme.LIGHT.colour(gate) for gate in "ifgo"]


def test_curves_are_logarithmic_and_dz_stays_a_heat_map(shown):
    workbench = bench_of_letters()
    panel = shown(workbench, (1132, 420))
    panel.show_curves(True)
    go_back(workbench)
    reach = panel._gradients.ends
    for key in ROWS:
        row = row_of(panel, key)
        assert row.as_curves == (key in OF_UNITS)
        if row.as_curves:
            values = workbench.snapshot().values(key)
            drawn = np.asarray(row.curves._values[:])
            np.testing.assert_array_equal(drawn, reach.heights(values))
            sizes = abs(values) >= 10.0**reach.bottom
            assert (np.sign(drawn[sizes]) == np.sign(values[sizes])).all()
            low, high = row.view.viewRange()[1]
            assert low < -1 < 1 < high


def test_no_tool_covers_another_where_gradients_come_into_a_narrow_bar(window_again):
    """Tools that are shown ask for room, and may get less than they had."""
    window = window_again(Document.of_example(letters()))
    bench, tools = window._workbench, window._panels.of(TimelinePanel).tools
    window.resize(1280, 720)
    window.lay_out(DEBUG)
    schedule = bench.snapshot().schedule
    bench.last()
    bench.go_to(schedule.position_after(schedule.cell_at(Lane(), 20, 0), "df"))
    for width in (1280, 1500, 1280):
        window.resize(width, 720)
        sweep()
        shown = [
            tool for tool in tools.children() if isinstance(tool, QWidget) and tool.isVisible()
        ]
        for tool in shown:
            assert not tool.isHidden()
            assert isinstance(tool, ElidedLabel) or tool.width() >= tool.sizeHint().width()
        for one, other in itertools.combinations(shown, 2):
            assert not one.geometry().intersects(other.geometry())


def test_the_scale_of_gradients_is_told_in_every_bar_and_in_full_where_there_is_room(window_again):
    window = window_again(Document.of_example(letters()))
    bench, tools = window._workbench, window._panels.of(TimelinePanel).tools
    go_back(bench)
    widths = set()
    for layout in list(LAYOUTS)[: count(len(LAYOUTS), by_default=2)]:
        # The middle of the layout for training is narrow: a row's place tells it there.
        for width in (1280, 1500, 1900, 2400)[layout == TRAINING :: count(1, by_default=3)]:
            window.lay_out(layout)
            window.resize(width, 720)
            for _ in range(3):
                sweep()
            assert not tools.decades.isHidden()
            assert tools.decades.width() >= tools.decades.sizeHint().width()
            widths.add(tools.decades.width())
    assert max(widths) == tools.decades.width_of(0)
    assert tools.decades.width_of(2) < tools.decades.width_of(1) < tools.decades.width_of(0)


@pytest.mark.parametrize("curves", [False, True])
def test_a_covered_gradient_is_neither_drawn_nor_told(shown, curves):
    bench = Workbench(Document.of("any", random_case(3, steps=8)))
    go_back(bench)
    panel, told = shown(bench, (1200, 600)), []
    panel.hovered.connect(told.append)
    panel.show_curves(curves)
    lane, width = bench.snapshot().lane, bench.snapshot().experiment.config.hidden_size
    for key, place in (("dc", 0), ("dz", 2 * width)):
        number = Address("dz_g" if key == "dz" else key, lane, 4)
        there = point(panel, key, 4, place)
        row = row_of(panel, key)
        if not row.as_curves:
            move_to(panel, there)
            assert str(number.value(bench.snapshot().numbers))[:5] in told[-1].replace("−", "-")
        bench.cover(HiddenValues(numbers=frozenset([number])))
        found = row.place_of(place, 4, 4, KNOWN)
        assert (found.value, found.state) == (None, COVERED)
        assert row.covers._cells == ((4, place),)
        if not row.as_curves:
            move_to(panel, there)
            assert "hidden" in told[-1]
            assert not any(digit in told[-1] for digit in "56789")
        bench.cover(HiddenValues())
        assert row.covers._cells == ()


def test_scales_are_those_of_the_rows_that_the_lstm_has(shown):
    """A former one had a projection, and with it a row more."""
    cases = [random_case(seed, steps=5) for seed in range(40)]
    projected = next(case for case in cases if case.config.proj_size)
    plain = next(case for case in cases if not case.config.proj_size)
    workbench = Workbench(Document.of("projected", projected))
    go_back(workbench)
    panel = shown(workbench, (1200, 1800))
    assert "dm" in panel.plots.gradients
    workbench.open(Document.of("plain", plain))
    go_back(workbench)
    scales = panel._gradients.move(workbench.snapshot(), panel.plots.order)
    assert scales
    assert set(scales) <= set(panel._gradients.known)


# Beside the baseline


def edited_bench(seed):
    """Return a bench at the end of the way back, after an edit, and both experiments."""
    cases_of = (random_case(seed + 6 * number, steps=5) for number in itertools.count())
    experiment = next(
        case
        for case in cases_of
        if case.lengths[0] > 2 and all(seed.row == 0 for seed in case.objective.seeds)
    )
    workbench = Workbench(Document.of("test", experiment))
    parameters = experiment.parameters
    value = float(parameters["weight_hh_l0"][0, 0]) + 0.5
    after = experiment.with_parameters(parameters.with_value("weight_hh_l0", (0, 0), value))
    workbench.edit(after, "edit")
    go_back(workbench)
    return workbench, experiment, after


def by_torch(experiment, key, snapshot):
    """Return a gradient of the row's timesteps by torch's autograd, (n, width)."""
    oracle, lane, row = Autograd(experiment), snapshot.lane, snapshot.row
    steps = range(experiment.lengths[row])
    return np.array([oracle.of_cell(quantity_of_gradient(key), lane, t, row) for t in steps])


@pytest.mark.torch
@pytest.mark.few(1)
@pytest.mark.parametrize("seed", range(6))
def test_with_delta_the_rows_are_the_differences_of_the_two_ways_back(shown, seed):
    workbench, before, after = edited_bench(seed)
    panel = shown(workbench, (900, 700))
    panel.difference_button.setChecked(True)
    QApplication.processEvents()
    snapshot = workbench.snapshot()
    keys = [key for key in panel.plots.shown if key in ROWS]
    assert keys
    moved = {}
    for key in keys:
        moved[key] = by_torch(after, key, snapshot) - by_torch(before, key, snapshot)
        drawn = row_of(panel, key)._values
        known = row_of(panel, key).known
        assert known == slice(0, after.lengths[snapshot.row])
        np.testing.assert_allclose(drawn[known], moved[key], rtol=0, atol=1e-9)
    largest = max(float(np.abs(numbers).max()) for numbers in moved.values())
    reach = panel._gradients.ends
    assert largest <= 10.0**reach.top
    colours = scale_of(theme.LIGHT, reach)
    key = keys[0]
    picture, numbers = row_of(panel, key).heat_map.picture(), row_of(panel, key)._values
    for (t, unit), _ in np.ndenumerate(moved[key]):
        wanted = colours.colour(float(numbers[t, unit]))
        assert QColor.fromRgb(int(picture[unit, t])).name() == wanted.name()
    assert panel.tools.decades.accessibleName().startswith("Δ gradients")
    panel.heat_map_button.setChecked(True)
    assert panel.tools.decades.accessibleName().startswith("gradients")


def test_under_the_mouse_a_difference_says_what_it_is_of(shown):
    workbench, _, _ = edited_bench(1)
    panel = shown(workbench, (900, 700))
    panel.difference_button.setChecked(True)
    QApplication.processEvents()
    said = []
    panel.hovered.connect(said.append)
    key = next(key for key in panel.plots.shown if key in ROWS)
    move_to(panel, point(panel, key, 1, 0))
    both = workbench.snapshot().against.comparison.values(key, panel.snapshot.lane, 0)
    old, new = (number_format.exact(side[1, 0]) for side in (both.before, both.after))
    assert said[-1].startswith("Δ ")
    assert f"{old} → {new}" in said[-1]


@pytest.mark.torch
def test_behind_the_curves_stands_the_gradient_of_the_baseline(shown):
    workbench, before, after = edited_bench(1)
    panel = shown(workbench, (900, 700))
    panel.curves_button.setChecked(True)
    QApplication.processEvents()
    snapshot, reach = workbench.snapshot(), panel._gradients.ends
    for key in (k for k in panel.plots.shown if k in ROWS and k in OF_UNITS):
        curves = row_of(panel, key).curves
        known = slice(0, after.lengths[snapshot.row])
        assert curves._ghost_known == known
        ghost = reach.heights(by_torch(before, key, snapshot))
        np.testing.assert_allclose(curves._ghost[known], ghost, atol=1e-6)
        assert np.abs(curves._ghost[known]).max() <= 1
    panel.heat_map_button.setChecked(True)
    assert row_of(panel, key).curves._ghost is None


@pytest.mark.parametrize(("number", "decades"), [(1.0, 0), (1e6, 6)])
def test_the_scale_behind_curves_reaches_up_to_the_gradients_of_the_baseline(
    shown, number, decades
):
    """A seed a million times as large makes gradients six decades larger."""
    workbench = workbench_of(5)
    experiment = workbench.snapshot().experiment

    def seeded(number):
        return experiment.with_objective(Objective(seeds=(Seed("h", t=4, number=number),)))

    for each in (1.0, number, 1.0):
        workbench.edit(seeded(each), "seed")
    go_back(workbench)
    panel = shown(workbench, (900, 700))
    top = panel._gradients.ends.top
    panel.curves_button.setChecked(True)
    QApplication.processEvents()
    assert top + decades <= panel._gradients.ends.top <= top + decades + (decades > 0)


def test_what_is_not_compared_is_empty_and_says_so(shown):
    """Before the edit there was no loss."""
    experiment = random_case(next(s for s in range(99) if random_case(s).source == "readout"))
    bare = experiment.with_objective(replace(experiment.objective, loss=None, seeds=()))
    workbench = Workbench(Document.of("test", bare))
    workbench.edit(experiment, "a loss")
    go_back(workbench)
    panel = shown(workbench, (900, 700))
    panel.difference_button.setChecked(True)
    QApplication.processEvents()
    keys = [key for key in panel.plots.shown if key in GRADIENTS]
    assert keys
    assert all(row_of(panel, key).known == slice(0, 0) for key in keys)
    assert row_of(panel, keys[0]).ground._note == "not compared"
    panel.heat_map_button.setChecked(True)
    assert row_of(panel, keys[0]).known.stop > 0
