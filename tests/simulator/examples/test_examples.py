"""The examples that ship do what their descriptions say."""

import re

import numpy as np
import pytest
from safetensors.numpy import load_file

from simulator.commands.place import place
from simulator.engine.run import Run
from simulator.examples import EXAMPLES, RESOURCES, sunspots
from simulator.examples.example import cues
from simulator.experiment.experiment import Experiment
from simulator.files.sequences import sequence
from simulator.lessons import course
from simulator.lessons.network import network
from simulator.network.lane import Lane
from tests.simulator.lessons.course import test_sunspots as course_test


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


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "sunspots"])
def test_an_example_by_hand_is_short_and_begins_with_something(name):
    example = EXAMPLES[name]()
    assert len(example.labels) <= 14
    assert np.any(example.experiment.sequence[0]) or name == "parity"
    assert example.labels[0] in example.columns


C, H = "c", "h"


@pytest.mark.parametrize(
    ("name", "quantity", "lane", "unit", "numbers"),
    [
        ("latch", H, Lane(), 0, [0.74] * 4 + [-0.73] * 3 + [0.73, 0.75, 0.75, -0.73, -0.73]),
        ("deeds", C, Lane(), 0, [1, 1, 2, 3, 3, 0, 0, 1, 1, 1]),
        ("depth", C, Lane(), 0, [1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 1, 0]),
        ("forgetting", C, Lane(), 0, [1, 2, 1, 2, 0, 1, 0, -1, 0, 1, 2, 3]),
        ("forgetting", C, Lane(), 1, [1, 2, 1, 2, 2, 3, 2, 1, 1, 2, 3, 4]),
        ("parity", H, Lane(), 0, [0.76 * s for s in (1, -1, -1, 1, 1, 1, -1, 1)]),
        ("first-and-last", H, Lane(), 0, [0.76] * 5 + [-0.76]),
        ("first-and-last", H, Lane(0, 1), 0, [0.76] + [-0.76] * 5),
        ("tagger", H, Lane(1), 0, [0.76 * s for s in (-1, 1, 1, -1, -1, -1, -1)]),
        ("tagger", H, Lane(1, 1), 0, [0.76 * s for s in (-1, 1, 1, -1, -1, -1, -1)]),
        ("walk", H, Lane(1), 0, [0, 0, 0, 1, 2, 3, 3, 3, 2, 1, 1, 1]),
        ("walk", H, Lane(1), 1, [1, 2, 3, 3, 3, 3, 2, 1, 1, 1, 2, 3]),
        ("teaching", C, Lane(), 1, [0, 1, 2, 2, 0, 1, 2, 2, 2, 3]),
        ("teaching", H, Lane(), 1, [0, 0.76, 0.96, 0.96, 0, 0, 0, 0, 0.96, 0.99]),
    ],
)
def test_the_numbers_are_those_found_by_hand(name, quantity, lane, unit, numbers):
    told = finished(EXAMPLES[name]()).values(quantity, lane)[:, 0, unit]
    np.testing.assert_allclose(told, numbers, atol=0.01)


def with_weight(example, name, place, value):
    """Return the trace after one weight was edited."""
    parameters = example.experiment.parameters.with_value(name, place, value)
    run = Run(example.experiment.with_parameters(parameters))
    run.advance()
    return run.trace


def test_what_the_descriptions_ask_for_comes_out():
    silent = with_weight(EXAMPLES["teaching"](), "weight_ih_l0", (2, 2), 0.0)
    assert (silent.values("h", Lane())[[5, 6], 0, 1] > 0.7).all()  # the silent taps are heard
    half = with_weight(EXAMPLES["deeds"](), "weight_ih_l0", (1, 2), -10.0)
    assert half.values("c", Lane())[5, 0, 0] == pytest.approx(1.5, abs=0.01)
    leaking = with_weight(EXAMPLES["depth"](), "bias_ih_l0", (1,), 2.2)
    assert leaking.values("c", Lane())[9, 0, 0] < -1
    tagger = EXAMPLES["tagger"]()
    closed = np.concatenate([tagger.experiment.input_as_given(), cues(")", tagger.columns)])
    run = Run(Experiment.create(tagger.experiment.parameters, closed))
    run.advance()
    assert run.trace.values("h", Lane(1))[6, 0, 0] == pytest.approx(0.76, abs=0.01)


