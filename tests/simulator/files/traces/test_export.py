"""An exported part of a trace reads back bit for bit in any format, with torch's numbers beside."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.files.errors import FileError
from simulator.files.traces import foreign_numbers
from simulator.files.traces.export import ExportOptions, exporting, exporting_experiment
from simulator.files.traces.selection import TraceSelection, all_widths, computing_torch_values
from simulator.network.config import LSTMConfig
from simulator.progress import finish
from tests import depth
from tests.depth import examples
from tests.needs_torch import INSTALLED
from tests.simulator.experiments import experiments, random_parameters

FILES = (
    *(("csv", "wide"), ("csv", "long"), ("npz", "wide")),
    *(("parquet", "wide"), ("parquet", "long")),
)


def small(**options):
    config = LSTMConfig(2, 3, num_layers=2, bidirectional=True, **options)
    x = np.random.default_rng(1).standard_normal((5, 2, 2)).astype(np.float32)
    return Experiment.create(random_parameters(config), x, lengths=(5, 3))


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def expected(run, selection):
    """Return the numbers of a part by plain loops: {(quantity, lane): {(t, row, unit): number}}."""
    config, found = run.experiment.config, {}
    for quantity, width in all_widths(config).items():
        for lane in config.lanes():
            values = run.trace.values(quantity, lane)
            chosen = {
                (t, row, unit): values[t, row, unit]
                for row, length in enumerate(run.experiment.lengths)
                for t in range(length)[selection.start : selection.stop]
                for unit in range(width)
                if selection.units is None or unit in selection.units
            }
            wanted = selection.quantities is None or quantity in selection.quantities
            if wanted and chosen and (selection.layers is None or lane.layer in selection.layers):
                found[quantity, lane] = chosen
    return found


@st.composite
def parts(draw):
    experiment = draw(experiments())
    config, steps = experiment.config, experiment.num_timesteps

    def some(values):
        values = list(values)
        return draw(st.none() | st.lists(st.sampled_from(values), min_size=1).map(tuple))

    start = draw(st.integers(0, steps - 1))
    stop = draw(st.none() | st.integers(start + 1, steps))
    units = some(range(config.output_size))
    chosen = some(all_widths(config)), some(range(config.num_layers)), units, start, stop
    return experiment, TraceSelection(*chosen)


@examples(40)
@given(parts(), st.sampled_from(FILES), st.booleans() if INSTALLED else st.just(False))
def test_a_part_reads_back_bit_for_bit(tmp_path_factory, part, file, torch):
    experiment, selection = part
    run, path = finished(experiment), tmp_path_factory.mktemp("trace") / f"t.{file[0]}"
    assert [*exporting(run, path, ExportOptions(*file, selection, torch))][-1] == 1
    wanted = expected(run, selection)
    if not wanted:  # the part is padding alone
        with pytest.raises(FileError, match="no numbers"):
            foreign_numbers.load(path)
        return
    read = foreign_numbers.load(path).points
    assert set(read) == set(wanted)
    dtype = experiment.dtype
    for key, (places, values) in read.items():
        got = {tuple(p): v for p, v in zip(places.tolist(), values.astype(dtype), strict=True)}
        assert got.keys() == wanted[key].keys()
        assert all(got[p].tobytes() == v.tobytes() for p, v in wanted[key].items())


def test_torch_stands_beside_ours_with_the_difference(tmp_path):
    run = finished(small(proj_size=2))
    theirs = finish(computing_torch_values(run))
    for layout in ("wide", "long"):
        [*exporting(run, tmp_path / f"{layout}.csv", ExportOptions("csv", layout, torch=True))]
    [*exporting(run, tmp_path / "t.npz", ExportOptions("npz", torch=True))]
    arrays = np.load(tmp_path / "t.npz")
    for (quantity, lane), torch in theirs.items():
        suffix = quantity + lane.suffix
        ours = run.trace.values(quantity, lane)
        known = arrays["known" + lane.suffix]
        assert known.sum(0).tolist() == [5, 3]
        np.testing.assert_allclose(torch[known], ours[known], rtol=1e-5, atol=1e-6)
        assert torch[known].any()
        np.testing.assert_array_equal(arrays[f"torch_{suffix}"][known], torch[known])
        difference = (ours - torch)[known]
        np.testing.assert_array_equal(arrays[f"difference_{suffix}"][known], difference)
        assert np.isnan(arrays[suffix][~known]).all()
    header, *rows = (tmp_path / "long.csv").read_text().splitlines()
    assert header.endswith("quantity,unit,value,torch,difference")
    for row in rows:
        ours, torch, difference = map(np.float32, row.split(",")[-3:])
        assert ours - torch == difference
    header, *rows = (tmp_path / "wide.csv").read_text().splitlines()
    columns = header.split(",")
    for row in rows:
        cells = dict(zip(columns, row.split(","), strict=True))
        for quantity in ("z_i", "f", "c", "m", "h"):
            mine, torch, difference = (cells[p + quantity] for p in ("", "torch_", "difference_"))
            assert (mine == "") == (torch == "") == (difference == "")
            if mine:
                assert np.float32(mine) - np.float32(torch) == np.float32(difference)


def test_what_it_was_made_with_goes_with_it(tmp_path):
    experiment = small()
    wish = ExportOptions(selection=TraceSelection(("h",), (1,), (0, 2), 1, 4), torch=True)
    [*exporting_experiment(tmp_path / "t.csv", experiment, wish)]
    told = json.loads((tmp_path / "t.csv.json").read_text())
    assert told["options"]["num_layers"] == 2
    assert told["options"]["bidirectional"] is True
    assert (told["dtype"], told["seed"], told["lengths"]) == ("float32", 0, [5, 3])
    assert told["part"] == {
        "quantities": ["h"], "layers": [1], "units": [0, 2], "timesteps": [1, 4],
    }  # fmt: skip
    assert {"gatestep", "python", "numpy", "torch"} == set(told["versions"])
    [
        *exporting_experiment(
            tmp_path / "t.npz", experiment, ExportOptions("npz", selection=wish.selection)
        )
    ]
    inside = json.loads(np.load(tmp_path / "t.npz")["gatestep.json"])
    assert inside["part"] == told["part"]
    assert "torch" not in inside["versions"]


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (TraceSelection(("x",)), "there is no quantity 'x'"),
        (TraceSelection(("m",)), "there is no quantity 'm'"),
        (TraceSelection(layers=(2,)), "there is no layer 2. Choose 0 to 1"),
        (TraceSelection(units=(3,)), "there is no unit 3. Choose 0 to 2"),
        (TraceSelection(units=()), "nothing is chosen"),
        (TraceSelection(start=5), "Choose 0 to 4"),
        (TraceSelection(stop=6), "Choose 0 to 4"),
        (TraceSelection(start=2, stop=2), "Choose 0 to 4"),
    ],
)
def test_what_is_not_there_is_refused_before_anything_is_written(tmp_path, selection, words):
    run = finished(small())
    for file in FILES:
        with pytest.raises(ValueError, match=words):
            [*exporting(run, tmp_path / "t", ExportOptions(*file, selection))]
    assert not list(tmp_path.iterdir())


def test_a_damaged_archive_is_a_line(tmp_path):
    path = tmp_path / "t.npz"
    [*exporting(finished(small()), path, ExportOptions("npz"))]
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    outcomes, told = set(), []
    for _ in range(depth.count(400, by_default=80)):
        data = bytearray(whole)
        for place in rng.integers(len(data), size=rng.integers(1, 9)):
            data[place] = rng.integers(256)
        path.write_bytes(data[: rng.integers(1, len(data))] if rng.random() < 0.2 else data)
        try:
            outcomes.add(bool(foreign_numbers.load(path).points))
        except FileError as error:
            told.append(str(error))
    assert told
    assert not [line for line in told if "\n" in line]
    assert outcomes <= {True}


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_model_beside_a_trace_is_written_in_slices_too(tmp_path, format):
    path, run = tmp_path / f"t.{format}", finished(small())
    beside, seen = tmp_path / f"t.{format}.gatestep", []
    for fraction in exporting(run, path, ExportOptions(format, experiment=True)):
        seen.append((fraction, path.exists(), beside.exists()))
    assert any(trace and not model for _, trace, model in seen)
    fractions = [fraction for fraction, *_ in seen]
    assert fractions == sorted(fractions)
    assert beside.exists()
