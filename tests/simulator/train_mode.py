"""Experiments in train mode, with the masks that torch draws; without torch, with others."""

import sys
import warnings
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from simulator.check import selftest
from tests.needs_torch import INSTALLED, torch_engine


def probe(seed, projected):
    """Return the probe of the self-test."""
    with masks_drawn():
        return selftest.probe(seed, projected)


@contextmanager
def masks_drawn():
    """Draw masks also where torch is not installed, by another generator."""
    if INSTALLED:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:  # which may be inside another of these
        without_torch = SimpleNamespace(dropout_masks=_masks)
        patch.setitem(sys.modules, "simulator.reference.torch_lstm", without_torch)
        yield


def in_train_mode(experiment, dropout, seed):
    """Return the experiment in train mode with dropout."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = replace(experiment.config, dropout=dropout)
    parameters = experiment.parameters.with_config(config)
    masks = ()
    if dropout and config.num_layers > 1:
        draw = torch_engine.dropout_masks if INSTALLED else _masks
        masks = draw(
            experiment.mask_shape,
            experiment.lengths,
            config.num_layers,
            dropout,
            seed,
            experiment.dtype,
            experiment.packed,
        )
    return replace(experiment, parameters=parameters, training=True, seed=seed, masks=masks)


def _masks(shape, lengths, num_layers, p, seed, dtype, packed=False):
    """Draw masks like torch's, but not those of the seed, for tests that need no special ones."""
    rng = np.random.default_rng(seed)
    masks = np.zeros((num_layers - 1, *shape), dtype)
    kept = rng.random(masks.shape) >= p
    masks[kept] = 1 / (1 - p) if p < 1 else 0
    masks[:, np.arange(shape[0])[:, None] >= np.array(lengths)] = 0
    return tuple(masks)