def test_h_can_not_count():
    example = EXAMPLES["depth"]()
    c, h = (finished(example).values(quantity, Lane())[:, 0, 0] for quantity in (C, H))
    assert c[4] - c[3] == pytest.approx(1, abs=0.01)
    assert h[4] - h[3] == pytest.approx(0.0006, abs=0.0001)
    run = Run(example.experiment)
    run.advance()
    said, right = run.trace.values("y", Lane())[:, 0, 0], example.experiment.objective.targets
    short = right.values[:, 0, 0] - said
    assert np.abs(short[right.values[:, 0, 0] <= 1]).max() < 0.01
    assert short[right.values[:, 0, 0] > 1].min() > 0.7


@pytest.mark.parametrize(
    ("name", "lesson", "variant"),
    [
        ("deeds", "write-and-forget", ""),
        ("depth", "counting", ""),
        ("parity", "parity", ""),
        ("first-and-last", "two-directions", ""),
    ],
)
def test_a_lessons_network_is_the_lessons(name, lesson, variant):
    example, taught = EXAMPLES[name](), network(course.lesson(lesson).networks[variant])
    ours, theirs = example.experiment, taught.experiment
    assert ours.config == theirs.config
    for key, array in theirs.parameters.arrays.items():
        np.testing.assert_array_equal(ours.parameters.arrays[key], array)
    for key in ("sequence", "h_0", "c_0"):
        np.testing.assert_array_equal(getattr(ours, key), getattr(theirs, key))
    assert (example.columns, example.labels) == (taught.columns, taught.labels)


def test_the_tagger_is_the_lessons_without_inputs_for_letters():
    example = EXAMPLES["tagger"]()
    taught = network(course.lesson("two-directions").networks["brackets"])
    assert example.labels == taught.labels
    assert taught.columns[:2] == example.columns
    run = Run(taught.experiment)
    run.advance()
    for lane in example.experiment.config.lanes():
        for key in (C, H):
            ours, theirs = finished(example).values(key, lane), run.trace.values(key, lane)
            np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_description_leads_to_a_lesson_there_is(name):
    (title,) = re.findall("[Ss]ee the lesson “(.+?)”", EXAMPLES[name]().description)
    assert title in course.TITLES.values()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_place_where_an_example_opens_is_there(name):
    example = EXAMPLES[name]()
    if example.place:
        place(example.place).check(example.experiment, Lane(), 0)


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


def error_of_histories(example, years):
    """Return the error for 1950 to 2008, each begun from zeros only so many years before it."""
    spots, rows = example.experiment.sequence[:, 0], range(249, 308)
    histories = np.stack([spots[t + 1 - years : t + 1] for t in rows], axis=1)
    run = Run(Experiment.create(example.experiment.parameters, histories))
    run.advance()
    readout = example.experiment.objective.readout
    said = run.trace.values("h", Lane(1))[-1] @ readout.weight.T + readout.bias
    return 100 * np.sqrt(np.mean((said[:, 0] - spots[250:309, 0]) ** 2))


def test_the_figures_told_of_the_sunspots_are_measured():
    example = sunspots()
    told = [float(number) for number in re.findall(r"\d+\.\d", example.description)]
    measured = (
        error_of_histories(example, 200),
        course_test.error(course_test.numbers()[0]),
        course_test.error(course_test.weighted(9)),
        error_of_histories(example, 11),
        error_of_histories(example, 8),
    )
    np.testing.assert_allclose(told, measured, atol=0.15)


def test_the_shown_rival_of_the_sunspot_forecast_is_the_series_itself():
    run = Run(sunspots().experiment)
    run.advance()
    spots = sequence.load(RESOURCES / "sunspots_yearly.csv").values[:, 1] / 100
    assert run.persistence == pytest.approx(np.mean(np.diff(spots) ** 2), rel=1e-5)
    assert run.loss < run.persistence / 2
