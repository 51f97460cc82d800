"""The sheet: one cell of a recurrent network as a table of rows, each written as its equation.

    z_f = W_if@x + b_if + W_hf@h' + b_hf
    f = σ(z_f)
    c = f*c' + i*g

A row is `key = function(sum)` or `key = sum`: a sum of products. A factor is a row above, a state
before the step (c'), the input x, a vector of parameters, or a matrix of parameters times one of
these (W_if@x). Everything else about a cell follows from its rows: parameters and their shapes, the
order of the gate steps, recorded arrays, what each number reads.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

INPUT: Final = "x"
"""The input of a step."""

Width = Literal["H", "R", "I"]
"""Units of a number: hidden_size, the width of h, or the width of the input."""


class Curve(NamedTuple):
    """A function that a row may take of its sum, in letters.

    slope: the derivative, with {y} for the result and {square} for its square. bounded: ends of its
    range.
    """

    slope: str
    bounded: tuple[float, float]


CURVES: Final[Mapping[str, Curve]] = MappingProxyType(
    {
        "σ": Curve("{y}(1 − {y})", (0.0, 1.0)),
        "tanh": Curve("1 − {square}", (-1.0, 1.0)),
        "relu": Curve("[{y} > 0]", (0.0, math.inf)),
    }
)
"""Functions by name. `functions.FUNCTIONS` computes them."""

STEMS: Final[Mapping[str, str]] = MappingProxyType(
    {"weight_ih": "W_i", "weight_hh": "W_h", "bias_ih": "b_i", "bias_hh": "b_h"}
)
"""Parameters that torch stacks for all gates, and the stem of the names of their parts."""

_ALONE: Final[Mapping[str, str]] = MappingProxyType({"W_hr": "weight_hr"})
"""torch's names of parameters that are not stacked."""

_TOKEN = re.compile(r"\s*(?:([^\W\d]\w*'?)|(\d+(?:\.\d+)?)|(\S))")
_CALL = re.compile(r"([^\W\d]\w*)\s*\((.*)\)")


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product.

    Attributes:
        of: a row's key, a state before the step (c'), x, or a vector of parameters.
        matrix: the parameters that it is multiplied by; empty for none.
    """

    of: str
    matrix: str = ""

    def __str__(self) -> str:
        return f"{self.matrix}@{self.of}" if self.matrix else self.of


@dataclass(frozen=True, slots=True)
class Term:
    """A product of factors, times k: 1 or −1. Without factors it is the number 1."""

    factors: tuple[Factor, ...]
    k: int = 1

    @property
    def product(self) -> Factor | None:
        """The factor with a matrix; None for a product of numbers."""
        return next((factor for factor in self.factors if factor.matrix), None)

    def __str__(self) -> str:
        return ("-" if self.k < 0 else "") + ("*".join(map(str, self.factors)) or "1")


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a cell, and how it is computed.

    Attributes:
        key: its letter. terms: they are added, from left to right. function: of the sum, by the
            names of `CURVES`; empty for none.
        width: H units, or R where a projection makes it.
        kept: recorded, shown and held. One that is not is computed again where it is read.
        step: the gate step that computes it; empty for its own step, or its reader's for a sum.
        role: keep, write, candidate, out, memory or state; empty for a sum.
        meaning: a word or two. sentence: what its step does. tensor: a line on its numbers. All
            three are marked: pass them to `tr`.
    """

    key: str
    terms: tuple[Term, ...]
    function: str = ""
    width: Width = "H"
    kept: bool = True
    step: str = ""
    role: str = ""
    meaning: str = ""
    sentence: str = ""
    tensor: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """What it is computed from, in order, parameters included."""
        return tuple(dict.fromkeys(factor.of for term in self.terms for factor in term.factors))

    def __str__(self) -> str:
        total = " + ".join(map(str, self.terms)).replace("+ -", "- ")
        return (
            f"{self.key} = {self.function}({total})" if self.function else f"{self.key} = {total}"
        )


