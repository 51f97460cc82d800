"""Optimisers: their settings and defaults are torch's, and a wrong one is refused in one line."""

import pytest

from simulator.training.optimisers import (
    OPTIMISERS,
    SGD,
    Adam,
    RMSprop,
    optimiser_of,
    settings_of,
)
from simulator.training.plan import Plan


def test_settings_are_those_that_the_optimiser_has() -> None:
    assert optimiser_of("sgd", {"lr": 0.1, "momentum": 0.9}) == SGD(0.1, 0.9)
    assert {key: type(optimiser_of(key, {})) for key in OPTIMISERS} == dict(OPTIMISERS)


@pytest.mark.torch
@pytest.mark.parametrize("key", OPTIMISERS)
def test_defaults_are_torchs(key: str) -> None:
    import torch

    theirs = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    optimiser = {**theirs, "rmsprop": torch.optim.RMSprop}[key]
    defaults = optimiser([torch.zeros(1)]).defaults
    assert settings_of(key) == {name: defaults[name] for name in settings_of(key)}


@pytest.mark.parametrize(
    ("key", "settings", "named"),
    [
        ("adagrad", {}, "adagrad"),
        ("sgd", {"betas": (0.9, 0.99)}, "betas"),
        ("sgd", {"lr": -1.0}, "lr"),
        ("sgd", {"lr": float("nan")}, "lr"),
        ("sgd", {"dampening": float("inf")}, "dampening"),
        ("sgd", {"nesterov": True}, "nesterov"),
        ("sgd", {"nesterov": True, "momentum": 0.9, "dampening": 0.1}, "nesterov"),
        ("adam", {"betas": (0.9, 1.0)}, "betas"),
        ("adam", {"betas": (0.9,)}, "betas"),
        ("adamw", {"eps": -1e-8}, "eps"),
        ("rmsprop", {"alpha": 1.5}, "alpha"),
        ("rmsprop", {"momentum": -0.1}, "momentum"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(key: str, settings: dict, named: str) -> None:
    with pytest.raises(ValueError, match=named) as refused:
        optimiser_of(key, settings)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("clip", [0.0, -1.0, float("nan"), float("inf")])
def test_a_clip_is_a_number_above_0(clip: float) -> None:
    with pytest.raises(ValueError, match="clip"):
        Plan(SGD(), clip)


def test_each_says_what_it_keeps() -> None:
    assert SGD().kinds == ()
    assert Adam(amsgrad=True).kinds == ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    assert RMSprop(momentum=0.9, centered=True).kinds == (
        "square_avg",
        "grad_avg",
        "momentum_buffer",
    )
