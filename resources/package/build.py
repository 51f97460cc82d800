"""Build hook: puts the package's own files into a wheel.

An editable install has none: it puts this folder on the path, and finds the rest in the checkout.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = {"resources/package/gatestep": "gatestep", "main.py": "gatestep/main.py"}


class PackageHook(BuildHookInterface[Any]):
    """Adds what the mapping of whole folders cannot name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to a wheel that is installed for good."""
        if version == "standard":
            build_data["force_include"].update(FILES)
