"""Command line of Gatestep: parses the arguments, then opens the window or runs a command.

Nothing heavy is imported before the arguments are parsed.
"""

import argparse
import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from simulator import child
from simulator.commands import arguments as headless
from simulator.commands import window_arguments as window
from simulator.commands.arguments import Parser
from simulator.faults import describe, is_fault
from simulator.version import VERSION

if TYPE_CHECKING:
    from simulator.files.workspaces.workspace import Workspace
    from ui.app.lesson_shot import LessonShot
    from ui.app.training_shot import TrainingShot

# Before numpy is loaded, here and in the worker. One step's products are too small to share among
# cores, which costs more than it gives; and the bits must not depend on how many cores there are.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "trace": "compute an LSTM over a sequence and write every value to a file",
    "gradients": "run the backward pass and write every gradient to a file",
    "train": "train a model on a sequence, a folder or a task, and write its weights to a file",
    "check": "compare every step with PyTorch",
    "selftest": "inject one error after the other, to test that the check finds each",
    "diagnose": "explain why the numbers of your own code differ from this LSTM",
    "compare": "replay an exported trace, or compare it with another trace or the run of a model",
    "inspect": "list the LSTMs in a checkpoint",
    "lesson": "open a lesson in the window, or check lessons for errors",
    "screenshot": "save a picture of the window, without a display",
    "install-desktop": "add Gatestep to the applications of the desktop, to open .gatestep files",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with the given arguments, the process's own by default.

    Returns:
        0 done, 1 failed or the numbers do not agree, 2 wrong usage or no display, 130 interrupted.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file may have any name
    try:
        status = run(sys.argv[1:] if arguments is None else list(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.ENOSPC):
            return say_mistake(error)
        # Whoever read our output has left, or its disk is full; the interpreter's last flush must
        # not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:
            return 1
        return say("the disk that this writes to is full: make room, or choose another place")
    except KeyboardInterrupt:
        return say("interrupted", 130)
    except MemoryError as error:
        return say(f"not enough memory: {error}")
    except ImportError as error:
        return say_mistake(error) if is_ours(error) else say(cannot_load(error))
    except Exception as error:
        return say_mistake(error)
    finally:
        gc.enable()  # which the window's start has switched off
    return status


def run(arguments: list[str]) -> int:
    """Parse the arguments and run the window or command that they ask for."""
    if server := child.server_in(arguments):
        import_module(server).serve()
        return 0
    command = arguments.pop(0) if arguments and arguments[0] in COMMANDS else "window"
    if command == "lesson" and arguments[:1] == ["check"]:
        command = " ".join((command, arguments.pop(0)))
    try:
        options = parser_of(command).parse_args(arguments)
    except SystemExit as wish:  # --help, --version, or wrong usage
        return int(wish.code or 0)
    if command in WITH_WINDOW:
        return WITH_WINDOW[command](options)
    from simulator.commands import run as cli

    return cli.run(command, options)


def say(message: str, status: int = 1) -> int:
    """Print one line on stderr; return the exit status."""
    print(f"gatestep: {' '.join(message.split())}", file=sys.stderr)
    return status


def say_mistake(error: Exception) -> int:
    """Print an unexpected exception; return the exit status."""
    return say(f"this is a bug in Gatestep, please report it: {describe(error)}")


def is_ours(error: ImportError) -> bool:
    """Return True when a module of this program could not be imported, not another package."""
    if error.name:
        return error.name.partition(".")[0] in ("gatestep", "simulator", "ui")
    return is_fault(error)


def cannot_load(error: ImportError) -> str:
    """Return the message about a package that does not load; some say a page about it."""
    first = str(error).strip().partition("\n")[0]
    return (
        f"a package that Gatestep needs does not load: {first}; install Gatestep again, as its "
        "README says"
    )


# The commands with a window


BEFORE_QT = (
    "html",
    "simulator.analysis.quantity_text",
    "simulator.breakpoints.unit_search",
    "simulator.examples",
    "simulator.experiment.appending",
    "simulator.experiment.carried",
    "simulator.experiment.history",
    "simulator.files.atomic",
    "simulator.files.sequences.text",
    "simulator.files.sequences.wording",
    "simulator.lessons.course",
    "simulator.lessons.text_template",
    "simulator.network.colours",
    "simulator.mistakes.runs",
    "simulator.training.tasks.mishaps",
    "ui.commands.table.synonyms",
    "ui.documents.known_files",
    "ui.faults.fault_log",
    "ui.session.breakpoint_search",
    "ui.session.lesson_session.course_progress",
    "ui.session.lesson_session.lesson_progress",
    "ui.worker.torch_process",
)
"""Modules that the window needs and that do without Qt. They are imported before it, since PySide
reads the source of each module that is imported after it."""


def import_window() -> Callable[..., int]:
    """Import the window; return the function that opens it.

    Nothing is garbage before there is a window, and searching for it takes a tenth of the time
    until then. The window switches the searches on again.
    """
    gc.disable()
    for module in BEFORE_QT:
        import_module(module)
    from ui.app.application import run_window

    return run_window


def open_window(options: argparse.Namespace) -> int:
    """Open the window; return 2 when there is no display or Qt cannot start."""
    from ui.app import display, interrupts

    if options.handed:
        interrupts.keep()
    try:
        from simulator.files.errors import FileError

        handed = _taken_over(options.handed) if options.handed else None
        problem = missing(options.files)
        if problem:
            return say(problem)
        problem = display.problem()
        if problem:
            return say(problem, 2)
        run_window = import_window()
    except FileError as error:
        return say(str(error))
    except ImportError as error:
        return say(display.import_problem(error), 2)
    if interrupts.was_asked():
        return 0
    return int(run_window(options.files, options.theme, options.language, handed=handed))


def _taken_over(path: str) -> "Workspace":
    from simulator.files.workspaces.handover import taken_over

    return taken_over(path)


def open_lesson(options: argparse.Namespace) -> int:
    """Open the window on a lesson; a file that is none is told before there is a window."""
    from ui.app import display

    try:
        from simulator.files.errors import FileError
        from simulator.lessons import course

        if not os.path.exists(course.path_of(options.lesson)):
            return say(
                f"{options.lesson}: no such file; give a lesson's file, a number from 1 to "
                f"{len(course.COURSE)}, or an id: {' '.join(course.COURSE)}"
            )
        course.opened(options.lesson)  # which is told here if it cannot be
        problem = display.problem()
        if problem:
            return say(problem, 2)
        run_window = import_window()
    except FileError as error:
        return say(str(error))
    except ImportError as error:
        return say(display.import_problem(error), 2)
    return int(run_window([], options.theme, options.language, options.lesson))


def take_screenshot(options: argparse.Namespace) -> int:
    """Draw the window offscreen into a PNG file."""
    from ui.app import display

    problem = missing(options.files)
    if problem:
        return say(problem)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        shot, lesson = shot_of(options), lesson_of(options)
        from ui.app.picture import take_screenshot
    except ImportError as error:
        return say(display.import_problem(error), 2)
    except ValueError as error:
        return say(str(error), 2)
    return int(
        take_screenshot(
            options.output,
            options.size,
            options.position,
            options.theme,
            options.files,
            options.language,
            options.recurrent_activation,
            options.layout,
            options.text_size,
            shot,
            lesson,
        )
    )


WITH_WINDOW = {"window": open_window, "lesson": open_lesson, "screenshot": take_screenshot}


def missing(files: Sequence[str]) -> str | None:
    """Return the message about a missing file, or None; other faults are left to its reader."""
    for path in files:
        if not os.path.exists(path):
            return (
                f"{path}: no such file; give a workspace, a lesson, or a checkpoint, a sequence, "
                "or both"
            )
    return None


# The arguments


def parser_of(command: str) -> Parser:
    """Return the parser of one command; `window` for none."""
    prog = "main.py" if os.path.basename(sys.argv[0]) == "main.py" else "gatestep"
    if command == "window":
        return window_parser(prog)
    text = COMMANDS.get(command, "list every error in lessons, one per line")
    result = Parser(f"{prog} {command}", f"{text[0].upper()}{text[1:]}.")
    {
        "trace": headless.add_trace_arguments,
        "gradients": headless.add_gradients_arguments,
        "train": headless.add_train_arguments,
        "check": headless.add_check_arguments,
        "selftest": headless.add_selftest_arguments,
        "diagnose": headless.add_diagnose_arguments,
        "compare": headless.add_compare_arguments,
        "inspect": headless.add_inspect_arguments,
        "lesson check": headless.add_lesson_check_arguments,
        "install-desktop": headless.add_install_desktop_arguments,
        "lesson": window.add_lesson_arguments,
        "screenshot": window.add_screenshot_arguments,
    }[command](result)
    return result


def window_parser(prog: str) -> Parser:
    """Return the parser without a command, with the commands listed in its help."""
    width = max(map(len, COMMANDS))
    result = Parser(prog, "Step an LSTM through a sequence, one timestep and one gate at a time.")
    result.usage = (
        f"{prog} [-h] [--version] [--theme light|dark|system] [--language en|ko] [FILE ...]\n"
        f"       {prog} {{{','.join(COMMANDS)}}} ..."
    )
    result.epilog = "commands (each has its own --help):\n" + "\n".join(
        f"  {name:{width}}  {text}" for name, text in COMMANDS.items()
    )
    result.formatter_class = argparse.RawDescriptionHelpFormatter
    result.add_argument("--version", action="version", version=f"Gatestep {VERSION}")
    window.add_files(result)
    window.add_appearance(result)
    window.add_handover(result)
    return result


def shot_of(options: argparse.Namespace) -> "TrainingShot | None":
    """Return what the arguments of training ask for; None without a task.

    Raises:
        ValueError: they do not go together, or one of them is unknown, in words.
    """
    given = {name: getattr(options, name) for name in ("steps", "seed", "film", "panel")}
    given = {name: value for name, value in given.items() if value is not None}
    if options.task is None:
        if given:
            raise ValueError(f"--{next(iter(given))} needs --task")
        return None
    if options.files:
        raise ValueError("give either --task or files")
    from ui.app.training_shot import TrainingShot

    return TrainingShot(options.task, **given, quiet=options.quiet)


def lesson_of(options: argparse.Namespace) -> "LessonShot | None":
    """Return the lesson that the arguments ask for; None without one.

    Raises:
        ValueError: there is no such step, or something else is asked for too, in words.
    """
    if options.lesson is None:
        return None
    if options.files or options.task is not None:
        raise ValueError("give either --lesson, --task or files")
    from ui.app.lesson_shot import LessonShot

    try:
        return LessonShot.of(options.lesson)
    except ValueError as error:
        raise ValueError(f"--lesson: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
