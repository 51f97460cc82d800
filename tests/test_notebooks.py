"""The notebooks run from their first cell to their last, and show what they say."""

import os

import pytest

from tests.paths import RESOURCES

NOTEBOOKS = sorted((RESOURCES / "notebooks").glob("*.ipynb"))
SECONDS = 120
"""Patience with one cell, on a busy machine."""

CLOSED = """
import time
from pathlib import Path

handed, until = Path(HANDED), time.monotonic() + SECONDS
while any(handed.glob("*.gatestep")) and window.is_open and time.monotonic() < until:
    time.sleep(0.05)
assert window.is_open, window
assert not any(handed.glob("*.gatestep"))
window.close()
window.wait(SECONDS)
"""
"""What a reader does at the end: waits until the window has read its numbers, and closes it."""


@pytest.fixture
def home(tmp_path):
    """Return a folder with modules of the user's own, whose names are those of ours."""
    for name in ("simulator", "ui", "main"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('this is the user\\'s own')")
    (tmp_path / "handed").mkdir()
    return tmp_path


@pytest.fixture
def environment(home):
    """Return that of a kernel which imports the package of this checkout, and reads no settings."""
    of_jupyter = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    folders = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", *of_jupyter), str(home))
    handed = {"TMPDIR": str(home / "handed"), "PYTHONPATH": str(RESOURCES / "package")}
    return {**os.environ, **folders, **handed}


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(os.name != "posix", reason="closes the window by a signal")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_to_its_end_and_shows_what_it_computes(path, home, environment):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "it is stored without outputs"
    end = CLOSED.replace("HANDED", repr(environment["TMPDIR"])).replace("SECONDS", str(SECONDS))
    notebook.cells.append(nbformat.v4.new_code_cell(end))
    at_home = {"metadata": {"path": str(home)}}
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources=at_home)
    client.execute(env=environment)

    *cells, _ = (cell for cell in notebook.cells if cell.cell_type == "code")
    shown = 0
    for cell in cells:
        last = cell.source.splitlines()[-1]
        results = [of.data for of in cell.outputs if of.output_type == "execute_result"]
        if last == "trace" or last.endswith(".trace()") or ".explain(" in last:
            shown += 1
            assert "<table" in results[0]["text/html"]
            assert results[0]["text/plain"]
        for of in cell.outputs:
            assert of.output_type != "stream" or of.name == "stdout", of
            assert "DISAGREES" not in of.get("text", "")
    assert shown >= 4
