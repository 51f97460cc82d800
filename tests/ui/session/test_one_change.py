"""One request, one change: nobody draws a state between the two."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from ui.session.baselines import Baselines
from ui.session.snapshot import GATE
from ui.session.watching import Watching
from ui.session.workbench import Workbench

THERE = Address("c", Lane(1), 1, 0, 1)


def zero(bench):
    snapshot = bench.snapshot()
    sequence = np.zeros_like(snapshot.experiment.sequence)
    bench.edit(snapshot.experiment.with_sequence(sequence), "zero")


REQUESTS = {
    "open": lambda bench: bench.open(bench.snapshot().document),
    "edit": zero,
    "settle": Workbench.settle,
    "mistake": lambda bench: bench.set_mistake("b_hh missing", "sabotage"),
    "notes": lambda bench: bench.annotate("seen"),
    "undo": Workbench.undo,
    "reset": Workbench.reset,
    "baselines": lambda bench: bench.set_baselines(Baselines()),
    "watching": lambda bench: bench.set_watching(Watching()),
    "position": lambda bench: bench.go_to(9),
    "step": lambda bench: bench.step(1),
    "step back": lambda bench: bench.step(-1, GATE),
    "tick": lambda bench: bench.go_to_tick(1),
    "timestep": lambda bench: bench.go_to_timestep(1),
    "timestep of a lane": lambda bench: bench.go_to_timestep(1, Lane(1)),
    "first": Workbench.first,
    "last": Workbench.last,
    "run on": Workbench.run_on,
    "run back": Workbench.run_back,
    "lane": lambda bench: bench.select(Lane(1)),
    "unit": lambda bench: bench.select_unit(1),
    "number": lambda bench: bench.look_at(THERE),
    "number elsewhere": lambda bench: bench.go_there(THERE, 9),
    "input elsewhere": lambda bench: bench.go_there(replace(THERE, quantity="h_prev"), 9),
    "play": lambda bench: bench.set_playing(True),
    "pause": lambda bench: bench.set_playing(False),
    "granularity": lambda bench: bench.set_granularity(GATE),
    "loop": Workbench.toggle_looping,
    "speed": lambda bench: bench.change_speed(2.0),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("playing", [False, True])
@pytest.mark.parametrize("breakpoints", [(), ("h sign",)])
def test_one_request_is_told_once(make_workbench, request_, at_end, playing, breakpoints):
    bench, told = make_workbench(num_layers=2), []
    zero(bench)
    for text in breakpoints:
        bench.set_watching(bench.snapshot().watching.typed(text, Lane(), 0))
    bench.go_to(bench.snapshot().schedule.end if at_end else 20)
    if playing:
        bench.toggle_playing()
        bench.go_to(bench.snapshot().schedule.end if at_end else 20)
    bench.changed.connect(told.append)
    request_(bench)
    (seen,), now = told, bench.snapshot()
    assert (seen.position, seen.subject, seen.playing) == (now.position, now.subject, now.playing)
