"""The command line, as the tests of commands run it."""

import pytest

import main


@pytest.fixture
def gatestep(capsys):
    """Return a function that runs the command line in this process: (status, stdout, stderr)."""

    def call(*arguments):
        status = main.main([str(a) for a in arguments])
        return status, *capsys.readouterr()

    return call
