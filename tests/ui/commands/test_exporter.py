"""Export of models and scripts from the real window."""

import re
import runpy
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from safetensors.numpy import load_file
from safetensors.numpy import save_file as save_arrays

from simulator.files.checkpoints.linears import linears, read_linear
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.objective.objective import Objective
from simulator.objective.readout import Readout
from tests.needs_torch import torch
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.onnx import models as onnx_models
from tests.simulator.files.checkpoints.test_export import bits, load, model, save
from tests.simulator.objective.objectives import objective_of
from tests.ui.documents.test_saving import edit
from tests.ui.readouts import document_with_readout
from tests.ui.windows import open_in
from ui.commands import exporter
from ui.dialogs.export.export_trace import ExportTrace
from ui.documents import save_file
from ui.pictures.export_animation import ExportAnimation


@pytest.fixture
def choose(monkeypatch, tmp_path):
    """Choose a path and a kind for the user; return the offers."""
    offered = {}

    def choose(name, kind):
        def ask_path(parent, title, suggested, kinds, **places):
            offered.update(suggested=suggested, kinds=kinds, **places)
            return str(tmp_path / name), kind

        monkeypatch.setattr(save_file, "ask_path", ask_path)
        return offered

    return choose


def refusal(window, qtbot, action):
    """Trigger an action that fails; returns the complaint."""
    complaints = []
    window.messages.complained.connect(complaints.append)
    assert export(window, qtbot, action) == complaints[-1]
    return complaints[-1]


def export(window, qtbot, action):
    """Trigger an action; return the window's last message."""
    said = []
    window.messages.told.connect(said.append)
    window.messages.complained.connect(said.append)
    window.findChild(QAction, action).trigger()
    qtbot.waitUntil(lambda: bool(said) and not said[-1].startswith("Saving"))
    return said[-1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("m.safetensors", exporter.SAFETENSORS),
        pytest.param("m.pt", exporter.TORCH, marks=pytest.mark.torch),
    ],
)
def test_the_weights_on_screen_are_exported(window_again, qtbot, tmp_path, choose, name, kind):
    window = window_again(num_layers=2)
    bench = window._workbench
    edit(bench)
    offered = choose(name, kind)
    assert export(window, qtbot, "export_model") == f"Saved {tmp_path / name}"
    assert list(offered["kinds"]) == [exporter.SAFETENSORS, exporter.TORCH]
    arrays = (
        load_file(tmp_path / name)
        if name.endswith("s")
        else {k: v.numpy() for k, v in torch.load(tmp_path / name, weights_only=True).items()}
    )
    for key, array in bench.snapshot().experiment.parameters.arrays.items():
        assert np.array_equal(arrays[key], array)


@pytest.mark.parametrize("suffix", [".safetensors", ".pt"])
def test_an_opened_checkpoint_is_exported_with_the_edits_in_it(
    window_again, qtbot, tmp_path, choose, suffix
):
    before = model(LSTMConfig(3, 4), "bfloat16")
    save(before, tmp_path / f"big{suffix}")
    window = window_again()
    bench = window._workbench
    open_in(window, qtbot, tmp_path / f"big{suffix}")
    edit(bench, 0.3)
    offered = choose(f"new{suffix}", exporter.INSIDE)
    said = export(window, qtbot, "export_model")
    assert "bfloat16" in said
    assert offered["suggested"] == str(tmp_path / f"big-edited{suffix}")
    assert next(iter(offered["kinds"].items())) == (exporter.INSIDE, suffix)
    after = load(tmp_path / f"new{suffix}")
    different = [name for name in before if bits(before[name]) != bits(after[name])]
    assert different == ["encoder.lstm.weight_ih_l0"]


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "kind"), [("m.safetensors", exporter.SAFETENSORS), ("m.pt", exporter.TORCH)]
)
def test_the_weights_alone_keep_the_names_that_they_came_by(
    window_again, qtbot, tmp_path, choose, name, kind
):
    """Those of a file that is gone by then, too."""
    before = model(LSTMConfig(3, 4))
    save(before, tmp_path / "big.safetensors")
    window = window_again()
    open_in(window, qtbot, tmp_path / "big.safetensors")
    choose(name, kind)
    for gone in (False, True):
        if gone:
            (tmp_path / "big.safetensors").unlink()
        export(window, qtbot, "export_model")
        found = (
            load_file(tmp_path / name) if kind == exporter.SAFETENSORS else load(tmp_path / name)
        )
        assert found.keys() == {key for key in before if key.startswith("encoder.lstm.")}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("m.safetensors", exporter.SAFETENSORS),
        pytest.param("m.pt", exporter.TORCH, marks=pytest.mark.torch),
    ],
)
def test_the_readout_on_screen_goes_with_its_lstm(
    window_again, qtbot, tmp_path, choose, name, kind
):
    window = window_again()
    bench = window._workbench
    experiment = bench.snapshot().experiment
    readout = objective_of(experiment.config, (6, 1), np.float32).readout
    bench.edit(experiment.with_objective(Objective(replace(readout, layer="fc"))), "a readout")
    choose(name, kind)
    export(window, qtbot, "export_model")
    (linear,) = linears(tmp_path / name, experiment.config.output_size)
    weight, bias = read_linear(tmp_path / name, linear)
    assert linear.name == "fc"
    assert (weight == readout.weight).all()
    assert (bias == readout.bias).all()


