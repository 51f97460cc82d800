"""Source: a function made as Python text. Its names are generated."""

from collections.abc import Callable, Iterable
from typing import Any


class Source:
    """Lines of one function, and the objects that they name.

    No name of a sheet stands in the text: objects, texts too, are named k0, k1, … in their order.

    Args:
        arguments: of the function, as they are written.
    """

    def __init__(self, arguments: str) -> None:
        self.lines = [f"def made({arguments}):"]
        self._objects: list[Any] = []

    def add(self, line: str, deep: int = 1) -> None:
        """Add a line, so many levels deep."""
        self.lines.append("    " * deep + line)

    def name(self, thing: Any) -> str:
        """Return the name of an object in the text."""
        for place, known in enumerate(self._objects):
            if known is thing or (isinstance(thing, str) and known == thing):
                return f"k{place}"
        self._objects.append(thing)
        return f"k{len(self._objects) - 1}"

    def compile(self) -> Callable[..., Any]:
        """Return the function. What it names are its own locals, which it reads fastest."""
        objects = {f"k{place}": thing for place, thing in enumerate(self._objects)}
        head, *body = self.lines
        locals_ = "".join(f", {name}={name}" for name in objects)
        scope: dict[str, Any] = dict(objects)
        exec("\n".join([head.replace("):", f"{locals_}):"), *body]), scope)
        made: Callable[..., Any] = scope["made"]
        return made


def columns(first: int, stop: int) -> str:
    """Return the text of an index of some gates' columns, H each."""
    return f"[..., {first} * H:{stop} * H]"


def signed(terms: Iterable[tuple[int, str]], minus: str = "-") -> str:
    """Return the text of a sum, from the sign and the text of each term."""
    total = ""
    for sign, text in terms:
        total += (f" {minus} " if total else minus) if sign < 0 else (" + " if total else "")
        total += text
    return total
