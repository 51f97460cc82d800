"""The picture of a cell: its plates, the signs between them, and the wires, from its rows.

A plate is a box with numbers: x, a state before the step, a kept row. A sum lies in the plate of
the function that reads it. A sign is a × of two numbers, a + of several products, the function of a
row that is not kept, or a matrix. The matrices of the sums are on a bus: a line from x or a state
along all plates that it feeds.

The backward pass has the same picture: `Diagram.back` has the wires reversed. Where a picture has
its parts is not said here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from simulator.cells.edges import edges_to, kept_numbers, products_to, together
from simulator.cells.sheet import INPUT, Cell, Factor, Row, Term, before

ABOVE = "above"
"""Source of the gradient that comes from the layer above or the readout."""


class Sign(NamedTuple):
    """Sign between the plates.

    Attributes:
        sign: ×, +, a function, 1 − or a matrix.
        row: the kept row that it helps to compute.
        reads: the kept numbers beneath it.
        numbers: the same, in the order in which their gradients are computed.
        hue: the number whose gradient it has: of a function its argument, else the row.
        gate: the plate on a bus that it multiplies by, if any.
    """

    sign: str
    row: str
    reads: tuple[str, ...]
    numbers: tuple[str, ...]
    hue: str
    gate: str = ""


class Wire(NamedTuple):
    """Line between plates, signs and the forks of a bus.

    Attributes:
        source, target: its ends in the forward pass.
        carries: it is known once this number is.
        lit_by: the gate steps that light it.
        numbers: the numbers whose gradients pass through it backwards, in the order of the steps.
        hue: the number whose gradient it carries.
        band: along a state's own lane the numbers whose product it carries; else empty.
        joint: the place on a bus where other numbers join it; else empty.
    """

    source: str
    target: str
    carries: str
    lit_by: tuple[str, ...]
    numbers: tuple[str, ...]
    hue: str
    band: tuple[str, ...] = ()
    joint: str = ""

    @property
    def name(self) -> str:
        """Both ends."""
        return f"{self.source}→{self.target}"


class OtherFactor(NamedTuple):
    """Factor by which a gradient is multiplied on its way to a number.

    Attributes:
        wires: names of the wires from its plate to the sign. of: a number, or a stacked matrix.
        text: the factor as it is written; a state before the step is {c_prev}.
        function: the name of its function, for a short form; else empty.
    """

    wires: tuple[str, ...]
    of: str
    text: str
    function: str = ""


@dataclass(frozen=True, eq=False)
class Diagram:
    """Parts of the picture of a cell.

    Attributes:
        plates: keys of the numbers in boxes, c_prev of a state c before the step.
        homes: the plate of each kept row.
        signs: by name: the product, the row of a function, the matrix, or + and the row.
        wires: by name, in the direction of the data.
        back: wires of the backward pass by name: the same, from target to source. A bus is in two
            pieces where numbers join it. A wire leads from the fork of a state's lane into its
            plate, and one from `ABOVE` into the output.
        factors: the other factors on the way to a number.
    """

    plates: tuple[str, ...]
    homes: Mapping[str, str]
    signs: Mapping[str, Sign]
    wires: Mapping[str, Wire]
    back: Mapping[str, Wire]
    factors: Mapping[str, tuple[OtherFactor, ...]]

    @cached_property
    def bus(self) -> tuple[str, ...]:
        """Names of the wires of all buses backwards: along the bus, then into the plates."""
        wires = [wire for wire in self.back.values() if ":" in wire.name]
        wires.sort(
            key=lambda w: (w.target in self.plates, w.target[-1] != ":", w.source[-1] != ":")
        )
        return tuple(wire.name for wire in wires)

    @cached_property
    def gates(self) -> tuple[str, ...]:
        """Plates on a bus, in the order of the rows."""
        return tuple(
            dict.fromkeys(
                w.target for w in self.wires.values() if w.source.endswith(f":{w.target}")
            )
        )


@cache
def diagram(cell: Cell) -> Diagram:
    """Return the parts of the picture of a cell."""
    return _Maker(cell).diagram()


def named(of: str) -> str:
    """Return the key of a number: c_prev of c'."""
    return f"{of[:-1]}_prev" if of.endswith("'") else of


