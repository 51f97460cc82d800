"""Sequences: numbers are read exactly, and anything else is reported with its place."""

import pickle
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from simulator.experiment.experiment import Experiment
from simulator.files.sequences import sequence, states
from simulator.files.sequences.tokens import embedded
from simulator.files.sequences.typed import typed
from simulator.network.config import LSTMConfig
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from tests.simulator.files.checkpoints.checkpoints import Payload, outcome, refusal

finite = st.floats(allow_nan=False, allow_infinity=False)
tables = npst.arrays(np.float64, npst.array_shapes(min_dims=2, max_dims=2), elements=finite)


def written(folder, text, name="table.csv", encoding="utf-8"):
    path = Path(folder) / name
    path.write_bytes(text.encode(encoding))
    return path


def saved(folder, array, name="array.npy"):
    path = Path(folder) / name
    np.save(path, array)
    return path


@examples(100)
@given(
    table=tables,
    delimiter=st.sampled_from(",;\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
    header=st.booleans(),
    comment=st.sampled_from(["", "# Source: a, b; c\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["", "\n", "\n\n"]),
)
def test_every_csv_dialect_gives_the_same_bits(
    table, delimiter, newline, header, comment, mark, end
):
    names = tuple(f"feature {k}" for k in range(table.shape[1]))
    rows = [delimiter.join(names)] if header else []
    rows += [delimiter.join(f" {x!r}" for x in row) for row in table.tolist()]
    with tempfile.TemporaryDirectory() as folder:
        read = sequence.load(written(folder, mark + comment + newline.join(rows) + end))
    assert read.values.shape == table.shape
    assert read.values.tobytes() == table.tobytes()
    assert read.columns == (names if header else None)
    assert not read.values.flags.writeable


def test_any_bits_are_cast_without_a_warning(tmp_path):
    signalling = np.full((3, 2), 0x7F800001, np.uint32).view(np.float32)
    read = sequence.load(saved(tmp_path, signalling))
    assert np.isnan(read.values).all()
    large = saved(tmp_path, np.array([[1e300, 1.0]]))
    state, parameters = states.load_state(large, "h_0", (1, 2)), random_parameters(LSTMConfig(2, 2))
    made = Experiment.create(parameters, read.values, state, state)
    assert made.h_0.ravel().tolist() == [np.inf, 1]
    assert np.isnan(embedded(Path("x"), np.array([0]), signalling)).all()


def test_arrays_that_python_2_saved_are_read_without_a_warning(tmp_path):
    array = np.arange(6.0).reshape(3, 2)
    path, archive = saved(tmp_path, array), tmp_path / "old.npz"
    path.write_bytes(path.read_bytes().replace(b"(3, 2), }  ", b"(3L, 2L), }"))
    with zipfile.ZipFile(archive, "w") as members:
        members.write(path, "x.npy")
    for old in (path, archive):
        np.testing.assert_array_equal(sequence.load(old).values, array)


def test_a_header_may_be_quoted(tmp_path):
    read = sequence.load(written(tmp_path, '"a, b",c\n"1.5",-.5e-3\n'))
    assert read.columns == ("a, b", "c")
    assert read.values.tolist() == [[1.5, -0.0005]]


@pytest.mark.parametrize(
    ("header", "mark", "names"),
    [
        ('"a;b","c"', ",", ("a;b", "c")),
        ('"a,b";"c"', ";", ("a,b", "c")),
        ('"a\tb";c', ";", ("a\tb", "c")),
        ('"5"";"",",c', ",", ('5";",', "c")),
        ('5" disk;c', ";", ('5" disk', "c")),
    ],
)
def test_a_mark_in_quotes_parts_nothing(tmp_path, header, mark, names):
    read = sequence.load(written(tmp_path, f"{header}\n1{mark}2\n"))
    assert (read.columns, read.values.tolist()) == (names, [[1, 2]])


@pytest.mark.parametrize("options", [{}, {"fmt": "%25.17g"}, {"header": "a b c"}])
def test_what_numpy_savetxt_writes_is_read(tmp_path, options):
    table = np.random.default_rng(0).standard_normal((4, 3))
    np.savetxt(tmp_path / "table.txt", table, **options)
    assert sequence.load(tmp_path / "table.txt").values.tobytes() == table.tobytes()


def test_spaces_part_cells_where_nothing_else_does(tmp_path):
    read = sequence.load(written(tmp_path, "a  b\n1 2 \n\t3   4\n\n"))
    assert (read.columns, read.values.tolist()) == (("a", "b"), [[1, 2], [3, 4]])
    assert sequence.load(written(tmp_path, "1 2\n")).values.tolist() == [[1, 2]]
    one = sequence.load(written(tmp_path, "sunspot number\n5\n6\n"))
    assert (one.columns, one.values.tolist()) == (("sunspot number",), [[5], [6]])


CSV_FAULTS = {
    "": "it is empty",
    "\n\n": "it has no rows",
    "# only a comment\n": "it has no rows",
    "a,b\n": "a header but no rows",
    "a,b\n1,2\n3\n": "row 3 has a width of 1, but earlier rows have a width of 2",
    "1,2\n3,4,5\n": "row 2 has a width of 3, but earlier rows have a width of 2",
    "a,b\n1,2\n3,\n": "row 3, column 2 (b) is empty",
    "1,2\n\n3,4\n": "row 2 is empty. Remove it",
    ",,\n1,2,3\n": "row 1, column 1 is empty",
    "1,x\n2,3\n": "row 1, column 2 is x, which is not a finite number",
    "# s\na,b\n1,2\n1,nan\n": "row 4, column 2 (b) is nan, which is not a finite number",
    "1,2\n1,inf\n": "row 2, column 2 is inf, which",
    "1,2\n-Infinity,1\n": "row 2, column 1 is -Infinity, which",
    "1,2\n3,1e999\n": "row 2, column 2 is too large",
    "1,2\n3,1_000\n": "row 2, column 2 is 1_000, which",
    "1,2\n3,٣\n": "row 2, column 2 is ٣, which",
    "1,2\n3,0x10\n": "row 2, column 2 is 0x10, which",
    "1,2\n3,1 2\n": "row 2, column 2 is 1 2, which",
    "1;2\n3;4,5\n": "row 2, column 2 is 4,5. Write decimals with a point",
    '1,2\n3,"1,234.5"\n': "row 2, column 2 is 1,234.5. Write thousands without commas, as 1234.5",
    '1,2\n3,"-1,234,567"\n': "without commas, as -1234567",
    '1,2\n3,"1,234"\n': "is 1,234. Write decimals with a point, and thousands without a comma",
    '1,2\n3,"1,23"\n': "row 2, column 2 is 1,23. Write decimals with a point",
    "a,b\n12,900\n7,1,234.5\n": "If 1,234.5 is one number, write it without the comma",
    "1 2\n3 4 5\n": "row 2 has a width of 3, but earlier rows have a width of 2",
    "1 2\n\n3 4\n": "row 2 is empty. Remove it",
    "# s\na b\n1 2\n3 x\n": "row 4, column 2 (b) is x, which",
    "year,x\n2020-01-01,2\n": "row 2, column 1 (year) is 2020-01-01, which",
    'a,b\n1,"2\n': "it is not a valid CSV file",
    "a\u202e,b\n<i>,2\n": "row 2, column 1 (a�) is <i>, which",
    "1,2\n\0,3\n": "row 2, column 1 is �, which",
}


@pytest.mark.parametrize("text", CSV_FAULTS)
def test_every_csv_fault_has_its_place(tmp_path, text):
    path = written(tmp_path, text)
    message = refusal(sequence.load, path)
    assert CSV_FAULTS[text] in message
    assert str(path) in message


def test_other_encodings_are_refused(tmp_path):
    said = refusal(sequence.load, written(tmp_path, "größe\n1\n", encoding="latin-1"))
    assert "not UTF-8 text" in said
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
        said = refusal(sequence.load, written(tmp_path, "a,b\n1,2\n", encoding=encoding))
        assert "it is text in UTF-16 or UTF-32. Save it as UTF-8" in said


NUMBERS = ["f2", "f4", "f8", ">f4", ">f8", "i1", "u1", "i2", ">i4", "u4", "i8", "u8", "?"]


@pytest.mark.parametrize("dtype", NUMBERS)
@pytest.mark.parametrize("shape", [(4, 3), (4, 2, 3)])
@pytest.mark.parametrize("order", "CF")
def test_npy_numbers_are_kept_exactly(tmp_path, dtype, shape, order):
    rng = np.random.default_rng(0)
    array = np.asarray(100 * rng.random(shape), dtype, order=order)
    read = sequence.load(saved(tmp_path, array))
    assert read.values.dtype == np.float64
    assert read.columns is None
    assert read.values.tobytes() == array.astype(np.float64).tobytes()
    assert read.values.astype(dtype).tobytes() == np.ascontiguousarray(array).tobytes()


def test_nan_and_infinity_in_an_array_are_kept(tmp_path):
    array = np.array([[np.nan, np.inf, -np.inf, -0.0, 5e-324]])
    assert sequence.load(saved(tmp_path, array)).values.tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.ones(3), "its shape is (3,): 2 axes (T, I) or 3 axes (T, B, I) are needed"),
        (np.float64(3), "its shape is ()"),
        (np.ones((1, 1, 1, 1)), "its shape is (1, 1, 1, 1)"),
        (np.ones((0, 3)), "it is empty: shape (0, 3)"),
        (np.ones((2, 2), complex), "it holds complex128"),
        (np.ones((2, 2), "U3"), "it holds <U3"),
        (np.ones((2, 2), "M8[s]"), "it holds datetime64[s]"),
        (np.ones((2, 2), [("a", "f4")]), "it holds [('a', '<f4')]"),
        (np.full((2, 2), 2**53 + 1), "whole numbers beyond 2^53"),
        (np.full((2, 2), -(2**53) - 1), "whole numbers beyond 2^53"),
        (np.full((2, 2), 2**64 - 1, np.uint64), "whole numbers beyond 2^53"),
    ],
)
def test_other_arrays_are_refused(tmp_path, array, words):
    path = saved(tmp_path, array)
    assert words in refusal(sequence.load, path)
    assert words in refusal(states.load_state, path, "h_0", np.shape(array))


