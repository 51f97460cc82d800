"""Stand-ins for loading torch in a worker process, where a test does not need torch itself."""


def load_nothing():
    """Pretend that torch is loaded, without the time that it takes."""
    return "none"


def load_missing():
    """Fail as where torch is not installed."""
    raise ModuleNotFoundError("No module named 'torch'", name="torch")
