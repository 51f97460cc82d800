"""Hostile files: a corpus of broken files of every format, each with words of its error.

`MODELS`, `SEQUENCES` and `TRACES` map a name to a function that writes the file into a folder, and
to words that the message must have. No file may run code, hang the program, or take a gigabyte.
"""

import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from onnx import helper

from simulator.network.config import LSTMConfig
from tests.needs_torch import torch
from tests.simulator.files.checkpoints.checkpoints import Payload, random_module, rewrite_zip
from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    save_keras,
    save_whole,
    wrapped,
)
from tests.simulator.files.checkpoints.keras.models import weights as keras_weights
from tests.simulator.files.checkpoints.keras.test_file import HOSTILE as KERAS
from tests.simulator.files.checkpoints.keras.test_file import ZIPS, tampered, zipped
from tests.simulator.files.checkpoints.onnx.models import model, node, save, weights
from tests.simulator.files.checkpoints.onnx.test_file import external
from tests.simulator.files.checkpoints.test_safetensors_file import LIES
from tests.simulator.files.tables.npzs import archive_of_zeros
from tests.simulator.files.tables.parquets import lying
from tests.simulator.files.tables.parquets import save as save_parquet

LEGACY = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
"""Start of a file of torch's before PyTorch 1.6."""
HTML = "<img src=x onerror=y>"
EXECUTED = "executed"
"""File or folder that appears when code in a hostile file was run."""


class Case(NamedTuple):
    """File, words of its error, and True where torch is needed to write or to read it."""

    write: Callable[[Path], Path]
    words: str
    torch: bool = False


def names(cases: dict[str, Case]) -> list[Any]:
    """Return pytest parameters for every case."""
    marked = {True: pytest.mark.torch, False: ()}
    return [pytest.param(name, marks=marked[case.torch], id=name) for name, case in cases.items()]


def of_bytes(name: str, data: bytes, words: str, torch: bool = False) -> Case:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return Case(write, words, torch)


def torch_file(change):
    def write(folder: Path) -> Path:
        path = folder / "model.pt"
        torch.save(change(random_module(LSTMConfig(3, 4)).state_dict(), folder), path)
        return path

    return write


def torch_bomb(folder: Path) -> Path:
    plain = torch_file(lambda tensors, _: tensors)(folder)
    return rewrite_zip(
        plain,
        folder / "bomb.pt",
        lambda name, data: (
            bytes(200_000_000) if name.endswith("data/0") else data,
            zipfile.ZIP_DEFLATED,
        ),
    )


def torch_claim(tensors, folder):
    huge = torch.zeros(1).expand(4 * 10**5, 10**5)
    vector = torch.zeros(1).expand(4 * 10**5)
    return {"weight_ih_l0": huge, "weight_hh_l0": huge, "bias_ih_l0": vector, "bias_hh_l0": vector}


def zipped_pickle(*pickled: bytes, records: int = 1) -> Callable[[Path], Path]:
    """Return a writer of a file like torch.save's, with a pickle and storages of our own."""

    def write(folder: Path) -> Path:
        path = folder / "model.pt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("m/data.pkl", b"\x80\x02" + b"".join(pickled) + b".")
            for number in range(records):
                archive.writestr(f"m/data/{number}", bytes(64))
        return path

    return write


def tensor_pickle(name: bytes, numel: bytes, shape: bytes, strides: bytes, offset=b"K\0") -> bytes:
    """Return the opcodes of a dict with one tensor; numbers are opcodes too."""
    storage = (
        b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpu" + numel + b"tQ"
    )
    tensor = (
        b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + offset + shape + strides + b"\x89NtR"
    )
    return b"}X" + len(name).to_bytes(4, "little") + name + tensor + b"s"


