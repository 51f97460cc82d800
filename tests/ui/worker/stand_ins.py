"""What stands for loading torch in a worker process, where a test does not need torch itself."""


def load_nothing():
    """As if torch were there, without the time that it takes."""
    return "none"


def load_missing():
    """What happens where torch is not installed."""
    raise ModuleNotFoundError("No module named 'torch'", name="torch")
