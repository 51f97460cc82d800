"""Faults: exceptions that are this program's own mistake, apart from those that a file causes."""

import numpy as np
import pytest

from simulator.faults import Fault, describe, is_fault, place_of
from simulator.network import config


def raised(code, filename="<test>", **names):
    """Return the exception that a line of code raises, as if it stood in that file."""
    try:
        exec(compile(code, filename, "exec"), names)
    except BaseException as error:
        return error


def of_ours(code, **names):
    """Return the exception of a line that stands in this program's package."""
    return raised(code, config.__file__, **names)


def test_mistakes_of_programming_in_our_own_lines_are_faults():
    for code in (
        "None.shape",
        "nothing_of_that_name",
        "1 + None",
        "assert False",
        "{}['x']",
        "[][0]",
        "1 / 0",
        "import simulator.no_such_module",
    ):
        assert is_fault(of_ours(code)), code


def test_what_a_library_raises_on_bytes_is_none():
    assert not is_fault(of_ours("int('x')"))
    assert not is_fault(of_ours("b'\xff'.decode()"))
    assert not is_fault(raised("None.shape", "/site-packages/h5py/_hl/files.py"))
    parsed = of_ours("read_magic(file)", read_magic=np.lib.format.read_magic, file=None)
    assert isinstance(parsed, AttributeError)  # a line of numpy's raised it
    assert not is_fault(parsed)


@pytest.mark.parametrize("kind", [DeprecationWarning, RuntimeWarning])
def test_a_warning_made_an_error_is_a_fault_wherever_it_came_from(kind):
    assert is_fault(raised(f"raise {kind.__name__}('x')", "/site-packages/numpy/__init__.py"))


@pytest.mark.parametrize(
    "filename",
    [r"C:\Users\me\gatestep\simulator\run.py", "/home/me/gatestep/simulator/run.py", "run.py"],
)
def test_the_place_is_told_without_folders(filename):
    error = raised("\n\n1 + None", filename)
    assert place_of(error) == "run.py:3"
    assert describe(error).startswith("TypeError: unsupported operand")
    assert describe(error).endswith("(run.py:3)")


def test_an_exception_that_was_never_raised_has_no_place():
    assert place_of(ValueError("x")) == "?:0"


def test_a_fault_of_another_process_is_told_as_it_was_there():
    assert describe(Fault("KeyError: 'h' (onnx_lstm.py:12)")) == "KeyError: 'h' (onnx_lstm.py:12)"


def test_a_fault_takes_one_line():
    assert describe(of_ours("raise TypeError('one\\ntwo')")).startswith("TypeError: one two (")
