"""A program that reads each of many Keras files in a child of its own, as `apart` would one.

The paths come on stdin, one a line. On stdout there is a JSON list with what came of each: "read",
the message of a FileError, "ended" where HDF5's library crashed or looped, or for any other
exception its traceback. Forking costs a hundredth of what starting a process does.
"""

import json
import os
import resource
import sys
import traceback

from simulator.files.errors import FileError
from simulator.files.keras_checkpoint import KerasFile
from simulator.files.state_dict import find_lstms

ENDED = "ended"
READ = "read"


def read(path):
    """What comes of reading every LSTM of a file."""
    try:
        file = KerasFile(path)
        for lstm in find_lstms(file.infos).lstms:
            file.read(lstm.tensors.values())
        json.dumps([file.infos, file.notes, file.problems])
    except (FileError, MemoryError) as error:
        return str(error) or "MemoryError"
    except Exception:
        return traceback.format_exc()
    return READ


def in_a_child(path, seconds=1):
    """The same, in a process that has so much processor time."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))
        with os.fdopen(theirs, "w", encoding="utf-8", errors="surrogateescape") as out:
            out.write(read(path))
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8", errors="surrogateescape") as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    return ENDED if status else text


if __name__ == "__main__":
    json.dump([in_a_child(line.rstrip("\n")) for line in sys.stdin], sys.stdout)
