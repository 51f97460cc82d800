"""Readers as bad as a library can be on a file that lies; what they do is the file's text."""

import os
import sys

from simulator.files.errors import cannot_read


class BadReader:
    """Does to its process what the file says."""

    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            getattr(self, file.read())(path)
        self.infos, self.notes, self.problems, self.undecided = {}, {}, {}, {}

    def loop(self, path):
        while True:
            pass

    def crash(self, path):
        os.abort()

    def take(self, path):
        bytearray(3 * 2**30)

    def fail(self, path):
        raise RuntimeError("what no person should see")

    def leave(self, path):
        sys.exit(0)

    def refuse(self, path):
        raise cannot_read(path, "it is no good")

    def chatter(self, path):
        print("a library that talks")
        os.write(1, b"to everybody")

    def sleep(self, path):
        os.read(os.pipe()[0], 1)
