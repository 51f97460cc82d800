"""Torch where it is installed; elsewhere the test which uses it is skipped.

from tests.needs_torch import torch

Running a test finds out whether it needs torch. Helpers can be imported without torch, and a test
that calls none of those which compute with torch runs everywhere. Test modules must not use torch
while they are imported: all their tests would then need it.
"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest

INSTALLED = find_spec("torch") is not None
REASON = "needs torch"


class _Late(ModuleType):
    """Module that is imported by the first test which uses it: importing torch takes seconds."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)  # pytest and others ask any object for some
        if not INSTALLED:
            pytest.skip(REASON)
        return getattr(import_module(self.__name__), name)


torch = _Late("torch")
torch_engine = _Late("simulator.reference.torch_lstm")
torch_autograd = _Late("simulator.reference.autograd")
safetensors_torch = _Late("safetensors.torch")


def is_missing(error: BaseException) -> bool:
    """Return True for an import of torch that failed because it is not installed."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_missing, error.exceptions))
    return not INSTALLED and isinstance(error, ModuleNotFoundError) and error.name == "torch"
