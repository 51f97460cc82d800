"""Commands that use the window's core without a window.

Each command takes the options of `commands.arguments` and returns the exit status: 0 done, 1 failed
(or torch, or the other code's numbers, disagree), 2 wrong usage.
"""

import json
import signal
import sys
import warnings
from argparse import Namespace
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import numpy as np

from ..analysis.trace_difference import comparing
from ..arrays import Array
from ..check.drift import measure as measure_drift
from ..check.readout_check import losses_of
from ..check.report import CheckReport
from ..check.selftest import CASES, Verdict, summary
from ..check.selftest import selftest as run_selftest
from ..diagnosis import search
from ..diagnosis.load import load_evidence
from ..engine.run import Run
from ..experiment.experiment import Experiment, Outputs
from ..files.atomic import atomic_write
from ..files.checkpoints import checkpoint
from ..files.checkpoints.find_lstms import StoredLSTM
from ..files.checkpoints.linears import StoredLinear, layers
from ..files.errors import FileError, plain
from ..files.optional_packages import PYTORCH, install_command
from ..files.traces.export import ExportOptions, exporting, format_for
from ..files.traces.input_columns import InputNames, input_columns
from ..files.traces.selection import TraceSelection
from ..files.traces.sidecar import readout_path
from ..files.traces.size import size_of
from ..files.traces.stored import read_stored_trace
from ..gradients.gradient_memory import gradient_bytes
from . import objective
from .desktop import install_desktop
from .errors import (
    CommandError,
    UsageError,
    check_outputs,
    one_line,
    refuse_without_model,
    tell,
    torch_engine,
)
from .gradients import gradients
from .input import experiment_of, named_experiment_of, refuse_too_large
from .lessons import check_lessons
from .output import follow, say, write_report
from .training.command import train
from .work import checked, checked_back, computed, walked_back


def run(command: str, options: Namespace) -> int:
    """Run one command; errors that a user can meet become one line on stderr."""
    try:
        with _warnings_as_notes():
            return COMMANDS[command](options)
    except FileError as error:
        return _fail(command, str(error), 1)
    except CommandError as error:
        return _fail(command, str(error), error.status)


def trace(options: Namespace) -> int:
    """Write the values of a run to a file, and nn.LSTM's results and answers to an .npz file."""
    has_readout = options.readout is not None
    beside = partial(_export_options(options).companions, readout=has_readout)
    check_outputs(options, "output", "outputs", beside=beside)
    if options.check or options.torch:
        torch_engine("checking" if options.check else "writing its values")
    export = _export_options(options)
    experiment, names = named_experiment_of(options)
    try:
        size = size_of(experiment, export, names)
    except ValueError as error:
        raise CommandError(str(error)) from error
    finished = computed(options, experiment)
    report = checked(options, finished) if options.check else None
    answers = finished.trace.answers()
    if options.outputs:
        came_in = _input_arrays(experiment, names) if options.with_input else {}
        _write_outputs(options.outputs, finished.trace.outputs(), answers | came_in)
        if answers:
            say(options, f"{options.outputs}: {objective.layout_text(experiment, answers)}")
    if experiment.objective.loss is not None:
        say(options, objective.loss_text(finished.trace))
    writing = exporting(finished, options.output, export, names)
    next(writing)  # the file can be written
    say(options, f"{options.output}: {size.text()}")
    follow(options.quiet, "writing", writing)
    beside_it = readout_path(options.output)
    written = export.companions(options.output, readout=has_readout)
    wrote = [options.output, *([beside_it] if beside_it in written else [])]
    wrote += [options.outputs] if options.outputs else []
    say(options, f"wrote {' and '.join(map(str, wrote))}")
    return _verdict(options, report) if report else 0


def _export_options(options: Namespace) -> ExportOptions:
    """Return the options of the export."""
    format = options.format or format_for(options.output)
    if format == "npz" and options.layout != "wide":
        raise UsageError("--layout is of CSV and Parquet, and an .npz has none: leave it out")
    part = (options.quantities, options.layers, options.units, options.start, options.stop)
    return ExportOptions(
        format,
        options.layout,
        TraceSelection(*part),
        options.torch,
        options.with_model,
        options.with_input,
    )


def check(options: Namespace) -> int:
    """Compare every step with PyTorch; a line for each pass on stdout, and a report on request.

    One more says so where correct engines return other numbers, as of a chaotic network.
    """
    check_outputs(options, "report")
    torch_engine("checking")
    experiment = experiment_of(options)
    if options.backward and not experiment.source:
        raise UsageError("gradients need a loss. Give --readout and --target too")
    if options.backward:
        refuse_too_large(experiment, gradient_bytes(experiment))
    finished = computed(options, experiment)
    reports = [checked(options, finished)]
    if options.backward:
        reports.append(checked_back(options, walked_back(options, finished)))
    drift = measure_drift(experiment) if options.report or not options.quiet else None
    if options.report:
        told = {
            **reports[0].to_json(),
            "loss": losses_of(finished),
            "drift": None if drift is None else drift.to_json(),
        }
        if options.backward:
            told["agrees"] = all(report.confirms for report in reports)
            told["backward"] = reports[1].to_json()
        write_report(options, told)
    status = max(_verdict(options, report) for report in reports)
    if drift is not None and drift.large:
        say(options, drift.text())
    return status


