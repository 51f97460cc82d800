"""Display errors: lines on the console, before Qt is loaded, when no window can open."""

import pytest

from ui.app import display

linux = pytest.mark.skipif(
    not display.sys.platform.startswith("linux"), reason="asked on Linux only"
)


@pytest.fixture
def environment(monkeypatch):
    """Return a function that sets exactly these of the variables that describe a display."""

    def set_only(**variables):
        for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_only


def test_a_chosen_platform_or_wayland_is_trusted(environment):
    environment(QT_QPA_PLATFORM="offscreen")
    assert display.problem() is None
    environment(WAYLAND_DISPLAY="wayland-0", DISPLAY=":987")
    assert display.problem() is None


@linux
def test_no_display_says_what_to_set(environment):
    environment()
    assert "set DISPLAY or WAYLAND_DISPLAY" in display.problem()


@linux
def test_missing_libraries_are_named_with_their_packages(environment, monkeypatch):
    environment(DISPLAY=":0")
    monkeypatch.setattr(display, "_X11_LIBRARIES", ("libthere-is-none.so.9",))
    assert "libthere-is-none.so.9" in display.problem()
    assert "apt-get install libxcb-cursor0" in display.problem()


@linux
def test_a_server_that_does_not_answer_is_named(environment, monkeypatch):
    environment(DISPLAY=":987")
    monkeypatch.setattr(display, "_X11_LIBRARIES", ())
    assert "DISPLAY=:987" in display.problem()


def test_an_import_that_fails_says_what_to_install():
    library = ImportError("libEGL.so.1: cannot open shared object file")
    assert "libegl1" in display.import_problem(library)
    assert "pyqtgraph" in display.import_problem(ImportError("No module named 'pyqtgraph'"))
