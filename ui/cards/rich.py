"""Rich text of spans: each symbol in its quantity's hue, and a link where it goes somewhere."""

from collections.abc import Iterable
from html import escape

from simulator.analysis.address import Address, Source
from simulator.analysis.meaning.spans import NAME, NUMBER, QUANTITY, Span, Spans
from ui.style.theme import Theme

_BOLD = (QUANTITY, NAME)


class RichText:
    """Writer of rich text that remembers where its links go."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.targets: list[Source] = []

    def sentence(self, spans: Spans) -> str:
        """Write a sentence, with its numbers and names bold."""
        return "".join(self._span(span, bold=span.role in (*_BOLD, NUMBER)) for span in spans)

    def formula(self, lines: Iterable[Spans]) -> str:
        """Write the lines of a formula, with the signs = below each other."""
        written, indent = [], 0
        for spans in lines:
            if spans[0].text == " = ":
                spans = (Span("\N{NO-BREAK SPACE}" * (indent + 1) + "= "), *spans[1:])
            else:
                indent = len(spans[0].text)
            written.append("".join(self._span(span, bold=span.role in _BOLD) for span in spans))
        return "<br>".join(written)

    def _span(self, span: Span, bold: bool) -> str:
        text = escape(span.text)
        colour = self._theme.colour(span.quantity).name() if span.quantity else self._theme.ink
        weight = "600" if bold else "400"
        style = f"color:{colour};font-weight:{weight};text-decoration:none"
        if span.source is None or not leads(span.source):
            return f'<span style="{style}">{text}</span>' if bold or span.quantity else text
        self.targets.append(span.source)
        return f'<a href="{len(self.targets) - 1}" style="{style}">{text}</a>'


def leads(source: Source) -> bool:
    """Return True for a number that a click can show: in the ledger, or in its matrix."""
    return isinstance(source, Address) or source.is_parameter or source.is_typed
