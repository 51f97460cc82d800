"""Packaging: declared packages are those imported, and the simulator works under another name."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib

import numpy as np

from simulator.lessons.course import COURSE, FOLDER
from tests.needs_torch import INSTALLED as TORCH
from tests.paths import RESOURCES, ROOT
from tests.simulator.files.checkpoints.onnx.models import model, node, save, weights
from tests.simulator.files.tables.parquets import save as save_parquet

OURS = ("simulator", "ui", "main")
DISTRIBUTIONS = {"PySide6": "PySide6-Essentials", "google": "onnx"}
"""Distributions whose modules have other names, or come with another package."""


def imported():
    """Return the distributions that the program imports, early or late."""
    files = [ROOT / "main.py", *(ROOT / "simulator").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    modules = set()
    for file in files:
        for statement in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(statement, ast.Import):
                modules |= {alias.name for alias in statement.names}
            elif isinstance(statement, ast.ImportFrom) and not statement.level:
                modules.add(statement.module)
    tops = {module.partition(".")[0] for module in modules} - set(OURS) - sys.stdlib_module_names
    return {DISTRIBUTIONS.get(top, top) for top in tops}


def test_what_is_imported_is_declared_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["onnx"], *extras["h5py"], *extras["parquet"]]
    assert {re.match(r"[\w-]+", name)[0] for name in wanted} == imported()


def test_the_lessons_go_into_the_wheel_and_the_sdist():
    """The wheel has `resources` whole; an sdist has all that git does not ignore."""
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert set(hatch) == {"targets"}
    assert set(hatch["targets"]) == {"wheel"}
    assert "resources" in hatch["targets"]["wheel"]["packages"]
    assert "exclude" not in hatch["targets"]["wheel"]
    assert FOLDER.relative_to(ROOT).parts[0] == "resources"
    ignored = (ROOT / ".gitignore").read_text().split()
    for path in [*(FOLDER / f"{id}.toml" for id in COURSE), FOLDER / "README.md"]:
        assert path.is_file()
        assert not any(path.relative_to(ROOT).match(pattern.strip("/")) for pattern in ignored)


PROGRAM = """
import json, multiprocessing, sys
sys.path.append(sys.argv[1])
from gatestep.simulator.check.request import check_run
from gatestep.simulator.engine.run import Run
from gatestep.simulator.examples import EXAMPLES
from gatestep.simulator.files.checkpoints import checkpoint
from gatestep.simulator.files.errors import FileError
from gatestep.simulator.files.optional_packages import loading
from gatestep.simulator.files.registry import recognise
from gatestep.simulator.files.sequences import sequence
from gatestep.simulator.files.sequences.to_experiment import experiment_over
from gatestep.simulator.files.traces.export import ExportOptions, exporting
from gatestep.simulator.files.traces.stored import read_stored_trace
from gatestep.simulator.lessons.course import COURSE, lesson

def strangers():
    return [name for name in sys.modules if name.split(".")[0] in ("simulator", "ui", "main")]

if __name__ == "__main__":
    told = {"examples": len(EXAMPLES), "shipped": EXAMPLES["sunspots"]().experiment.num_timesteps}
    told["lessons"] = [id for id in COURSE if not lesson(id).steps]
    parameters, stored = checkpoint.load(recognise("model.onnx"))
    given = sequence.load(recognise("x.parquet"))
    run = Run(experiment_over(parameters, given))
    run.advance()
    list(exporting(run, "trace.csv", ExportOptions(experiment=True)))
    trace = read_stored_trace("trace.csv")
    told["trace"] = [trace.experiment.num_timesteps, len(trace.points)]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        told["file"] = pool.apply(recognise, [recognise("model.onnx")]).format.name
        if sys.argv[2] == "torch":
            told["checked"] = pool.apply(check_run, [run]).steps_checked
        told["there"] = pool.apply(strangers)
    told["here"] = strangers()
    try:
        with loading("model.onnx"):
            import gatestep.simulator.files.broken
    except FileError as error:
        told["blamed"] = str(error)
    except ImportError:
        pass
    print(json.dumps(told))
"""


def test_the_simulator_works_inside_another_package_beside_strangers(tmp_path):
    """The user's own `simulator`, `ui` and `main.py` are not imported by `gatestep.simulator`."""
    package, folder = tmp_path / "site" / "gatestep", tmp_path / "here"
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "simulator", package / "simulator", ignore=without)
    shutil.copytree(RESOURCES, package / "resources")
    (package / "__init__.py").touch()
    (package / "simulator" / "files" / "broken.py").write_text("from . import no_such_module")
    for stranger in ("simulator/__init__.py", "ui/__init__.py", "main.py"):
        (folder / stranger).parent.mkdir(parents=True, exist_ok=True)
        (folder / stranger).write_text("raise SystemExit('a stranger was imported')")
    (folder / "program.py").write_text(PROGRAM)
    save(model([node()], weights(3, 5)), folder)
    columns = np.random.default_rng(0).standard_normal((3, 7))
    save_parquet(folder / "x.parquet", dict(zip("abc", columns, strict=True)))
    done = subprocess.run(
        [sys.executable, "program.py", package.parent, "torch" if TORCH else "no torch"],
        cwd=folder, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("checked", 7) == 7
    assert told == {
        "examples": 10, "shipped": 309, "lessons": [], "trace": [7, 10], "file": "ONNX", "here": [],
        "there": [],
    }  # fmt: skip