@pytest.mark.parametrize("data", [b"hello", b"a" * 8 + b"{}", b"{}"])
def test_what_is_no_array_is_told(tmp_path, data):
    path = tmp_path / "x.npy"
    path.write_bytes(data)
    words = "its content was not written by numpy. Save it again"
    assert refusal(sequence.load, path) == f"cannot read {path}: {words}"
    path.write_bytes(b"\x80\x04.")  # as pickles begin
    assert "it is a checkpoint, not a sequence" in refusal(sequence.load, path)


def test_arrays_are_read_under_the_other_ending(tmp_path):
    x = np.ones((3, 2))
    np.save(tmp_path / "one.npy", x)
    np.savez(tmp_path / "more.npz", x=x)
    (tmp_path / "one.npy").rename(tmp_path / "one.npz")
    (tmp_path / "more.npz").rename(tmp_path / "more.npy")
    for name in ("one.npz", "more.npy"):
        assert sequence.load(tmp_path / name).values.tolist() == x.tolist()


def test_objects_in_an_array_are_never_unpickled(tmp_path):
    path = tmp_path / "objects.npy"
    np.save(path, np.array([[Payload(tmp_path)]], object), allow_pickle=True)
    assert "Python objects, which could run arbitrary code" in refusal(sequence.load, path)
    assert not (tmp_path / "executed").exists()


