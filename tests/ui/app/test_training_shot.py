"""Pictures of training: which steps they show, and what cannot be asked."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from simulator.training.stops import ACCURACY, Stop
from ui.app.training_shot import TrainingShot, train_to
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench


def wait(done):
    while not done():
        QApplication.processEvents()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"task": "parities"}, ["parities", "parity", "echo-5"]),
        ({"task": "sine", "panel": "Tomline"}, ["Tomline", "Timeline"]),
        ({"task": "sine", "film": 2}, ["--steps"]),
        ({"task": "sine", "steps": 1_000_000}, ["--steps", "100000"]),
    ],
)
def test_what_cannot_be_asked_is_told(options, words):
    with pytest.raises(ValueError, match="--") as told:
        TrainingShot(**options)
    assert all(word in str(told.value) for word in words)


def test_a_film_shows_each_so_many_steps_and_the_last():
    assert TrainingShot("parity", 25, film=10).pictures == (0, 10, 20, 25)
    assert TrainingShot("parity", 20, film=10).pictures == (0, 10, 20)
    assert TrainingShot("parity", 20).pictures == (20,)


def test_training_goes_past_its_stops_in_one_entry_of_the_history(qapp):
    bench = Workbench(document_of("parity"))
    trainer = bench.trainer
    met = Stop(ACCURACY, ">", 0.1, validation=True)  # true from the first judgement on
    trainer.set_setting(replace(trainer.setting, stops=(met,)))
    for step, until in ((3, 20), (10, 20), (20, 20), (25, 0)):
        train_to(bench, step, wait, until)
        assert bench.snapshot().setting.until == max(step, until)
        assert bench.snapshot().training.step == step
    assert met in bench.snapshot().training.run.met
    bench.undo()
    assert not bench.snapshot().training.length


def test_what_cannot_be_trained_says_why(qapp):
    document = document_of("parity")
    silent = replace(document.experiment, objective=type(document.experiment.objective)())
    bench = Workbench(replace(document, experiment=silent, original=silent, task=""))
    with pytest.raises(ValueError, match="targets and a loss"):
        train_to(bench, 5, wait)
