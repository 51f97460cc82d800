"""The self-test passes with a working check, and fails with a check that sees nothing."""

from dataclasses import replace

from simulator.cells.bounds import StepBounds
from simulator.check import selftest
from simulator.check.selftest import (
    CASES,
    HEALTHY,
    HEALTHY_BACK,
    Verdict,
    examine,
    summary,
)
from simulator.mistakes.catalogue import MISTAKES
from tests import depth
from tests.simulator.train_mode import masks_drawn, probe


def test_every_mistake_is_seen_by_the_checks_made_for_it(monkeypatch):
    cases = CASES[:: depth.count(1, by_default=60)]
    monkeypatch.setattr(selftest, "CASES", cases)
    verdicts = list(selftest.selftest(1))
    assert [verdict.case for verdict in verdicts] == list(cases)
    for verdict in verdicts:
        assert verdict.passed, verdict.text()
        assert verdict.expected <= verdict.flagged_by
        assert bool(verdict.first) == (verdict.case not in HEALTHY)
    assert "finds all" in summary(verdicts)
    assert f"all {len(set(cases) - set(HEALTHY))} mistakes" in summary(verdicts)


def test_the_probe_has_every_option_and_can_have_every_mistake():
    projected, plain = (probe(0, either) for either in (True, False))
    for experiment in (projected, plain):
        assert len(set(experiment.lengths)) == 3
        assert len(experiment.masks) == 2
        assert experiment.config.bidirectional
        assert experiment.h_0.all()
        assert experiment.c_0.all()
    assert projected.config.proj_size
    with masks_drawn():
        probes, back = list(selftest.probes(0)), list(selftest.probes_back(0))
    for mistake in MISTAKES.values():
        assert any(map(mistake.needs, back if mistake.backwards else probes)), mistake.name


def test_a_check_that_sees_nothing_fails(monkeypatch):
    """Its bounds are far too wide, and it has no links."""
    from simulator.check import request as check
    from simulator.check import step_check

    right = step_check.step_bounds

    def wide(*arguments, **options):
        bounds = right(*arguments, **options)
        return StepBounds({q: 1e18 * e for q, e in bounds.errors.items()}, bounds.overflow)

    monkeypatch.setattr(step_check, "step_bounds", wide)
    monkeypatch.setattr(check, "check_links", lambda findings, links: None)
    verdicts = [
        examine(case) for case in ("b_ih missing", "the reverse direction not reversed", HEALTHY[0])
    ]
    assert [verdict.passed for verdict in verdicts] == [False, False, True]
    assert "FAILED in 2 of 3 cases: b_ih missing; reverse" in summary(verdicts)
    assert "must be by step" in verdicts[0].text()
    assert verdicts[0].to_json()["passed"] is False


def test_a_check_of_the_way_back_that_sees_nothing_fails(monkeypatch):
    """Its links and sums are left out, and its bounds hold whatever is computed."""
    from simulator.check import request as check
    from simulator.check import step_check

    right = step_check.gradient_bounds

    def wide(*arguments, **options):
        bounds = right(*arguments, **options)
        return replace(bounds, errors={key: 1e18 * e for key, e in bounds.errors.items()})

    monkeypatch.setattr(check, "check_links", lambda findings, links: None)
    monkeypatch.setattr(check, "check_sums", lambda findings, blocks, dtype: 0)
    monkeypatch.setattr(step_check, "gradient_bounds", wide)
    cases = ("dc without the output gate", "no gradient for h_0", "no gradient for b_hh")
    verdicts = [examine(case) for case in (*cases, *HEALTHY_BACK)]
    assert [verdict.passed for verdict in verdicts] == [False, False, False, True, True]
    assert "FAILED in 3 of 5 cases: dc without the output gate" in summary(verdicts)
    assert "must be by link" in verdicts[1].text()


def test_a_check_that_cries_wolf_fails(monkeypatch):
    from simulator.check import step_check

    right = step_check.step_bounds

    def narrow(*arguments, **options):
        bounds = right(*arguments, **options)
        return StepBounds({q: 1e-9 * e for q, e in bounds.errors.items()}, bounds.overflow)

    monkeypatch.setattr(step_check, "step_bounds", narrow)
    verdict = examine(HEALTHY[0])
    assert not verdict.passed
    assert verdict.flagged_by == {"step"}


def test_a_verdict_needs_all_the_checks_that_a_mistake_is_made_for():
    expected = frozenset({"link", "window"})
    for flagged, passed in ((expected, True), ({"link"}, False), ({*expected, "step"}, True)):
        assert Verdict("x", expected, frozenset(flagged), "", "2").passed is passed
