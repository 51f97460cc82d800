"""Texts of the cell diagram: at every size none is cut, and none lies on another."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from tests.depth import count
from tests.simulator.experiments import random_parameters
from ui.panels.cell.canvas import CellCanvas
from ui.panels.cell.cell_values import cell_values
from ui.panels.cell.pens import LEFT, RIGHT, Written
from ui.panels.cell.text_fit import fonts_at
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import fonts, theme

SIZES = [(420, 180), (560, 200), (700, 260), (976, 254), (1112, 294), (1500, 620)]
MODELS = {
    "one unit": {"hidden_size": 1},
    "few": {"hidden_size": 2, "num_layers": 2},
    "grid": {"hidden_size": 5},
    "largest grid": {"hidden_size": 8, "input_size": 12},
    "strip": {"hidden_size": 64, "input_size": 40},
    "projection": {"hidden_size": 4, "proj_size": 2},
    "both directions": {"hidden_size": 2, "bidirectional": True},
}


@pytest.fixture
def text_size():
    yield fonts.set_text_size
    fonts.set_text_size(fonts.USUAL)


def bench_over(scale=1.0, hold=False, **options):
    config = LSTMConfig(**{"input_size": 3, **options})
    x = scale * np.random.default_rng(0).standard_normal((5, config.input_size))
    experiment = Experiment.create(random_parameters(config, scale=scale), x.astype(np.float32))
    if hold:
        every = tuple(range(config.hidden_size))
        holds = [Hold(q, 0, 0, every, 0, 4, 0.5) for q in ("f", "o", "c")]
        experiment = experiment.with_holds(*holds)
    names = [f"word {t}" for t in range(5)], ["set", "reset", "a longer name"][: config.input_size]
    return Workbench(Document.of("test", experiment, *map(tuple, names)))


def faults_of(written, inside):
    """Return the texts that are cut, that leave a rectangle, or that lie on others."""
    texts = [(text, letters(text)) for text in written if text.text]
    faults = []
    for text, place in texts:
        if text.rect.width() > text.room.width() + 1:
            faults.append(f"{text.text} is wider than its room")
        if not inside.contains(place):
            faults.append(f"{text.text} leaves the diagram")
    for (one, place), (other, others) in combinations(texts, 2):
        if place.intersects(others):
            faults.append(f"{one.text} lies on {other.text}")
    return faults


def letters(text):
    """Return where the letters of a text are: they fill about two thirds of a line's height."""
    height = text.rect.height()
    return text.rect.adjusted(0.5, height / 6, -0.5, -height / 6)


def too_close(canvas):
    canvas.grab()
    assert len(canvas.written) > 20
    return faults_of(canvas.written, QRectF(canvas.rect()))


@pytest.mark.few(2)
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("model", MODELS)
def test_no_text_is_cut_or_covered(qtbot, text_size, model, percent):
    text_size(percent)
    sizes = SIZES[:: count(1, by_default=3)]
    for scale, hold in ((1.0, False), (30.0, False), (1.0, True)):
        bench = bench_over(scale, hold, **MODELS[model])
        canvas = CellCanvas(theme.LIGHT)
        qtbot.addWidget(canvas)
        lanes = [Lane(), Lane(0, 1)] if "bidirectional" in MODELS[model] else [Lane()]
        phases = len(bench.snapshot().schedule.phases)
        for lane in lanes:
            steps = (phases + 1, 2 * phases, 2 * phases - 2, 0)[: count(4, by_default=2)]
            for step in steps:
                bench.go_to(step * len(lanes))
                bench.select(lane)
                for size in sizes:
                    canvas.resize(*size)
                    canvas.draw(bench.snapshot(), cell_values(bench.snapshot()))
                    assert too_close(canvas) == [], (size, step, lane)


def test_the_law_sees_what_is_wrong():
    font = fonts_at(1.0).number.font
    room = QRectF(10, 10, 60, 20)
    good = [Written("0.5", room, font, LEFT), Written("0.7", room.translated(0, 16), font, LEFT)]
    inside = QRectF(0, 0, 100, 60)
    assert faults_of(good, inside) == []
    for bad in (
        Written("0.25", room.translated(8, 4), font, LEFT),
        Written("−0.12345678", room.translated(0, 16), font, LEFT),
        Written("0.7", room.translated(60, 0), font, RIGHT),
    ):
        assert len(faults_of([good[0], bad], inside)) == 1
