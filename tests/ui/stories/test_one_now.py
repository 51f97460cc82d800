"""One now: no two panels name different cells, and no past cell changes its colour silently.

A robot uses whole windows; it looks elsewhere, goes on, and changes what is seen more often than
chance alone would.
"""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction

from simulator.analysis.address import Address, Given
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests import depth
from tests.ui.stories.robot import NOBODY_TOOK_IT, Robot
from tests.ui.stories.statements import contradictions, is_seen
from tests.ui.windows import FILES, close, open_window, sweep
from ui.panels.layouts import LAYOUTS
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.track_choice import SAID
from ui.session import runner
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.watching import Watching

FEW = depth.count(250, by_default=20)
"""Actions in one window, in the tests of every day."""
MANY = 700
"""Actions in one window; 3,500 in all of them."""

pytestmark = NOBODY_TOOK_IT


class Witness(QObject):
    """Hears every statement after each change, before each painting, and when asked.

    Attributes:
        heard: the first contradictions or silent changes of colour; empty as long as the law holds.
    """

    def __init__(self, window, bench):
        super().__init__()
        self._window, self._bench = window, bench
        self.heard, self.listened, self.robot, self.after = [], 0, None, []
        self._colours = PastColours(window._panels.of(TimelinePanel))
        self._canvas, self._painted = window._panels["Cell"].canvas, None
        window.installEventFilter(self)
        self._canvas.installEventFilter(self)
        bench.changed.connect(self.listen)  # after the panels, which are connected by now
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.listen)
        bench.changed.connect(self._soon.start)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest:
            self.listen()
        elif event.type() == QEvent.Type.Paint and watched is self._canvas:
            self._painted = self._canvas._values
            self._soon.start()  # to hear it once it is painted
        return False

    def listen(self, *_):
        """Hear what all parts say now."""
        if not self.heard:
            self.listened += 1
            painted = self._painted is self._canvas._values
            self.heard += contradictions(self._window, painted)
            self.heard += self._colours.silent_changes()
            self.after = self.robot.done[-5:] if self.robot is not None else []

    def leave(self):
        """Listen no more."""
        self._window.removeEventFilter(self)
        self._canvas.removeEventFilter(self)
        self._soon.stop()
        self._bench.changed.disconnect(self.listen)
        self._bench.changed.disconnect(self._soon.start)


class PastColours:
    """Remembers the colours of all known cells of the tracks in sight."""

    def __init__(self, timeline):
        self._timeline = timeline
        self._seen, self._colours, self._told = (), {}, (0, "")

    def silent_changes(self):
        """List the quantities and timesteps whose colours changed though all that decides stayed.

        A scale may change: it is counted, and told in words.
        """
        panel = self._timeline
        if panel.snapshot is None:
            return []
        seen, told = self._what_decides(), (panel.scale_number, panel._scales.told)
        shown = (key for key in panel.plots.shown if key != SAID)  # lines, which have no colours
        rows = {key: panel.plots.tracks[key] for key in shown}
        colours = {key: _colours(row.heat_map) for key, row in rows.items()}
        found = []
        same = len(seen) == len(self._seen) and all(
            a is b or a == b for a, b in zip(seen, self._seen, strict=True)
        )
        is_told = told[0] != self._told[0] and told[1] is not self._told[1]
        if same and not is_told:
            found = [
                ("colour", key, t, told[0] - self._told[0])
                for key, now in colours.items()
                for t in now.keys() & self._colours.get(key, {}).keys()
                if not np.array_equal(now[t], self._colours[key][t])
            ]
        self._seen, self._colours, self._told = seen, colours, told
        return found

    def _what_decides(self):
        """Return all that may change a colour; an edit makes another run."""
        panel, tools = self._timeline, self._timeline.tools
        snapshot = panel.snapshot
        return (
            *(snapshot.run, snapshot.lane, snapshot.row, snapshot.unit, panel.theme),
            *(panel.plots.order, tools.forms.checkedButton(), tools.ends.isChecked()),
            *(tools.own_scale.isChecked(), snapshot.against.comparison),
            snapshot.timestep if panel.plots.shows("∏f") else None,
        )


def _colours(heat_map):
    """Return the colours of the known timesteps, (places,) indices each."""
    known = heat_map._known
    shades = heat_map.shades(known)
    return dict(zip(range(known.start, known.stop), shades, strict=True))


