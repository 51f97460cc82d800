"""Stand-ins for torch and its work in a worker process, where a test does not need torch itself."""

import os
import time

from ui.worker import torch_process


def load_nothing():
    """Pretend that torch is loaded, without the time that it takes."""
    return "none"


def load_missing():
    """Fail as where torch is not installed."""
    raise ModuleNotFoundError("No module named 'torch'", name="torch")


def load_quick_pulse():
    """Pretend that torch is loaded, and give signs of life a hundred times a second."""
    torch_process.BEAT_SECONDS = 0.01
    return "none"


def wait_for(path):
    """Work until a file exists."""
    while not os.path.exists(path):
        time.sleep(0.001)
    return path
