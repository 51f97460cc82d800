"""The program, as `python -m gatestep`."""

import sys

from gatestep import main

if __name__ == "__main__":
    sys.exit(main())
