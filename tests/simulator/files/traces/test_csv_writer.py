"""An exported trace, read again by Python's own csv module, is the trace, bit for bit."""

import csv
import io
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from simulator.engine.gate_step import Cell
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.traces import csv_writer, rows
from simulator.files.traces.csv_writer import trace_blocks, writing_csv
from simulator.network.config import LSTMConfig
from simulator.network.lane import DIRECTIONS, Lane
from simulator.progress import finish
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters
from tests.simulator.files.checkpoints.checkpoints import refusal

WIDE = "t,batch,layer,direction,unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h"


def exported(run, layout):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.csv"
        finish(writing_csv(run, path, layout))
        assert os.listdir(folder) == ["trace.csv"]
        return path.read_bytes().decode("ascii")


def computed_cells(run):
    """Yield every (t, row, layer, direction) that is computed, in the order of the file."""
    cells = []
    for number in range(run.cells_done):
        cell = run.schedule.cell(number)
        for row in range(run.experiment.batch_size):
            t = run.schedule.timestep(cell, row)
            if t is not None:
                cells.append((t, row, cell.lane.layer, cell.lane.direction))
    return sorted(cells)


def names(config):
    gates = [f"z_{gate}" for gate in "ifgo"] + ["i", "f", "g", "o", "c"]
    return gates + (["m", "h"] if config.proj_size else ["h"])


def value(run, quantity, t, row, layer, direction, unit):
    return run.trace.values(quantity, Lane(layer, direction))[t, row, unit]


def partly(experiment, share):
    run = Run(experiment)
    run.advance(round(share * run.schedule.end))
    return run


shares = st.sampled_from([0.0, 0.3, 0.7, 1.0])


@examples(80)
@given(experiments(), shares)
def test_wide_is_the_trace_bit_for_bit(experiment, share):
    run, config, dtype = partly(experiment, share), experiment.config, experiment.dtype.type
    rows = iter(csv.DictReader(io.StringIO(exported(run, "wide")), strict=True))
    for t, row, layer, direction in computed_cells(run):
        for unit in range(config.hidden_size):
            cells = next(rows)
            index = [cells[k] for k in ("t", "batch", "layer", "direction", "unit")]
            assert index == [str(t), str(row), str(layer), DIRECTIONS[direction], str(unit)]
            assert list(cells)[5:] == names(config)
            for quantity in names(config):
                if quantity == "h" and unit >= config.output_size:
                    assert cells["h"] == ""
                    continue
                ours = value(run, quantity, t, row, layer, direction, unit)
                assert dtype(cells[quantity]).tobytes() == ours.tobytes()
    assert next(rows, None) is None


@examples(80)
@given(experiments(), shares)
def test_long_is_the_trace_bit_for_bit(experiment, share):
    run, config, dtype = partly(experiment, share), experiment.config, experiment.dtype.type
    rows = csv.reader(io.StringIO(exported(run, "long")), strict=True)
    assert next(rows) == ["t", "batch", "layer", "direction", "quantity", "unit", "value"]
    for t, row, layer, direction in computed_cells(run):
        for quantity in names(config):
            for unit in range(config.output_size if quantity == "h" else config.hidden_size):
                *index, text = next(rows)
                assert index == [
                    str(t),
                    str(row),
                    str(layer),
                    DIRECTIONS[direction],
                    quantity,
                    str(unit),
                ]
                ours = value(run, quantity, t, row, layer, direction, unit)
                assert dtype(text).tobytes() == ours.tobytes()
    assert next(rows, None) is None


def test_a_small_trace_in_full():
    """h = o·tanh(c) with every weight 0: gates 0.5, g = 0; a bias of 1 on row g lifts it."""
    config = LSTMConfig(1, 1)
    zeros = {name: np.zeros(shape, np.float32) for name, shape in config.parameter_shapes().items()}
    zeros["bias_ih_l0"][2] = 1
    parameters = replace(random_parameters(config), arrays=zeros)
    run = Run(Experiment.create(parameters, np.zeros((1, 1), np.float32)))
    assert exported(run, "wide") == WIDE + "\n"
    run.advance()
    lines = exported(run, "wide").splitlines()
    assert lines[0] == WIDE
    assert lines[1].startswith("0,0,0,forward,0,0.0,0.0,1.0,0.0,0.5,0.5,0.76159")
    assert len(lines) == 2


