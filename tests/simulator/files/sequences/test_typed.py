"""Typed numbers are read exactly, whatever separates them; faults have their place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from simulator.files.sequences import typed as typed_sequence
from simulator.files.sequences.typed import typed
from tests.depth import examples
from tests.simulator.files.checkpoints.checkpoints import outcome, refusal

finite = st.floats(allow_nan=False, allow_infinity=False)
tables = npst.arrays(np.float64, npst.array_shapes(min_dims=2, max_dims=2), elements=finite)


@given(
    table=tables,
    part=st.sampled_from([",", ";", "\t", " ", "   ", ", ", " \t "]),
    before=st.sampled_from(["", "  "]),
    header=st.booleans(),
    comment=st.sampled_from(["", "# a, b\n"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    end=st.sampled_from(["", "\n", "\n\n", "\n  "]),
)
def test_any_way_to_part_numbers_gives_the_same_bits(
    table, part, before, header, comment, newline, end
):
    names = tuple(f"f{k}" for k in range(table.shape[1]))
    rows = [part.join(names)] if header else []
    rows += [before + part.join(map(repr, row)) for row in table.tolist()]
    read = typed(comment + newline.join(rows) + end, table.shape[1])
    assert read.values.tobytes() == table.tobytes()
    assert read.columns == (names if header else None)
    assert not read.values.flags.writeable


def test_a_column_of_labels_beside_the_numbers_names_the_timesteps():
    read = typed("year spots\n1700 5\n1701 11\n", 1)
    assert read.values.tolist() == [[5.0], [11.0]]
    assert (read.columns, read.labels) == (("spots",), ("1700", "1701"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it has no rows"),
        ("1 2\n3\n", "row 2 has a width of 1, but earlier rows have a width of 2"),
        ("1 2\n\n3 4", "row 2 is empty"),
        ("1 2\n3 x", "row 2, column 2 is x, which is not a finite number"),
        ("a b\n1 2\n3 nan", "row 3, column 2 (b) is nan"),
        ("1;2\n3;4,5", "row 2, column 2 is 4,5. Write decimals with a point"),
        ("1 2 3\n4 5 6", "it has 3 columns (its shape is (2, 3)), but the model's input_size is 2"),
        ("1\n2", "input_size is 2. Add 1"),
        ('1 "2\n3 4', "it is not a valid CSV"),
        ("1 2\n3 1e999", "row 2, column 2 is too large"),
    ],
)
def test_every_fault_has_its_place(text, words):
    message = refusal(typed, text, 2)
    assert words in message
    assert "the typed text" in message


def test_a_book_is_no_typed_sequence(monkeypatch):
    monkeypatch.setattr(typed_sequence, "MOST", 5)
    assert "it is too long. Save it as a .csv file" in refusal(typed, "1 2\n3 4", 2)


@examples(300)
@given(st.text(st.sampled_from("0123456789.eE+-,;\t \n\"'#abx\r\u2028\x00²٣"), max_size=40))
def test_whatever_is_typed_ends_in_a_sequence_or_in_words(text):
    result = outcome(typed, text, 1)
    assert isinstance(result, str) == (not hasattr(result, "values"))
    if isinstance(result, str):
        assert result.isprintable()
