"""Fuzzy matching: how well a few typed letters name one of many texts."""

_WORD_START, _NEXT = 8.0, 9.0
_NEVER = float("-inf")


def score(typed: str, text: str) -> float | None:
    """How well `typed` names `text`; the higher the better, None when it does not.

    It does when its letters, without blanks, stand in `text` in that order. Letters that begin a
    word, or follow the one before, count most; of two equal ones the shorter text wins.
    """
    wanted, letters = typed.casefold().replace(" ", ""), text.casefold()
    # best[k]: the best score with the last letter so far matched at k.
    best = [0.0] * len(letters)
    for number, letter in enumerate(wanted):
        reached, before = _NEVER, best
        best = [_NEVER] * len(letters)
        for k, other in enumerate(letters):
            if other == letter:
                start = reached if number else 0.0
                if number and k:
                    start = max(start, before[k - 1] + _NEXT)
                begins = k == 0 or not letters[k - 1].isalnum()
                best[k] = start + (_WORD_START if begins else 0.0)
            reached = max(reached, before[k])
    found = max(best, default=0.0 if not wanted else _NEVER)
    return None if found == _NEVER else found - len(letters) / 1000
