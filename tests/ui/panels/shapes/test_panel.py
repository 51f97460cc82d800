"""Shapes panel: its texts are the simulator's, for every option, and its links lead to matrices."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from PySide6.QtCore import QUrl

from simulator.analysis.option_effects import options
from simulator.arrays import shape_text
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters
from ui.panels.shapes.panel import ShapesPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import theme


def text_of(panel):
    return panel.page.toPlainText()


def lines_of(panel):
    return text_of(panel).splitlines()


@examples(60)
@given(experiments())
def test_every_shape_that_is_written_is_that_of_the_array(qapp, experiment):
    panel = ShapesPanel(theme.LIGHT)
    panel.draw(Workbench(Document.of("random", experiment)).snapshot())
    run = Run(experiment)
    run.advance()
    arrays = {
        "input": experiment.input_as_given(),
        "h_0": experiment.state_as_given(experiment.h_0),
        "c_0": experiment.state_as_given(experiment.c_0),
        **experiment.parameters.arrays,
        **run.trace.outputs().named(),
        **{q: run.trace.values(q, Lane())[0, 0] for q in run.schedule.phases},
    }
    lines = lines_of(panel)
    for name, array in arrays.items():
        (line,) = [line for line in lines if line.startswith(f"{name}  (")]
        assert line.endswith(f" = {shape_text(array.shape)}")
    count = sum(array.size for array in experiment.parameters.arrays.values())
    assert lines[1] == f"{count:,} parameters"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = eval(lines[0].removeprefix("nn."), {"LSTM": LSTMConfig})
    assert made == experiment.config
    for name in (
        "input_size",
        "hidden_size",
        "num_layers",
        "bias",
        "batch_first",
        "dropout",
        "bidirectional",
        "proj_size",
    ):
        assert f"{name} = {getattr(experiment.config, name):g}" in lines or (
            f"{name} = {getattr(experiment.config, name)}" in lines
        )
    panel.deleteLater()


def document(**options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = LSTMConfig(2, 3, **options)
    return Document.of("a", Experiment.create(random_parameters(config), np.ones((4, 2), "f4")))


def test_it_says_where_an_option_has_no_effect(qapp):
    panel = ShapesPanel(theme.DARK)
    snapshot = Workbench(document(dropout=0.5, num_layers=1)).snapshot()
    panel.draw(snapshot)
    lines, without = lines_of(panel), []
    for option in options(snapshot.experiment):
        if option.without_effect:
            without.append(option.name)
            after = lines[lines.index(f"{option.name} = {option.value}") + 1]
            assert after == f"no effect here: {option.without_effect}"
    assert without == ["batch_first", "dropout"]
    panel.deleteLater()


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK])
def test_a_click_on_a_parameter_asks_for_its_matrix(qtbot, chosen):
    panel = ShapesPanel(chosen)
    qtbot.addWidget(panel)
    panel.draw(Workbench(document(num_layers=2)).snapshot())
    with qtbot.waitSignal(panel.parameter_shown) as asked:
        panel.page.anchorClicked.emit(QUrl("weight_hh_l1"))
    assert asked.args == ["weight_hh_l1", ()]
    assert 'href="weight_hh_l1"' in panel.page.toHtml()


def test_an_edit_of_a_number_leaves_the_page_where_it_is(qtbot):
    panel, bench = ShapesPanel(theme.LIGHT), Workbench(document())
    qtbot.addWidget(panel)
    panel.resize(300, 200)
    panel.show()
    panel.draw(bench.snapshot())
    panel.page.verticalScrollBar().setValue(90)
    experiment = bench.snapshot().experiment
    edited = experiment.parameters.with_value("weight_ih_l0", (0, 0), 3.0)
    bench.edit(replace(experiment, parameters=edited), "edit")
    panel.draw(bench.snapshot())
    assert panel.page.verticalScrollBar().value() == 90
    panel.set_theme(theme.DARK)
    assert panel.page.verticalScrollBar().value() == 90
    assert theme.DARK.ink in panel.page.toHtml()
