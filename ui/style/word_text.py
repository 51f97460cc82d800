"""Words of the input and of a readout's classes, as they are drawn in one line."""


def one_line(word: str) -> str:
    """Return a word without line breaks: a lone space as `·`, what cannot be printed as `↵`."""
    if word == " ":
        return "·"
    return "".join(c if c.isprintable() else "↵" for c in word)
