"""Parquet files for the tests: good ones, and ones that must be refused."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def save(path, columns, **options):
    """Write columns by name."""
    pq.write_table(pa.table(columns), path, **options)
    return path


def lying(path, claimed=10**12):
    """Write a file of five numbers whose footer claims many more rows."""
    save(path, {"a": np.arange(5.0)}, compression="none")
    data = bytearray(path.read_bytes())
    length = int.from_bytes(data[-8:-4], "little")
    footer, body = bytes(data[-8 - length : -8]), bytes(data[: -8 - length])
    five, many = _varint(5 << 1), _varint(claimed << 1)  # thrift's zigzag
    # Field 3 of the footer, after the schema: num_rows. Every other count is of the five rows.
    changed = footer.replace(b"\x16" + five, b"\x16" + many)
    assert changed != footer
    path.write_bytes(body + changed + len(changed).to_bytes(4, "little") + b"PAR1")
    return path


def _varint(number):
    found = b""
    while number > 127:
        found += bytes([number & 127 | 128])
        number >>= 7
    return found + bytes([number])
