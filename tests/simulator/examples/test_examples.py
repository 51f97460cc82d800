"""The examples that ship do what their descriptions say."""

import numpy as np
import pytest
from safetensors.numpy import load_file

from simulator.engine.run import Run
from simulator.examples import EXAMPLES, RESOURCES, sunspots, teaching
from simulator.files.sequences import sequence
from simulator.lstm.lane import Lane


def finished(example):
    run = Run(example.experiment)
    run.advance()
    return run.trace


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_complete(name):
    example = EXAMPLES[name]()
    experiment = example.experiment
    assert example.id == name
    assert example.title
    assert example.description
    assert 0 < len(example.line) <= 30
    assert len(example.columns) == experiment.config.input_size
    assert len(example.labels) == len(experiment.sequence)


def test_teaching_has_two_decimals_and_few_numbers():
    experiment = teaching().experiment
    config = experiment.config
    assert (config.input_size, config.hidden_size, config.num_layers) == (3, 2, 1)
    for array in (experiment.sequence, *experiment.parameters.arrays.values()):
        assert (array == np.round(array, 2)).all()


def test_teaching_counts_taps_and_shows_them_only_after_a_mark():
    example = teaching()
    trace = finished(example)
    c, h = trace.values("c", Lane())[:, 0], trace.values("h", Lane())[:, 0]
    t = np.array(example.labels)
    taps_before = np.diff(c[:, 1], prepend=0)[t == "tap"]
    assert (taps_before > 0.4).all()  # every tap adds to the count
    assert (np.abs(c[t == "clear"]) < 0.15).all()  # both units forget
    silent, heard = [8, 9], [2, 3, 5, 11, 12]
    assert (h[silent, 1] < 0.05).all()
    assert (h[heard, 1] > 0.25).all()
    assert c[9, 1] > 1


def test_teaching_first_mark_by_hand():
    """t 1, unit 0, from the rest before it: a few lines on a pocket calculator."""
    trace = finished(teaching())
    assert trace.values("h", Lane())[0, 0, 0] == 0  # g of the rest is tanh(0): nothing is stored
    h1 = trace.values("h", Lane())[0, 0, 1]
    # z_i = 4.00 - 2.00 - 0.50, z_g = 1.50, z_o = 1.00 + 1.00 + 0.50; unit 0 reads no h_1 there
    z = trace.values("z", Lane())[1, 0]
    assert h1 != 0
    assert z[[0, 4, 6]] == pytest.approx([1.5, 1.5, 2.5])
    i, g, o = 0.817574, 0.905148, 0.924142
    assert trace.values("c", Lane())[1, 0, 0] == pytest.approx(i * g, abs=1e-6)
    assert trace.values("h", Lane())[1, 0, 0] == pytest.approx(o * np.tanh(i * g), abs=1e-6)


def test_sunspots_are_the_raw_numbers_and_their_years():
    example = sunspots()
    raw = sequence.load(RESOURCES / "sunspots_yearly.csv").values
    assert example.labels == tuple(str(1700 + k) for k in range(309))
    np.testing.assert_allclose(example.experiment.sequence[:, 0, 0] * 100, raw[:, 1], rtol=1e-6)
    assert raw[1957 - 1700].tolist() == [1957, 190.2]  # the highest maximum of the series


def test_sunspot_forecast_errs_half_as_much_as_persistence_on_unseen_years():
    example = sunspots()
    weights = load_file(RESOURCES / "sunspots.safetensors")
    h = finished(example).values("h", Lane(1))[:, 0]
    forecast = 100 * (h @ weights["readout.weight"].T + weights["readout.bias"])[:, 0]
    spots = 100 * example.experiment.sequence[:, 0, 0]
    unseen = slice(1949 - 1700, None)  # the forecasts of 1950 to 2008
    rmse = np.sqrt(np.mean((forecast[:-1] - spots[1:])[unseen] ** 2))
    persistence = np.sqrt(np.mean((spots[:-1] - spots[1:])[unseen] ** 2))
    assert len(spots[unseen]) - 1 == 59
    assert rmse == pytest.approx(17.4, abs=0.1)
    assert persistence == pytest.approx(33.2, abs=0.1)


def test_the_shown_rival_of_the_sunspot_forecast_is_the_series_itself():
    run = Run(sunspots().experiment)
    run.advance()
    spots = sequence.load(RESOURCES / "sunspots_yearly.csv").values[:, 1] / 100
    assert run.persistence == pytest.approx(np.mean(np.diff(spots) ** 2), rel=1e-5)
    assert run.loss < run.persistence / 2
