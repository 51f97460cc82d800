"""A workspace's view comes from a file: of whatever it says, what fits is taken."""

import json
from random import Random

import pytest

from simulator.breakpoints.condition_parser import parse
from simulator.lstm.lane import Lane
from tests.simulator.files.mutations import jsons
from ui.session.watching import Watching
from ui.session.workspace_view import restore, view_of


@pytest.fixture
def view(make_workbench):
    """A view with something of everything in it."""
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
