"""Panels on the way back: each draws every position of random networks, and says nothing false."""

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu

from simulator.network.gradient_quantities import DY, quantity_of_gradient
from tests.simulator.gradients.cases import random_case
from ui.panels.answers.panel import AnswersPanel
from ui.panels.holds.panel import HoldsPanel
from ui.panels.inputs.panel import InputsPanel
from ui.panels.lens.panel import LensPanel
from ui.panels.now.panel import NowPanel
from ui.panels.shapes.panel import ShapesPanel
from ui.panels.units.panel import UnitsPanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.session.edits import hold_edits
from ui.session.workbench import Workbench
from ui.style import number_format, theme

PANELS = (
    NowPanel,
    WeightsPanel,
    InputsPanel,
    ShapesPanel,
    UnitsPanel,
    LensPanel,
    HoldsPanel,
    AnswersPanel,
)


def case(seed):
    return random_case(seed, steps=5)


def bench_over(experiment):
    return Workbench(Document.of("any", experiment))


def bench_where(test):
    """Return a workbench over the first random experiment that passes a test."""
    return bench_over(next(filter(test, map(case, range(300)))))


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", PANELS)
@pytest.mark.parametrize("seed", [0, 3, 8])
def test_every_position_of_every_lane_is_drawn(qapp, follow, kind, seed):
    bench = bench_over(case(seed))
    panel, rng = follow(kind(theme.LIGHT), bench, (420, 420)), np.random.default_rng(seed)
    now = bench.snapshot()
    for position in range(now.schedule.last + 1):
        bench.go_to(position)
        lane = now.experiment.config.lane(int(rng.integers(now.experiment.config.num_lanes)))
        bench.select(lane, int(rng.integers(now.experiment.batch_size)))
        now = bench.snapshot()
        panel.caption(now)
        if position % 4 == 0:
            menu = QMenu()
            panel.add_entries_to(menu)
            panel.spot_of_keys()
            menu.deleteLater()
            qapp.processEvents()
        if position % 7 == 0 and now.subject is not None:
            bench.look_at(now.subject)


def test_units_and_activations_show_the_quantity_whose_gradient_is_lit(qapp, follow):
    bench = bench_where(lambda e: e.config.num_lanes == 1 and e.source == "cells")
    units = follow(UnitsPanel(theme.LIGHT), bench, (320, 400))
    lens = follow(LensPanel(theme.LIGHT), bench, (160, 140))
    bench.last()
    for _ in range(bench.snapshot().schedule.backward.num_steps):
        bench.step(1, "gate")
        quantity = quantity_of_gradient(bench.snapshot().quantity)
        units.ask("variance", "")
        if quantity in ("f", "i", "g", "o", "c"):
            assert units.order.quantity == quantity
            assert not lens.plots[quantity].isHidden()


def test_the_form_of_a_hold_begins_with_the_quantity_whose_gradient_is_lit(qapp):
    bench = bench_where(lambda e: e.config.num_lanes == 1 and e.source == "cells")
    bench.last()
    steps = bench.snapshot().experiment.config.steps
    for _ in range(bench.snapshot().schedule.backward.num_steps):
        bench.step(1, "gate")
        now = bench.snapshot()
        draft = hold_edits.first_draft(now)
        assert draft.quantity in steps
        gradient = now.quantity
        if gradient in ("dh", "dm", "dc", "do", "dg", "di", "df"):
            assert (draft.quantity, draft.first) == (gradient[1:], now.timestep)


def test_answers_have_dy_once_it_is_walked(qapp, follow):
    bench = bench_where(
        lambda e: (
            e.source == "readout"
            and e.config.num_lanes == 1
            and e.num_timesteps > 2
            and e.objective.readout.over == "every"
        )
    )
    panel = follow(AnswersPanel(theme.LIGHT), bench, (420, 400))
    bench.last()
    assert "gradient" not in panel.model.columns
    for _ in range(bench.snapshot().schedule.backward.num_steps):
        bench.step(1, "gate")
        now = bench.snapshot()
        t, y = now.timestep, panel.model.shown.outputs
        assert now.schedule.position_after(now.cell._replace(walk=t), DY) <= now.position
        numbers = now.back.trace.dy[t, now.row]
        for row, output in enumerate(y):
            assert panel.model.text(row, "gradient") == number_format.scientific(numbers[output])


def test_answers_ask_what_made_an_output(qapp, follow):
    bench = bench_where(
        lambda e: e.objective.loss is not None and e.objective.readout.over == "every"
    )
    panel = follow(AnswersPanel(theme.LIGHT), bench, (420, 400))
    bench.last()
    panel.table.setCurrentIndex(panel.model.index(0, 0))
    menu = QMenu()
    panel.add_entries_to(menu)
    menu.actions()[-1].trigger()
    (seed,) = bench.snapshot().experiment.objective.seeds
    assert (seed.quantity, seed.unit) == ("y", panel.model.shown.outputs[0])
    menu.deleteLater()
