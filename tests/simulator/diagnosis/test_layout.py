"""Layout of other people's numbers: how they are read and arranged, and which are refused."""

import json
import signal
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save_file

import main
from simulator.commands import run
from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.load import load_evidence
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError
from simulator.files.traces import foreign_numbers
from simulator.files.traces.csv_writer import writing_csv
from simulator.files.traces.foreign_numbers import Numbers
from simulator.mistakes.series import Series
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.progress import finish
from tests.simulator.diagnosis.foreign import MISTAKES, Foreign
from tests.simulator.experiments import random_parameters

T, B, H = 5, 2, 3


@pytest.fixture
def experiment():
    """Return two layers, two directions, and two rows of different length."""
    config = LSTMConfig(2, H, num_layers=2, bidirectional=True)
    x = np.random.default_rng(0).standard_normal((T, B, 2)).astype(np.float32)
    return Experiment.create(random_parameters(config), x, lengths=[5, 3])


def observed_of(experiment, **arrays):
    return lay_out(Numbers("theirs", arrays), experiment)


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_a_trace_reads_back_to_the_same_bits(tmp_path, experiment, layout):
    run = Run(experiment)
    run.advance()
    finish(writing_csv(run, tmp_path / "trace.csv", layout))
    observed = lay_out(foreign_numbers.load(tmp_path / "trace.csv"), experiment)
    inside = np.arange(T)[:, None] < np.array(experiment.lengths)
    assert len(observed.values) == 4 * 10
    for name, values in observed.values.items():
        assert np.array_equal(observed.given[name].all(axis=2), inside)
        ours = run.trace.values(name.quantity, name.lane)
        assert np.array_equal(values[inside].astype(np.float32), ours[inside])


def test_shapes_decide_the_layout(experiment):
    output = np.random.default_rng(1).standard_normal((T, B, 2 * H))
    for given in (output, output.swapaxes(0, 1)):
        values = observed_of(experiment, output=given).values
        assert np.array_equal(values[Series("output")], output)
    h = observed_of(experiment, h=output).values
    assert np.array_equal(h[Series("h", Lane(1, 0))], output[..., :H])
    assert np.array_equal(h[Series("h", Lane(1, 1))], output[..., H:])
    z = np.random.default_rng(1).standard_normal((T, B, 4 * H))
    g = observed_of(experiment, z_l0_reverse=z).values[Series("z_g", Lane(0, 1))]
    assert np.array_equal(g, z[..., 2 * H : 3 * H])


def test_an_output_of_the_longest_row_needs_no_more_padding(experiment):
    longer = replace(experiment, lengths=(4, 3))
    output = observed_of(longer, output=np.ones((4, B, 2 * H)))
    assert output.values[Series("output")].shape == (T, B, 2 * H)
    assert output.count == 4 * B * 2 * H


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        ({"output": np.ones((T, B, 5))}, "output must have shape (5, 2, 6) or (2, 5, 6)"),
        ({"output": np.ones((T, 6))}, "output must have shape (5, 2, 6)"),
        ({"h_n": np.ones((4, T, H))}, "batch_first was misread"),
        ({"h_n": np.ones((4, 1, H))}, "h_n must have shape (4, 2, 3), got (4, 1, 3)"),
        ({"cell": np.ones((T, B, H))}, "'cell' is not a quantity"),
        (
            {"h_l2": np.ones((T, B, H))},
            "h_l2 belongs to a layer or direction that this LSTM does not have",
        ),
        ({"m_l0": np.ones((T, B, H))}, "m exists only with a projection"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(experiment, arrays, told):
    with pytest.raises(ValueError, match=r"^[^\n]+$") as error:
        observed_of(experiment, **arrays)
    assert told in str(error.value)


TRACE = "t,batch,layer,direction,unit,h\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TRACE, "a header but no numbers"),
        (TRACE + "0,0,0,forward,0\n", "row 2 has 5 columns"),
        (TRACE + "0,0,0,forward,0,1\n0,0,0,sideways,0,1\n", "row 3 has the direction 'sideways'"),
        (TRACE + "0,0,-1,forward,0,1\n", "row 2 has '-1' where a whole number is needed"),
        (TRACE + "0,0,0,forward,0,1_0\n", "row 2 has '1_0', which is not a number"),
        (TRACE.replace(",h", ",y"), "its columns are"),
        ("t,batch,layer,direction,quantity,unit,value\n0,0,0,forward,q,0,1\n", "not a quantity"),
    ],
)
def test_a_damaged_trace_is_told_with_its_row(tmp_path, text, told):
    (tmp_path / "trace.csv").write_text(text)
    with pytest.raises(FileError) as error:
        foreign_numbers.load(tmp_path / "trace.csv")
    assert told in str(error.value)


def test_a_trace_of_another_run_is_refused(tmp_path, experiment):
    for row in ("9,0,0,forward,0,1", "0,2,0,forward,0,1", "0,0,0,forward,3,1"):
        (tmp_path / "trace.csv").write_text(f"{TRACE}{row}\n")
        with pytest.raises(ValueError, match="this run has 5 timesteps, 2 rows and 3 units"):
            lay_out(foreign_numbers.load(tmp_path / "trace.csv"), experiment)


