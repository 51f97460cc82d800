"""Back plan: the backward pass of a cell as a flat list of numpy calls, for rows of equal lengths.

It has the bits of `step_back.step_back`, number by number. From the edges it finds:

1. Everything but the gradients is known before: factors and slopes are made for a block of steps at
   once. Several paths from one row to another are one factor: dz = dh ⊙ (h' − n) of a GRU.
2. The gradients of gates lie in the order of the sums. A row sends to neighbours by one call. The
   slopes of neighbours are one call too, where nothing else needs them earlier.
3. The gradients of x and h' are one product where both feed the same rows.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Final, NamedTuple

import numpy as np

from .edges import Edge, Path, edges, gradients_kept, products_to, together
from .sheet import Cell, before
from .source import Source
from .step_back import factor_text, gate_slopes, parts_of_step

OF_GATES, OF_SUMS, BACK, ON, OF_FACTORS, OF_SLOPES, ROOM, SEED, MATRIX, OF = (
    "gates", "sums", "back", "on", "factors", "slopes", "room", "seed", "matrix", "of",
)  # fmt: skip
"""Kinds of operands, see `Operand`."""

_OF_STEP: Final = (OF, OF_SUMS, BACK, OF_FACTORS, OF_SLOPES, SEED)
"""Kinds of which each step has its own."""


class Operand(NamedTuple):
    """Numbers that a call reads or writes.

    Attributes:
        kind: "of", the recorded gradient of a row or state; "sums", the recorded gradients of the
            sums first … stop-1; "gates", of the gates of these sums, before their slopes; "back",
            of x and h' or one of them; "on", sent by the step after to a state; "factors" and
            "slopes", by their place in the plan; "seed", added to a state from outside; "matrix",
            the matrices of a row or of x and h'; "room", nothing that lasts.
        key: of a row or state, or the keys of x and states. first, stop: places.
        wide: the numbers are broadcast over several gates of H units.
    """

    kind: str
    key: str | tuple[str, ...] = ""
    first: int = 0
    stop: int = 0
    wide: bool = False


class Call(NamedTuple):
    """One numpy call: a ufunc, or None for a product. A seed is added where there is one."""

    function: np.ufunc | None
    operands: tuple[Operand, ...]


class BackPlan:
    """The calls of one step back of a cell.

    Attributes:
        factors: for each factor, the paths of each of its neighbours. slopes: for each run of
            sums, its first place and the one after its last.
        prepare: makes factors and slopes of some steps: `prepare(recorded, H, n, factors, slopes)`
            writes them, of n steps, from arrays by the names of `reads_back`.
        rooms: the number of rooms, H units each. calls: in order.
        of_steps, shared: the operands that each step has, and that all have.
        steps: the compiled calls, `steps(views, shared, products)`; each of `views` has a step's
            operands, and `products` has a function for each of `matrices`.
    """

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.factors: list[tuple[tuple[Path, ...], ...]] = []
        self.slopes: list[tuple[int, int]] = []
        self.rooms = 0
        self.calls: list[Call] = []
        self._sum_of = {gate: key for key, gate in cell.gate_of.items()}
        self._late = {key for key in cell.gate_of if not self._sends(key)}
        self._arrived: dict[str, Operand] = {cell.output: Operand(OF, cell.output)}
        self._add_calls()
        named = dict.fromkeys(operand for call in self.calls for operand in call.operands)
        output = Operand(ON, before(cell.output))
        self.of_steps = tuple(o for o in named if o.kind in _OF_STEP or o == output)
        self.shared = tuple(o for o in named if o not in self.of_steps)
        self.matrices = tuple(o for o in self.shared if o.kind == MATRIX)
        self.steps = self._compile()
        self.prepare = self._compile_factors()

    def __str__(self) -> str:
        """Return the calls, a line each, in the letters of the sheet."""
        return "\n".join(
            f"{self._name(call)}({', '.join(map(self._text, call.operands))})"
            for call in self.calls
        )

    # Calls

    def _add_calls(self) -> None:
        cell = self.cell
        for row in reversed(cell.rows):
            if row.key in products_to(cell):
                self._come_through_matrices(row.key)
            if row.key in cell.states:
                self._come_from_next_step(row.key)
            if not row.kept or self._late.intersection((row.key, self._sum_of.get(row.key))):
                continue
            if row.key in self._sum_of:
                self._take_slopes([self._sum_of[row.key]])
            else:
                self._send(row.key)
        self._take_slopes([key for key in cell.sums if key in self._late])
        self._go_to_what_is_given()

    def _call(self, function: np.ufunc | None, *operands: Operand) -> None:
        self.calls.append(Call(function, operands))

    def _sends(self, key: str) -> bool:
        return any(edge.source == key for edge in edges(self.cell))

    def _room(self) -> Operand:
        self.rooms += 1
        return Operand(ROOM, first=self.rooms - 1)

    def _place(self, key: str) -> Operand:
        """Return where the gradient of a row is written, and of a state before the step."""
        sums = self.cell.sums
        if key in self._sum_of:
            place = sums.index(self._sum_of[key])
            return Operand(OF_GATES, first=place, stop=place + 1)
        if key in sums:
            return Operand(OF_SUMS, first=sums.index(key), stop=sums.index(key) + 1)
        if key.endswith("'") and key != before(self.cell.output):
            return Operand(ON, key)
        if key in gradients_kept(self.cell) and key not in self.cell.states:
            return Operand(OF, key)
        return self._room()

    def _arrive(self, key: str, write: Callable[[Operand], None]) -> None:
        """Add a part of the gradient of a number: `write` adds the call that writes it."""
        if key not in self._arrived:
            self._arrived[key] = place = self._place(key)
            write(place)
        else:
            part = self._room()
            write(part)
            self._call(np.add, part, self._arrived[key], self._arrived[key])

    def _come_through_matrices(self, key: str) -> None:
        rows = products_to(self.cell)[key]
        if rows[0] in self.cell.sums:
            self._take_slopes([row for row in rows if row in self._late])
            above = self._of_sums(rows)
        else:
            above = Operand(OF, rows[0])
        self._arrive(key, lambda place: self._call(None, above, Operand(MATRIX, key), place))

    def _come_from_next_step(self, state: str) -> None:
        """Add the gradient that the step after sends to a state, and its seed."""
        on, of = Operand(ON, before(state)), Operand(OF, state)
        if state == self.cell.output:
            self._call(np.add, of, on, of)  # what comes from above is there already
            return
        self._call(np.add, on, Operand(SEED, state), on)
        if state in self._arrived:
            self._call(np.add, self._arrived[state], on, of)
        else:
            self._call(np.positive, on, of)
        self._arrived[state] = of

    def _send(self, key: str) -> None:
        """Send the gradient of a row along its edges."""
        own = [edge for edge in edges(self.cell) if edge.source == key]
        gradient = self._arrived[key]
        beside, others = self._neighbours(own)
        for run in beside:
            first = self._place(run[0].target).first
            gates = Operand(OF_GATES, first=first, stop=first + len(run), wide=len(run) > 1)
            wide = gradient._replace(wide=len(run) > 1)
            self._call(np.multiply, wide, self._factor([edge.paths for edge in run]), gates)
            for place, edge in enumerate(run, first):
                self._arrived[edge.target] = Operand(OF_GATES, first=place, stop=place + 1)
        for edge in others:
            self._arrive(edge.target, lambda place, edge=edge: self._along(gradient, edge, place))  # type: ignore[misc]

    def _neighbours(self, own: Sequence[Edge]) -> tuple[list[list[Edge]], list[Edge]]:
        """Return the runs of edges to gates that lie side by side, one number each; the others."""
        cell = self.cell
        single = [
            edge
            for edge in own
            if edge.target in self._sum_of
            and edge.target not in self._arrived
            and len([other for other in edges(cell) if other.target == edge.target]) == 1
            and [(path.sign, len(path.parts)) for path in edge.paths] == [(1, 1)]
        ]
        single.sort(key=lambda edge: cell.sums.index(self._sum_of[edge.target]))
        runs: list[list[Edge]] = []
        for edge in single:
            place = cell.sums.index(self._sum_of[edge.target])
            if runs and cell.sums.index(self._sum_of[runs[-1][-1].target]) + 1 == place:
                runs[-1].append(edge)
            else:
                runs.append([edge])
        return runs, [edge for edge in own if edge not in single]

    def _along(self, gradient: Operand, edge: Edge, place: Operand) -> None:
        """Multiply by an edge: one part after the other, or all paths as one factor."""
        path = edge.paths[0]
        if len(edge.paths) > 1 or (path.sign < 0 and path.parts):
            self._call(np.multiply, gradient, self._factor([edge.paths]), place)
        elif not path.parts:
            self._call(np.negative if path.sign < 0 else np.positive, gradient, place)
        for part in path.parts if len(edge.paths) == 1 and path.sign > 0 else ():
            self._call(np.multiply, gradient, self._factor([(Path(1, (part,)),)]), place)
            gradient = place

    def _factor(self, neighbours: Sequence[tuple[Path, ...]]) -> Operand:
        self.factors.append(tuple(neighbours))
        return Operand(OF_FACTORS, first=len(self.factors) - 1)

    def _take_slopes(self, sums: Sequence[str]) -> None:
        """Multiply the gradients of gates by their slopes: the gradients of their sums."""
        order = self.cell.sums
        for run in _runs(sorted(order.index(key) for key in sums)):
            first, stop = run[0], run[-1] + 1
            self.slopes.append((first, stop))
            slopes = Operand(OF_SLOPES, first=len(self.slopes) - 1)
            of_sums = Operand(OF_SUMS, first=first, stop=stop)
            self._call(np.multiply, Operand(OF_GATES, first=first, stop=stop), slopes, of_sums)
        for key in sums:
            self._late.discard(key)
            place = order.index(key)
            self._arrived[key] = Operand(OF_SUMS, first=place, stop=place + 1)

    def _of_sums(self, keys: Sequence[str]) -> Operand:
        places = [self.cell.sums.index(key) for key in keys]
        return Operand(OF_SUMS, first=min(places), stop=max(places) + 1)

    def _go_to_what_is_given(self) -> None:
        cell = self.cell
        for given in together(cell):
            rows = products_to(cell)[given[0]]
            back = Operand(BACK, given)
            self._call(None, self._of_sums(rows), Operand(MATRIX, given), back)
        state = before(cell.output)
        if state in self._arrived:
            back = Operand(BACK, (state,))
            self._call(np.add, back, self._arrived[state], back)

    # What is made of the calls

    def _compile(self) -> Callable[..., None]:
        names = {o: f"v{k}" for k, o in enumerate(self.of_steps)}
        names |= {o: f"c{k}" for k, o in enumerate(self.shared)}
        text = Source("views, shared, products")
        text.add("".join(f"{names[o]}, " for o in self.shared) + "= shared")
        text.add("".join(f"p{k}, " for k in range(len(self.matrices))) + "= products")
        text.add(f"for {''.join(f'{names[o]}, ' for o in self.of_steps)}in views:")
        for function, operands in self.calls:
            of = ", ".join(names[operand] for operand in operands)
            seeds = [operand for operand in operands if operand.kind == SEED]
            for seed in seeds:
                text.add(f"if {names[seed]} is not None:", deep=2)
            name = text.name(function) if function else f"p{self.matrices.index(operands[1])}"
            text.add(f"{name}({of})", deep=2 + len(seeds))
        return text.compile()

    def _compile_factors(self) -> Callable[..., None]:
        text = Source("recorded, H, n, factors, slopes")
        parts = parts_of_step(self.cell, text)
        for number, neighbours in enumerate(self.factors):
            text.add(f"f = factors[{number}]")
            for place, paths in enumerate(neighbours):
                at = f"[:n, :, {place}]" if len(neighbours) > 1 else "[:n]"
                text.add(f"f{at} = {factor_text(paths, parts)}")
        if self.cell.gate_of:
            gates = f"recorded[{text.name('gates')}]"
            text.add(f"slopes[:n] = {text.name(gate_slopes)}({text.name(self.cell)}, {gates})")
        return text.compile()

    @cached_property
    def slopes_of_gates(self) -> tuple[tuple[int, int], ...]:
        """The place of each run of slopes among the gates, as `Cell.arrays` has them."""
        gates = [key in self.cell.gate_of for key in self.cell.sums]
        return tuple((sum(gates[:first]), sum(gates[:stop])) for first, stop in self.slopes)

    def _name(self, call: Call) -> str:
        return "dot" if call.function is None else call.function.__name__

    def _text(self, operand: Operand) -> str:
        kind, key, first, stop, _ = operand
        sums = self.cell.sums[first:stop]
        match kind:
            case "of":
                return f"d{key}"
            case "sums":
                return " ".join(f"d{name}" for name in sums)
            case "gates":
                return " ".join(f"d{self.cell.gate_of.get(name, '_')}" for name in sums)
            case "factors":
                return "·".join("".join(map(_path_text, paths)) for paths in self.factors[first])
            case "slopes":
                return f"slopes of {' '.join(self.cell.sums[slice(*self.slopes[first])])}"
            case "room":
                return f"room {first + 1}"
            case "matrix":
                return f"W of {key if isinstance(key, str) else ' '.join(key)}"
            case "back":
                return " ".join(f"d{name}" for name in key)
        return f"{kind} {key}"


def _path_text(path: Path) -> str:
    parts = "".join(f"slope of {part.of}" if part.slope else part.of for part in path.parts)
    return ("−" if path.sign < 0 else "") + parts


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return runs of neighbours among sorted places."""
    found: list[list[int]] = []
    for place in places:
        if found and found[-1][-1] + 1 == place:
            found[-1].append(place)
        else:
            found.append([place])
    return found


@cache
def back_plan_of(cell: Cell) -> BackPlan:
    """Return the back plan of a cell, compiled once."""
    return BackPlan(cell)
