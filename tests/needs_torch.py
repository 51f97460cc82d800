"""Torch where it is installed. Where it is not, a test that takes anything of it is skipped.

    from tests.needs_torch import torch

What needs torch is so found by running it: helpers can be imported, and who calls none of those
that compute with torch is a test like any other. Test modules must not touch it while they are
imported, because then all their tests would need it.
"""

import importlib
from importlib.util import find_spec
from types import ModuleType

import pytest

INSTALLED = find_spec("torch") is not None
REASON = "needs torch"


class _Missing(ModuleType):
    """In the place of a module that imports torch."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)  # as pytest and others ask of whatever they meet
        pytest.skip(REASON)


def _module(name: str) -> ModuleType:
    return importlib.import_module(name) if INSTALLED else _Missing(name)


torch = _module("torch")
torch_engine = _module("simulator.reference.torch_lstm")
safetensors_torch = _module("safetensors.torch")


def is_missing(error: BaseException) -> bool:
    """True of an import of torch that failed because it is not installed, or of several."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_missing, error.exceptions))
    return not INSTALLED and isinstance(error, ModuleNotFoundError) and error.name == "torch"
