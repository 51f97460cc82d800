"""The command `lesson check`: a line for each fault, then what tests prove, and the status."""

import pytest

from simulator.lessons.course import COURSE, FOLDER

CONVEYOR = (FOLDER / "conveyor.toml").read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path):
    def write(old, new, name="mine.toml"):
        """Write the conveyor with something else in a place; return the path."""
        assert old in CONVEYOR
        path = tmp_path / name
        path.write_text(CONVEYOR.replace(old, new), encoding="utf-8")
        return path

    return write


def test_a_sound_lesson_has_no_line_and_its_file_id_and_number_are_the_same(gatestep):
    for named in (FOLDER / "conveyor.toml", "conveyor", COURSE.index("conveyor") + 1):
        assert gatestep("lesson", "check", named) == (0, "", "")


def test_every_fault_is_a_line_of_its_own_with_file_and_step(gatestep, write):
    path = write("c[1] @ 7 < 0.49", "c[1] @ 7 < 0.1")
    path.write_text(path.read_text("utf-8").replace("b_if[2] = 4", "b_if[9] = 4"), "utf-8")
    status, said, complained = gatestep("lesson", "check", path)
    assert (status, complained) == (1, "")
    lines = said.splitlines()
    assert lines[0].startswith(f"{path}: step half: the claim “c[1] @ 7 < 0.1” is false")
    assert lines[1].startswith(f"{path}: step mend: ")
    assert "b_if[9]" in lines[1]


def test_what_tests_prove_stands_last_and_is_no_fault(gatestep, write):
    proved = write('id = "bit"', 'id = "bit"\ntests = ["test_of_mine"]', "proved.toml")
    line = f"{proved}: step bit: tested elsewhere, by test_of_mine"
    assert gatestep("lesson", "check", proved) == (0, line + "\n", "")
    wrong = write("c[1] @ 7 < 0.49", "c[1] @ 7 < 0.1")
    status, said, _ = gatestep("lesson", "check", proved, wrong)
    assert (status, said.count("\n"), said.splitlines()[-1]) == (1, 2, line)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[network]", "[network", "not valid TOML"),
        ('words = ["yes", "no"]', "words = 7", "words must be a list"),
        ("claims = [", "claim = [", "step written: a step has no “claim”"),
    ],
)
def test_a_file_that_cannot_be_understood_is_a_fault_and_the_next_is_read(
    gatestep, write, old, new, named
):
    path = write(old, new)
    status, said, complained = gatestep("lesson", "check", path, "conveyor")
    assert (status, said.count("\n"), complained) == (1, 1, "")
    assert said.startswith(f"{path}: ")
    assert named in said


def test_a_file_that_is_not_there_is_told_and_nothing_is_checked(gatestep, write, tmp_path):
    path = write("c[1] @ 7 < 0.49", "c[1] @ 7 < 0.1")
    status, said, complained = gatestep("lesson", "check", path, tmp_path / "none.toml")
    assert (status, said, complained.count("\n")) == (1, "", 1)
    assert "none.toml" in complained


def test_without_a_lesson_it_is_wrong_usage(gatestep):
    status, said, complained = gatestep("lesson", "check")
    assert (status, said, complained.count("\n")) == (2, "", 1)
