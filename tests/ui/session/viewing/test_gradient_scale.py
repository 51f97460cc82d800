"""The scale of gradients: one for all panels, kept until it must grow."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from tests.simulator.gradients.cases import random_case
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.workbench import Workbench
from ui.style.decades import DecadeRange


def bench_of(seed):
    return Workbench(Document.of("any", random_case(seed, steps=5, most_holds=0)))


def bench_seeded():
    """Return a bench that goes back from seeded numbers, with gradients other than 0."""
    benches = (bench_of(s) for s in range(40) if random_case(s, steps=5).objective.seeds)
    return next(bench for bench in benches if walked(bench).decades is not None)


def walked(bench):
    bench.last()
    bench.last()
    return bench.snapshot()


def every(now):
    """Return all gradients of the selected lane and row."""
    keys = [key for key in now.experiment.config.steps_back if key.startswith("d") and key != "dW"]
    keys = [k for k in keys if "prev" not in k] + (
        ["dy"] if now.schedule.source == "readout" else []
    )
    return np.concatenate([now.values(key)[now.known(key)].ravel() for key in keys])


@pytest.mark.parametrize("seed", range(12))
def test_at_the_end_it_is_that_of_all_gradients(qapp, seed):
    now = walked(bench_of(seed))
    values = every(now)
    if np.isfinite(np.log10(np.abs(values[values != 0]))).any():
        assert now.decades == DecadeRange.of(values)
    else:
        assert now.decades is None


def test_it_is_none_before_the_way_back(qapp):
    bench = bench_of(1)
    assert bench.snapshot().decades is None
    bench.last()
    assert bench.snapshot().decades is None


def test_it_only_grows_while_it_is_walked(qapp):
    bench = bench_of(1)
    bench.last()
    seen = []
    while bench.snapshot().position < bench.snapshot().schedule.last:
        bench.step(1, GATE)
        if (now := bench.snapshot()).decades is not None and not now.back.finished:
            seen.append(now.decades)
    assert seen
    for before, after in itertools.pairwise(seen):
        assert after == before.grown(after)


@pytest.mark.parametrize("factor", [1e-4, 1e4])
def test_an_edit_keeps_it_unless_it_must_grow(qapp, factor):
    bench = bench_seeded()
    before = walked(bench)
    objective = before.experiment.objective
    scaled = tuple(replace(seed, number=seed.number * factor) for seed in objective.seeds)
    bench.edit(before.experiment.with_objective(replace(objective, seeds=scaled)), "scaled")
    after = walked(bench)
    assert after.back is not before.back
    assert after.decades == before.decades.grown(DecadeRange.of(every(after)))
    bench.undo()
    assert walked(bench).decades == after.decades


def test_another_document_starts_anew(qapp):
    bench = bench_of(1)
    walked(bench)
    bench.open(Document.of("other", random_case(2, steps=4, most_holds=0)))
    assert bench.snapshot().decades is None
    now = walked(bench)
    assert now.decades == DecadeRange.of(every(now))


def test_all_lanes_and_rows_share_it(qapp):
    seeds = (s for s in range(40) if random_case(s, steps=5).config.num_lanes > 1)
    benches = map(bench_of, seeds)
    bench = next(bench for bench in benches if walked(bench).decades is not None)
    now = bench.snapshot()
    seen = [now.decades]
    for lane in now.experiment.config.lanes():
        bench.select(lane)
        seen.append(bench.snapshot().decades or seen[-1])
    bench.select(now.lane)
    assert bench.snapshot().decades == seen[-1]
    for before, after in itertools.pairwise(seen):
        assert after == before.grown(after)
