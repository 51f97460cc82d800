"""Torch where it is installed; elsewhere a stand-in that skips the test which uses it.

from tests.needs_torch import torch

Running a test finds out whether it needs torch. Helpers can be imported without torch, and a test
that calls none of those which compute with torch runs everywhere. Test modules must not use torch
while they are imported: all their tests would then need it.
"""

import importlib
from importlib.util import find_spec
from types import ModuleType

import pytest

INSTALLED = find_spec("torch") is not None
REASON = "needs torch"


class _Missing(ModuleType):
    """Stand-in for a module that imports torch."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)  # pytest and others ask any object for some
        pytest.skip(REASON)


_MODULES = {
    "torch": "torch",
    "torch_engine": "simulator.reference.torch_lstm",
    "torch_autograd": "simulator.reference.autograd",
    "safetensors_torch": "safetensors.torch",
}


def __getattr__(name: str) -> ModuleType:
    """Import a module where a test module asks for it; xdist's own process asks for none."""
    if name not in _MODULES:
        raise AttributeError(name)
    of = _MODULES[name]
    return importlib.import_module(of) if INSTALLED else _Missing(of)


def is_missing(error: BaseException) -> bool:
    """Return True for an import of torch that failed because it is not installed."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_missing, error.exceptions))
    return not INSTALLED and isinstance(error, ModuleNotFoundError) and error.name == "torch"
