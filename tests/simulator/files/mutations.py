"""Mutations of files, drawn from a seeded generator: damage to their bytes and to their content.

Flipped bytes alone are caught by the first checksum, length or parser that they meet. Each kind of
file therefore has a mutation that knows its structure: it changes a number, a name or a value
inside, and corrects every checksum and length around it.
"""

import ast
import io
import json
import pickletools
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

Mutation = Callable[[Random, bytes], bytes]
"""Damages the bytes of a file."""

HTML = "<img src=x onerror=y>"
TEXTS = ("", "0", "-1", "x", "é", "\u202e\x1b[31m", "a\nb\0", HTML, "9" * 5000, "../x", "x" * 600)
NUMBERS = (0, 1, -1, 3, 127, 255, 2**15, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63)
VALUES = (
    *(*NUMBERS, -(2**63), 10**400, 0.5, -0.0, 1e308, float("inf"), float("nan"), None, True, False),
    *(*TEXTS[:8], "\ud800", [], {}, [[]], [0], {"": 0}, [None, "x"], {"a": {"a": []}}),
)
TOKENS = (
    *(
        b"",
        b"nan",
        b"-inf",
        b"1e999",
        b"-0",
        b"1_0",
        b"0x1",
        b"1L",
        b"1,5",
        b"+",
        b"e",
        b"\xd9\xa4",
    ),
    *(
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n\n",
        b"#",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"=1+1",
    ),
    *(b"[" * 99_999, b"(" * 300, b'{"a":' * 2000, b"9" * 5000, b"-" * 300, b"\\d", b"\\ud800"),
)
DTYPES = (
    *("<f4", ">f8", "<f2", "|b1", "<i8", "<u8", "|u1", "|O", "<U9", "<c8", "|V8", "<M8[s]", "|S0"),
    *("<f16", "<f99", "x"),
)

OPCODES = (
    *(
        b"(",
        b".",
        b"0",
        b"1",
        b"2",
        b"N",
        b"}",
        b"]",
        b")",
        b"\x8f",
        b"a",
        b"e",
        b"s",
        b"u",
        b"\x90",
    ),
    *(b"b", b"R", b"o", b"\x81", b"\x92", b"Q", b"\x93", b"\x94", b"t", b"\x85", b"\x86", b"\x87"),
    *(b"cos\nsystem\n", b"cbuiltins\neval\n", b"ctorch._utils\n_rebuild_parameter\n"),
    *(b"ctorch.storage\n_load_from_bytes\n", b"ctorch\nSize\n", b"iargparse\nNamespace\n"),
    *(b"Pstorage\n", b"h\0", b"j\xff\xff\xff\x7f", b"r\xff\xff\xff\x7f", b"q\0", b"\x97", b"\x98"),
    *(b"\x96" + b"\xff" * 7 + b"\x7f", b"\x8e" + b"\xff" * 7 + b"\x7f", b"B\xff\xff\xff\x7f"),
    *(b"\x95" + b"\xff" * 8, b"\x8b\xff\xff\xff\x7f", b"\x8a\xff", b"I" + b"9" * 5000 + b"\n"),
    *(b"J\xff\xff\xff\xff", b"K\0", b"\x8a\x08" + b"\xff" * 7 + b"\x7f", b"G" + bytes(8), b"\x88"),
    *(b"\x82\x01", b"X\x0c\0\0\0weight_ih_l0", b"\x8c\x01.", b"C\x04abcd", b"U\x01\xff"),
)
"""Opcodes of pickles, some with arguments that lie."""


def of(structure: Mutation) -> Mutation:
    """Combine one to three mutations of the structure, sometimes with plain damage after them."""

    def mutation(rng: Random, data: bytes) -> bytes:
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            data = structure(rng, data)
        return scrambled(rng, data) if rng.random() < 0.1 else data

    return mutation


def spliced(rng: Random, one: bytes, other: bytes) -> bytes:
    """Join the start of one file and the end of another."""
    return one[: rng.randint(0, len(one))] + other[rng.randint(0, len(other)) :]


