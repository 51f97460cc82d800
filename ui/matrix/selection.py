"""Selection: the rectangle of cells that keys and menus act on, and its moving cell."""

from typing import NamedTuple

from ui.matrix.matrix import Block

Entry = tuple[int, int]


class Selection(NamedTuple):
    """Rectangle between two corners: the anchor, where it began, and the present cell."""

    anchor: Entry
    cell: Entry

    @classmethod
    def at(cls, cell: Entry) -> "Selection":
        """Select one cell."""
        return cls(cell, cell)

    @classmethod
    def of(cls, block: Block) -> "Selection":
        """Select a whole block, with its first cell as the present one."""
        return cls((block.bottom - 1, block.right - 1), (block.top, block.left))

    @property
    def block(self) -> Block:
        """Selected cells."""
        (row, column), (other_row, other_column) = self.anchor, self.cell
        return Block(
            min(row, other_row),
            min(column, other_column),
            max(row, other_row) + 1,
            max(column, other_column) + 1,
        )

    def to(self, cell: Entry, extended: bool = False) -> "Selection":
        """Return the selection after a move; `extended` keeps the anchor."""
        return Selection(self.anchor if extended else cell, cell)
