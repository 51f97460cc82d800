"""Selection: the rectangle of cells that keys and menus act on, and the cell in it that moves."""

from typing import NamedTuple

from ui.matrix.matrix import Block

Entry = tuple[int, int]


class Selection(NamedTuple):
    """From the anchor, where it began, to the present cell; they are two corners of it."""

    anchor: Entry
    cell: Entry

    @classmethod
    def at(cls, cell: Entry) -> "Selection":
        """One cell."""
        return cls(cell, cell)

    @classmethod
    def of(cls, block: Block) -> "Selection":
        """A whole block, whose first cell is the present one."""
        return cls((block.bottom - 1, block.right - 1), (block.top, block.left))

    @property
    def block(self) -> Block:
        """The cells that are selected."""
        (row, column), (other_row, other_column) = self.anchor, self.cell
        return Block(
            min(row, other_row),
            min(column, other_column),
            max(row, other_row) + 1,
            max(column, other_column) + 1,
        )

    def to(self, cell: Entry, extended: bool = False) -> "Selection":
        """The selection after a move: from the same anchor when extended."""
        return Selection(self.anchor if extended else cell, cell)
