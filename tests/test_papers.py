"""README, CONTRIBUTING, the guide, the page on lessons: what they show can be run, and is there."""

import json
import re
import shlex
import shutil
from itertools import takewhile
from urllib.parse import unquote

import numpy as np
import pytest

import main
from simulator.check.selftest import CASES
from simulator.examples import EXAMPLES
from simulator.files.workspaces.workspace import Workspace
from simulator.files.workspaces.writer import writing
from tests.paths import RESOURCES, ROOT

GUIDE, LESSONS = RESOURCES / "guide", RESOURCES / "lessons" / "README.md"
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(GUIDE.glob("*.md")), LESSONS]
NOT_RUN = ("python3 -m venv", ".venv/bin/", "pyside6-lupdate", "pyside6-lrelease")
"""Begins of lines that need an environment of their own."""
_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
T = 20


def blocks(path, kind):
    """Return the blocks of a kind in a paper, without what they are indented by."""
    return [
        re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)
        for indent, of, text in _BLOCK.findall(path.read_text(encoding="utf-8"))
        if of == kind
    ]


def shell_lines():
    """Return each different line of the papers' blocks of `sh`."""
    lines = [line for path in PAPERS for block in blocks(path, "sh") for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.strip()))


def words_of(line):
    """Return the arguments of a line that runs Gatestep, up to a pipe; None for any other."""
    words = [*takewhile(lambda word: word != "|", shlex.split(line, comments=True))]
    for program in (["gatestep"], ["python", "main.py"]):
        if words[: len(program)] == program:
            return words[len(program) :]
    return None


def runnable():
    """Return the arguments of the lines that run Gatestep."""
    found = {tuple(words) for line in shell_lines() if (words := words_of(line)) is not None}
    return [pytest.param(list(words), id=" ".join(words)) for words in sorted(found)]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return a folder with the files that the papers name."""
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("papers")
    torch.manual_seed(0)
    lstm, linear = torch.nn.LSTM(3, 4), torch.nn.Linear(4, 1)
    save_file(lstm.state_dict(), folder / "M.safetensors")
    whole = {f"encoder.{name}": w for name, w in lstm.state_dict().items()}
    whole |= {f"decoder.{name}": w for name, w in linear.state_dict().items()}
    torch.save(whole, folder / "M.pt")
    text = "to be or not to be"
    letters = sorted(set(text))
    embedding = {"embedding.weight": torch.randn(len(letters), 3)}
    torch.save({**embedding, **whole}, folder / "T.pt")
    (folder / "X.txt").write_text(text)
    (folder / "V.json").write_text(json.dumps(letters))
    x = torch.randn(T, 3)
    output, (h_n, c_n) = lstm(x)
    theirs = {"output": output, "h_n": h_n, "c_n": c_n}
    np.savez(folder / "THEIRS.npz", **{name: n.detach().numpy() for name, n in theirs.items()})
    np.save(folder / "X.npy", x.numpy())
    np.save(folder / "X2.npy", x.numpy()[:12])
    np.save(folder / "X3.npy", x.numpy()[:14].reshape(2, 7, 3))
    np.save(folder / "V.npy", linear.weight.detach().numpy())
    np.save(folder / "Y.npy", np.zeros((T, 1), "f4"))
    np.savez(folder / "S.npz", h_0=np.zeros((1, 2, 4), "f4"), c_0=np.ones((1, 2, 4), "f4"))
    (folder / "FOLDER").mkdir()
    for path in (folder / "X.csv", *(folder / "FOLDER" / f"{k}.csv" for k in range(5))):
        rows = torch.randn(T, 4).tolist()
        lines = ["a,b,c,y", *(",".join(map(str, row)) for row in rows)]
        path.write_text("\n".join(lines))
    lesson = blocks(LESSONS, "toml")[0]
    for name in ("MINE.toml", "mine.toml"):
        (folder / name).write_text(lesson, encoding="utf-8")
    (folder / "resources").mkdir()
    for path in RESOURCES.glob("sunspots.*"):
        shutil.copy(path, folder / "resources")
    example = EXAMPLES["latch"]()
    for _ in writing(
        folder / "W.gatestep", Workspace("latch", example.experiment, example.experiment)
    ):
        pass
    of = ["--model", str(folder / "M.safetensors"), "--sequence", str(folder / "X.npy")]
    assert main.main(["trace", *of, "--output", str(folder / "TRACE.csv")]) == 0
    assert main.main(["trace", *of, "--output", str(folder / "TRACE.npz"), "--with-model"]) == 0
    return folder


@pytest.fixture
def scratch(files, tmp_path, monkeypatch):
    """Go to a folder with a copy of those files."""
    folder = tmp_path / "here"
    shutil.copytree(files, folder)
    monkeypatch.chdir(folder)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return folder


def shows(words):
    """Return True for a line that opens the window, which stays open, or draws it."""
    if not words or words[0] not in main.COMMANDS:
        return True
    return words[0] == "screenshot" or (words[0], len(words)) == ("lesson", 2)


@pytest.mark.torch
@pytest.mark.parametrize("words", runnable())
def test_a_command_of_the_papers_runs(words, scratch, monkeypatch, capsys):
    """What opens or draws the window goes up to that: tests of the window's do the rest."""
    shown = []
    for opens in ("ui.app.application.run_window", "ui.app.picture.take_screenshot"):
        monkeypatch.setattr(opens, lambda *what, **_: shown.append(what) or 0)
    monkeypatch.setattr("simulator.check.selftest.CASES", CASES[:5])
    status = main.main(words)
    out, err = capsys.readouterr()
    assert status == 0, out + err
    assert [line for line in err.splitlines() if not line.startswith("gatestep: note: ")] == []
    assert bool(shown) == shows(words)


