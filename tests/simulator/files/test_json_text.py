"""JSON from strangers is refused for its depth or size alike on every Python."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.json_text import MOST_BRACKETS, MOST_DEPTH, NestedTooDeep, parse_json
from tests.depth import examples

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@examples(100, by_default=8)
@given(VALUES, st.booleans())
def test_what_json_says_is_what_python_reads(value, escaped):
    text = json.dumps(value, ensure_ascii=escaped)
    assert parse_json(text) == value
    if text.isascii() or text.isprintable():
        assert parse_json(text.encode()) == value


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_depth_counts_lists_and_objects(opened, closed):
    times = MOST_DEPTH // (opened.count("[") + opened.count("{"))
    parse_json(opened * times + "1" + closed * times)
    for ends in (closed * (times + 1), ""):
        with pytest.raises(NestedTooDeep):
            parse_json(opened * (times + 1) + "1" + ends)


def test_a_mark_at_the_beginning_is_no_part_of_the_text():
    assert parse_json(b"\xef\xbb\xbf[1]") == parse_json("\ufeff[1]") == [1]


def test_brackets_in_texts_and_side_by_side_are_no_depth():
    text = json.dumps(["[" * 5000, '"[' * 5000, "\\" * 5001 + "[" * 5000])
    assert parse_json(text) == json.loads(text)
    assert len(parse_json("[" + "[]," * (MOST_BRACKETS - 2) + "[]]")) == MOST_BRACKETS - 1
    with pytest.raises(NestedTooDeep):
        parse_json("[" + "[]," * MOST_BRACKETS + "[]]")


NO_JSON = ("", "[", "{", "]", '"', '"\\', b"\xff", "[1,]", b"\x00[")


@pytest.mark.parametrize("text", NO_JSON)
def test_what_is_no_json_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".") as raised:
        parse_json(text)
    assert not isinstance(raised.value, NestedTooDeep)


@pytest.mark.parametrize(
    ("start", "middle", "end"), [('"', '\\"', ""), ("", '"', "\\"), ("", "[", "")]
)
def test_a_long_text_is_looked_at_once(start, middle, end):
    with pytest.raises(ValueError, match=r"."):
        parse_json(start + middle * 10**6 + end)