def selftest(options: Namespace) -> int:
    """Examine the check itself; 1 when it misses a mistake, or complains without one."""
    check_outputs(options, "report")
    torch_engine("the self-test")
    verdicts = follow(options.quiet, "checking mistakes", _examining(options))
    line, passed = summary(verdicts), all(verdict.passed for verdict in verdicts)
    told = {
        "passed": passed,
        "seed": options.seed,
        "torch_version": verdicts[0].torch_version,
        "text": line,
        "cases": [verdict.to_json() for verdict in verdicts],
    }
    write_report(options, told)
    say(options, line, well=passed)
    return 0 if passed else 1


def _examining(options: Namespace) -> Generator[float, None, list[Verdict]]:
    verdicts = []
    for verdict in run_selftest(options.seed):
        verdicts.append(verdict)
        if options.verbose:
            say(options, verdict.text(), well=verdict.passed)
        yield len(verdicts) / len(CASES)
    return verdicts


def diagnose(options: Namespace) -> int:
    """Say why another code's numbers differ; 1 when they do, explained or not."""
    check_outputs(options, "report")
    experiment = experiment_of(options)
    observed, masks, without = load_evidence(options.observed, experiment)
    if without:
        tell(
            f"dropout masks of other seeds are not tested: torch cannot be loaded ({without}): "
            f"{install_command(PYTORCH)}"
        )
    with _interrupted() as stopped:
        work = search.diagnose(experiment, observed, masks, options.seconds, stopped)
        found = follow(options.quiet, "searching", work)
    if found is None:
        raise KeyboardInterrupt
    write_report(options, found.to_json())
    say(options, *found.lines(), well=found.agrees)
    return 0 if found.agrees else 1


def compare(options: Namespace) -> int:
    """Compare an exported trace with another, with a run, or with its own run again; 1 if unlike.

    Every number that both have is compared, bit for bit.
    """
    if (options.model is None) != (options.sequence is None):
        raise UsageError("--model and --sequence go together: give both, or neither")
    refuse_without_model(options)
    check_outputs(options, "report")
    if len(options.traces) + (options.model is not None) > 2:
        raise UsageError("two are compared: give two traces, or one with --model and --sequence")
    first, *others = map(read_stored_trace, options.traces)
    after: Run
    if others:
        before, after = first.beside(*others)
    elif options.model is not None:
        after = Run(experiment_of(options))
        before = first.recorded(after.experiment)
    elif first.experiment is None:
        raise CommandError(
            f"{options.traces[0]} does not hold what it was made with: give a second trace, or "
            "--model and --sequence, or export it again with --with-model"
        )
    else:
        before, after = first.alone(), Run(first.experiment)
    found = follow(options.quiet, "comparing", comparing(before, after))
    text = found.text(after.experiment.batch_size)
    write_report(options, {**found.to_json(), "text": text})
    say(options, text, well=found.agrees)
    return 0 if found.agrees else 1


def inspect(options: Namespace) -> int:
    """List the LSTMs of a checkpoint, then its Linear layers and embeddings."""
    beside = layers(options.file)
    found = checkpoint.inspect(options.file, [layer.name for layer in beside])
    if options.json:
        remarks = [{"notes": lstm.notes, "undecided": lstm.undecided} for lstm in found]
        told = [lstm.to_json() | remark for lstm, remark in zip(found, remarks, strict=True)]
        print(json.dumps([*told, *(layer.to_json() for layer in beside)], indent=2))
        return 0

    def tell_of(stored: StoredLSTM | StoredLinear) -> None:
        of = stored.to_json()
        told = [f"{k}={v}" for k, v in of.items() if k not in ("name", "kind")]
        print(f"{plain(stored.name) or '(root)'}  {of['kind']}  {' '.join(told)}")

    for stored in found:
        tell_of(stored)
        doubt = f"its recurrent activation is not known: {stored.undecided}"
        for note in (*stored.notes, *([doubt] if stored.undecided else [])):
            print(f"    {one_line(note)}")
    for layer in beside:
        tell_of(layer)
    return 0


COMMANDS: Final[Mapping[str, Callable[[Namespace], int]]] = {
    "trace": trace,
    "gradients": gradients,
    "train": train,
    "check": check,
    "selftest": selftest,
    "diagnose": diagnose,
    "compare": compare,
    "inspect": inspect,
    "lesson check": check_lessons,
    "install-desktop": install_desktop,
}


def _verdict(options: Namespace, report: CheckReport) -> int:
    say(options, report.text(), well=report.confirms)
    return 0 if report.confirms else 1


def _write_outputs(path: str, outputs: Outputs, beside: Mapping[str, Array]) -> None:
    arrays: dict[str, Any] = {**outputs.named(), **beside}
    with atomic_write(path) as file:
        np.savez(file, **arrays)


def _input_arrays(experiment: Experiment, names: InputNames) -> dict[str, Array]:
    """Return each feature by its column's name, over the axes of nn.LSTM's input but the last."""
    given = experiment.input_as_given()
    columns = input_columns(names, experiment.config.input_size, entries=True)
    return {column: given[..., feature] for feature, column in enumerate(columns)}


@contextmanager
def _warnings_as_notes() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, *_, **__: tell(str(message))
        yield


@contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Have the first Ctrl+C answer True from then on; the second interrupts as always."""
    pressed = []

    def press(*_: object) -> None:
        pressed.append(True)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _fail(command: str, message: str, status: int) -> int:
    print(f"gatestep {command}: {one_line(message)}", file=sys.stderr)
    return status