def scrambled(rng: Random, data: bytes) -> bytes:
    """Change, cut off, double, leave out or insert a few bytes."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        start = rng.randint(0, len(changed))
        stop = min(len(changed), start + rng.choice((1, 1, 4, 16, 64, 1024)))
        match rng.randrange(9):
            case 0 | 1 if start < len(changed):
                changed[start] = rng.randrange(256)
            case 2 if start < len(changed):
                changed[start] ^= 1 << rng.randrange(8)
            case 3:
                form = rng.choice(("<H", "<I", "<Q", ">H", ">I", ">Q"))
                number = rng.choice(NUMBERS) % 2 ** (8 * struct.calcsize(form))
                changed[start : start + struct.calcsize(form)] = struct.pack(form, number)
            case 4:
                del changed[start:]
            case 5:
                changed[start:start] = changed[start:stop] * rng.choice((1, 1, 9))
            case 6:
                del changed[start:stop]
            case 7:
                changed[start:start] = rng.choice(TOKENS)
            case 8:
                place = rng.randint(0, len(changed))
                changed[place:place] = changed[start:stop]
    return bytes(changed)


def texts(rng: Random, data: bytes) -> bytes:
    """Change cells and lines; a cell is the text between separators."""
    end = rng.choice((b"\n", b"\r\n", b"\r")) if rng.random() < 0.1 else b"\n"
    lines = data.split(b"\n")
    number = rng.randrange(len(lines))
    mark = next((mark for mark in (b"\t", b";", b",") if mark in lines[number]), b" ")
    cells = lines[number].split(mark)
    match rng.randrange(6):
        case 0 | 1 | 2:
            cells[rng.randrange(len(cells))] = rng.choice((*TOKENS, *map(str.encode, TEXTS)))
        case 3:
            cells.insert(rng.randrange(len(cells)), rng.choice(cells))
        case 4:
            del cells[rng.randrange(len(cells))]
        case 5:
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
    lines[number] = mark.join(cells)
    return end.join(lines)


def jsons(rng: Random, data: bytes) -> bytes:
    """Change a value, key or type somewhere in a JSON text."""
    try:
        root = [json.loads(data)]
    except (ValueError, RecursionError):
        return scrambled(rng, data)
    places: list[tuple[Any, Any]] = [(root, 0)]
    for container, key in places:
        inner = container[key]
        if isinstance(inner, dict | list):
            places += [
                (inner, k) for k in (inner if isinstance(inner, dict) else range(len(inner)))
            ]
    container, key = rng.choice(places)
    match rng.randrange(6):
        case 0 | 1 | 2:
            container[key] = rng.choice(VALUES)
        case 3:
            other, place = rng.choice(places)
            container[key] = json.loads(json.dumps(other[place]))
        case 4 if container is not root:
            del container[key]
        case 5 if isinstance(container, dict):
            container[rng.choice(TEXTS)] = container.pop(key)
    text = json.dumps(root[0]).encode()
    if rng.random() < 0.05:
        text = text.replace(rng.choice((b"[", b'"', b"1", b"{")), rng.choice(TOKENS), 1)
    return text


def npys(rng: Random, data: bytes) -> bytes:
    """Change the header over unchanged numbers, with the right length."""
    header, numbers = data[10 : 10 + int.from_bytes(data[8:10], "little")], data[128:]
    dtype = rng.choice((*map(repr, DTYPES), "[('a', '<f4')]", "('<f4', (2,))", "None", "3"))
    sizes = [rng.choice((*NUMBERS, 2, 3, 4, 10**30, "2L", True)) for _ in range(rng.randrange(5))]
    shape = f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})"
    try:
        told = {key: repr(value) for key, value in ast.literal_eval(header.decode()).items()}
    except Exception:
        return scrambled(rng, data)
    told |= rng.choice(({"descr": dtype}, {"shape": shape}, {"fortran_order": "True"}, {"x": "1"}))
    text = "{" + ", ".join(f"'{key}': {value}" for key, value in told.items()) + ", }"
    header = text.encode("latin-1", "replace")
    if rng.random() < 0.3:
        header = scrambled(rng, header)
    if rng.random() < 0.1:
        numbers = scrambled(rng, numbers)
    header = header[:60_000].ljust(117) + b"\n"
    version = rng.choice((1, 1, 1, 1, 2, 3, 9))
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + numbers


def safetensors(rng: Random, data: bytes) -> bytes:
    """Change the header over unchanged numbers, with the right length."""
    stop = 8 + int.from_bytes(data[:8], "little")
    header, numbers = jsons(rng, data[8:stop]), data[stop:]
    return len(header).to_bytes(8, "little") + header + numbers


def pickles(rng: Random, data: bytes) -> bytes:
    """Change, move, repeat or leave out an opcode of the first pickle, or of one of those after."""
    start = 0
    for _ in range(rng.choice((1, 1, 4, 5))):
        try:
            found = [(start + at, op.name) for op, _, at in pickletools.genops(data[start:])]
        except Exception:
            return scrambled(rng, data)
        ends = [at for at, _ in found[1:]]
        stop = ends[-1] + 1 if ends else start + 1
        opcodes = [data[at:end] for (at, _), end in zip(found, [*ends, stop], strict=True)]
        before, start = start, stop
        if data[stop : stop + 1] != b"\x80":
            break
    place, other = rng.randrange(len(opcodes)), rng.randrange(len(opcodes))
    match rng.randrange(6):
        case 0:
            opcodes[place] = scrambled(rng, opcodes[place])
        case 1:
            opcodes[place] = rng.choice(OPCODES)
        case 2:
            opcodes.insert(place, rng.choice(OPCODES))
        case 3:
            del opcodes[place]
        case 4:
            opcodes[place] = opcodes[other]
        case 5:
            opcodes.insert(place, opcodes[other])
    return data[:before] + b"".join(opcodes) + data[stop:]


def pickled_zips(rng: Random, data: bytes) -> bytes:
    """Change the pickle of a file of torch's, and sometimes any of its records."""
    if rng.random() < 0.3:
        return zips({})(rng, data)
    buffer = io.BytesIO()
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # a name may occur twice
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(buffer, "w") as new,
        ):
            for record in old.infolist():
                inner = old.read(record)
                is_pickle = record.filename.endswith("/data.pkl")
                new.writestr(
                    zipfile.ZipInfo(record.filename), pickles(rng, inner) if is_pickle else inner
                )
    except Exception:
        return scrambled(rng, data)
    return buffer.getvalue()


def zips(members: Mapping[str, Mutation]) -> Mutation:
    """Change a member, its name or its compression, with every checksum right.

    Args:
        members: the mutation of a member by the end of its name; other members are scrambled.
    """

    def mutation(rng: Random, data: bytes) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                kept = [(x.filename, archive.read(x), x.compress_type) for x in archive.infolist()]
            place = rng.randrange(len(kept))
        except Exception:
            return scrambled(rng, data)
        name, inner, way = kept[place]
        match rng.randrange(12):
            case 0:
                del kept[place]
            case 1:
                kept[place] = rng.choice(TEXTS).replace("\0", ""), inner, way
            case 2:
                kept.insert(rng.randint(0, len(kept)), kept[place])
            case 3:
                kept[place] = name, inner, zipfile.ZIP_DEFLATED
            case 4:
                kept[place] = name, rng.choice(kept)[1], way
            case _:
                within = (kind for end, kind in members.items() if name.endswith(end))
                kept[place] = name, next(within, scrambled)(rng, inner), way
        buffer = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
            warnings.simplefilter("ignore")  # a name may occur twice
            for name, inner, way in kept:
                archive.writestr(zipfile.ZipInfo(name), inner, way)
        return buffer.getvalue()

    return mutation
