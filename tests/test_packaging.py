"""Packaging: declared packages are those imported, and the simulator works under another name."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import cache_from_source

import numpy as np
import pytest

from simulator.network.config import LSTMConfig
from tests.paths import RESOURCES, ROOT
from tests.simulator.experiments import random_parameters
from tests.simulator.files.tables.parquets import save as save_parquet

OURS = ("simulator", "ui", "main")
DISTRIBUTIONS = {"PySide6": "PySide6-Essentials", "google": "onnx"}
"""Distributions whose modules have other names, or come with another package."""


IMPORTED = re.compile(r"^ *(?:from ([A-Za-z]\w*)[\w.]* import|import (\w+))", re.MULTILINE)


def imported_by(*files):
    """Return the packages and modules that files import by absolute names, early or late."""
    found = (names for file in files for names in IMPORTED.findall(file.read_text("utf-8")))
    return {whence or name for whence, name in found}


def imported():
    """Return the distributions that the program imports."""
    files = [ROOT / "main.py", *(ROOT / "simulator").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    tops = imported_by(*files) - {*OURS, "gatestep"}
    return {DISTRIBUTIONS.get(top, top) for top in tops - sys.stdlib_module_names}


def test_what_is_imported_is_declared_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    readers = (
        package for name in ("onnx", "h5py", "parquet", "pandas") for package in extras[name]
    )
    wanted = [*project["dependencies"], *readers]
    assert {re.match(r"[\w-]+", name)[0] for name in wanted} == imported()


def test_the_simulator_imports_its_own_by_relative_names():
    """Under another name it is that of a stranger which `simulator` names."""
    for file in (ROOT / "simulator").rglob("*.py"):
        assert not set(OURS) & imported_by(file), file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the folder that an installed wheel is, with `gatestep` in it."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "site")
    share_bytecode(folder / "site" / "gatestep")
    return folder / "site"


def share_bytecode(package):
    """Give the files of an installed wheel the bytecode of those in this tree, where there is any.

    Python takes it only for a file of the same time and size.
    """
    for file in package.rglob("*.py"):
        own = ROOT / file.relative_to(package)
        bytecode, copy = map(cache_from_source, (own, file))
        if os.path.exists(bytecode):
            shutil.copystat(own, file)
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copy(bytecode, copy)


def files_of(folder, *without):
    """Return the paths of files in a folder, but for caches and some of its own folders."""
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        and not any(path.is_relative_to(folder / name) for name in without)
    }  # fmt: skip


def test_a_wheel_is_one_package_with_all_of_the_program(wheel):
    tops = {path.name for path in wheel.iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"gatestep"}
    package = wheel / "gatestep"
    for room in ("simulator", "ui"):
        assert files_of(package / room) == files_of(ROOT / room)
    assert files_of(package / "resources") == files_of(RESOURCES, "package")
    own = RESOURCES / "package" / "gatestep"
    for file in (ROOT / "main.py", own / "__init__.py", own / "__main__.py", own / "py.typed"):
        assert (package / file.name).read_bytes() == file.read_bytes()
    assert (package / "resources" / "lessons").is_dir()


def test_an_editable_install_has_no_copies(tmp_path):
    code = "import sys; from hatchling.build import build_editable; build_editable(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    (file,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        assert len(names) == 1
        assert archive.read(names[0]).decode().strip() == str(RESOURCES / "package")


PROGRAM = """
import json, multiprocessing, sys
sys.path.insert(1, sys.argv[1])  # before an editable install, behind this folder
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

def answers_of(run):
    return run.trace.outputs().output.shape[0]

def strangers():
    return [name for name in sys.modules if name.split(".")[0] in ("simulator", "ui", "main")]

if __name__ == "__main__":
    told = {"examples": len(EXAMPLES), "shipped": EXAMPLES["sunspots"]().experiment.num_timesteps}
    told["lessons"] = [id for id in COURSE if not lesson(id).steps]
    parameters, stored = checkpoint.load(recognise("model.npz"))
    given = sequence.load(recognise("x.parquet"))
    run = Run(experiment_over(parameters, given))
    run.advance()
    list(exporting(run, "trace.csv", ExportOptions(experiment=True)))
    trace = read_stored_trace("trace.csv")
    told["trace"] = [trace.experiment.num_timesteps, len(trace.points)]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        told["file"] = pool.apply(recognise, [recognise("model.npz")]).format.name
        told["sent"] = pool.apply(answers_of, [run])
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


