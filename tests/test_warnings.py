"""Warnings that fail a test, by what they warn of and the module that they are told of."""

import warnings

import pytest


@pytest.mark.parametrize("category", [RuntimeWarning, DeprecationWarning])
@pytest.mark.parametrize("module", ["torch._dynamo.guards", "onnxruntime", "google.protobuf"])
def test_what_a_library_says_of_what_it_runs_on_fails_no_test(module, category):
    warnings.warn_explicit("slower on this Python", category, "guards.py", 1, module)


@pytest.mark.parametrize(
    ("module", "category"),
    [
        ("simulator.engine.run", RuntimeWarning),
        ("ui.window.main_window", DeprecationWarning),
        ("tests.test_main", DeprecationWarning),
        ("gatestep", RuntimeWarning),
        ("numpy._core._methods", RuntimeWarning),
        ("pyqtgraph.graphicsItems.ImageItem", RuntimeWarning),
        ("torch.nn.modules.rnn", UserWarning),
        ("torch.nn.utils.weight_norm", FutureWarning),
        ("torchlike", RuntimeWarning),
    ],
)
def test_what_our_call_brings_about_fails_a_test(module, category):
    with pytest.raises(category, match="of ours"):
        warnings.warn_explicit("a call of ours", category, "module.py", 1, module)