def row(equation: str, **more: Any) -> Row:
    """Read a row as it is written: `row("c = f*c' + i*g", role="memory")`.

    Args:
        more: the other attributes of a `Row`.

    Raises:
        ValueError: names the row, what is wrong in it, and what to write.
    """
    if equation.count("=") != 1:
        raise ValueError(f"{equation!r}: a row is written key = function(sum of products)")
    key, right = (side.strip() for side in equation.split("="))
    function = ""
    if call := _CALL.fullmatch(right):
        function, right = call.groups()
        if function not in CURVES:
            known = ", ".join(CURVES)
            raise ValueError(f"{equation!r}: {function} is not a function: write one of {known}")
    return Row(key, _terms(right, equation), function, **more)


def _terms(text: str, equation: str) -> tuple[Term, ...]:
    """Read a sum of products."""
    terms: list[Term] = []
    factors: list[Factor] = []
    k, matrix, expected = 1, "", True
    for name, number, sign in _TOKEN.findall(text.strip()):
        if name or number:
            if not expected:
                raise ValueError(f"{equation!r}: an operator is missing before {name or number}")
            if number not in ("", "1"):
                raise ValueError(f"{equation!r}: the only number is 1, not {number}")
            factors += [Factor(name, matrix)] if name else []
            matrix, expected = "", False
        elif sign == "*" and not expected:
            expected = True
        elif sign == "@" and not expected and factors and not factors[-1].matrix:
            matrix, expected = factors.pop().of, True
        elif sign in "+-" and not (expected and (terms or factors or matrix or k < 0)):
            if not expected:
                terms.append(Term(tuple(factors), k))
            factors, k, expected = [], -1 if sign == "-" else 1, True
        else:
            raise ValueError(f"{equation!r}: {sign} cannot stand there")
    if expected:
        raise ValueError(f"{equation!r}: something is missing at the end")
    return (*terms, Term(tuple(factors), k))


class Stacked(NamedTuple):
    """Neighbours in one of torch's parameters: places first … stop-1 of `parts`."""

    kind: str
    first: int
    stop: int
    parts: int


class Group(NamedTuple):
    """The matrices that multiply one number, and the vectors that follow them in the sums."""

    matrices: Stacked
    vectors: Stacked | None


@dataclass(frozen=True)
class Cell:
    """A cell: its rows in an order of computation. Equal rows, stacked alike, are equal cells.

    Attributes:
        name: of the kind of cell. states: what a step hands to the next; the first is the output.
        rows: each reads only what stands above it, states before the step, and the input.
        gates: by framework, the letters of the gates in the order in which it stacks them; "torch"
            is the order of storage.

    Raises:
        ValueError: names a row that reads what is not there yet, and what to write.
    """

    name: str
    states: tuple[str, ...]
    rows: tuple[Row, ...]
    gates: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "gates", MappingProxyType(dict(self.gates)))
        self._refuse()

    def _refuse(self) -> None:
        """Refuse rows that read what is not there yet, or that nothing reads.

        Raises:
            ValueError: names the row, and what to write.
        """
        keys = [row.key for row in self.rows]
        known = {INPUT, *(before(state) for state in self.states)}
        for row in self.rows:
            if row.key in known:
                raise ValueError(f"{self.name}: {row.key} is computed twice, or given")
            if row.key.startswith("d"):
                raise ValueError(f"{self.name}: {row.key}: a d begins the name of a gradient")
            for factor in (factor for term in row.terms for factor in term.factors):
                if factor.of in known:
                    continue
                if factor.of in keys or factor.matrix:
                    cure = f"write {before(factor.of)}" if factor.of in self.states else "move it"
                    raise ValueError(f"{self.name}: {row.key} reads {factor.of} too early: {cure}")
                if factor.of.endswith("'"):
                    states = ", ".join(self.states)
                    cure = f"{factor.of} is not a state; states are {states}"
                    raise ValueError(f"{self.name}: {cure}")
            self._refuse_terms(row)
            known.add(row.key)
        read = {of for row in self.rows for of in row.reads}
        for key in keys:
            if key not in read and key not in self.states:
                raise ValueError(f"{self.name}: nothing reads {key}, and it is not a state")
        for state in self.states:
            if state not in keys:
                raise ValueError(f"{self.name}: no row computes the state {state}")

    def _refuse_terms(self, row: Row) -> None:
        """Refuse terms that the steps and plans do not compute.

        Raises:
            ValueError: names the row, and what to write.
        """
        after = False
        for term in row.terms:
            number = all(self.is_number(factor.of) for factor in term.factors)
            single = (len(term.factors), term.k) == (1, 1)
            if term.product and not single:
                raise ValueError(f"{self.name}: {row.key}: give {term.product} a row of its own")
            if term.product and term.product.of in map(before, self.states[1:]):
                raise ValueError(f"{self.name}: {row.key}: {term.product} is not computed")
            if (
                not number
                and not term.product
                and not (after and (len(term.factors), term.k) == (1, 1))
            ):
                raise ValueError(f"{self.name}: {row.key}: {term} stands after no matrix")
            after = term.product is not None
        given = [term for term in row.terms if term.product and term.product.of not in self.row]
        if given and (row.function or row.key in self.states or not row.kept):
            raise ValueError(f"{self.name}: {row.key}: give the sum a row of its own")
        if (
            not row.function
            and len(row.terms) == 1
            and row.reads
            and str(row.terms[0]) == row.reads[0]
        ):
            raise ValueError(f"{self.name}: {row.key} is {row.reads[0]}: leave it out")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the rows, without anything made from them."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return type(self), tuple((values | {"gates": dict(self.gates)}).values())

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.states, self.rows))

    @property
    def output(self) -> str:
        """The state that the next layer reads."""
        return self.states[0]

    @cached_property
    def row(self) -> Mapping[str, Row]:
        """Rows by key."""
        return {row.key: row for row in self.rows}

    def is_number(self, of: str) -> bool:
        """Return True for a number of each step, False for parameters."""
        return of in self.row or of == INPUT or of.endswith("'")

    def width(self, of: str) -> Width:
        """Return the width of a row, of a state before the step, or of the input."""
        if of == INPUT:
            return "I"
        return self.row[of.removesuffix("'")].width

    @cached_property
    def matrices(self) -> Mapping[str, tuple[str, str]]:
        """The row that each matrix adds to, and the number that the matrix multiplies."""
        found = ((row.key, term.product) for row in self.rows for term in row.terms)
        return {product.matrix: (key, product.of) for key, product in found if product}

    @cached_property
    def vectors(self) -> Mapping[str, str]:
        """The row that each vector of parameters adds to."""
        read = ((of, row.key) for row in self.rows for of in row.reads)
        return {of: key for of, key in read if not self.is_number(of)}

    @cached_property
    def stacks(self) -> Mapping[str, tuple[str, ...]]:
        """The matrices or vectors that lie above each other in each of torch's parameters."""
        names = {*self.matrices, *self.vectors}
        found: dict[str, tuple[str, ...]] = {}
        for kind, stem in STEMS.items():
            parts = tuple(stem + gate for gate in self.gates["torch"])
            if names.issuperset(parts):
                found[kind] = parts
        stacked = {name for parts in found.values() for name in parts}
        return found | {_ALONE[name]: (name,) for name in sorted(names - stacked)}

    @cached_property
    def stacked(self) -> Mapping[str, tuple[str, int]]:
        """torch's parameter that each matrix or vector is part of, and its place there."""
        return {
            name: (kind, place)
            for kind, names in self.stacks.items()
            for place, name in enumerate(names)
        }

    @cached_property
    def groups(self) -> Mapping[str, "Group"]:
        """Where matrices and the vectors after them lie, by the number that they multiply."""
        found = {}
        for of in dict.fromkeys(of for _, of in self.matrices.values()):
            names = [name for name, (_, by) in self.matrices.items() if by == of]
            after = [vector for name in names for vector in self._vectors_after(name)]
            found[of] = Group(self._together(names), self._together(after) if after else None)
        return found

    def _vectors_after(self, matrix: str) -> list[str]:
        """Return the vector that follows a matrix in its sum, or none."""
        row = self.row[self.matrices[matrix][0]]
        return [
            term.factors[0].of
            for product, term in pairwise(row.terms)
            if product.product and product.product.matrix == matrix
            if term.factors and term.factors[0].of in self.vectors
        ]

    def _together(self, names: Sequence[str]) -> "Stacked":
        """Return where neighbours in one of torch's parameters lie."""
        kind = self.stacked[names[0]][0]
        places = [self.stacked[name][1] for name in names]
        return Stacked(kind, min(places), max(places) + 1, len(self.stacks[kind]))

    @cached_property
    def sums(self) -> tuple[str, ...]:
        """Rows that matrices of the gates add to, in the order in which they lie side by side.

        The state before the step feeds the last of them, in torch's order. So the sums that x feeds
        lie together, and so do the sums that the state feeds.
        """
        order = [self.matrices[name][0] for name in self.stacks.get("weight_hh", ())]
        of_input = [self.matrices[name][0] for name in self.stacks.get("weight_ih", ())]
        first = [key for key in of_input if key not in order]
        return tuple(dict.fromkeys([*first, *order]))

    @cached_property
    def gate_of(self) -> Mapping[str, str]:
        """The gate of each sum: a function of this sum, which nothing else reads, as i of z_i."""
        found: dict[str, str] = {}
        for row in self.rows:
            of = row.reads[0] if row.reads else ""
            readers = [other.key for other in self.rows if of in other.reads]
            alone = readers == [row.key] and row.terms == (Term((Factor(of),)),)
            recorded = row.kept and row.key not in self.states
            if alone and recorded and row.function and of in self.sums:
                found[of] = row.key
        return found

    @cached_property
    def role_of(self) -> Mapping[str, str]:
        """The role of each row; a sum has the role of its gate."""
        gates = {of: self.row[gate].role for of, gate in self.gate_of.items()}
        return {row.key: row.role or gates.get(row.key, "") for row in self.rows}

    def with_role(self, *roles: str) -> tuple[str, ...]:
        """Return the rows, not the sums, that have one of these roles, in order."""
        return tuple(row.key for row in self.rows if row.role in roles)

    @cached_property
    def arrays(self) -> Mapping[str, tuple[str, ...]]:
        """Recorded arrays and the rows that lie side by side in each.

        z has the sums, gates their functions; a state's array also has the state before the walk.
        """
        gates = tuple(self.gate_of[key] for key in self.sums if key in self.gate_of)
        found = {"z": self.sums} | ({"gates": gates} if gates else {})
        done = {*self.sums, *gates}
        for row in self.rows:
            if row.kept and row.key not in done:
                name = f"{row.key}_states" if row.key in self.states else row.key
                found[name] = (row.key,)
        return found

    @cached_property
    def array_of(self) -> Mapping[str, str]:
        """The name of the recorded array that has each kept row."""
        return {key: name for name, keys in self.arrays.items() for key in keys}

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The recorded rows in order: z_f f z_i i … c m h."""
        return tuple(row.key for row in self.rows if row.kept)

    @cached_property
    def step_of(self) -> Mapping[str, str]:
        """The gate step that computes each row. A sum belongs to the step of its reader."""
        found: dict[str, str] = {}
        for row in reversed(self.rows):
            readers = (other.key for other in self.rows if row.key in other.reads)
            own = row.kept and row.key not in self.sums
            found[row.key] = row.step or (row.key if own else found[next(readers)])
        return found

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Gate steps in the order of the rows."""
        return tuple(row.key for row in self.rows if self.step_of[row.key] == row.key)

    @cached_property
    def level(self) -> Mapping[str, int]:
        """How many rows each row has to wait for, one after the other."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.key] = 1 + max((found[of] for of in row.reads if of in found), default=0)
        return found


def before(state: str) -> str:
    """Return the name of a state before the step: c' of c."""
    return f"{state}'"
