"""The search: what is tried first, and what is said when it is stopped."""

import numpy as np
import pytest

from simulator.diagnosis.layout import lay_out
from simulator.diagnosis.search import diagnose
from simulator.files.traces.foreign_numbers import Numbers
from simulator.mistakes.catalogue import LIKELY, MISTAKES, known_mistakes, likely_first
from simulator.progress import finish
from tests.simulator.diagnosis.foreign import MISTAKES as FOREIGN
from tests.simulator.diagnosis.foreign import Foreign
from tests.simulator.diagnosis.models import model_for


def stopped_after(yields, experiment, arrays):
    """Return what a search has found when it is stopped at some pause."""
    observed = lay_out(Numbers("theirs", arrays), experiment)
    pauses = []
    work = diagnose(experiment, observed, stopped=lambda: len(pauses) >= yields)
    return finish(_counting(work, pauses))


def _counting(work, pauses):
    while True:
        try:
            pauses.append(next(work))
        except StopIteration as end:
            return end.value
        yield pauses[-1]


@pytest.fixture
def experiment():
    return model_for({"num_layers": 1, "bidirectional": False, "batch": 1, "bias": True}, 2)


def test_what_is_likely_is_tried_first(experiment):
    assert set(LIKELY) <= set(MISTAKES)
    observed = lay_out(Numbers("theirs", Foreign(experiment).run()), experiment)
    known = known_mistakes(experiment, observed)
    tried = likely_first(known)
    assert {m.name for m in tried} == {m.name for m in known}
    likely = [m.name for m in tried if m.name in LIKELY]
    assert [m.name for m in tried[: len(likely)]] == likely == [n for n in LIKELY if n in likely]
    assert [m.rare for m in tried] == sorted(m.rare for m in tried)


def test_two_mistakes_are_made_in_the_order_of_the_catalogue(experiment):
    """Whatever is tried first."""
    one, other = "the input delayed by one timestep", "the state reset at every step"
    assert other in LIKELY
    both = type("Both", (FOREIGN["InputLate"].engine, FOREIGN["StateReset"].engine), {})
    arrays = {"output": both(experiment).run()["output"]}
    found = finish(diagnose(experiment, lay_out(Numbers("theirs", arrays), experiment)))
    assert (one, other) in {e.names for e in found.explanations}


def test_a_search_that_is_stopped_tells_what_it_found(experiment):
    arrays = FOREIGN["Order_iofg"].engine(experiment).run()
    whole = stopped_after(np.inf, experiment, arrays)
    assert whole.finished
    found = stopped_after(60, experiment, arrays)
    assert found.explained
    assert not found.finished
    assert found.explanations[0].names == ("gate order iofg",)
    assert found.tested < whole.tested


def test_a_search_that_is_stopped_says_that_it_is_not_at_its_end(experiment):
    shape = (experiment.num_timesteps, 1, experiment.config.output_size)
    arrays = {"output": np.random.default_rng(0).uniform(-1, 1, shape)}
    found = stopped_after(60, experiment, arrays)
    assert not found.explained
    assert not found.finished
    assert f"None of {found.tested} tested mistakes and mistake pairs" in found.sentence()


def test_of_numbers_that_are_not_yet_compared_nothing_is_told(experiment):
    assert stopped_after(1, experiment, Foreign(experiment).run()) is None