def overlapping(folder: Path) -> Path:
    """Write a zip whose directory lists one record a thousand times."""
    path = zipped_pickle(b"}")(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("m/data/x", bytes(10**5))
        record = archive.infolist()[-1]
        for number in range(1000):
            other = zipfile.ZipInfo(f"m/data/{number:04}")
            for field in ("header_offset", "CRC", "file_size", "compress_size"):
                setattr(other, field, getattr(record, field))
            archive.filelist.append(other)
    return path


PICKLES = {
    "os.system": (b"cos\nsystem\nX\x12\0\0\0echo > executed   \x85R", "a pickled os.system"),
    "eval": (b"c__builtin__\neval\nX\x02\0\0\x001+\x85R", "a pickled builtins.eval"),
    "getattr": (b"cbuiltins\ngetattr\ncx\nos\nX\x06\0\0\0system\x86RX\2\0\0\0ls\x85R", "no LSTM"),
    "an instance": (b"(X\x02\0\0\0lsios\nsystem\n", "a pickled os.system"),
    "a state": (b"cos\n_Environ\n)\x81}X\1\0\0\0aX\1\0\0\0bsb", "a pickled os._Environ"),
    "an extension": (b"\x82\x01)R", "a pickled extension 1"),
    "a huge memo index": (b"Nr\xff\xff\xff\xff", "no LSTM"),
    "a text of gigabytes": (b"X\xff\xff\xff\x7fabc", "it is damaged"),
    "a bytearray of exabytes": (b"\x96" + b"\xff" * 7 + b"\x7fabc", "it is damaged"),
    "a number of gigabytes": (b"\x8b\xff\xff\xff\x7f1", "it is damaged"),
    "a frame of exabytes": (b"\x95" + b"\xff" * 7 + b"\x7fN", "no LSTM"),
    "a million objects": (b"](" + b"cx\nY\n)\x81" * 10**6 + b"e", ""),
    "a million names": (b"](" + b"".join(b"cx\nY%d\n" % n for n in range(10**6)) + b"e", ""),
    "lists in lists": (b"]" * 10**6 + b"a" * (10**6 - 1), "nested too deep"),
    "tuples in tuples": (b"}N" + b"\x85" * 10**6 + b"Ns", ""),
    "pairs of pairs": (b"N" + b"2\x86" * 100, "nested too deeply, or too large"),
    "a list in itself": (b"]q\0h\0a", "nested too deep"),
    "an object in itself": (b"cx\nY\n)\x81q\0}X\1\0\0\0ah\0sb", "a pickled x.Y"),
    "a storage larger than its record": (
        tensor_pickle(b"weight_hh_l0", b"J\xff\xff\xff\x7f", b"K\x04K\x01\x86", b"K\x01K\x01\x86"),
        "it is damaged",
    ),
    "a negative stride": (
        tensor_pickle(b"weight_hh_l0", b"K\x10", b"K\x04K\x01\x86", b"J\xff\xff\xff\xffK\x01\x86"),
        "it is damaged",
    ),
    "a size of 2^70": (
        tensor_pickle(
            b"weight_hh_l0", b"K\x10", b"\x8a\x09" + bytes(8) + b"\x40\x85", b"K\x01\x85"
        ),
        "it is damaged",
    ),
}
"""Pickles in a file of torch's, without its first and last opcode, and words of their errors."""


def onnx_file(change, *nodes, name="lstm", functions=()):
    def write(folder: Path) -> Path:
        made = model([*nodes, node(name=name)], weights(3, 5), functions=functions)
        change(made)
        return save(made, folder)

    return write


def outward(folder: Path) -> Path:
    (folder / "inner").mkdir()
    return external(folder / "inner", lambda e: setattr(e["location"], "value", "/etc/passwd"))


def doubling(made) -> None:
    nodes = [helper.make_node("Identity", ["W"], ["W0"])]
    nodes += [
        helper.make_node("Concat", [f"W{k}", f"W{k}"], [f"W{k + 1}"], axis=0) for k in range(30)
    ]
    made.graph.node[0].input[1] = "W30"
    made.graph.node.extend(nodes)


def huge_dims(made) -> None:
    del made.graph.initializer[0].dims[:]
    made.graph.initializer[0].dims.extend([1, 2**31, 2**31])


def peepholes(made) -> None:
    made.graph.node[0].input.extend(["", "", "R"])


def endless(made) -> None:
    call = helper.make_node("F", ["x"], ["y"], domain="local")
    opset = [helper.make_opsetid("local", 1)]
    made.functions.append(helper.make_function("local", "F", ["x"], ["y"], [call], opset))
    made.graph.node.append(call)


def many_messages(folder: Path) -> Path:
    """Write 20 MB that a protobuf parser turns into more than a gigabyte."""
    graph = b"\x0a\x00" * 10**7
    length, varint = len(graph), b""
    while length > 127:
        varint, length = varint + bytes([length % 128 + 128]), length // 128
    path = folder / "many.onnx"
    path.write_bytes(b"\x08\x09\x3a" + varint + bytes([length]) + graph)
    return path


def round_heap(folder: Path) -> Path:
    """Write a file in which HDF5's library never reaches the end of the texts."""
    path = save_whole([KerasLayer("memory", keras_weights(3, 4))], folder)
    data = bytearray(path.read_bytes())
    first = data.index(b"GCOL") + 16
    data[first + 8 : first + 16] = (2**64 - 16).to_bytes(8, "little")
    path.write_bytes(data)
    return path


def keras_html(folder: Path) -> Path:
    entry = wrapped("LSTM", {"name": HTML, "activation": f"{HTML}\n\u202e\x1b[31m"})
    config = json.dumps(wrapped("Sequential", {"name": "m", "layers": [entry]}))
    return save_keras([KerasLayer(HTML, keras_weights(3, 4))], folder, config)


def folder_named(name: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).mkdir()
        return folder / name

    return write


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.pt")
    return folder / "pipe.pt"


def npy(array, name="x.npy", **options):
    def write(folder: Path) -> Path:
        np.save(folder / name, array, **options)
        return folder / name

    return write


def npy_claim(shape) -> bytes:
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(64)


def npy_payload(folder: Path) -> Path:
    np.save(folder / "x.npy", np.array([Payload(folder)], object), allow_pickle=True)
    return folder / "x.npy"


def npz(**arrays) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        np.savez(folder / "x.npz", **arrays)
        return folder / "x.npz"

    return write


def npz_of(data: bytes, name: str = "a") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "x.npz", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{name}.npy", data)
        return folder / "x.npz"

    return write


MODELS = {
    **{
        f"safetensors: {case}": of_bytes("lie.safetensors", data, words)
        for case, (data, words) in LIES.items()
    },
    "pt: code": Case(
        torch_file(lambda _, folder: {"x": Payload(folder)}), "it has no LSTM", torch=True
    ),
    "pt: a pickle alone": Case(
        lambda folder: of_bytes("bare.pt", pickle.dumps(Payload(folder)), "").write(folder),
        "it holds a pickled os.makedirs, and no LSTM",
    ),
    **{f"pt: {case}": Case(zipped_pickle(data), words) for case, (data, words) in PICKLES.items()},
    **{
        f"pkl: {case}": of_bytes("x.pkl", b"\x80\x02" + data + b".", "")
        for case, (data, _) in PICKLES.items()
    },
    "pt: entries that overlap": Case(overlapping, "it is damaged"),
    "pt: legacy, cut off": of_bytes("old.pt", LEGACY, "it is damaged"),
    "pt: legacy, a storage of exabytes": of_bytes(
        "old.pt",
        LEGACY
        + b"\x80\x02M\xe9\x03.\x80\x02}."
        + tensor_pickle(b"weight_hh_l0", b"K\x10", b"K\x04K\x01\x86", b"K\x01K\x01\x86")
        + b".\x80\x02]X\x01\0\0\x000a."
        + b"\xff" * 7
        + b"\x7f",
        "it is damaged",
    ),
    "npz: weights of an exabyte": Case(
        npz_of(npy_claim((2**30, 2**30)), "weight_hh_l0"), "it is damaged or not an .npz"
    ),
    "npz: deflated weights": Case(npz_of(bytes(10**8), "weight_hh_l0"), "take 100000000 bytes"),
    "pt: a bomb": Case(torch_bomb, "is compressed, which torch.save never does", torch=True),
    "pt: 160 GB of one number": Case(torch_file(torch_claim), "", torch=True),
    "pt: names as HTML": Case(
        torch_file(lambda tensors, _: {f"{HTML}.weight_ih_l0": torch.ones(16, 3)}),
        f"{HTML} cannot be read as an LSTM: weight_hh_l0 is missing",
        torch=True,
    ),
    "pt: cut off": of_bytes("cut.pt", b"PK\x03\x04" + bytes(40), "it is damaged"),
    "onnx: noise": of_bytes("noise.onnx", b"\xff" * 99, "it is damaged"),
    "onnx: text": of_bytes("text.onnx", b"hello\n", "it is damaged"),
    "onnx: data outside": Case(outward, "which is not in the model's own folder"),
    "onnx: data in a file of a long name": Case(
        lambda folder: external(folder, lambda e: setattr(e["location"], "value", "9" * 5000)),
        "which is not in the model's own folder",
    ),
    "onnx: constants that double": Case(onnx_file(doubling), "from constants repeated"),
    "onnx: an exabyte": Case(onnx_file(huge_dims), "has the wrong number of values"),
    "onnx: peepholes": Case(onnx_file(peepholes), "it has peepholes (P)"),
    "onnx: endless functions": Case(onnx_file(endless), "is nested more than 50 levels deep"),
    "onnx: empty messages": Case(many_messages, ""),
    "onnx: names as HTML": Case(
        onnx_file(peepholes, name=f"{HTML}\n\u202e"), f"{HTML}�� cannot be read as an LSTM"
    ),
    **{
        f"keras: {case}": Case(lambda folder, change=change: zipped(folder, change), words)
        for case, (change, words) in ZIPS.items()
    },
    **{
        f"h5: {case}": Case(lambda folder, change=change: tampered(folder, change), words)
        for case, (change, words) in KERAS.items()
        if case not in ("an exabyte", "a deflated gigabyte")  # these need more changes
    },
    "h5: a heap that goes round": Case(round_heap, "reading it as Keras took too long"),
    "h5: noise": of_bytes(
        "noise.h5", b"\x89HDF\r\n\x1a\n" + b"\xa5" * 999, "it is not an HDF5 file"
    ),
    "keras: names as HTML": Case(keras_html, f"{HTML} cannot be read as an LSTM"),
    "gatestep: no zip": of_bytes("work.gatestep", b"{}", ""),
    "empty": of_bytes("empty.pt", b"", "it is empty"),
    "unknown": of_bytes("what.xyz", b"\0\1\2\3", "its format is not known"),
    "a folder": Case(folder_named("folder.pt"), "it is a folder"),
    "a pipe": Case(pipe, "a device or a pipe"),
    "not there": Case(lambda folder: folder / "gone.onnx", "it does not exist"),
}


def parquet(*column):
    """Return a writer of two good columns, and a third where it is given."""
    columns = {"a": np.arange(5.0), "b": np.arange(5), **({HTML: column[0]} if column else {})}
    return lambda folder: save_parquet(folder / "x.parquet", columns)


SEQUENCES = {
    "npy: code": Case(npy_payload, "which could run arbitrary code"),
    "npy: texts": Case(npy(np.array([["a", "b"]])), "it holds <U1"),
    "npy: one axis": Case(npy(np.ones(3)), "2 axes (T, I) or 3 axes"),
    "npy: nothing": Case(npy(np.ones((0, 3))), "it is empty: shape (0, 3)"),
    "npy: an exabyte": of_bytes("x.npy", npy_claim((2**30, 2**30)), ""),
    "npy: beyond all exabytes": of_bytes("x.npy", npy_claim((2**40, 2**40)), "it is damaged"),
    "npy: cut off": of_bytes("x.npy", b"\x93NUMPY\x01", "it is damaged"),
    "npz: no zip": of_bytes("x.npz", b"PK\x03\x04" + bytes(40), "it is damaged or not an .npz"),
    "npz: code": Case(npz(a=np.array([[None]])), "holds object. Save plain numbers"),
    "npz: an exabyte": Case(npz_of(npy_claim((2**30, 2**30))), "it is damaged or not an .npz"),
    "npz: gigabytes of zeros": Case(
        lambda folder: archive_of_zeros(folder / "x.npz", (40_000_000, 3)), "unpacks to 960.0 MB"
    ),
    "npz: a header of gigabytes": Case(
        npz_of(b"\x93NUMPY\x02\0\xff\xff\xff\xff" + b" " * 10**6), "it is damaged or not an .npz"
    ),
    "npz: another width": Case(npz(a=np.ones((5, 2))), "Add 1"),
    "npy: another width": Case(npy(np.ones((5, 2))), "Add 1"),
    "csv: ragged": of_bytes("x.csv", b"1,2,3\n4,5\n", "row 2"),
    "csv: a word": of_bytes("x.csv", f"1,2,3\n4,{HTML},6\n".encode(), "row 2, column 2"),
    "csv: no text": of_bytes("x.csv", b"1,2,3\n\xff,5,6\n", ""),
    "csv: zeros": of_bytes("x.csv", b"1,2,3\n4,5,6\0\n", ""),
    "csv: other digits": of_bytes("x.csv", "1,2,3\n٤,5,6\n".encode(), "row 2, column 1"),
    "csv: UTF-16": of_bytes("x.csv", "1,2,3\n4,5,6\n".encode("utf-16-le"), "UTF-16"),
    "csv: thousands": of_bytes("x.csv", b'1,2,3\n4,"5,000.5",6\n', "as 5000.5"),
    "csv: one line": of_bytes("x.csv", b"1,2,3," * 10**6, "row 1 is longer"),
    "csv: one row of many lines": of_bytes("x.csv", b'1,"\n' + b'","\n' * 2 * 10**6, "is longer"),
    "csv: wide": of_bytes("x.csv", b"1," * 10**6 + b"1\n", "1,000,001 columns"),
    "csv: a long field": of_bytes("x.csv", b"1" * 10**6 + b",2,3\n", ""),
    "csv: text after a quote": of_bytes("x.tsv", b'1\t2\t3\n4\t"5"x\t6\n', "it is not a valid CSV"),
    "csv: an open quote": of_bytes("x.csv", b'1,2,3\n"4,5,6\n' + b"7,8,9\n" * 10**4, ""),
    "parquet: a trillion rows": Case(lambda folder: lying(folder / "x.parquet"), "of memory"),
    "parquet: more rows than there are": Case(
        lambda folder: lying(folder / "x.parquet", 9999), "it is damaged"
    ),
    "parquet: nothing in it": of_bytes("x.parquet", b"PAR1" + bytes(40), "it is damaged"),
    "parquet: a footer of gigabytes": of_bytes(
        "x.parquet", b"PAR1" + bytes(40) + b"\xff\xff\xff\x7fPAR1", "it is damaged"
    ),
    "parquet: text": Case(parquet(list("abcde")), f"column {HTML} holds text"),
    "parquet: nested": Case(parquet([[1.0, 2.0]] * 5), f"column {HTML} is nested"),
    "parquet: an empty cell": Case(parquet([1, None, 3, 4, 5]), f"column {HTML}, row 1"),
    "parquet: another width": Case(parquet(), "input_size is 3: add 1"),
    "txt: no UTF-8": of_bytes("x.txt", b"a line\nand \xff", "line 2, column 5 is the byte 0xff"),
    "txt: UTF-16": of_bytes("x.txt", "text".encode("utf-16"), "it is text in UTF-16 or UTF-32"),
    "txt: zeros": of_bytes("x.text", bytes(9), "line 1, column 1 is a zero byte"),
    "txt: half a character": of_bytes("x.txt", "né".encode()[:-1], "line 1, column 2 is the byte"),
    "txt: a table that breaks off": of_bytes("x.txt", b"1,2,3\n4,5,6\n7,8\n", "row 3"),
    "xlsx": of_bytes("x.xlsx", b"PK\x03\x04" + bytes(60), "spreadsheets are not supported"),
}


PLACES = "t,batch,layer,direction"
ROW = f"{PLACES},unit,c\n0,0,0,forward,0,0.5\n".encode()


def beside(text: str) -> Callable[[Path], Path]:
    """Return a writer of a good trace with a given sidecar."""

    def write(folder: Path) -> Path:
        (folder / "x.csv.json").write_text(text)
        (folder / "x.csv").write_bytes(ROW)
        return folder / "x.csv"

    return write


def trace_npz(text: str, **arrays) -> Callable[[Path], Path]:
    """Return a writer of arrays, and of text about them."""

    def write(folder: Path) -> Path:
        np.savez(folder / "x.npz", **arrays)
        with zipfile.ZipFile(folder / "x.npz", "a") as archive:
            archive.writestr("gatestep.json", text)
        return folder / "x.npz"

    return write


def trace_parquet(words) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        columns = {name: [0] for name in PLACES.split(",")} | {"direction": words, "unit": [0]}
        table = pa.table({**columns, "c": [0.5]})
        about = {b"gatestep": b'{"kind": "trace"}'}
        pq.write_table(table.replace_schema_metadata(about), folder / "x.parquet")
        return folder / "x.parquet"

    return write


TRACES = {
    "trace csv: a word": of_bytes("x.csv", ROW + b"0,0,0,forward,1,x\n", "row 3 has 'x', which is"),
    "trace csv: a direction as HTML": of_bytes(
        "x.csv", ROW + f"0,0,0,{HTML},1,1\n".encode(), f"has the direction '{HTML}'"
    ),
    "trace csv: huge places": of_bytes(
        "x.csv", ROW + b"9999999999,0,0,forward,0,1\n", "a whole number is needed"
    ),
    "trace csv: nothing in it": of_bytes("x.csv", ROW.splitlines(True)[0], "no numbers below it"),
    "trace csv: made with no JSON": Case(beside("[" * 10**5), "the source of its trace"),
    "trace csv: made with a lie": Case(
        beside(
            '{"kind": "trace", "options": {"input_size": "x", "hidden_size": []},'
            ' "lengths": [1], "batched": true, "dtype": "float32"}'
        ),
        "the record of how it was made is damaged",
    ),
    "trace npz: of no units": Case(
        trace_npz("{}", c_l0=np.ones((1, 1, 1)), known_l0=np.ones((1, 1))),
        "it is not a complete trace",
    ),
    "trace parquet: other words": Case(
        trace_parquet(["sideways"]), "its column direction has sideways"
    ),
    "trace parquet: no words": Case(trace_parquet([{"a": 1}]), "it is damaged"),
}
