"""Sandbox: reading in a process of its own, under limits, for libraries that trust their input.

HDF5's library loops without end, or crashes, on some damaged files, and a few bytes of a protobuf
message or a Parquet page can unpack to a hundred times as many. In the sandbox such a file costs a
process that ends within its limits of memory and time, and the caller gets a line that says so.
A frozen program must be a folder, not one file, whose process is another's child that nobody ends.
macOS refuses the limit of memory, and Windows has neither limit: there the caller counts the time.
The answer is JSON and raw numbers: nothing is unpickled.
"""

import json
import math
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from .. import child, translation
from ..arrays import Array
from ..faults import Fault, describe, is_fault
from ..translation import mark, tr
from .errors import FileError, StrPath, cannot_read, plain, reading
from .limits import check_fits
from .optional_packages import loading, need
from .registry import FormatRow
from .stamp import Stamp
from .tensors import LONGEST_NAME, MappedFile, Place, TensorFile, TensorInfo, widen

MEMORY: Final = 512 * 2**20
"""Bytes that any file may take, in addition to an amount by its size."""
SECONDS: Final = 10
"""Processor time that any file may take, in addition to an amount by its size."""

_BYTES_A_SECOND = 20 * 2**20
PATIENCE = 6  # seconds on the clock for a second of processor time, before the caller looks
_LEAST_SHARE = 1 / 60  # of a processor: a process that takes less waits for what does not come
_ROOT: Final = str(Path(__file__).resolve().parents[__name__.count(".")])
"""Folder that this package is imported from; others may lie in it as well."""
_START = (
    "import sys; sys.path[:0] = {sys.argv[1]} - {*sys.path}; "
    f"from {__package__} import sandbox; "
)
_QUIET = {"OPENBLAS_NUM_THREADS": "1", "HDF5_PLUGIN_PATH": "", "HDF5_USE_FILE_LOCKING": "FALSE"}
_QUIET |= {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
_DAMAGED = mark("Download or save it again")
_OWN_ERROR: Final = 1
"""Python's exit status after an uncaught exception: in `serve`, one of ours."""


class SandboxedFile:
    """A checkpoint that another process opens (see `tensors.TensorFile`), once for each request.

    Args:
        path: the file. row: its format, with the reader and the package that it needs.

    Raises:
        FileError: from the reader, or because it reached a limit or crashed, or needs a package
            that is not installed.
    """

    def __init__(self, path: StrPath, row: FormatRow) -> None:
        self._path, self._row = Path(path), row
        need(path, row.package, row.requirement)
        with reading(path):
            size = os.stat(path).st_size
        self._stamp = Stamp.of(path)
        # Mapping a file takes addresses, which the limit counts, and no memory.
        self._room = size if row.mapped else 4 * size
        check_fits(path, 0 if row.mapped else 3 * size)
        head, _ = self._ask([], self._room)
        self.infos: dict[str, TensorInfo] = {
            name: TensorInfo(tuple(shape), dtype) for name, shape, dtype in head["infos"]
        }
        self.notes: Mapping[str, tuple[str, ...]] = {
            name: tuple(notes) for name, notes in head["notes"].items()
        }
        self.problems: Mapping[str, str] = head["problems"]
        self.undecided: Mapping[str, str] = head["undecided"]
        self._places = {name: Place(*place) for name, place in head["places"].items()}

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float tensors: float64 unchanged, or cast up to float32."""
        wanted = list(names)
        numel = sum(self.infos[name].numel for name in wanted)
        check_fits(self._path, 24 * numel)
        in_place = [name for name in wanted if name in self._places]
        others = [name for name in wanted if name not in self._places]
        found = self._read_in_place(in_place) | self._read_there(others, self._room + 32 * numel)
        return {name: found[name] for name in wanted}

    def _read_there(self, names: list[str], memory: int) -> dict[str, Array]:
        """Have the other process read the data of some tensors."""
        if not names:
            return {}
        head, data = self._ask(names, memory)
        arrays, offset = {}, 0
        for name, dtype in zip(names, head["dtypes"], strict=True):
            info = self.infos[name]
            array = np.frombuffer(data, np.dtype(dtype), info.numel, offset)
            arrays[name] = array.reshape(info.shape)
            offset += array.nbytes
        return arrays

    def _read_in_place(self, names: list[str]) -> dict[str, Array]:
        """Read the data of tensors that the other process has told the places of."""
        arrays: dict[str, Array] = {}
        if not names:
            return arrays
        with reading(self._path), open(self._path, "rb") as file:
            changed = cannot_read(self._path, tr("it has changed. Open it again"))
            if Stamp.of(self._path) != self._stamp:
                raise changed
            for name in names:
                info, place = self.infos[name], self._places[name]
                file.seek(place.begin)
                data = file.read(place.length)  # not mapped: it could be cut off meanwhile
                if len(data) < place.length:
                    raise changed
                found = np.ndarray(info.shape, np.dtype(place.dtype), data, 0, place.strides)
                arrays[name] = widen(found, info.dtype)
        return arrays

    def _ask(self, names: list[str], memory: int) -> tuple[Any, memoryview]:
        """Ask the other process for the outline, or for the data of the named tensors."""
        seconds = SECONDS + memory // _BYTES_A_SECOND
        request = {
            "reader": self._row.reader,
            "path": os.path.abspath(self._path),
            "shown": str(self._path),
            "names": names,
            "memory": MEMORY + memory,
            "seconds": seconds,
            "language": translation.language(),
        }
        try:
            status, said = _converse(json.dumps(request).encode(), seconds)
        except subprocess.TimeoutExpired:
            raise self._gave_up(tr("took too long")) from None
        except OSError as error:
            raise cannot_read(
                self._path,
                tr("the process that reads it could not start ({error})", error=plain(error)),
            ) from error
        answer = memoryview(said)
        if status == _OWN_ERROR:
            raise Fault(f"the process that reads {plain(self._path, 1000)} gave no answer")
        if status or len(answer) < 8:
            slow = status == _TIME_IS_UP
            raise self._gave_up(tr("took too long") if slow else tr("crashed"))
        start = 8 + int.from_bytes(answer[:8], "little")
        head = json.loads(bytes(answer[8:start]))
        if "error" in head:
            raise FileError(head["error"])
        if "fault" in head:
            fault = Fault(head["fault"])
            fault.add_note(head["trace"])
            raise fault
        return head, answer[start:]

    def _gave_up(self, what: str) -> FileError:
        return cannot_read(
            self._path,
            tr(
                "reading it as {kind} {what}. The file is damaged. {advice}",
                kind=self._row.title,
                what=what,
                advice=tr(_DAMAGED),
            ),
        )


def _converse(request: bytes, seconds: int) -> tuple[int, bytes]:
    """Start the other process, and return its exit status and its answer.

    Raises:
        TimeoutExpired: it was ended: it waited for nothing, or took twice its time.
    """
    with subprocess.Popen(
        child.command("sandbox", f"{_START}sandbox.serve()", _ROOT),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_QUIET},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            return _heard(process, request, seconds)
        except BaseException:  # an interrupt too, as in subprocess.run
            process.kill()
            raise


def _heard(process: subprocess.Popen[bytes], request: bytes, seconds: int) -> tuple[int, bytes]:
    """Return a process's exit status and its answer, however long a busy machine takes for it."""
    period, spent, asked = PATIENCE * seconds, 0.0, False
    while True:
        try:
            answer, _ = process.communicate(None if asked else request, period)
            return process.returncode, answer
        except subprocess.TimeoutExpired:
            asked, before, spent = True, spent, _processor_time(process.pid)
            stopped = spent - before < _LEAST_SHARE * period
            if stopped or spent > 2 * seconds:  # loading its libraries is not in its own limit
                raise


def _processor_time(pid: int) -> float:
    """Return the seconds of processor time that a process has taken; 0 where they are unknown."""
    import psutil  # late: the first window does not need it

    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def open_here(path: StrPath, row: FormatRow) -> TensorFile:
    """Open a file by its format's reader in this very process, without limits."""
    need(path, row.package, row.requirement)
    return load_reader(row.reader)(path)


def load_reader(reader: str) -> Callable[[StrPath], TensorFile]:
    """Import the class that a row's `reader` names.

    Raises:
        ImportError, OSError: a package that it needs does not load.
    """
    module, _, name = reader.partition(":")
    found: Callable[[StrPath], TensorFile] = getattr(import_module(module, __package__), name)
    return found


def serve() -> None:
    """Answer the one request on stdin, on stdout; runs in the other process."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # keeps a library's prints out of the answer
    request = json.load(sys.stdin.buffer)
    translation.load(request["language"])
    text, arrays = _answer(request)
    with output:
        output.write(len(text).to_bytes(8, "little") + text)
        for array in arrays:
            output.write(array.data)
    os._exit(0)  # what libraries do at the end takes time, and could go wrong


def _answer(request: Mapping[str, Any]) -> tuple[bytes, list[Array]]:
    """Return the outline as JSON, or the data of tensors, or the error."""
    shown = request["shown"]
    try:
        with loading(shown):
            reader = load_reader(request["reader"])
        _limit(request["memory"], request["seconds"])
        file = reader(request["path"])
        if request["names"]:
            read = file.read(request["names"])
            arrays = [np.ascontiguousarray(read[name]) for name in request["names"]]
            return _json(dtypes=[array.dtype.str for array in arrays]), arrays
        infos = [(n, *info) for n, info in file.infos.items() if len(n) <= LONGEST_NAME]
        told = {"notes": file.notes, "problems": file.problems, "undecided": file.undecided}
        places = file.places() if isinstance(file, MappedFile) else {}
        outline = {key: dict(of_lstms) for key, of_lstms in told.items()}
        return _json(infos=infos, places=places, **outline), []
    except FileError as error:
        text = str(error).replace(plain(request["path"], 1000), plain(shown, 1000))
        return _json(error=text), []
    except MemoryError:
        why = tr(
            "it asks for more memory than such a file needs, so it is damaged. {advice}",
            advice=tr(_DAMAGED),
        )
    except Exception as error:
        if is_fault(error):
            return _json(fault=describe(error), trace=traceback.format_exc()), []
        why = tr("it is damaged ({name}). {advice}", name=type(error).__name__, advice=tr(_DAMAGED))
    return _json(error=str(cannot_read(shown, why))), []


def _json(**head: Any) -> bytes:
    return json.dumps(head).encode()


if sys.platform != "win32":
    import resource
    import signal

    _TIME_IS_UP: Final = -signal.SIGXCPU

    def _limit(memory: int, seconds: int) -> None:
        """Give this process so much memory and time beyond what it has taken."""
        try:
            with open("/proc/self/statm", encoding="ascii") as file:
                present = int(file.read().split()[0]) * resource.getpagesize()
        except (OSError, ValueError):
            present = 4 * 2**30  # no /proc: the most that Python and its libraries map
        _lower(resource.RLIMIT_AS, present + memory)
        _lower(resource.RLIMIT_CPU, seconds + math.ceil(time.process_time()))
        _lower(resource.RLIMIT_CORE, 0)

    def _lower(kind: int, value: int) -> None:
        """Lower one limit. macOS refuses that of memory; the caller keeps the clock."""
        with suppress(OSError, ValueError):
            soft, hard = resource.getrlimit(kind)
            allowed = [limit for limit in (value, soft, hard) if limit != resource.RLIM_INFINITY]
            resource.setrlimit(kind, (min(allowed), hard))

else:
    _TIME_IS_UP: Final = None

    def _limit(memory: int, seconds: int) -> None:
        """Do nothing: Windows has no such limits, there the clock alone ends the process."""