@pytest.mark.parametrize("suffix", [".safetensors", ".pt"])
def test_an_edited_readout_goes_back_into_the_checkpoint(
    window_again, qtbot, tmp_path, choose, suffix
):
    before = model(LSTMConfig(3, 4)) | {"fc.weight": torch.ones(2, 4), "fc.bias": torch.zeros(2)}
    save(before, tmp_path / f"big{suffix}")
    window = window_again()
    bench = window._workbench
    open_in(window, qtbot, tmp_path / f"big{suffix}")
    experiment = bench.snapshot().experiment
    weight = np.ones((2, 4), np.float32)
    weight[1, 2] = 0.3
    readout = Readout(weight, np.zeros(2, np.float32), layer="fc")
    bench.edit(experiment.with_objective(Objective(readout)), "V[1,2]")
    choose(f"new{suffix}", exporter.INSIDE)
    assert "1 tensor differs" in export(window, qtbot, "export_model")
    after = load(tmp_path / f"new{suffix}")
    assert [name for name in before if bits(before[name]) != bits(after[name])] == ["fc.weight"]
    assert (after["fc.weight"].numpy() == weight).all()


def test_a_name_is_suggested_that_says_what_is_written(window_again, qtbot, tmp_path, choose):
    """It has no format that is read alone: the file would be refused as damaged afterwards."""
    arrays = onnx_models.weights(3, onnx_models.HIDDEN_SIZE)
    path = onnx_models.save(onnx_models.model([onnx_models.node()], arrays), tmp_path)
    window = window_again()
    offered = choose("m.safetensors", exporter.SAFETENSORS)
    export(window, qtbot, "export_model")
    assert offered["suggested"] == "test.safetensors"
    open_in(window, qtbot, path)
    export(window, qtbot, "export_model")
    assert offered["suggested"] == str(tmp_path / "model-edited.safetensors")


def test_all_that_is_written_is_called_as_the_model_is(window_again, qtbot, tmp_path, monkeypatch):
    offered = []

    def ask_path(parent, title, suggested, kinds, **places):
        offered.append(suggested)

    def ask_picture(parent, title, suggested, kinds):
        offered.append(suggested)
        return "", ""

    save_arrays(dict(random_parameters(LSTMConfig(3, 4)).arrays), tmp_path / "walk.safetensors")
    np.save(tmp_path / "x.npy", np.zeros((6, 3), np.float32))
    window = window_again()
    open_in(window, qtbot, tmp_path / "walk.safetensors", tmp_path / "x.npy")
    monkeypatch.setattr(save_file, "ask_path", ask_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask_picture)
    for dialog in (ExportTrace, ExportAnimation):
        monkeypatch.setattr(dialog, "exec", lambda _: True)
    expected = {
        "save": "walk.gatestep",
        "export_trace": "walk-trace.csv",
        "export_script": "walk.py",
        "export_picture": "walk.png",
        "export_animation": "walk-steps.png",
    }
    for action in expected:
        window._actions[action].trigger()
    assert offered == list(expected.values())


def test_a_script_gives_the_numbers_on_screen(window_again, qtbot, tmp_path, choose, capsys):
    window = window_again(timesteps=7, bidirectional=True, dtype=np.float64)
    bench = window._workbench
    edit(bench)
    choose("lstm.py", exporter.SCRIPT)
    assert export(window, qtbot, "export_script") == f"Saved {tmp_path / 'lstm.py'}"
    names = runpy.run_path(str(tmp_path / "lstm.py"))
    assert "output (7, 4)" in capsys.readouterr().out
    bench.last()
    ours = bench.snapshot().run.trace.outputs().output
    assert np.allclose(names["output"].numpy(), ours, rtol=1e-12, atol=1e-12)