def test_padding_and_the_future_have_no_rows():
    config = LSTMConfig(1, 1, bidirectional=True)
    sequence = np.ones((4, 2, 1), np.float32)
    run = Run(Experiment.create(random_parameters(config), sequence, lengths=[4, 2]))
    run.advance(run.schedule.position_after(Cell(Lane(0, 1), 0), "h"))
    rows = [line.split(",")[:4] for line in exported(run, "wide").splitlines()[1:]]
    assert rows == [
        ["0", "0", "0", "forward"],
        ["0", "1", "0", "forward"],
        ["1", "1", "0", "reverse"],
        ["3", "0", "0", "reverse"],
    ]
    run.advance()
    assert len(exported(run, "wide").splitlines()) == 1 + 2 * (4 + 2)


@pytest.mark.parametrize("layout", rows.LAYOUTS)
def test_blocks_are_whole_lines_and_as_of_the_call(layout, monkeypatch):
    monkeypatch.setattr(csv_writer, "_BLOCK", 50)
    config = LSTMConfig(2, 3, num_layers=2, proj_size=2)
    inputs = np.random.default_rng(0).standard_normal((6, 2, 2)).astype(np.float32)
    run = Run(Experiment.create(random_parameters(config), inputs))
    run.advance(run.schedule.end // 2)
    before = exported(run, layout)
    blocks = trace_blocks(run, layout)
    run.advance()
    blocks = list(blocks)
    assert "".join(block.text for block in blocks) == before
    assert all(block.text.endswith("\n") for block in blocks)
    fractions = [block.fraction for block in blocks]
    assert len(fractions) > 5
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)


def test_values_that_are_no_numbers():
    weights = random_parameters(LSTMConfig(1, 2)).with_value("weight_ih_l0", (0, 0), np.inf)
    weights = weights.with_value("bias_ih_l0", (1,), np.nan).with_value("bias_ih_l0", (2,), -np.inf)
    run = Run(Experiment.create(weights, np.ones((1, 1), np.float32)))
    run.advance()
    first, second = (line.split(",") for line in exported(run, "wide").splitlines()[1:])
    assert first[5:7] == ["inf", "-inf"]
    assert second[5] == "nan"


def test_cancelling_leaves_what_was_there(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_writer, "_BLOCK", 10)
    run = Run(Experiment.create(random_parameters(LSTMConfig(1, 2)), np.ones((9, 1), np.float32)))
    run.advance()
    path = tmp_path / "trace.csv"
    path.write_text("old")
    writing = writing_csv(run, path)
    assert 0.5 <= next(fraction for fraction in writing if fraction >= 0.5) < 1
    writing.close()
    assert os.listdir(tmp_path) == ["trace.csv"]
    assert path.read_text() == "old"
    assert [*writing_csv(run, path)][-1] == 1
    assert path.read_text() == exported(run, "wide")


def test_other_layouts_and_places_are_refused(tmp_path):
    run = Run(Experiment.create(random_parameters(LSTMConfig(1, 2)), np.ones((1, 1), np.float32)))
    with pytest.raises(ValueError, match="layout must be wide or long, got 'tall'"):
        finish(writing_csv(run, tmp_path / "trace.csv", "tall"))
    nowhere = writing_csv(run, tmp_path / "gone" / "t.csv")
    assert "its folder does not exist" in refusal(finish, nowhere)
    assert os.listdir(tmp_path) == []


bits = npst.arrays(np.uint32, st.integers(1, 200), elements=st.integers(0, 2**32 - 1))


@examples(200)
@given(bits | npst.arrays(np.float32, 50, elements=st.floats(-8, 8, width=32)))
def test_float32_is_written_as_short_as_can_be(numbers):
    numbers = numbers.view(np.float32)
    numbers = numbers[~np.isnan(numbers)]
    for number, short in zip(numbers, csv_writer._shortest(numbers).tolist(), strict=True):
        text = repr(short)
        assert np.float32(text).tobytes() == number.tobytes()
        assert float(text) == float(str(number))


def test_powers_of_ten_are_written_as_short_as_can_be():
    numbers = np.array([s * 10.0**k for k in range(-45, 39) for s in (-1, 1, 3)], np.float32)
    numbers = np.concatenate([numbers, np.nextafter(numbers, 0), np.nextafter(numbers, 9)])
    assert [*map(float, map(str, numbers))] == csv_writer._shortest(numbers).tolist()
