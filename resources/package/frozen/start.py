"""Start of the frozen program."""

import multiprocessing
import os
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a library's child process is no second Gatestep
    if (
        sys.platform == "linux"
    ):  # the system's programs, started from here, take no libraries of ours
        before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        os.environ.pop("LD_LIBRARY_PATH", None)
        if before is not None:
            os.environ["LD_LIBRARY_PATH"] = before
    import main

    sys.exit(main.main())
