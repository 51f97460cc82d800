"""Safetensors files that lie are refused, and only the needed tensors are read."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.checkpoints import checkpoint, safetensors_header
from simulator.files.checkpoints.safetensors_file import SafetensorsFile
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.paths import ROOT
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import (
    outcome,
    refusal,
    safetensors_bytes,
    same_bits,
    save_safetensors,
)


def entry(dtype="F32", shape=(2, 2), begin=0, end=16):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


LIES = {
    "shorter than its length": (b"\x08\0\0", "truncated in its header"),
    "header beyond the file": (safetensors_bytes({}, length=100), "truncated in its header"),
    "header of exabytes": (safetensors_bytes({}, length=2**63 - 1), "truncated in its header"),
    "header of megabytes": (
        safetensors_bytes(b"{" + b" " * 2**22 + b"}"),
        "its header has 4194306 bytes; at most 4194304 are allowed",
    ),
    "not a JSON": (safetensors_bytes(b"{'a': 1}"), "not safetensors JSON"),
    "not valid UTF-8": (safetensors_bytes(b'{"\xff": 1}'), "not safetensors JSON"),
    "nested without end": (safetensors_bytes(b'{"a":' * 50_000), "not safetensors JSON"),
    "a list": (safetensors_bytes([1]), "not a JSON object"),
    "a name twice": (safetensors_bytes(b'{"a": {}, "a": {}}'), "not safetensors JSON"),
    "no entry": (safetensors_bytes({"a": 5}), "entry for a is malformed"),
    "no shape": (safetensors_bytes({"a": {"dtype": "F32"}}), "entry for a is malformed"),
    "a negative size": (
        safetensors_bytes({"a": entry(shape=(-2, -2))}, bytes(16)),
        "entry for a is malformed",
    ),
    "a size of true": (
        safetensors_bytes({"a": entry(shape=(True, 4))}, bytes(16)),
        "entry for a is malformed",
    ),
    "a fractional offset": (
        safetensors_bytes({"a": entry(end=16.0)}, bytes(16)),
        "entry for a is malformed",
    ),
    "more numbers than bytes": (
        safetensors_bytes({"a": entry(shape=(2**31, 2**31))}, bytes(16)),
        "does not fit its data_offsets, 0 to 16",
    ),
    "a product beyond 64 bits": (
        safetensors_bytes({"a": entry(shape=(2**62, 4, 4), end=0)}),
        "does not fit its data_offsets",
    ),
    "an end before its begin": (
        safetensors_bytes({"a": entry("I8", begin=16, end=0)}, bytes(16)),
        "does not fit its data_offsets",
    ),
    "overlapping": (
        safetensors_bytes({"a": entry(), "b": entry(begin=8, end=24)}, bytes(24)),
        "tensor b overlaps another tensor at byte 8",
    ),
    "the same place": (
        safetensors_bytes({"a": entry(), "b": entry()}, bytes(16)),
        "tensor b overlaps another tensor at byte 0",
    ),
    "a hole": (
        safetensors_bytes({"a": entry(), "b": entry(begin=24, end=40)}, bytes(40)),
        "tensor b follows a gap at byte 24",
    ),
    "cut off": (safetensors_bytes({"a": entry()}, bytes(12)), "its tensors end at byte"),
    "bytes left over": (safetensors_bytes({"a": entry()}, bytes(20)), "its tensors end at byte"),
    "a name with controls": (
        safetensors_bytes({"<b>\n\u202e\x1b[31m": 1}),
        "entry for <b>���[31m is malformed",
    ),
}


@pytest.mark.parametrize("case", LIES)
def test_lies_are_refused(tmp_path, case):
    data, words = LIES[case]
    path = tmp_path / "lie.safetensors"
    path.write_bytes(data)
    message = refusal(checkpoint.inspect, path)
    assert words in message
    assert str(path) in message


def test_too_many_tensors_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(safetensors_header, "MAX_TENSORS", 2)
    path = tmp_path / "many.safetensors"
    path.write_bytes(safetensors_bytes({name: entry(shape=(0,), end=0) for name in "abc"}))
    assert "it has 3 tensors; at most 2 are allowed" in refusal(checkpoint.inspect, path)


def test_shapes_are_read_without_the_data(tmp_path):
    """The tensors of a sparse file of a terabyte are listed at once."""
    shapes = LSTMConfig(2**17, 2**19).parameter_shapes()
    header, end = {}, 0
    for name, shape in shapes.items():
        begin, end = end, end + 4 * int(np.prod(shape))
        header[name] = entry(shape=shape, begin=begin, end=end)
    path = tmp_path / "huge.safetensors"
    text = safetensors_bytes(header)
    with open(path, "wb") as file:
        file.write(text)
        file.truncate(len(text) + end)
    (stored,) = checkpoint.inspect(path)
    assert (stored.input_size, stored.hidden_size) == (2**17, 2**19)
    message = refusal(checkpoint.load, path)
    assert "of memory" in message


def test_only_the_chosen_tensors_are_read(tmp_path):
    """Other dtypes and other LSTMs are skipped."""
    lstm, other = random_parameters(LSTMConfig(2, 3)), random_parameters(LSTMConfig(5, 7), 1)
    tensors = {f"a.{name}": array for name, array in lstm.arrays.items()}
    tensors |= {f"b.{name}": array for name, array in other.arrays.items()}
    file = SafetensorsFile(save_safetensors(tensors, tmp_path))
    names = [name for name in tensors if name.startswith("a.")]
    read = file.read(names)
    assert list(read) == names
    assert all(same_bits(read[name], tensors[name]) for name in names)


def test_torch_is_not_imported(tmp_path):
    path = save_safetensors(random_parameters(LSTMConfig(2, 3)).arrays, tmp_path)
    program = f"""
import sys
from simulator.files.checkpoints import checkpoint
from simulator.files.sequences import sequence
from simulator.files.traces import csv_writer as trace_csv
print(checkpoint.load({str(path)!r})[0].config.hidden_size, "torch" in sys.modules)
"""
    root = ROOT
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "3 False\n"


def test_metadata_and_unknown_dtypes_do_not_matter(tmp_path):
    header, data = {"__metadata__": {"format": "pt"}, "x": entry("F8_E4M3", (4,), 0, 4)}, bytes(4)
    for name, shape in LSTMConfig(1, 1).parameter_shapes().items():
        size = 4 * int(np.prod(shape))
        header[name] = entry("F32", shape, len(data), len(data) + size)
        data += np.arange(size // 4, dtype="<f4").tobytes()
    path = tmp_path / "a file of no suffix"
    path.write_bytes(safetensors_bytes(header, data))
    parameters, _ = checkpoint.load(path)
    assert parameters["weight_ih_l0"].tolist() == [[0], [1], [2], [3]]


@examples(300)
@given(data=st.data())
def test_mutations_end_in_a_model_or_in_words(tmp_path_factory, data):
    lstm = random_parameters(LSTMConfig(1, 1)).arrays
    folder = tmp_path_factory.getbasetemp()
    whole = bytearray(save_safetensors(lstm, folder).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "mutant.safetensors"
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])
    result = outcome(checkpoint.load, path)
    if isinstance(result, str):
        assert result.isprintable()
    else:
        assert json.dumps(result[1].to_json())
