"""Views in workspaces: watches are kept as a user would type them; parts that fit are taken."""

import json
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.breakpoints.condition_parser import parse
from simulator.files.workspaces.reader import read_workspace
from simulator.lstm.lane import Lane
from simulator.translation import install, mark
from tests.simulator.breakpoints.test_condition_parser import any_condition
from tests.simulator.files.mutations import jsons
from tests.simulator.files.workspaces.written import write_workspace
from ui.documents.saving import workspace_of
from ui.documents.workspace_view import restore, view_of
from ui.session.watching import Breakpoint, Watching

quantities = st.sampled_from(["z_i", "f", "c", "h"])
lanes = st.builds(Lane, st.integers(0, 9), st.integers(0, 1))
watches = st.builds(Address, quantities, lanes, st.just(0), st.integers(0, 9), st.integers(0, 99))
breakpoints = st.builds(Breakpoint, any_condition(), st.booleans())


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    numbers=st.lists(watches, max_size=4, unique=True),
    stops=st.lists(breakpoints, max_size=4, unique_by=lambda b: b.condition),
)
def test_watches_and_breakpoints_come_back_in_their_order(make_workbench, tmp_path, numbers, stops):
    bench, again, path = make_workbench(), make_workbench(), tmp_path / "w.gatestep"
    watching = Watching(tuple(numbers), tuple(stops))
    bench.set_watching(watching)
    write_workspace(path, workspace_of(bench.snapshot(), ""))
    restore(again, read_workspace(path).view, ())
    assert again.snapshot().watching == watching


def test_they_are_the_same_in_every_language(make_workbench):
    bench = make_workbench()
    bench.set_watching(Watching().typed("c[1] > 1.5 layer 0 reverse row 0", Lane(), 0))
    before = workspace_of(bench.snapshot(), "").view
    install("xx", lambda text: f"<{text}>")
    try:
        assert workspace_of(bench.snapshot(), "").view == before
    finally:
        install("en", mark)


def test_a_workspace_without_them_and_with_nonsense_watches_nothing(make_workbench):
    bench = make_workbench()
    for view in ({}, {"breakpoints": [["c[0]", False], ["c[0]", True], ["", False]]}):
        restore(bench, view, ())
        assert bench.snapshot().watching == Watching()


@pytest.fixture
def view(make_workbench):
    """Return a view with every kind of content."""
    bench = make_workbench()
    bench.set_watching(Watching().typed("c[1]", Lane(), 0).with_breakpoint(parse("f[0] < 0.5")))
    bench.go_to(3)
    return json.dumps(view_of(bench.snapshot(), "layout")).encode()


@pytest.mark.parametrize("seed", range(40))
def test_what_fits_is_taken_and_can_be_kept_again(make_workbench, view, seed):
    rng, bench, again = Random(seed), make_workbench(), make_workbench()
    for _ in range(20):
        mutant = view
        for _ in range(rng.choice((1, 2, 5))):
            mutant = jsons(rng, mutant)
        try:
            said = json.loads(mutant)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict):
            restore(bench, said, ())
            seen = view_of(bench.snapshot(), "")
            restore(again, json.loads(json.dumps(seen)), ())
            assert view_of(again.snapshot(), "") == seen