@pytest.fixture
def among_strangers(tmp_path):
    """Return a folder with a `simulator`, a `ui` and a `main.py` of the user's own."""
    folder = tmp_path / "here"
    for stranger in ("simulator/__init__.py", "ui/__init__.py", "main.py"):
        (folder / stranger).parent.mkdir(parents=True, exist_ok=True)
        (folder / stranger).write_text("raise SystemExit('a stranger was imported')")
    return folder


@pytest.fixture
def wheel_with_a_mistake(wheel):
    """Plant a module that imports what is not there."""
    broken = wheel / "gatestep" / "simulator" / "files" / "broken.py"
    broken.write_text("from . import no_such_module")
    yield wheel
    broken.unlink()


def test_the_simulator_works_inside_another_package_beside_strangers(
    wheel_with_a_mistake, among_strangers
):
    """The user's own `simulator`, `ui` and `main.py` are not imported by `gatestep.simulator`."""
    folder = among_strangers
    (folder / "program.py").write_text(PROGRAM)
    np.savez(folder / "model.npz", **random_parameters(LSTMConfig(3, 5)).arrays)
    columns = np.random.default_rng(0).standard_normal((3, 7))
    save_parquet(folder / "x.parquet", dict(zip("abc", columns, strict=True)))
    done = subprocess.run(
        [sys.executable, "program.py", wheel_with_a_mistake],
        cwd=folder, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {
        "examples": 10, "shipped": 309, "lessons": [], "trace": [7, 10], "file": "NPZ_WEIGHTS",
        "sent": 7, "here": [], "there": [],
    }  # fmt: skip


FACE = """
import sys
sys.path.insert(1, sys.argv[1])  # before an editable install, behind this folder
import gatestep
import simulator_of_theirs
import torch
from torch.nn.utils.rnn import pack_padded_sequence

lstm = torch.nn.LSTM(3, 4, 2, bidirectional=True)
x = pack_padded_sequence(torch.randn(5, 3, 3), [5, 2, 4], enforce_sorted=False)

assert gatestep.trace(lstm, x)["c", 1, "reverse"].shape == (5, 3, 4)
assert gatestep.check(lstm, x).confirms
with gatestep.capture(lstm) as calls:
    lstm(x)
assert calls[0].trace().h_n.shape == (4, 3, 4)
window = gatestep.view(lstm, x)
window.close()
window.wait(60)
assert not any(name.partition(".")[0] in ("simulator", "ui", "main") for name in sys.modules)
"""


@pytest.mark.torch
def test_the_face_works_beside_strangers(wheel, among_strangers):
    (among_strangers / "simulator_of_theirs.py").touch()
    (among_strangers / "program.py").write_text(FACE)
    done = subprocess.run(
        [sys.executable, "program.py", str(wheel)],
        cwd=among_strangers, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.few(1)
@pytest.mark.parametrize("how", [["-m", "gatestep"], ["-c", "import gatestep; gatestep.main()"]])
def test_the_program_of_a_wheel_runs_beside_strangers(wheel, among_strangers, how):
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    for arguments in (["--version"], ["screenshot", "--output", "window.png", "--size", "800x600"]):
        done = subprocess.run(
            [sys.executable, *how, *arguments],
            cwd=among_strangers, env=environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert (among_strangers / "window.png").read_bytes().startswith(b"\x89PNG")


def test_the_program_does_not_take_an_imported_stranger_for_its_own(wheel, among_strangers):
    (among_strangers / "main.py").write_text("def main(arguments): print('a stranger ran')")
    code = "import main, gatestep; gatestep.main(['--version'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=among_strangers, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(wheel)},
    )  # fmt: skip
    assert "python -m gatestep" in done.stderr
    assert not done.stdout


def test_importing_it_brings_nothing_heavy(wheel):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import gatestep; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, str(wheel)], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "gatestep" in loaded
    assert not loaded & {"numpy", "torch", "PySide6", "argparse", "pathlib", "re", "typing"}


def test_every_public_name_is_there_and_said(wheel):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import gatestep; "
        "from gatestep.simulator.face import PUBLIC; "
        "assert {*PUBLIC, 'main', '__version__'} == set(gatestep.__all__) == set(dir(gatestep)); "
        "assert all(getattr(gatestep, name).__doc__ for name in PUBLIC)"
    )
    subprocess.run([sys.executable, "-c", code, str(wheel)], check=True)
