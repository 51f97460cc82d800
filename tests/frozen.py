"""Frozen program in tests: a script in its place, which takes none but the program's arguments."""

import sys

from tests.paths import ROOT

PROGRAM = """#!{python} -P
import sys
sys.frozen, sys.executable = True, {program!r}
sys.path.insert(0, {root!r})
import main
sys.exit(main.main())
"""


def freeze(folder, monkeypatch):
    """Have this process think that it is a frozen program; return the program."""
    program = folder / "frozen"
    program.write_text(PROGRAM.format(python=sys.executable, program=str(program), root=str(ROOT)))
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program
