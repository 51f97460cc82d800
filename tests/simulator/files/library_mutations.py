"""Mutations of files that libraries write (see `mutations`): the libraries write wrong content."""

import io
import warnings
from random import Random
from typing import Any

import h5py
import numpy as np
import onnx
import pyarrow as pa
import pyarrow.parquet as pq

from tests.needs_torch import torch
from tests.simulator.files.mutations import HTML, NUMBERS, TEXTS, jsons, scrambled

CELLS = (
    *([1.5, float("nan"), float("inf"), None], [0, 2**53 + 1, -1], [True, None], [None]),
    *(["forward", "i", "x", None], [HTML], [b"x"], [[1.0], []], [{"a": 1}], [2**63 + 1]),
)
"""Columns of many kinds, each by a few of its values."""


def torches(rng: Random, data: bytes) -> bytes:
    """Change a tensor, name or container in a file that torch has saved."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = torch.load(io.BytesIO(data), weights_only=True)
            name = rng.choice(list(root))
            root[name] = _other(rng, root, root[name])
            if rng.random() < 0.3:
                root[rng.choice((*TEXTS, 3, "x.weight_ih_l0", "weight_hr_l0"))] = root.pop(name)
            root = rng.choice((root, root, root, root, {"model": root}, [root], (root, root)))
            buffer = io.BytesIO()
            torch.save(root, buffer)
    except Exception:
        return scrambled(rng, data)
    return buffer.getvalue()


def _other(rng: Random, root: Any, old: Any) -> Any:
    """Return something else in an object's place; claims of terabytes stay as they are."""
    if old.numel() > 10**4:
        return old
    kinds = (torch.float16, torch.bfloat16, torch.float64, torch.int64, torch.bool, torch.complex64)
    sizes = [rng.choice((0, 1, 2, 3, 8, 2**40)) for _ in range(rng.randrange(4))]
    match rng.randrange(9):
        case 0:
            return old.to(rng.choice(kinds))
        case 1:
            return old.T.unsqueeze(0)
        case 2:
            return torch.zeros(1).expand(sizes) if sizes else torch.tensor(1.0)
        case 3:
            return torch.empty(sizes, device="meta")
        case 4:
            return old.to_sparse()
        case 5:
            return torch.quantize_per_tensor(old, 0.1, 0, torch.qint8)
        case 6:
            return rng.choice((None, 1, 2.5, "x", [], {}, set(), {1: {}}, 1j, torch.float32))
        case 7:
            nested = [old]
            for _ in range(rng.choice((1, 30))):
                nested = rng.choice(([nested], {"a": nested}, (nested,)))
            return nested
    return rng.choice(list(root.values()))


def hdf5s(rng: Random, data: bytes) -> bytes:
    """Change some groups, datasets and attributes, or bytes: this format has no checksums.

    The bytes come last: libhdf5 may crash when it changes a damaged file.
    """
    changes = rng.choice((0, 0, 1, 1, 2, 3))
    for _ in range(changes):
        image = io.BytesIO(data)
        try:
            with h5py.File(image, "r+") as file:
                names: list[str] = []
                file.visit(names.append)
                _change_hdf5(rng, file, rng.choice(names), rng.choice(names))
        except Exception:
            return scrambled(rng, data)
        data = image.getvalue()
    return data if changes and rng.random() < 0.9 else scrambled(rng, data)


def _change_hdf5(rng: Random, file: Any, name: str, other: str) -> None:
    array = rng.choice((np.float64, np.float16, np.int32, "S4"))
    shape = tuple(rng.choice((0, 1, 2, 3, 8, 12)) for _ in range(rng.randrange(4)))
    owners = [each for each in (file, file[name]) if len(each.attrs)]
    match rng.randrange(7):
        case 0:
            del file[name]
        case 1:
            file.move(name, rng.choice(("/x", f"/{HTML}", f"{other}/0", f"{other}/{other}")))
        case 2:
            del file[name]
            file[name] = np.ones(shape, array)
        case 3:
            del file[name]
            file[name] = rng.choice((file[other], h5py.SoftLink(f"/{name}"), h5py.Empty("f4")))
        case 4:
            del file[name]
            file[name] = h5py.ExternalLink("/etc/passwd", "/")
        case 5:
            file[name].attrs[rng.choice(("dtype", "name", "x"))] = rng.choice((*TEXTS[1:8:3], 7))
        case 6 if owners:
            owner = rng.choice(owners)
            key = rng.choice(list(owner.attrs))
            text = owner.attrs[key]
            text = text if isinstance(text, bytes) else str(text).encode()
            owner.attrs[key] = jsons(rng, text)