@pytest.mark.few(1)
@pytest.mark.torch
@pytest.mark.parametrize("shown", [0, 3, 5])
def test_a_script_that_trains_prints_the_losses_of_the_run(
    window_again, qtbot, tmp_path, choose, capsys, shown
):
    window = window_again(document_with_readout())
    bench = window._workbench
    trainer = bench.trainer
    trainer.set_setting(replace(trainer.setting, until=5, pace=0, stops=()))
    trainer.train()
    qtbot.waitUntil(lambda: not trainer.running)
    run = bench.snapshot().training.run
    trainer.scrub(shown)
    offered = choose("lstm.py", exporter.SCRIPT_TRAINS)
    export(window, qtbot, "export_script")
    steps = offered["steps"]
    assert steps == (shown or 5)  # before the first step, as far as training is to go
    names = runpy.run_path(str(tmp_path / "lstm.py"))
    told = re.findall(r"^step \d+ loss (\S+)$", capsys.readouterr().out, re.MULTILINE)
    np.testing.assert_allclose([float(loss) for loss in told], run.log.column("loss")[:steps])
    weights = run.network_at(steps).parameters["weight_hh_l0"]
    np.testing.assert_allclose(names["lstm"].weight_hh_l0.detach(), weights, rtol=1e-6, atol=1e-9)


@pytest.mark.torch
@pytest.mark.parametrize("key", ["echo-5", "adding-20"])
def test_a_script_that_trains_has_the_batches_of_a_task(
    window_again, qtbot, tmp_path, choose, capsys, key
):
    window = window_again()
    bench = window._workbench
    trainer = bench.trainer
    bench.open_task(key)
    trainer.set_setting(replace(trainer.setting, until=5, pace=0, stops=()))
    trainer.train()
    qtbot.waitUntil(lambda: not trainer.running)
    choose("lstm.py", exporter.SCRIPT_TRAINS)
    export(window, qtbot, "export_script")
    runpy.run_path(str(tmp_path / "lstm.py"))
    told = re.findall(r"^step \d+ loss (\S+)$", capsys.readouterr().out, re.MULTILINE)
    losses = bench.snapshot().training.run.log.column("loss")
    np.testing.assert_allclose([float(loss) for loss in told], losses, rtol=1e-4)


@pytest.mark.parametrize("way", ["edit", "branch"])
def test_no_script_trains_where_the_optimiser_has_a_past(window_again, choose, way):
    window = window_again(document_with_readout())
    bench = window._workbench
    trainer = bench.trainer
    trainer.take_step()
    offered = choose("lstm.py", exporter.SCRIPT)
    window._actions["export_script"].trigger()
    assert exporter.SCRIPT_TRAINS in offered["kinds"]
    if way == "edit":
        edit(bench)
    else:
        trainer.set_setting(replace(trainer.setting, plan=replace(trainer.setting.plan, clip=0.25)))
        trainer.take_step()
    window._actions["export_script"].trigger()
    assert exporter.SCRIPT_TRAINS not in offered["kinds"]


def test_a_script_trains_only_what_can_be_trained(window_again, choose):
    offered = choose("lstm.py", exporter.SCRIPT)
    window_again()._actions["export_script"].trigger()
    assert list(offered["kinds"]) == [exporter.SCRIPT]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gone/m.safetensors", exporter.SAFETENSORS),
        pytest.param("gone/m.pt", exporter.TORCH, marks=pytest.mark.torch),
    ],
)
def test_where_it_can_not_be_exported_is_told(window_again, qtbot, tmp_path, choose, name, kind):
    window = window_again()
    choose(name, kind)
    assert str(tmp_path / name) in refusal(window, qtbot, "export_model")
    assert list(tmp_path.glob("*.p*")) == []


def test_what_can_not_be_exported_is_told(window_again, qtbot, tmp_path, choose):
    window = window_again()
    bench = window._workbench
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_holds(Hold("f", 0, 0, (0,), 0, 1, 1.0)), "a hold")
    choose("lstm.py", exporter.SCRIPT)
    assert str(tmp_path / "lstm.py") in refusal(window, qtbot, "export_script")
    assert list(tmp_path.glob("*.p*")) == []
