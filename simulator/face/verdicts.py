"""Verdicts on an LSTM's numbers: ours beside torch's, and why somebody else's differ."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Unpack

from ..check.report import CheckReport
from ..check.request import check_backward, check_run
from ..diagnosis import search
from ..diagnosis.diagnosis import Diagnosis
from ..diagnosis.load import Evidence, evidence_of, load_evidence
from ..files.optional_packages import without_torch
from ..files.traces.foreign_numbers import Numbers
from ..gradients.backward_run import BackwardRun
from ..progress import finish
from .gradients import NOTHING_TO_GO_BACK_FROM
from .inputs import rows_of
from .request import PATHS, Options
from .tensors import noting_casts
from .threads import one_thread, torch_as_it_is
from .trace import Trace, trace_of


def check(
    lstm: Any, x: Any = None, *, backward: bool = False, **options: Unpack[Options]
) -> CheckReport:
    """Compare every step of our engine with torch, which must be installed.

    The verdict is `.agrees`, and a line by `print`.

    Args:
        lstm, x, options: those of `trace`; or a Trace.
        backward: compare the gradients of the loss too, for which readout and target are needed;
            the report is then on these.

    Raises:
        ImportError: torch is not installed, or does not load. ValueError: there is no loss to go
            back from. Others: as `trace`.
    """
    of = trace_of(lstm, x, options)
    if backward and not of.experiment.source:
        raise ValueError(NOTHING_TO_GO_BACK_FROM)
    with one_thread(), torch_as_it_is():
        try:
            report = check_run(of.run)
        except (ImportError, OSError) as error:
            raise ImportError(without_torch("checking", error)) from error
        if not backward or not report.agrees:
            return report
        back = BackwardRun(of.run)
        back.advance()
        return check_backward(back)


def diagnose(
    lstm: Any,
    x: Any = None,
    theirs: Any = None,
    *,
    seconds: float | None = None,
    progress: Callable[[float], object] = lambda fraction: None,
    **options: Unpack[Options],
) -> Diagnosis:
    """Say why the numbers of other code differ from this LSTM's.

    The answer is `.sentence()`, and all lines by `print`.

    Args:
        lstm, x, options: those of `trace`; or a Trace.
        theirs: what the other code computed for the same weights and input: `output`, as an array
            or a PackedSequence; all that an `nn.LSTM` returns, `(output, (h_n, c_n))`; arrays by
            name, `output`, `h_n`, `c_n`, `h_l0`, `c_l1_reverse`, gates; or the path of a file with
            these.
        seconds: the time after which no more is tried; None for all of it.
        progress: called with the fraction done, 0…1.

    Raises:
        ValueError: a name or a shape that is not this LSTM's; says which are.
        FileError: a file that cannot be read. TypeError: as `trace`.
    """
    if theirs is None:
        raise TypeError("theirs is missing: pass what the other code computed")
    of = trace_of(lstm, x, options)
    found = _evidence(theirs, of)
    with one_thread(), torch_as_it_is():
        work = search.diagnose(of.experiment, found.observed, found.masks, seconds)
        result = finish(work, progress)
    assert result is not None  # nothing stops it
    return result


def _evidence(theirs: Any, of: Trace) -> Evidence:
    if isinstance(theirs, PATHS):
        return load_evidence(os.fspath(theirs), of.experiment)
    with noting_casts():
        arrays = {
            str(name): rows_of(str(name), value, of.experiment.config.batch_first).values
            for name, value in _named(theirs).items()
        }
    return evidence_of(Numbers(Path("theirs"), arrays=arrays), of.experiment)


def _named(theirs: Any) -> Mapping[Any, Any]:
    if isinstance(theirs, Mapping):
        return theirs
    if isinstance(theirs, tuple) and len(theirs) == 2 and isinstance(theirs[1], tuple):
        output, (h_n, c_n) = theirs
        return {"output": output, "h_n": h_n, "c_n": c_n}
    return {"output": theirs}
