"""Build of the frozen program: a folder that runs on a computer without Python.

    python resources/package/frozen/build.py --output dist

The environment that runs this has Gatestep's packages and `pyinstaller`. What is installed in it
goes into the program: PyTorch, which is most of it, and the packages for ONNX, Keras and Parquet.
Then the program is tried: it reads a model in its sandbox, checks it where PyTorch is built in, and
opens a workspace in a window, on an X server of its own, where Xvfb and xdotool are.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
ICON = HERE.parents[1] / "desktop" / "gatestep.svg"
WORKSPACE = HERE.parents[2] / "tests" / "data" / "version_1" / "workspaces" / "bits.gatestep"
ICON_SUFFIXES = {"win32": "ico", "darwin": "icns"}
PATIENCE_SECONDS = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the program, then try it."""
    parser = argparse.ArgumentParser(description="Build the frozen program, and try it.")
    parser.add_argument("--output", type=Path, default=Path("dist"), help="(dist)")
    parser.add_argument(
        "--without-torch", action="store_true", help="smaller, and nothing is checked"
    )
    options = parser.parse_args(arguments)
    torch = not options.without_torch and find_spec("torch") is not None
    with tempfile.TemporaryDirectory() as scratch:
        build(options.output, Path(scratch), torch)
        folder = options.output / "gatestep"
        size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{folder}: {size / 1e6:,.0f} MB, with{'' if torch else 'out'} PyTorch")
        try_it((folder / "gatestep").resolve(), Path(scratch), torch)
    return 0


def build(output: Path, scratch: Path, torch: bool) -> None:
    """Build the program by PyInstaller."""
    settings = {**os.environ, "GATESTEP_WITHOUT_TORCH": "" if torch else "1"}
    if suffix := ICON_SUFFIXES.get(sys.platform):
        icon = scratch / f"gatestep.{suffix}"
        draw_icon(icon)
        settings["GATESTEP_ICON"] = str(icon)
    where = ["--distpath", str(output), "--workpath", str(scratch / "build")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    subprocess.run([*command, *where, str(HERE / "gatestep.spec")], check=True, env=settings)


def draw_icon(path: Path) -> None:
    """Draw the icon into a file of the kind that Windows or macOS wants."""
    from PySide6.QtGui import QGuiApplication, QIcon

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    if not QIcon(str(ICON)).pixmap(256, 256).save(str(path)):
        raise SystemExit(f"cannot draw {path}")
    app.quit()


def try_it(program: Path, scratch: Path, torch: bool) -> None:
    """Have the program read and check a small model, and show a workspace.

    Raises:
        subprocess.SubprocessError: it does not.
    """
    draw = np.random.default_rng(0).standard_normal
    shapes = {"weight_ih_l0": (20, 2), "weight_hh_l0": (20, 5)}
    shapes |= {f"bias_{of}_l0": (20,) for of in ("ih", "hh")}
    model, sequence = scratch / "small.npz", scratch / "x.npy"
    weights: dict[str, Any] = {name: draw(shape) for name, shape in shapes.items()}
    np.savez(model, **weights)
    np.save(sequence, draw((12, 2)))
    run(program, "inspect", model)
    if torch:
        run(program, "check", "--model", model, "--sequence", sequence)
    if not all(map(shutil.which, ("Xvfb", "xdotool"))):
        print("not tried in a window: that needs Xvfb and xdotool")
        return
    with display() as name:
        own = {f"XDG_{of}_HOME": str(scratch / of) for of in ("DATA", "CONFIG", "CACHE")}
        settings = {**os.environ, **own, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        window = subprocess.Popen([program, WORKSPACE], env=settings)
        try:
            title = ["xdotool", "search", "--sync", "--name", f"{WORKSPACE.name}.*Gatestep"]
            subprocess.run(title, env=settings, check=True, timeout=PATIENCE_SECONDS)
        finally:
            window.send_signal(signal.SIGINT)
            status = window.wait(PATIENCE_SECONDS)
    if status:
        raise subprocess.CalledProcessError(status, window.args)
    print(f"it opened {WORKSPACE.name} in a window, and ended when it was asked to")


def run(program: Path, *arguments: object) -> None:
    """Run one command of the program."""
    subprocess.run([program, *map(str, arguments)], check=True, timeout=PATIENCE_SECONDS)


@contextmanager
def display() -> Iterator[str]:
    """Run an X server; gives its name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main())
