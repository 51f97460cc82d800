"""Folder of batches: each file is the batch that its numbers alone make; what does not fit says so.

The oracle makes experiments of the numbers by hand, and knows nothing of files.
"""

import csv
import pickle
from dataclasses import replace

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError
from simulator.files.training import folder as folder_module
from simulator.files.training.folder import Learner, digest_of, find_again, read_folder
from simulator.network.config import LSTMConfig
from simulator.objective.loss import CROSS_ENTROPY, MSE, Loss
from simulator.objective.making import fresh
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, H_N, Readout
from simulator.objective.targets import Targets
from simulator.training.batch import Batch
from tests.simulator.experiments import random_parameters

I, H = 2, 3
LENGTHS = (4, 6, 3)


def open_one(targets, loss=MSE, outputs=1, over=EVERY, dtype=np.float32, batch_first=False):
    """Return an experiment over a sequence of its own, towards targets."""
    config = LSTMConfig(input_size=I, hidden_size=H, batch_first=batch_first)
    values = np.random.default_rng(9).standard_normal((5, I)).astype(dtype)
    experiment = Experiment.create(random_parameters(config, 0, dtype), values)
    readout = Readout(*fresh(outputs, H, 0, dtype), over)
    return experiment.with_objective(Objective(readout, targets(experiment), Loss(loss)))


def ahead(experiment):
    return Targets.forecast(experiment.sequence, experiment.lengths, 2)


def own(experiment):
    return Targets.of(np.zeros((5, 1, 1), experiment.dtype))


def classes(experiment):
    return Targets.of(np.zeros((5, 1), np.int64))


@pytest.fixture
def numbers(tmp_path):
    """Save arrays of other lengths; return them by the files' names, and the folder."""
    rng = np.random.default_rng(3)
    found = {f"{k}.npy": rng.standard_normal((n, I)) for k, n in enumerate(LENGTHS)}
    folder = tmp_path / "data"
    folder.mkdir()
    for name, array in found.items():
        np.save(folder / name, array)
    return folder, found


def read(folder, experiment):
    return read_folder(folder, Learner.of(experiment))


def assert_same(batch, wanted):
    for one, other in (
        (batch.inputs, wanted.inputs),
        (batch.targets.values, wanted.targets.values),
        (batch.targets.counted, wanted.targets.counted),
    ):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    assert (batch.loss, batch.lengths) == (wanted.loss, wanted.lengths)


