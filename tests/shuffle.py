"""Shuffle: an option to run files, and the tests of each file, in another order.

Only the order changes: robots and hypothesis keep their seeds, so that a failure is one of order.
"""

import random


def pytest_addoption(parser):
    parser.addoption(
        "--shuffle",
        type=int,
        metavar="SEED",
        help="run files and their tests in another order",
    )


def pytest_configure(config):
    """Let xdist keep the order: else it begins with the files of most tests."""
    if config.getoption("shuffle") is not None:
        config.option.loadscopereorder = False


def pytest_report_header(config):
    seed = config.getoption("shuffle")
    return None if seed is None else f"order: --shuffle {seed}"


def pytest_collection_modifyitems(config, items):
    """Shuffle; equal collections are shuffled equally, in every process of tests."""
    seed = config.getoption("shuffle")
    if seed is not None:
        items[:] = shuffled(items, seed)


def shuffled(items, seed):
    """Return tests in an order by chance, those of a file together."""
    chance, by_file = random.Random(seed), {}
    for item in items:
        by_file.setdefault(item.path, []).append(item)
    files = chance.sample([*by_file], len(by_file))
    return [item for file in files for item in chance.sample(by_file[file], len(by_file[file]))]