def test_archives_that_lie_are_refused(tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(FileError, match="damaged or no"):
        foreign_numbers.load(path)
    np.savez(path, output=np.array([[object()]]))
    with pytest.raises(FileError, match="Save plain numbers"):
        foreign_numbers.load(path)
    np.savez(path, output=np.ones(3))
    with pytest.raises(FileError, match="2 or 3 axes"):
        foreign_numbers.load(path)


# The command


@pytest.fixture
def diagnose(tmp_path, capsys):
    """Return a function that diagnoses given arrays by `main.py`: (status, stdout, stderr)."""
    parameters = random_parameters(LSTMConfig(2, H), 3)
    x = np.random.default_rng(2).standard_normal((T, 2)).astype(np.float32)
    save_file(dict(parameters.arrays), tmp_path / "model.safetensors")
    np.save(tmp_path / "x.npy", x)
    model = ["--model", tmp_path / "model.safetensors", "--sequence", tmp_path / "x.npy"]

    def run(engine, *arguments):
        output = engine(Experiment.create(parameters, x)).run()["output"]
        np.savez(tmp_path / "theirs.npz", output=output[:, 0])
        arguments = ["diagnose", *model, "--observed", tmp_path / "theirs.npz", *arguments]
        return main.main([str(a) for a in arguments]), *capsys.readouterr()

    return run


def test_the_command_agrees(diagnose):
    status, out, err = diagnose(Foreign)
    assert (status, err) == (0, "")
    assert out.startswith("Your numbers match this LSTM: all 15 values agree")


def test_the_command_names_the_mistake_and_reports_it(tmp_path, diagnose):
    report = tmp_path / "report.json"
    status, out, err = diagnose(MISTAKES["Order_iofg"].engine, "--report", report)
    assert (status, err) == (1, "")
    sentence, first = out.splitlines()
    assert "with gates in the order i, o, f, g" in sentence
    assert first.startswith("First difference: layer 0 forward, t 0, batch 0: output of unit 0 is")
    told = json.loads(report.read_text())
    assert (told["agrees"], told["explained"], told["values"]) == (False, True, 15)
    assert told["explanations"][0]["mistakes"] == ["gate order iofg"]
    assert told["first_difference"]["direction"] == "forward"


@pytest.mark.parametrize(("fraction", "expected"), [(0.0, 130), (0.05, 1)])
def test_ctrl_c_ends_the_search_with_what_was_found(diagnose, monkeypatch, fraction, expected):
    """Before the numbers are compared there is nothing to tell; the search ends as at once."""
    pressed = []

    def press(done):
        if not pressed and done >= fraction:
            pressed.append(done)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(run, "follow", lambda quiet, doing, work: finish(work, press))
    before = signal.getsignal(signal.SIGINT)
    status, out, err = diagnose(MISTAKES["Order_iofg"].engine)
    assert pressed
    assert status == expected
    assert ("with gates in the order i, o, f, g" in out) == (expected == 1)
    assert err.count("\n") == (expected == 130)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_number_that_is_not_finite_is_called_so(tmp_path, diagnose):
    class Broken(Foreign):
        def run(self):
            found = super().run()
            found["output"][2, 0, 1] = np.nan
            return found

    report = tmp_path / "report.json"
    status, out, _ = diagnose(Broken, "--seconds", "0", "--report", report)
    assert status == 1
    assert "t 2, batch 0: output of unit 1 is not finite in" in out
    assert json.loads(report.read_text())["first_difference"]["theirs"] is None


@pytest.mark.parametrize("name", ["weight_hh_l0", "the input"])
def test_nothing_is_told_of_a_model_with_nan(tmp_path, experiment, name):
    """NaN that follows from NaN tells of no mistake, even where both sides have it."""
    if name == "the input":
        x = np.array(experiment.sequence)
        x[2, 1, 0] = np.nan
        broken = experiment.with_sequence(x)
        x[2, 1, 0], x[4, 1, 0] = 0, np.nan
        in_padding = experiment.with_sequence(x)
    else:
        parameters = experiment.parameters.with_value(name, (0, 0), np.nan)
        broken, in_padding = experiment.with_parameters(parameters), experiment
    np.savez(tmp_path / "theirs.npz", output=np.ones((T, B, 2 * H)))
    with pytest.raises(FileError, match=f"^{name} of this LSTM contains NaN or infinity"):
        load_evidence(tmp_path / "theirs.npz", broken)
    assert load_evidence(tmp_path / "theirs.npz", in_padding).observed.count


def test_the_command_refuses_in_one_line(tmp_path, diagnose):
    status, out, err = diagnose(Foreign, "--lengths", "3")
    assert (status, out, err.count("\n")) == (2, "", 1)
    status, _, err = diagnose(Foreign, "--report", tmp_path / "theirs.npz")
    assert status == 2
    assert "same file" in err
    assert diagnose(Foreign, "--seconds", "soon")[0] == 2
