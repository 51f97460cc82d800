"""Sequences from Parquet keep their bits; every column without numbers is refused by its name."""

import datetime
import decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from simulator.files import optional_packages, sandbox
from simulator.files.errors import FileError
from simulator.files.registry import Format
from simulator.files.sequences import sequence
from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.sequences.column_survey import picked, what_is_clear
from simulator.files.tables.parquet import survey_parquet
from simulator.files.tables.parquet_columns import ParquetTable
from simulator.files.traces import parquet_reader
from tests import depth
from tests.depth import examples
from tests.simulator.files.checkpoints.checkpoints import refusal
from tests.simulator.files.tables.parquets import lying, save

KINDS = ("float16", "float32", "float64", "int8", "uint16", "int32", "bool")
FINITE = {"allow_nan": False, "allow_infinity": False}


@st.composite
def tables(draw):
    rows = draw(st.integers(1, 5))
    names = draw(
        st.lists(st.text("a.b ", min_size=1, max_size=3), min_size=1, max_size=3, unique=True)
    )

    def column():
        kind = np.dtype(draw(st.sampled_from(KINDS)))
        numbers = hnp.from_dtype(kind, **(FINITE if kind.kind == "f" else {}))
        return draw(hnp.arrays(kind, rows, elements=numbers))

    return {name: column() for name in names}


@examples(60)
@given(tables())
def test_every_number_keeps_its_bits(tmp_path_factory, columns):
    path = save(tmp_path_factory.mktemp("table") / "t.parquet", columns)
    file = ParquetTable(path)
    read = file.read(file.infos)
    assert list(file.infos) == list(columns)
    for name, column in columns.items():
        assert read[name].tobytes() == column.astype(np.float64).tobytes()


def test_a_sequence_comes_through_the_process_apart(tmp_path):
    rng = np.random.default_rng(0)
    single, double = rng.standard_normal(7).astype(np.float32), rng.standard_normal(7)
    path = save(tmp_path / "s.parquet", {"x": single, "y.z": double, "n": np.arange(7)})
    read = sequence.load(path)
    assert read.columns == ("x", "y.z", "n")
    assert read.values.dtype == np.float64
    assert read.values.tobytes() == np.stack([single, double, np.arange(7)], -1).tobytes()
    assert not read.values.flags.writeable
    some = sequence.load(path, pick=ColumnChoice((1, 0), 2))
    np.testing.assert_array_equal(some.values, np.stack([double, single], -1))
    assert some.labels == tuple("0123456")


def test_columns_are_chosen_as_of_a_csv(tmp_path):
    path = save(
        tmp_path / "s.parquet",
        {"year": np.arange(1700, 1705), "x": np.arange(5.0), "name": list("abcde")},
    )
    steps, columns = survey_parquet(path)
    assert (steps, [c.name for c in columns]) == (5, ["year", "x", "name"])
    assert [c.numbers is None for c in columns] == [False, False, True]
    assert "its column name holds text" in columns[2].problem
    assert columns[0].first == ("1700.0", "1701.0", "1702.0", "1703.0")
    assert picked([path], None, ["x"], 1) == ColumnChoice((1,))
    assert what_is_clear([path], None, 1).proposal(1) == ColumnChoice((1,), 0)