def test_an_array_that_claims_more_than_its_file_is_refused(tmp_path):
    path = saved(tmp_path, np.ones((2, 2)))
    whole = path.read_bytes()
    for lie in (
        whole[:-1],
        whole[:40],
        whole.replace(b"(2, 2), }" + b" " * 14, b"(99999999999, 99999999), }"[:23]),
        whole.replace(b"(2, 2)", b"(-2,2)"),
        whole.replace(b"'descr'", b"__impo_"),
    ):
        assert lie != whole
        path.write_bytes(lie)
        assert "damaged or truncated" in refusal(sequence.load, path)


def test_a_checkpoint_is_no_sequence(tmp_path):
    path = written(tmp_path, "12345678{}", "model.safetensors")
    assert "it is a checkpoint, not a sequence" in refusal(sequence.load, path)


def test_a_wrong_width_says_what_fits(tmp_path):
    table = sequence.load(written(tmp_path, "year,spots\n1700,5\n1701,11\n"))
    sequence.fit_width(table, 2)
    message = refusal(sequence.fit_width, table, 1)
    assert "2 columns (year, spots), but the model's input_size is 1. Remove 1 of them" in message
    assert "open a model with input_size 2" in message
    array = sequence.load(saved(tmp_path, np.ones((5, 2, 1))))
    message = refusal(sequence.fit_width, array, 3)
    assert "1 column (its shape is (5, 2, 1)), but the model's input_size is 3. Add 2" in message


def test_sequences_travel_between_processes(tmp_path):
    table = sequence.load(written(tmp_path, "a\n1\n2\n"))
    again = pickle.loads(pickle.dumps(table))
    assert (again.path, again.columns) == (table.path, ("a",))
    assert again.values.tobytes() == table.values.tobytes()


@pytest.mark.parametrize("name", ["mutant.npy", "mutant.csv"])
@examples(200)
@given(data=st.data())
def test_mutations_end_in_a_sequence_or_in_words(tmp_path_factory, name, data):
    folder = tmp_path_factory.getbasetemp()
    table = np.arange(6.0).reshape(3, 2) / 7
    path = (
        saved(folder, table, name)
        if name.endswith("npy")
        else written(
            folder, "a,b\n" + "\n".join(",".join(map(repr, row)) for row in table.tolist()), name
        )
    )
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])
    result = outcome(sequence.load, path)
    assert isinstance(result, sequence.Sequence) or result.isprintable()


def test_what_csv_expects_is_said_in_a_line(tmp_path):
    text = '1\t2\n3\t"4"x\n'
    assert "it is not a valid CSV" in refusal(sequence.load, written(tmp_path, text, "table.tsv"))
    assert "it is not a valid CSV" in refusal(typed, text, 2)
