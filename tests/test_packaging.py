"""What pyproject.toml declares is what the program imports."""

import ast
import re
import sys
import tomllib

from tests.paths import ROOT

OURS = ("simulator", "ui", "main")
DISTRIBUTIONS = {"PySide6": "PySide6-Essentials", "google": "onnx"}
"""Who brings a module that has another name, or comes with another package."""


def imported():
    """The distributions that the program imports, early or late."""
    files = [ROOT / "main.py", *(ROOT / "simulator").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    modules = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module)
    tops = {module.partition(".")[0] for module in modules} - set(OURS) - sys.stdlib_module_names
    return {DISTRIBUTIONS.get(top, top) for top in tops}


def test_what_is_imported_is_declared_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["onnx"], *extras["h5py"], *extras["parquet"]]
    assert {re.match(r"[\w-]+", name)[0] for name in wanted} == imported()