def test_words_and_dates_name_the_timesteps(tmp_path):
    days = [datetime.date(2024, 2, day) for day in (27, 28, 29)]
    columns = {"x": [1.0, 2.0, 3.0], "word": ["the", None, "end\n" + "é" * 300], "day": days}
    path = save(tmp_path / "t.parquet", columns)
    assert sequence.load(path, pick=ColumnChoice((0,), 2)).labels == (
        "2024-02-27", "2024-02-28", "2024-02-29",
    )  # fmt: skip
    first, second, third = sequence.load(path, pick=ColumnChoice((0,), 1)).labels
    assert (first, second, len(third)) == ("the", "", 200)
    assert third.startswith("end\N{REPLACEMENT CHARACTER}é")
    _, found = survey_parquet(path)
    assert [column.worded for column in found] == [False, True, True]
    assert found[2].first == ("2024-02-27", "2024-02-28", "2024-02-29")
    path = save(tmp_path / "u.parquet", {"day": days, "x": [1.0, 2.0, 3.0]})
    assert what_is_clear((path,), None, 1) == ColumnChoice((1,), 0)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (list("abcde"), "its column bad holds text, not numbers"),
        (pa.array(list("abcde")).dictionary_encode(), "its column bad holds text"),
        ([[1.0]] * 5, "its column bad is nested (list"),
        ([{"a": 1}] * 5, "its column bad is nested (struct"),
        ([1.0, None, 3.0, 4.0, 5.0], "column bad, row 1 is empty"),
        ([1, 2, 3, None, 5], "column bad, row 3 is empty"),
        ([True, None, True, True, True], "column bad, row 1 is empty"),
        ([1.0, 2.0, float("nan"), 4.0, 5.0], "column bad, row 2 is empty or not a finite"),
        ([1.0, 2.0, 3.0, 4.0, float("inf")], "column bad, row 4"),
        ([0, 2**53 + 1, 0, 0, 0], "column bad, row 1"),
        ([0, 2**53 + 1, None, 0, 0], "column bad, row 1"),
        (pa.array([0, 0, 2**64 - 1, 0, 0], pa.uint64()), "column bad, row 2"),
        ([datetime.date(2020, 1, 1)] * 5, "its column bad holds date32"),
        ([decimal.Decimal("1.5")] * 5, "its column bad holds decimal128(2, 1)"),
        (pa.nulls(5), "its column bad holds null"),
    ],
)
def test_what_is_no_number_is_refused_by_its_name(tmp_path, column, words):
    path = save(tmp_path / "t.parquet", {"good": np.arange(5.0), "bad": column})
    with pytest.raises(FileError) as caught:
        sequence.load(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    np.testing.assert_array_equal(
        sequence.load(path, pick=ColumnChoice((0,))).values[:, 0], np.arange(5)
    )


def test_columns_of_one_name_and_no_rows_are_refused(tmp_path):
    path = tmp_path / "t.parquet"
    twice = pa.table([pa.array([1.0]), pa.array([2.0])], names=["x", "x"])
    pa.parquet.write_table(twice, path)
    with pytest.raises(FileError, match="two of its columns are called x"):
        sequence.load(path)
    save(path, {"x": np.zeros(0)})
    with pytest.raises(FileError, match="contains no numbers"):
        sequence.load(path)
    save(path, {})
    with pytest.raises(FileError, match="contains no numbers"):
        sequence.load(path)


def test_more_rows_than_fit_are_refused_before_any_is_read(tmp_path):
    with pytest.raises(FileError, match=r"it needs .* of memory"):
        sequence.load(lying(tmp_path / "t.parquet"))


def test_more_rows_than_there_are_is_damage(tmp_path):
    with pytest.raises(FileError, match="damaged"):
        sequence.load(lying(tmp_path / "t.parquet", 1000))


def test_without_pyarrow_a_line_says_how_to_get_it(tmp_path, monkeypatch):
    path = save(tmp_path / "t.parquet", {"x": np.arange(3.0)})
    monkeypatch.setattr(optional_packages, "find_spec", lambda name: None)
    with pytest.raises(FileError) as caught:
        sequence.load(path)
    assert str(caught.value).startswith(f"cannot read {path}: ")
    assert '-m pip install "pyarrow>=' in str(caught.value)


def test_a_damaged_file_is_a_line(tmp_path):
    """Flipped bits and cut ends give numbers or one line of error. Pages have checksums."""
    path, rng = tmp_path / "t.parquet", np.random.default_rng(0)
    columns = {"x": rng.standard_normal(40).astype(np.float32), "y": rng.standard_normal(40)}
    whole = save(path, columns, write_page_checksum=True).read_bytes()
    lines = set()
    for _ in range(depth.count(500, by_default=100)):
        data = bytearray(whole)
        for place in rng.integers(len(data), size=rng.integers(1, 6)):
            data[place] = rng.integers(256)
        path.write_bytes(data[: rng.integers(5, len(data))] if rng.random() < 0.2 else data)
        try:
            sequence.load(path)
        except FileError as error:
            lines.add(str(error))
        except (pa.ArrowException, ValueError, OSError, KeyError) as error:
            lines.add(type(error).__name__)  # the sandbox turns it into a line
    assert lines
    assert not [line for line in lines if "\n" in line]


@pytest.mark.parametrize("row", [Format.PARQUET.row, parquet_reader.TRACE])
@pytest.mark.parametrize("place", [4, -9, -20])
def test_what_pyarrow_does_not_understand_is_damaged(tmp_path, row, place):
    """The reader itself raises the error, and leaves nothing to its process."""
    path = save(tmp_path / "x.parquet", {"a": np.arange(5.0)}, compression="none")
    data = bytearray(path.read_bytes())
    data[place:] = data[place + 3 :] if place < 0 else bytes(3) + data[place + 3 :]
    path.write_bytes(data)

    def read():
        file = sandbox.open_here(path, row)
        file.read(file.infos)

    assert "it is damaged. Save it again" in refusal(read)


def test_words_that_are_none_are_damaged(tmp_path):
    path = save(tmp_path / "x.parquet", {"direction": [{"a": 1}], "quantity": ["i"]})
    file = sandbox.open_here(path, parquet_reader.TRACE)
    assert "it is damaged. Save it again" in refusal(file.read, ["direction"])
