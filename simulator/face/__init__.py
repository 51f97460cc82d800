"""Face of Gatestep for Python: what `import gatestep` offers, imported when it is first used.

None of it imports torch, except to compare with it: what comes in brings its own.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing has it, whose import takes longer than all else here

if TYPE_CHECKING:
    from typing import Any

PUBLIC = {
    "Call": "capture",
    "Explanation": "explanation",
    "Gradients": "gradients",
    "Trace": "trace",
    "View": "window",
    "capture": "capture",
    "check": "verdicts",
    "diagnose": "verdicts",
    "gradients": "gradients",
    "trace": "trace",
    "view": "viewing",
}
"""Public names, and the module that has each."""


def public(name: str) -> "Any":
    """Return what has a public name.

    Raises:
        AttributeError: nothing has.
    """
    if name not in PUBLIC:
        raise AttributeError(f"module 'gatestep' has no attribute {name!r}")
    return getattr(import_module(f".{PUBLIC[name]}", __name__), name)