def batch_by_hand(experiment, values, targets_of):
    one = Experiment.create(experiment.parameters, values.astype(experiment.dtype))
    objective = experiment.objective
    return Batch.of(
        one.with_objective(Objective(objective.readout, targets_of(one), objective.loss))
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_input_ahead_is_ahead_in_each_file(numbers, dtype):
    folder, found = numbers
    experiment = open_one(ahead, outputs=I, dtype=dtype)
    batches = read(folder, experiment).batches(experiment)
    assert len(batches) == len(found)
    for batch, values in zip(batches, found.values(), strict=True):
        assert_same(batch, batch_by_hand(experiment, values, ahead))


@pytest.mark.parametrize("over", [EVERY, H_N])
def test_a_folder_of_targets_has_a_file_of_each_name(numbers, over):
    folder, found = numbers
    (folder / "targets").mkdir()
    rng = np.random.default_rng(4)
    wanted = {name: rng.standard_normal((len(values), 1)) for name, values in found.items()}
    for name, values in wanted.items():
        np.save(folder / "targets" / name, values)
    experiment = open_one(own, over=over)
    batches = read(folder, experiment).batches(experiment)
    for batch, name in zip(batches, found, strict=True):
        values = wanted[name].astype(np.float32)[:, None]
        by_hand = batch_by_hand(experiment, found[name], lambda _, v=values: Targets.of(v))
        np.testing.assert_array_equal(batch.inputs, by_hand.inputs)
        counted = batch.targets.counted
        assert counted[-1].all()
        np.testing.assert_array_equal(batch.targets.values[counted], values[counted])


def write_tables(folder, found, header, extra):
    for name, values in found.items():
        (folder / name).unlink()
        with open(folder / name.replace("npy", "csv"), "w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(header)
            rows.writerows([*row, extra(k)] for k, row in enumerate(values.tolist()))


def test_a_column_of_targets_is_no_input(numbers):
    folder, found = numbers
    write_tables(folder, found, ["a", "b", "target"], lambda k: k % 2)
    experiment = open_one(classes, CROSS_ENTROPY, 2)
    batches = read(folder, experiment).batches(experiment)
    for batch, values in zip(batches, found.values(), strict=True):
        wanted = np.arange(len(values))[:, None] % 2
        assert_same(batch, batch_by_hand(experiment, values, lambda _, w=wanted: Targets.of(w)))


def test_an_archive_with_an_array_of_targets_is_both(numbers):
    folder, found = numbers
    for name, values in found.items():
        (folder / name).unlink()
        np.savez(folder / name.replace("npy", "npz"), x=values, target=values[:, 0])
    experiment = open_one(own)
    for batch, values in zip(
        read(folder, experiment).batches(experiment), found.values(), strict=True
    ):
        np.testing.assert_array_equal(
            batch.targets.values[:, 0, 0], values[:, 0].astype(np.float32)
        )


@pytest.mark.parametrize("batch_first", [False, True])
def test_a_file_of_three_axes_is_a_batch_of_several_rows(numbers, batch_first):
    folder, _ = numbers
    several = np.random.default_rng(1).standard_normal((4, 5, I))
    np.save(folder / "3.npy", several)
    experiment = open_one(ahead, outputs=I, batch_first=batch_first)
    last = read(folder, experiment).batches(experiment)[-1]
    assert last.inputs.shape == ((5, 4, I) if batch_first else (4, 5, I))


def test_files_are_normalised_as_the_open_sequence(numbers):
    folder, found = numbers
    plain = open_one(ahead, outputs=I)
    raw = 7 + 3 * plain.sequence.astype(np.float64)
    experiment = plain.normalised("z-score", 1.0, raw)
    experiment = experiment.with_objective(replace(experiment.objective, targets=ahead(experiment)))
    mean, std = raw.mean(axis=(0, 1)), raw.std(axis=(0, 1))
    for batch, values in zip(
        read(folder, experiment).batches(experiment), found.values(), strict=True
    ):
        np.testing.assert_allclose(batch.inputs[:, 0], (values - mean) / std, rtol=1e-5)


def test_another_objective_makes_other_batches_of_what_was_read(numbers):
    folder, _ = numbers
    experiment = open_one(ahead, outputs=I)
    found = read(folder, experiment)
    first = found.batches(experiment)
    assert found.batches(experiment) is first
    other = experiment.with_objective(
        replace(
            experiment.objective,
            targets=Targets.forecast(experiment.sequence, experiment.lengths, 1),
        )
    )
    assert found.batches(other)[0].targets.counted.sum() == LENGTHS[0] - 1
    assert found.batches(experiment)[0].targets.counted.sum() == LENGTHS[0] - 2


def test_part_of_the_files_is_judged_by_and_several_are_a_step(numbers):
    folder, _ = numbers
    experiment = open_one(ahead, outputs=I)
    source = read(folder, experiment).source(experiment, 0, 0.4, 0)
    assert len(source) == 2
    assert source.batch(0).rows == 2
    assert source.validation().rows == 1
    again = pickle.loads(pickle.dumps(read(folder, experiment)))  # as the worker sends it
    one = again.source(experiment, 1)
    assert again.source(experiment, 1) is one
    assert again.source(experiment, 2) is not one
    assert [one.batch(k).rows for k in range(3)] == [1] * 3
    assert sorted(one.batch(k).steps for k in range(3)) == sorted(LENGTHS)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: [path.unlink() for path in folder.iterdir()], "no sequence files"),
        (lambda folder: np.save(folder / "9.npy", np.ones((4, 3))), "input_size is 2"),
        (lambda folder: (folder / "9.npy").write_bytes(b"broken"), "9.npy"),
        (lambda folder: (folder / "9.txt").write_text("words"), "Remove it from the folder"),
        (lambda folder: (folder / "targets").mkdir(), "no file in it has the same name as"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_the_file(numbers, spoil, says):
    folder, _ = numbers
    spoil(folder)
    with pytest.raises(FileError, match=says) as error:
        read(folder, open_one(own))
    assert str(folder) in str(error.value)
    assert "\n" not in str(error.value)


def test_too_much_is_refused_before_it_is_read(numbers, monkeypatch):
    folder, _ = numbers
    monkeypatch.setattr(folder_module, "_read", lambda *_: pytest.fail("read"))
    for name, most, says in (
        ("MOST", 300, "Use fewer"),
        ("MOST_FILES", 2, "it has 3 files, but training in the app allows at most 2"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(folder_module, name, most)
            with pytest.raises(FileError, match=says):
                read(folder, open_one(own))


@pytest.mark.parametrize(
    ("experiment", "says"),
    [
        (lambda: open_one(own), "Name a column “target”"),
        (
            lambda: open_one(lambda e: Targets.forecast(e.sequence, e.lengths, 3), outputs=I),
            "2.npy",
        ),
    ],
)
def test_without_a_target_it_cannot_be_learnt_from_and_says_what_to_do(numbers, experiment, says):
    folder, _ = numbers
    experiment = experiment()
    with pytest.raises(ValueError, match=says):
        read(folder, experiment).batches(experiment)


def test_a_step_that_the_memory_does_not_hold_is_refused(numbers, monkeypatch):
    folder, _ = numbers
    experiment = open_one(ahead, outputs=I)
    found = read(folder, experiment)
    monkeypatch.setattr(folder_module, "available_bytes", lambda: 2000)
    with pytest.raises(ValueError, match="fewer files per step"):
        found.source(experiment, 0)
    monkeypatch.setattr(folder_module, "available_bytes", lambda: None)
    assert len(found.source(experiment, 0)) == 3


def test_a_folder_is_found_again_by_what_is_in_its_files_alone(numbers):
    folder, found = numbers
    learner = Learner.of(open_one(own))
    first = read_folder(folder, learner)
    assert find_again(str(folder), first.digest, learner).why == ""
    (folder / "notes.md").write_text("no sequence")
    assert digest_of(folder) == first.digest
    np.save(folder / "1.npy", found["1.npy"] + 1)
    changed = find_again(str(folder), first.digest, learner)
    assert "have changed" in changed.why
    assert changed.digest == first.digest
    np.save(folder / "1.npy", found["1.npy"])
    assert find_again(str(folder), first.digest, learner).why == ""
    folder.rename(folder.with_name("moved"))
    gone = find_again(str(folder), first.digest, learner)
    assert str(folder) in gone.why
    with pytest.raises(ValueError, match="does not exist"):
        gone.batches(open_one(own))