@pytest.mark.torch
@pytest.mark.parametrize(
    "path", [path for path in PAPERS if blocks(path, "python")], ids=lambda path: path.stem
)
def test_python_of_the_papers_runs(path, scratch, monkeypatch):
    """The blocks of a page go on from one another."""
    monkeypatch.syspath_prepend(RESOURCES / "package")
    names = {"__name__": "__main__"}
    for block in blocks(path, "python"):
        exec(compile(block, path.name, "exec"), names)


def test_every_line_is_run_but_for_those_that_need_an_environment():
    others = [line for line in shell_lines() if words_of(line) is None]
    assert [line for line in others if not line.startswith(NOT_RUN)] == []
    assert [begin for begin in NOT_RUN if not any(line.startswith(begin) for line in others)] == []
    kinds = {kind for path in PAPERS for _, kind, _ in _BLOCK.findall(path.read_text("utf-8"))}
    assert {"sh", "python"} <= kinds
    assert {"bash", "shell", "console", "py"} & kinds == set()


def test_the_readme_sets_up_by_lines_to_copy():
    """The CPU build of PyTorch comes from its own index, before what would bring another."""
    lines = [line for block in blocks(ROOT / "README.md", "sh") for line in block.splitlines()]
    pytorch, window, tests = (shlex.split(line) for line in lines if ".venv/bin/pip" in line)
    assert pytorch[-2:] == ["--index-url", "https://download.pytorch.org/whl/cpu"]
    for words, what in ((pytorch, "torch"), (window, "-e ."), (tests, "-e .[test]")):
        assert " ".join(words).startswith(f"python3 -m venv .venv && .venv/bin/pip install {what} ")


def slugs(path):
    """Return the names by which a page's headings are linked, as repositories' pages make them."""
    text = _FENCED.sub("", path.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")
        for heading in _HEADING.findall(text)
    }


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_is_there(path):
    text = _FENCED.sub("", path.read_text(encoding="utf-8"))
    for target, heading in _LINK.findall(text):
        if "://" in target:
            continue
        there = (path.parent / unquote(target)).resolve() if target else path
        assert there.exists(), target
        if heading:
            assert heading in slugs(there), f"{target}#{heading}"
        if path.is_relative_to(RESOURCES):
            assert there.is_relative_to(RESOURCES), f"{target} is not in an installed program"


def test_the_index_leads_to_every_page_and_each_picture_is_in_a_paper():
    texts = {path: path.read_text(encoding="utf-8") for path in PAPERS}
    index = {target for target, _ in _LINK.findall(texts[GUIDE / "README.md"])}
    assert {path.name for path in GUIDE.glob("*.md")} - {"README.md"} == index
    everything = "".join(texts.values())
    maker = (GUIDE / "pictures" / "make.py").read_text(encoding="utf-8")
    for picture in (GUIDE / "pictures").glob("*.png"):
        assert f"pictures/{picture.name})" in everything
        assert f'"{picture.stem}"' in maker


def test_contributing_names_what_there_is():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:simulator|ui|tests|resources)/[\w/.]*)`", text)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []
