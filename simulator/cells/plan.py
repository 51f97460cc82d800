"""Plan: a cell as a flat list of numpy calls into arrays that are there, for rows of equal lengths.

From the rows a plan finds:

1. The sums lie side by side. Their parts from x and the biases are made for a block of steps at
   once. The matrices of a state are one product, and one call adds it to all sums that it feeds.
2. Functions of the same name whose arguments are ready together are one run of calls, over the
   sums between them too: σ is applied to all sums of an LSTM, though g does not need it.
3. Of a row a*b + c*d whose a and c lie side by side, b and d do so too: both products are one call.
4. A state is written where the next step reads it.

So an LSTM is eleven calls, twelve with a projection. The calls are compiled once for a cell, as
Python text that has generated names only.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, Final, NamedTuple, TypeGuard

import numpy as np

from .functions import ARGUMENT, FUNCTIONS, ONE, RESULT, ROOM
from .sheet import INPUT, Cell, Row, Term, before
from .source import Source

OF_SUMS, OF_INPUTS = "sums", "inputs"
"""Buffer of the sums, and of their parts from x and the biases. Both may be the same room."""

_GAP: Final = 1.5
"""How much wider a run of functions may be than its sums, with the sums between them."""


class Buffer(NamedTuple):
    """Room for numbers that lie side by side.

    Attributes:
        keys: what it holds, H units each, "" for nothing; a single one of any width.
        of_steps: it has a place for each step; else one, which every step uses.
        carried: it has one place more: a step writes a state where the next one reads it.
    """

    keys: tuple[str, ...]
    of_steps: bool = True
    carried: bool = False


class View(NamedTuple):
    """Some numbers of a buffer at one step.

    Attributes:
        buffer: its name. first, stop: places among its keys. after: of the place of the next step.
        part: there is more in the buffer.
    """

    buffer: str
    first: int
    stop: int
    after: bool = False
    part: bool = False


class Constant(NamedTuple):
    """Shared by all steps: a number, "0" or "1", or the matrices that multiply `of`."""

    of: str
    matrix: bool = False


Operand = View | Constant


class Call(NamedTuple):
    """One numpy call: a ufunc, or None for the product of a number and its matrices."""

    function: np.ufunc | None
    operands: tuple[Operand, ...]


class Copy(NamedTuple):
    """A copy to the arrays of a lane.

    Attributes:
        array: its name. first, stop: columns, H units each. view: where from.
        whole: the buffer has the layout of the array, and may be a part of it instead.
    """

    array: str
    first: int
    stop: int
    view: View
    whole: bool = False


class Plan:
    """The calls of one step of a cell.

    Attributes:
        buffers: by name. places: of each row, and of each state before the step. calls: in order.
        copies: from buffers to the arrays of a lane, whole ones first.
        of_sums, of_slots: the operands that each step has, of the sums and of other buffers.
        shared: the operands that all steps have.
        steps: the compiled calls, `steps(views, shared, products)`; each of `views` has a step's
            operands, (of_sums, of_slots), and `products` a function for each matrix.
    """

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.buffers: dict[str, Buffer] = {OF_SUMS: Buffer(cell.sums)}
        self.places = {key: View(OF_SUMS, k, k + 1) for k, key in enumerate(cell.sums)}
        self.calls: list[Call] = []
        self._runs = self._runs_of_functions()
        self._place_runs()
        self._pairs = {row.key: pair for row in cell.rows if (pair := self._pair(row))}
        self._place_others()
        self.places = {key: self._with_part(view) for key, view in self.places.items()}
        self._free: list[View] = []
        self._added: set[str] = set()
        for emit, of in self._in_order():
            emit(of)
        self.calls = [
            Call(function, tuple(map(self._with_part, operands)))
            for function, operands in self.calls
        ]
        self.copies = self._make_copies()
        named = dict.fromkeys(operand for call in self.calls for operand in call.operands)
        views = [operand for operand in named if self._is_of_step(operand)]
        self.of_sums = tuple(view for view in views if view.buffer in (OF_SUMS, OF_INPUTS))
        self.of_slots = tuple(view for view in views if view.buffer not in (OF_SUMS, OF_INPUTS))
        self.shared = tuple(operand for operand in named if not self._is_of_step(operand))
        self.steps = self._compile()

    def __str__(self) -> str:
        """Return the calls, a line each, in the letters of the sheet."""
        return "\n".join(
            f"{'dot' if call.function is None else call.function.__name__}"
            f"({', '.join(map(self._text, call.operands))})"
            for call in self.calls
        )

    # Places

    def _runs_of_functions(self) -> list[tuple[Row, ...]]:
        """Return rows of sums that have one function and are ready together."""
        found: dict[tuple[str, int], list[Row]] = {}
        for key in self.cell.gate_of.values():
            row = self.cell.row[key]
            found.setdefault((row.function, self.cell.level[key]), []).append(row)
        runs: list[tuple[Row, ...]] = []
        for rows in found.values():
            places = [self.places[row.reads[0]].first for row in rows]
            wide = max(places) + 1 - min(places)
            runs += [tuple(rows)] if wide <= _GAP * len(rows) else [(row,) for row in rows]
        return runs

    def _place_runs(self) -> None:
        """Give the results of each run of several a buffer in which they lie as the sums do."""
        for run in self._runs:
            places = [self.places[row.reads[0]].first for row in run]
            first, stop = min(places), max(places) + 1
            if len(run) > 1:
                keys = [""] * (stop - first)
                name = f"{run[0].function} of {' '.join(row.key for row in run)}"
                for row, place in zip(run, places, strict=True):
                    keys[place - first] = row.key
                    self.places[row.key] = View(name, place - first, place - first + 1)
                self.buffers[name] = Buffer(tuple(keys))

    def _pair(self, row: Row) -> tuple[str, str, str] | None:
        """Find a, c of a row a*b + c*d that lie side by side, and put b and d side by side.

        Returns a, c and the buffer of b and d.
        """
        numbers = [[f.of for f in term.factors] for term in row.terms if term.k == 1]
        if row.function or [len(factors) for factors in numbers] != [2, 2]:
            return None
        if any(term.product or self._given(f.of) for term in row.terms for f in term.factors):
            return None
        for (a, b), (c, d) in _ways(*numbers):
            if self._free_to_place(b) and self._free_to_place(d) and b != d and a != c:
                if a in self.places and c not in self.places and c != d:
                    self._put_beside(a, c)
                if self._neighbours(a, c):
                    self.buffers[b] = Buffer((b, d), carried=True)
                    self.places[b], self.places[d] = View(b, 0, 1), View(b, 1, 2)
                    return a, c, b
        return None

    def _given(self, of: str) -> bool:
        return not self.cell.is_number(of) or of == INPUT or self.cell.width(of) == "R"

    def _free_to_place(self, of: str) -> bool:
        return of not in self.places and of not in self.cell.states

    def _put_beside(self, a: str, c: str) -> None:
        """Put a number that has no place yet at the end of another's buffer, if it is free."""
        name, _, stop, *_ = self.places[a]
        keys = self.buffers[name].keys
        if self._free_to_place(c) and not c.endswith("'") and name != OF_SUMS and stop == len(keys):
            self.buffers[name] = self.buffers[name]._replace(keys=(*keys, c))
            self.places[c] = View(name, stop, stop + 1)

    def _neighbours(self, a: str, c: str) -> bool:
        if a not in self.places or c not in self.places:
            return False
        of_a, of_c = self.places[a], self.places[c]
        return of_a.buffer == of_c.buffer and of_a.stop == of_c.first

    def _place_others(self) -> None:
        for state in map(before, self.cell.states):
            if state not in self.places:
                self._own_buffer(state, Buffer((state,), carried=True))
        for row in self.cell.rows:
            if row.key not in self.places and row.key not in self.cell.states:
                self._own_buffer(row.key, Buffer((row.key,), of_steps=row.kept))

    def _own_buffer(self, key: str, buffer: Buffer) -> None:
        self.buffers[key] = buffer
        self.places[key] = View(key, 0, 1)

    # Calls

    def _in_order(self) -> list[tuple[Callable[[Any], None], Any]]:
        """Return the methods that add calls, and for what, in an order of computation."""
        level, runs = self.cell.level, {row.key: run for run in self._runs for row in run}
        units: list[tuple[float, Callable[[Any], None], Any]] = []
        for of in dict.fromkeys(of for _, of in self.cell.matrices.values() if of != INPUT):
            units.append((level.get(of, 0) + 0.5, self._add_product, of))
        for row in self.cell.rows:
            run = runs.get(row.key, ())
            if not run:
                units.append((level[row.key], self._add_row, row))
            elif run[0] is row:
                units.append((max(level[each.key] for each in run), self._add_run, run))
        return [(emit, of) for _, emit, of in sorted(units, key=lambda unit: unit[0])]

    def _call(self, function: np.ufunc | None, *operands: Operand) -> None:
        self.calls.append(Call(function, operands))

    def _add_product(self, of: str) -> None:
        """Multiply a number by its matrices, and add it to all sums that they feed."""
        fed = [key for key, by in self.cell.matrices.values() if by == of]
        if not all(key in self.cell.sums for key in fed):
            return  # `_add_row` writes it to its place
        names = sorted(
            (name for name, (_, by) in self.cell.matrices.items() if by == of),
            key=lambda name: self.cell.stacked[name][1],
        )
        made = self._room(len(names))
        self._call(None, self._read(of), Constant(of, matrix=True), made)
        runs: list[tuple[int, int, int]] = []
        for place, name in enumerate(names):
            at = self.places[self.cell.matrices[name][0]].first
            if runs and runs[-1][1] == at:
                runs[-1] = runs[-1][0], at + 1, runs[-1][2]
            else:
                runs.append((at, at + 1, place))
        for first, stop, place in runs:
            keys = self.cell.sums[first:stop]
            part = made._replace(first=place, stop=place + stop - first)
            self._call(np.add, self._so_far(first, stop), part, View(OF_SUMS, first, stop))
            self._added.update(keys)
        self._free.append(made)

    def _add_run(self, run: tuple[Row, ...]) -> None:
        """Take a function of sums that lie side by side."""
        sums = [self.places[row.reads[0]] for row in run]
        argument = View(OF_SUMS, min(s.first for s in sums), max(s.stop for s in sums))
        result = self.places[run[0].key]
        if len(run) > 1:
            result = View(result.buffer, 0, argument.stop - argument.first)
        self._apply(run[0].function, argument, result)

    def _add_row(self, row: Row) -> None:
        if row.key in self.cell.sums:
            _, first, stop, *_ = place = self.places[row.key]
            for term in row.terms:
                if all(self.cell.is_number(f.of) for f in term.factors) and not term.product:
                    self._add(self._so_far(first, stop), term, place)
                    self._added.add(row.key)
            if row.key not in self._added:
                self._call(np.positive, self._so_far(first, stop), place)
        elif row.key in self._pairs:
            a, c, beside = self._pairs[row.key]
            both = self.places[a]._replace(stop=self.places[c].stop)
            products = self._room(2)
            self._call(np.multiply, both, View(beside, 0, 2), products)
            one, other = products._replace(first=1), products._replace(stop=1)
            self._call(np.add, one, other, self._read(row.key))
            self._free.append(products)
        else:
            result = self._read(row.key)
            [*factors] = row.terms[0].factors
            alone = row.function and len(row.terms) == len(factors) == 1 and row.terms[0].k == 1
            if alone and not factors[0].matrix:
                self._apply(row.function, self._read(factors[0].of), result)
            elif row.function:
                argument = self._room(1)
                self._add_terms(row.terms, argument)
                self._apply(row.function, argument, result)
                self._free.append(argument)
            else:
                self._add_terms(row.terms, result)

    def _so_far(self, first: int, stop: int) -> View:
        """Return the sums up to this call of a step: at first the parts from x."""
        added = self._added.issuperset(self.cell.sums[first:stop])
        return View(OF_SUMS if added else OF_INPUTS, first, stop)

    def _add_terms(self, terms: Sequence[Term], target: View) -> None:
        """Write the sum of some terms."""
        first, *others = terms
        if not others:
            self._multiply(first, target)
            return
        total: Operand = self._value(first)
        for term in others:
            self._add(total, term, target)
            total = target

    def _add(self, total: Operand, term: Term, into: View) -> None:
        value = self._value(term)
        self._call(np.add if term.k > 0 else np.subtract, total, value, into)
        if isinstance(value, View) and value.buffer.startswith("room"):
            self._free.append(value)

    def _value(self, term: Term) -> Operand:
        """Return where the value of a term is; compute it where it is nowhere yet."""
        if not term.factors:
            return Constant(ONE)
        if len(term.factors) == 1 and not term.product:
            return self._read(term.factors[0].of)
        room = self._room(1)
        self._multiply(Term(term.factors), room)
        return room

    def _multiply(self, term: Term, into: View) -> None:
        if term.product:
            of = term.product.of
            self._call(None, self._read(of), Constant(of, matrix=True), into)
            return
        first, *others = (self._read(factor.of) for factor in term.factors)
        for other in others:
            self._call(np.multiply, first, other, into)
            first = into
        if term.k < 0 or not others:
            self._call(np.negative if term.k < 0 else np.positive, first, into)

    def _apply(self, function: str, argument: View, result: View) -> None:
        rooms: list[View] = []
        for ufunc, operands in FUNCTIONS[function].calls:
            if ROOM in operands and not rooms:
                rooms.append(self._room(argument.stop - argument.first))
            known: dict[str, Operand] = {ARGUMENT: argument, RESULT: result}
            known |= dict.fromkeys((ROOM,), rooms[0]) if rooms else {}
            self._call(ufunc, *(known.get(name) or Constant(name) for name in operands))
        self._free += rooms

    def _room(self, count: int) -> View:
        """Return room for some numbers, which is free until the call that reads them."""
        for place, view in enumerate(self._free):
            if len(self.buffers[view.buffer].keys) == count:
                del self._free[place]
                return View(view.buffer, 0, count)
        name = f"room {sum(name.startswith('room') for name in self.buffers) + 1}"
        self.buffers[name] = Buffer(("",) * count, of_steps=False)
        return View(name, 0, count)

    def _read(self, of: str) -> View:
        if of in self.cell.states:
            return self.places[before(of)]._replace(after=True)
        return self.places[of]

    # What is made of the calls

    @cached_property
    def input_places(self) -> tuple[int, ...] | None:
        """Place among the sums of each part of W_ih; None where they lie in its order."""
        fed = (key for key, of in self.cell.matrices.values() if of == INPUT)
        names = (name for name, (_, of) in self.cell.matrices.items() if of == INPUT)
        stacked = sorted(zip(names, fed, strict=True), key=lambda n: self.cell.stacked[n[0]][1])
        places = tuple(self.cell.sums.index(key) for _, key in stacked)
        return None if places == tuple(range(len(self.cell.sums))) else places

    def _with_part(self, operand: Any) -> Any:
        """Return an operand that knows whether it is part of its buffer."""
        if isinstance(operand, Constant):
            return operand
        buffer = self.buffers[OF_SUMS if operand.buffer == OF_INPUTS else operand.buffer]
        return operand._replace(part=operand.stop - operand.first < len(buffer.keys))

    def _is_of_step(self, operand: Operand) -> TypeGuard[View]:
        if isinstance(operand, Constant):
            return False
        return operand.buffer == OF_INPUTS or self.buffers[operand.buffer].of_steps

    def _make_copies(self) -> tuple[Copy, ...]:
        whole, parts = [], []
        for name, keys in self.cell.arrays.items():
            views = [self._read(key) for key in keys]
            buffers = {view.buffer for view in views}
            aligned = {
                buffer
                for buffer in buffers
                if len(self.buffers[buffer].keys) == len(keys)
                and all(
                    v.first == k and not v.after for k, v in enumerate(views) if v.buffer == buffer
                )
            }
            whole += [
                Copy(name, 0, len(keys), View(buffer, 0, len(keys)), whole=True)
                for buffer in aligned
            ]
            for place, view in enumerate(views):
                if view.buffer not in aligned:
                    parts.append(Copy(name, place, place + 1, view))
        return tuple(
            copy._replace(view=self._with_part(copy.view)) for copy in (*whole, *_joined(parts))
        )

    def _compile(self) -> Callable[..., None]:
        names: dict[Operand, str]
        names = {o: f"v{k}" for k, o in enumerate((*self.of_sums, *self.of_slots))}
        names |= {o: f"c{k}" for k, o in enumerate(self.shared)}
        text = Source("views, shared, products")
        text.add("".join(f"{names[o]}, " for o in self.shared) + "= shared")
        matrices = [o for o in self.shared if isinstance(o, Constant) and o.matrix]
        text.add("".join(f"p{k}, " for k in range(len(matrices))) + "= products")
        of_step = (
            "".join(f"{names[view]}, " for view in views) for views in (self.of_sums, self.of_slots)
        )
        text.add(f"for {', '.join(f'({of})' for of in of_step)} in views:")
        for call in self.calls:
            *given, result = (names[operand] for operand in call.operands)
            result = f"out={result}" if call.function is np.maximum else result
            of = ", ".join((*given, result))
            if call.function is None:
                function = f"p{matrices.index(call.operands[1])}"  # type: ignore[arg-type]
            else:
                function = text.name(call.function)
            text.add(f"{function}({of})", deep=2)
        return text.compile()

    def _text(self, operand: Operand) -> str:
        if isinstance(operand, Constant):
            return f"W of {operand.of}" if operand.matrix else operand.of
        if operand.buffer == OF_INPUTS:
            return f"inputs of {' '.join(self.cell.sums[operand.first : operand.stop])}"
        keys = self.buffers[operand.buffer].keys[operand.first : operand.stop]
        if operand.buffer.startswith("room"):
            whole = operand.stop - operand.first == len(self.buffers[operand.buffer].keys)
            return operand.buffer + ("" if whole else f"[{operand.first}:{operand.stop}]")
        names = [key.removesuffix("'") if operand.after else key or "_" for key in keys]
        return " ".join(names)


def _ways(one: Sequence[str], two: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Return two products in every order of the two, and of their factors."""
    return [
        (first, second)
        for x, y in ((one, two), (two, one))
        for first in (x, x[::-1])
        for second in (y, y[::-1])
    ]


def _joined(copies: Sequence[Copy]) -> list[Copy]:
    """Join copies of neighbours."""
    found: list[Copy] = []
    for copy in copies:
        last = found[-1] if found else None
        if (
            last
            and (last.array, last.stop) == (copy.array, copy.first)
            and last.view == copy.view._replace(first=last.view.first, stop=copy.view.first)
        ):
            found[-1] = last._replace(stop=copy.stop, view=last.view._replace(stop=copy.view.stop))
        else:
            found.append(copy)
    return found


@cache
def plan_of(cell: Cell) -> Plan:
    """Return the plan of a cell, compiled once."""
    return Plan(cell)