def onnxs(rng: Random, data: bytes) -> bytes:
    """Change the value of a field of a message."""
    model = onnx.ModelProto()
    try:
        model.ParseFromString(data)
    except Exception:
        return scrambled(rng, data)
    messages = [model]
    for message in messages:
        for field, value in message.ListFields():
            if field.message_type is not None:
                messages += [value] if not _repeats(value) else value
    message = rng.choice(messages)
    fields = [field for field, _ in message.ListFields()] or list(message.DESCRIPTOR.fields)
    field = rng.choice(rng.choice((fields, list(message.DESCRIPTOR.fields))))
    try:
        _change_field(rng, message, field, messages)
    except (TypeError, ValueError):
        message.ClearField(field.name)
    return bytes(model.SerializeToString())


def _repeats(value: Any) -> bool:
    return hasattr(value, "append") or hasattr(value, "add")


def _change_field(rng: Random, message: Any, field: Any, messages: list[Any]) -> None:
    value = getattr(message, field.name)
    if field.message_type is not None:
        alike = [each for each in messages if type(each).DESCRIPTOR is field.message_type]
        found = rng.choice(alike) if alike else None
        copied = b"" if found is None else found.SerializeToString()  # it may contain the field
        if not _repeats(value):
            value.ParseFromString(copied)
        elif len(value) and rng.random() < 0.4:
            del value[rng.randrange(len(value))]
        else:
            value.add().ParseFromString(copied)
        return
    size = rng.choice((0, 1, 7, 40))
    kinds = {
        field.CPPTYPE_STRING: (*TEXTS, *(each.name for each in messages if hasattr(each, "name"))),
        field.CPPTYPE_FLOAT: (0.0, 1.5, float("nan"), 1e38),
        field.CPPTYPE_DOUBLE: (0.0, 1.5, float("nan"), 1e308),
    }
    drawn = rng.choice(kinds.get(field.cpp_type, (*NUMBERS[:-1], -2, 2, 4, 7, 10, 11, 16)))
    if field.type == field.TYPE_BYTES:
        drawn = scrambled(rng, bytes(size)) if _repeats(value) else scrambled(rng, value)
    if not _repeats(value):
        setattr(message, field.name, drawn)
    elif len(value) and rng.random() < 0.5:
        value[rng.randrange(len(value))] = drawn
    else:
        value.extend([drawn] * size)


def parquet_files(rng: Random, data: bytes) -> bytes:
    """Change a column's kind, name or encoding; or bytes near the end."""
    if rng.random() < 0.6:
        start = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
        if not 0 < start < len(data):
            return scrambled(rng, data)
        part, body, footer = rng.randrange(3), data[:start], data[start:-8]
        body = scrambled(rng, body) if part < 2 else body
        footer = scrambled(rng, footer) if part > 0 else footer
        return body + footer + len(footer).to_bytes(4, "little") + b"PAR1"
    try:
        table = pq.read_table(io.BytesIO(data))
        place, name = rng.randrange(table.num_columns), rng.choice((*TEXTS, "t", "layer", "value"))
        match rng.randrange(4):
            case 0:
                table = table.rename_columns(
                    [name if k == place else old for k, old in enumerate(table.column_names)]
                )
            case 1:
                table = table.remove_column(place)
            case 2:
                about = (table.schema.metadata or {}).get(b"gatestep", b"1")
                table = table.replace_schema_metadata({b"gatestep": jsons(rng, about)})
            case 3:
                cells = rng.choice(CELLS)
                column = pa.array([rng.choice(cells) for _ in range(table.num_rows)])
                column = column.dictionary_encode() if rng.random() < 0.2 else column
                table = table.set_column(place, table.column_names[place], column)
        buffer = io.BytesIO()
        pq.write_table(
            table,
            buffer,
            compression=rng.choice(("none", "snappy", "zstd", "gzip")),
            version=rng.choice(("1.0", "2.6")),
            use_dictionary=rng.random() < 0.5,
            write_page_checksum=rng.random() < 0.5,
            row_group_size=rng.choice((1, 3, 1000)),
        )
    except Exception:
        return scrambled(rng, data)
    return buffer.getvalue()
