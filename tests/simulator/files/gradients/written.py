"""Gradients written at once, and read by the usual libraries."""

import csv
import json
from collections import defaultdict

import numpy as np
import pyarrow.parquet as pq

from simulator.engine.run import Run
from simulator.files.gradients.export import weights_path, writing_gradients
from simulator.files.traces.input_columns import UNNAMED
from simulator.gradients.backward_run import BackwardRun
from simulator.progress import finish


def way_back(experiment):
    """Return the way back of an experiment, not yet walked."""
    run = Run(experiment)
    run.advance()
    return BackwardRun(run)


def write_gradients(experiment, path, names=UNNAMED):
    """Write the gradients of an experiment in the format of the path's suffix."""
    finish(writing_gradients(way_back(experiment), path, path.suffix[1:], names))
    return path


def arrays_of(path):
    """Return the arrays of an `.npz` by name, without its description."""
    with np.load(path) as file:
        return {name: file[name] for name in file.files if name != "gradients.json"}


def table_of(path):
    """Return the columns of a CSV or Parquet file as lists of texts, numbers and None."""
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pydict()
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    return {
        name: [_value(name, text) for text in column]
        for name, column in zip(header, zip(*rows, strict=True), strict=True)
    }


def _value(name, text):
    if name in ("name", "direction", "quantity", "label"):
        return text
    return None if not text else float(text) if name == "value" else int(text)


def about_of(path):
    """Return the description in a file, or beside it."""
    if path.suffix == ".npz":
        with np.load(path) as file:
            return json.loads(file["gradients.json"])
    if path.suffix == ".parquet":
        return json.loads(pq.read_schema(path).metadata[b"gatestep"])
    return json.loads(path.with_name(f"{path.name}.json").read_text())


def numbers_of(path):
    """Return every number of a file by its place: (name, *indices) or (key, lane, t, row, unit)."""
    if path.suffix == ".npz":
        return _of_arrays(arrays_of(path))
    found, table = defaultdict(list), table_of(path)
    places = zip(
        *(table[name] for name in ("quantity", "layer", "direction", "t", "batch", "unit")),
        strict=True,
    )
    for (key, layer, direction, *at), value in zip(places, table["value"], strict=True):
        lane = f"_l{layer}" + "_reverse" * (direction == "reverse")
        found[key if key == "dy" else f"{key}{lane}", *at].append(value)
    table = table_of(path.with_name(weights_path(path).rpartition("/")[2]))
    indices = zip(*(table[f"index_{axis}"] for axis in range(3)), strict=True)
    for name, index, value in zip(table["name"], indices, table["value"], strict=True):
        found[name, *(k for k in index if k is not None)].append(value)
    assert {len(values) for values in found.values()} == {1}
    return {place: values[0] for place, values in found.items()}


def _of_arrays(arrays):
    """Return the numbers of arrays, dz as its four gates'."""
    found = {}
    for name, array in arrays.items():
        if name.startswith("dz_l"):
            for gate, part in zip("ifgo", np.split(array, 4, axis=-1), strict=True):
                found |= _by_place(f"dz_{gate}{name.removeprefix('dz')}", part)
        else:
            found |= _by_place(name, array)
    return found


def _by_place(name, array):
    return {(name, *index): value for index, value in np.ndenumerate(array)}