class _Maker:
    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.homes = _homes(cell)
        order = (*reversed(cell.steps), INPUT, *map(named, map(before, cell.states)))
        self.order = {key: place for place, key in enumerate(order)}
        self.signs: dict[str, Sign] = {}
        self.wires: dict[str, Wire] = {}
        self.buses = [
            (tuple(map(named, sources)), self._fed_by(sources[0])) for sources in together(cell)
        ]
        self.on_bus = {key for _, fed in self.buses for key in fed}

    def _fed_by(self, of: str) -> tuple[str, ...]:
        """Return the plates whose sums a number feeds, in the order of the rows."""
        fed = set(products_to(self.cell)[of])
        return tuple(self.homes[row.key] for row in self.cell.rows if row.key in fed)

    def diagram(self) -> Diagram:
        for row in self.cell.rows:
            if row.key in self.cell.sums or self.homes.get(row.key) not in self.on_bus:
                self._row(row)
        for sources, fed in self.buses:
            self._bus(sources, fed)
        given = *(named(before(state)) for state in self.cell.states), INPUT
        plates = *given, *dict.fromkeys(self.homes.values())
        numbers = *self.cell.steps, *given
        factors = {of: tuple(self._factors(of)) for of in numbers}
        return Diagram(
            plates,
            MappingProxyType(self.homes),
            MappingProxyType(self.signs),
            MappingProxyType(self.wires),
            MappingProxyType({wire.name: wire for wire in self._back()}),
            MappingProxyType({of: found for of, found in factors.items() if found}),
        )

    # Rows

    def _row(self, row: Row) -> None:
        """Add the signs of a row, and the wires from the numbers that it reads."""
        key = row.key if row.kept else self._computed(row)
        terms = [term for term in row.terms if self._is_drawn(row, term)]
        if not row.kept:
            reads = tuple(map(named, kept_numbers(self.cell, row.key)))
            self._put(row.key, row.function or "1 −", key, reads, reads[0])
        end = self.homes[row.key] if row.kept else row.key
        if len(terms) > 1:
            end = f"+{key}"
            reads = tuple(named(of) for term in terms for of in self._kept(term))
            self._put(end, "+", key, reads, key)
        for term in terms:
            self._term(row, term, key, end)
        if len(terms) > 1:
            self._wire(end, self.homes[row.key], key, band=(key,) if self._is_lane(row) else ())

    def _is_drawn(self, row: Row, term: Term) -> bool:
        """Return True for a term with numbers that does not come from a bus."""
        if term.product is not None:
            return term.product.of in self.cell.row
        return any(self.cell.is_number(factor.of) for factor in term.factors)

    def _term(self, row: Row, term: Term, key: str, end: str) -> None:
        numbers = [named(factor.of) for factor in term.factors]
        if term.product is not None and row.key not in self.cell.sums:
            self._sign(term.product.matrix, term.product.matrix, term, key, end)
        elif len(numbers) > 1:
            self._sign("*".join(numbers), "×", term, key, end)
        else:
            self._wire(numbers[0], end, key)

    def _sign(self, name: str, sign: str, term: Term, key: str, end: str) -> None:
        """Add the sign of a product, the wires into it, and the wire out of it."""
        reads = tuple(map(named, self._kept(term)))
        home = self.homes[key]
        gate = next((factor.of for factor in term.factors if factor.of in self.on_bus), "")
        self._put(name, sign, home, reads, home, gate)
        lanes = [factor.of for factor in term.factors if factor.of == before(key)]
        for factor in term.factors:
            along = (named(factor.of),) if factor.of in lanes else ()
            self._wire(named(factor.of), name, key, band=along)
        self._wire(name, end, key, band=reads if lanes else ())

    def _put(
        self, name: str, sign: str, row: str, reads: tuple[str, ...], hue: str, gate: str = ""
    ) -> None:
        self.signs[name] = Sign(sign, row, reads, self._in_order(reads), hue, gate)

    def _is_lane(self, row: Row) -> bool:
        """Return True for a state that goes on from itself, multiplied at most."""
        factors = (factor for term in row.terms if not term.product for factor in term.factors)
        return any(factor.of == before(row.key) for factor in factors)

    def _wire(self, source: str, target: str, key: str, band: tuple[str, ...] = ()) -> None:
        """Add a wire of a row: `key`, the kept row that it helps to compute."""
        step, home = self.cell.step_of[key], self.homes[key]
        sign = self.signs.get(source)
        numbers = (source,) if sign is None else sign.reads
        own = (source,) if source in self.on_bus else ()
        carries = home if target == home else max(numbers, key=self._place)
        hue = source if sign is None else sign.row
        into = self.signs.get(target)
        if into is not None and into.sign in self.cell.matrices:
            hue = into.row
        lit_by = tuple(dict.fromkeys((*own, step)))
        wire = Wire(source, target, carries, lit_by, self._in_order(numbers), hue, band)
        self.wires[wire.name] = wire

    def _place(self, of: str) -> int:
        """Return the place of a number in the order of computation; of a given one, before all."""
        return self.cell.steps.index(of) if of in self.cell.steps else -1

    def _in_order(self, numbers: Iterable[str]) -> tuple[str, ...]:
        """Return numbers in the order in which their gradients are computed."""
        return tuple(sorted(dict.fromkeys(numbers), key=self.order.__getitem__))

    def _kept(self, term: Term) -> list[str]:
        return [of for factor in term.factors for of in kept_numbers(self.cell, factor.of)]

    def _computed(self, row: Row) -> str:
        """Return the kept row that a row helps to compute."""
        reader = next(other for other in self.cell.rows if row.key in other.reads)
        return reader.key if reader.kept else self._computed(reader)

    # Buses

    def _bus(self, sources: tuple[str, ...], fed: tuple[str, ...]) -> None:
        """Add a bus: the last source is its trunk, which the others join before the first fork."""
        trunk, joint = sources[-1], ""
        numbers, (hue, *_) = self._in_order(sources), sources
        steps = tuple(self.cell.step_of[key] for key in fed)
        for source in sources[:-1]:
            joint = f"{trunk}:"
            wire = Wire(source, joint, source, steps, (source,), source)
            self.wires[wire.name] = wire
        forks = [f"{trunk}:{key}" for key in fed]
        along = [
            Wire(start, end, trunk, steps[place:], numbers, hue)
            for place, (start, end) in enumerate(pairwise([trunk, *forks]))
        ]
        along[0] = along[0]._replace(joint=joint)
        into = [
            Wire(fork, key, trunk, (step,), numbers, key)
            for fork, key, step in zip(forks, fed, steps, strict=True)
        ]
        self.wires |= {wire.name: wire for wire in (*along, *into)}

    # Backwards

    def _back(self) -> Iterator[Wire]:
        pieces = []
        for wire in sorted(self.wires.values(), key=self._fork):
            if wire.joint:
                own = (wire.source,)
                pieces += [wire._replace(source=wire.joint, joint="")]
                pieces += [wire._replace(target=wire.joint, numbers=own, hue=wire.source, joint="")]
            else:
                yield wire
        yield from pieces
        for state in self.cell.states:
            wires = list(self.wires.values())
            if any(wire.source == state for wire in wires) and self._is_lane(self.cell.row[state]):
                yield Wire(state, f"{state}^", state, (), (state,), state)
        output = self.cell.output
        yield Wire(output, ABOVE, output, (), (output,), output)

    def _fork(self, wire: Wire) -> int:
        """Return the place of a wire's fork on its bus, from 1; 0 for other wires."""
        order = [self.homes[row.key] for row in self.cell.rows if row.kept]
        key = wire.target.rpartition(":")[2]
        return 1 + order.index(key) if ":" in wire.name and key else 0

    def _factors(self, of: str) -> Iterator[OtherFactor]:
        """Yield the factors on the way to a number, but for slopes."""
        number = before(of.removesuffix("_prev")) if of.endswith("_prev") else of
        for kind in dict.fromkeys(self._stacks(number)):
            stem, _, index = kind.partition("_")
            yield OtherFactor((), kind, f"{stem[0].upper()}_{index}")
        for edge in edges_to(self.cell).get(number, ()):
            for part in dict.fromkeys(part for path in edge.paths for part in path.parts):
                if not part.slope:
                    yield self._other(part.of, of)

    def _stacks(self, number: str) -> Iterator[str]:
        """Yield torch's matrices through which a number feeds sums."""
        for matrix, (key, of) in self.cell.matrices.items():
            if of == number and key in self.cell.sums and matrix in self.cell.stacked:
                yield self.cell.stacked[matrix][0]

    def _other(self, of: str, number: str) -> OtherFactor:
        """Return a number as the factor of another number's gradient."""
        row = self.cell.row.get(of)
        ends = [wire for wire in self.wires.values() if wire.source == named(of)]
        if row is None or row.kept:
            text = named(of) if row else f"{{{named(of)}}}"
            signs = {name for name, sign in self.signs.items() if number in sign.reads}
            return OtherFactor(tuple(w.name for w in ends if w.target in signs), named(of), text)
        into = [wire for wire in self.wires.values() if wire.target == of]
        total = " ".join(map(str, row.terms))
        text = f"{row.function}({total})" if row.function else f"({_spelt(row)})"
        return OtherFactor(tuple(w.name for w in (*into, *ends)), of, text, row.function)


def _spelt(row: Row) -> str:
    """Return the right side of a row with the minus of mathematics."""
    return " + ".join(map(str, row.terms)).replace("+ -", "− ")


def _homes(cell: Cell) -> dict[str, str]:
    """Return the plate of each kept row: of a sum, the function that reads nothing else."""
    homes = {row.key: row.key for row in cell.rows if row.kept}
    for row in cell.rows:
        of = row.reads[0]
        readers = [other for other in cell.rows if of in other.reads]
        whole = row.terms == (Term((Factor(of),)),)
        if row.kept and row.function and whole and of in cell.sums and len(readers) == 1:
            homes[of] = row.key
    return homes
