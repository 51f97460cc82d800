"""A trace and an explanation in a notebook: true, small, and safe whatever they are called."""

import base64
import struct
import zlib
from html.parser import HTMLParser
from itertools import product

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.face.request import Request
from simulator.face.trace import Trace
from simulator.files.traces.input_columns import UNNAMED, InputNames
from simulator.network.colours import GATE_STOPS, NO_PLACE, SIGNED_STOPS
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters

HOSTILE = "</td><img src=x onerror=alert(1)><script>alert(2)</script>\"'&amp;"
TAGS = {"div", "b", "table", "tr", "td", "img"}
ATTRIBUTES = {"style", "alt", "src"}


class Page(HTMLParser):
    """What a browser finds: tags with their attributes, and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.text, self.images = "", {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag == "img":
            of = dict(attributes)
            self.images.setdefault(of["alt"], []).append(of["src"])
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def pixels(source):
    """Return the colours of an image, (height, width) texts like `#f1f3f6`."""
    file = base64.b64decode(source.removeprefix("data:image/png;base64,"), validate=True)
    found, at = {}, 8
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        body = file[at + 4 : at + 8 + length]
        assert file[at + 8 + length : at + 12 + length] == struct.pack(">I", zlib.crc32(body))
        found[body[:4]] = body[4:]
        at += 12 + length
    width, height = struct.unpack(">II", found[b"IHDR"][:8])
    palette = np.frombuffer(found[b"PLTE"], np.uint8).reshape(-1, 3)
    lines = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(height, 1 + width)
    assert not lines[:, 0].any()
    names = np.array([f"#{bytes(colour).hex()}" for colour in palette])
    return names[lines[:, 1:]]


def trace_of(sequence, *sizes, lengths=None, names=UNNAMED, title="LSTM", scale=0.5, **options):
    parameters = random_parameters(LSTMConfig(*sizes, **options), scale=scale)
    x = np.asarray(sequence, np.float32)
    return Trace(Request(Experiment.create(parameters, x, lengths=lengths), title, names))


def noise(*shape):
    return 4 * np.random.default_rng(1).standard_normal(shape)


def pictures(page, quantity):
    return [
        pixels(source)
        for words, sources in page.images.items()
        if words.startswith(f"{quantity} of")
        for source in sources
    ]


def test_larger_numbers_lie_further_on_the_map_of_their_quantity():
    trace = trace_of(noise(9, 2, 3), 3, 5, num_layers=2, bidirectional=True, proj_size=3)
    page = Page(trace._repr_html_())
    for quantity in trace.experiment.config.steps:
        found = pictures(page, quantity)
        lanes = [Lane(*of) for of in product(range(2), range(2))]
        for picture, lane in zip(found, lanes, strict=True):
            values = trace.run.trace.values(quantity, lane)[:, 0].T
            assert picture.shape == values.shape
            order = np.argsort(values, axis=None)
            colours = picture.ravel()[order]
            # Equal shades stand together, so no shade comes back once it has passed.
            assert (colours[1:] != colours[:-1]).sum() == len(set(colours)) - 1


def test_a_gate_runs_from_paper_to_its_hue_and_a_state_has_paper_at_zero():
    trace = trace_of(noise(40, 3), 3, 4, scale=400)
    page = Page(trace._repr_html_())
    for gate, role in (("i", "write"), ("f", "keep"), ("o", "out")):
        stops = GATE_STOPS[role]
        (picture,), values = pictures(page, gate), trace[gate].T
        assert set(picture[values < 0.01]) == {stops[0]}
        assert set(picture[values > 0.99]) == {stops[-1]}
    (picture,), values = pictures(page, "c"), trace["c"].T
    largest = np.unravel_index(np.abs(values).argmax(), values.shape)
    assert picture[largest] == SIGNED_STOPS[0 if values[largest] < 0 else -1]
    zero = pictures(Page(trace_of(np.zeros((3, 2)), 2, 2, scale=0)._repr_html_()), "c")
    assert set(zero[0].ravel()) == {SIGNED_STOPS[2]}


def test_what_is_no_number_is_black_and_what_is_past_a_row_is_not_there():
    x = noise(12, 2, 3)
    x[4, 0, 1] = np.nan
    page = Page(trace_of(x, 3, 2, lengths=[7, 12])._repr_html_())
    for quantity in "figoch":
        (picture,) = pictures(page, quantity)
        assert picture.shape == (2, 7)
        assert ((picture == NO_PLACE) == (np.arange(7) >= 4)).all()
    assert "NaN" in page.text
    assert "7 of 12" in page.text
    assert "NaN" not in Page(trace_of(noise(5, 3), 3, 2)._repr_html_()).text


def test_the_numbers_are_those_of_the_last_timestep_of_the_first_row():
    trace = trace_of(noise(9, 2, 3), 3, 4, lengths=[6, 9], num_layers=2)
    text = Page(trace._repr_html_()).text
    for quantity in "figoch":
        for value in trace[quantity, 1][5, 0]:
            assert f"{value:.4g}".replace("-", "−") in text


@pytest.mark.parametrize(
    ("shape", "sizes", "options"),
    [
        ((1, 1), (1, 1), {}),
        ((700, 2), (2, 40), {"num_layers": 5, "bidirectional": True, "proj_size": 33}),
        ((900, 3, 2), (2, 40), {"proj_size": 33}),
        ((5000, 1), (1, 2), {"bidirectional": True}),
    ],
    ids=str,
)
def test_it_is_small_whatever_the_trace_and_says_what_it_leaves_out(shape, sizes, options):
    html = trace_of(noise(*shape), *sizes, scale=3, **options)._repr_html_()
    assert len(html) < 60_000
    text = Page(html).text
    assert ("one timestep in" in text) == (shape[0] > 200)
    assert ("row 0 of 3" in text) == (len(shape) == 3)
    assert ("of 40" in text) == (sizes[1] == 40)
    assert ("layers 0 and 4 of 5" in text) == ("num_layers" in options)


def test_no_name_becomes_part_of_the_page():
    names = InputNames((HOSTILE, HOSTILE + "x" * 100_000), (HOSTILE, "b"))
    trace = trace_of(noise(2, 2), 2, 3, names=names, title=HOSTILE)
    page = Page(html := trace._repr_html_())
    assert len(html) < 60_000
    assert HOSTILE in page.text
    assert HOSTILE[:70] in page.text.partition("Numbers at")[2]
    explained = trace.explain("i[1]", 1)
    explained.sentence = HOSTILE
    table = Page(explained._repr_html_())
    assert HOSTILE in table.text
    for of in (page, table):
        assert set(of.tags) <= TAGS
        assert not of.open
        assert {name for name, _ in of.attributes} <= ATTRIBUTES
        for name, value in of.attributes:
            assert name != "src" or value.startswith("data:image/png;base64,")
            assert "url" not in value


def test_an_explanation_shows_the_same_words_as_a_table_and_as_text():
    explained = trace_of(noise(4, 3), 3, 30).explain("f[2]", 3)
    page = Page(explained._repr_html_())
    assert page.tags.count("table") == 1
    assert page.tags.count("tr") == len(str(explained).splitlines()) - 2
    assert sorted(page.text.replace(" ", "")) == sorted("".join(str(explained).split()))
