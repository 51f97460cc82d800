"""Places of words in columns that may be narrower: the words that matter most stay."""

from bisect import bisect
from collections.abc import Callable, Iterable


def place_words(
    ranked: Iterable[int],
    timesteps: range,
    width: float,
    room: Callable[[int], float],
    firm: Callable[[int], bool],
) -> list[tuple[int, float]]:
    """Return the timesteps that show their word, and the left edges of the words.

    Of two words that have no room beside each other the first one stays. A word may reach over a
    column that shows none, but not over the first and the last.

    Args:
        ranked: the timesteps with a word, the most important first.
        timesteps: those of the columns. width: of a column. room: the width of a word.
        firm: words that may be wider than a column.
    """
    taken: list[tuple[float, float, int]] = []
    for t in ranked:
        wide = room(t)
        if wide > width and not firm(t):
            continue
        left = (t - timesteps.start + 0.5) * width - wide / 2
        left = max(min(left, len(timesteps) * width - wide), 0.0)
        right = left + wide
        at = bisect(taken, (left, right, t))
        before = at == 0 or taken[at - 1][1] <= left
        after = at == len(taken) or right <= taken[at][0]
        if before and after:
            taken.insert(at, (left, right, t))
    return [(t, left) for left, _, t in taken]


def columns_between(
    placed: list[tuple[int, float]],
    timesteps: range,
    width: float,
    room: Callable[[int], float],
) -> list[int]:
    """Return the timesteps on whose middle no word lies.

    Args:
        placed: of `place_words`. timesteps: those of the columns.
    """
    free, words = [], [(left, left + room(t)) for t, left in placed]
    place = 0
    for t in timesteps:
        middle = (t - timesteps.start + 0.5) * width
        while place < len(words) and words[place][1] < middle:
            place += 1
        if place == len(words) or middle < words[place][0]:
            free.append(t)
    return free