def tricks_of(window, bench):
    """Return what a user does with a look elsewhere, for a robot."""
    transport = window._bars.transport

    def look(chance):
        snapshot = bench.snapshot()
        config, row = snapshot.experiment.config, chance.randrange(snapshot.experiment.batch_size)
        quantity, lane = chance.choice(config.quantities), chance.choice([*config.lanes()])
        t = chance.randrange(snapshot.experiment.lengths[row])
        number = Address(quantity, lane, t, row, chance.randrange(config.width(quantity)))
        if snapshot.shows_number(number):
            bench.look_at(number)

    def step(chance):
        bench.step(chance.choice((-1, 1, 2)), chance.choice(("gate", "timestep", None)))

    def slide(chance):
        transport.slider.setValue(chance.randint(0, transport.slider.maximum()))

    def type_timestep(chance):
        transport.count.box.setValue(chance.randint(-1, transport.count.box.maximum()))

    def select(chance):
        snapshot = bench.snapshot()
        lane = chance.choice([*snapshot.experiment.config.lanes()])
        bench.select(lane, chance.randrange(snapshot.experiment.batch_size))

    def play(chance):
        bench.toggle_playing()

    def arrange(chance):
        window.lay_out(chance.choice(list(LAYOUTS)))

    def show(chance):
        window._docks.show_panel(chance.choice(list(window._panels)))

    def list_now(chance):
        window._docks.show_panel("Units")
        window._panels["Units"].ask("now", chance.choice("fc"))

    def watch(chance):
        snapshot = bench.snapshot()
        bench.set_watching(Watching().typed("c[0]", snapshot.lane, snapshot.row))

    def scale(chance):
        tools = window._panels["Timeline"].tools
        chance.choice((tools.own_scale, tools.shared_scale)).trigger()

    def choose_tracks(chance):
        panel = window._panels["Timeline"]
        offered = sorted(panel.plots.offered)
        chosen = tuple(chance.sample(offered, chance.randint(1, len(offered))))
        panel.choose_tracks(chance.choice((None, chosen)))

    def restore(chance):
        chance.choice((bench.undo, bench.redo, bench.look_here, bench.look_back))()

    other = slide, type_timestep, select, play, arrange, list_now, watch, scale, choose_tracks
    return (look,) * 4 + (step,) * 3 + other + (restore,)


def spread(window):
    """Float the panels behind others, so that all are seen at once."""
    for key, panel in window._panels.items():
        if not is_seen(panel):
            window._docks._docks[key].setVisible(True)
            window._docks._docks[key].setFloating(True)


def obey(example, seed, actions, folder):
    """Let a robot work, and return what the witness heard, and how often it listened."""
    window, bench = open_window(example, folder)
    window._welcome.close_page()
    spread(window)
    window._panels["Units"].ask("now", "f")
    witness = Witness(window, bench)
    robot = Robot(window, seed, FILES, tricks=tricks_of(window, bench), look_on=witness.listen)
    witness.robot = robot
    robot.work(actions)
    witness.leave()
    close(window)
    sweep()
    assert witness.heard or witness.listened > actions
    return witness.heard and (witness.heard, witness.after)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # files are saved here


@pytest.fixture
def computed(monkeypatch):
    """Let runs be computed ahead or not; then scales grow with the steps, as of a long run."""

    def ahead(is_computed):
        if not is_computed:
            monkeypatch.setattr(runner.Runner, "_compute_ahead", lambda *_: False)

    return ahead


def test_no_panel_asks_for_painting_while_others_are_yet_to_be_drawn(tmp_path, qapp):
    """Contributions that are computed are stopped by another experiment, in the midst of it."""
    window, bench = open_window("depth", tmp_path)
    window._welcome.close_page()
    panel = window._panels["Attribution"]
    window._docks.show_panel("Attribution")
    sweep()
    panel.button.click()
    panel.progress.setValue(500)
    panel.progress.repaint()
    witness = Witness(window, bench)
    bench.open(Document.of_example(EXAMPLES["walk"]()))
    stopped, listened = panel.progress.value() == 0, witness.listened
    witness.leave()
    close(window)
    sweep()
    assert stopped
    assert listened == 1  # to the change itself, when all is drawn


def test_the_gradient_of_a_weight_is_no_other_cell(tmp_path, qapp):
    window, bench = open_window("depth", tmp_path)
    window._welcome.close_page()
    window._docks.show_panel("Ledger")
    bench.step(1, "timestep")
    sweep()
    window.findChild(QAction, "teaches").trigger()
    assert bench.snapshot().weight_subject is not None
    assert contradictions(window, painted=False) == []
    close(window)
    sweep()


def test_the_ledger_stays_at_a_weight_while_the_steps_go_through_the_layers(tmp_path, qapp):
    window, bench = open_window("walk", tmp_path)
    window._welcome.close_page()
    window._docks.show_panel("Ledger")
    bench.go_to(bench.snapshot().schedule.end)
    bench.step(1, GATE)
    weight = Given("weight_ih_l1", (0, 0))
    bench.look_at_weight(weight)
    assert bench.snapshot().lane == Lane(1)
    while bench.snapshot().lane == Lane(1):
        bench.step(1, GATE)
    sweep()
    assert bench.snapshot().in_ledger == weight
    assert Lane(1).text() in window._docks._bars["Ledger"].caption.text()
    assert contradictions(window, painted=False) == []
    close(window)
    sweep()


@pytest.fixture
def large(monkeypatch):
    """Let runs have many numbers or not; then most panels are drawn after the cell, and say so."""

    def with_many_numbers(is_large):
        if is_large:
            monkeypatch.setattr("ui.panels.panel.MANY_NUMBERS", 1)

    return with_many_numbers


@pytest.mark.parametrize(("example", "seed", "ahead"), [("depth", 1, False), ("walk", 2, True)])
def test_all_parts_of_a_window_name_one_cell(tmp_path, qapp, computed, large, example, seed, ahead):
    computed(ahead)
    large(ahead)
    assert not obey(example, seed, FEW, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4, 6, 7, 8])  # the examples that are not used above
def test_all_parts_name_one_cell_over_thousands_of_events(tmp_path, qapp, computed, large, seed):
    computed(seed % 2)
    large(seed % 3)
    assert not obey(list(EXAMPLES)[seed % len(EXAMPLES)], seed, MANY, tmp_path)
