"""History: undo and redo of immutable values.

The rules:
- A value is recorded with the label of the edit that made it. Recording drops all redo entries.
- An edit with the same merge key as the one before it replaces that edit's value. So a drag, or a
  number typed digit by digit, is undone at once. `settle` ends this merging. `cancel` undoes the
  merged edit as if it had never begun, and restores the redo entries that it dropped.
- Memory is counted as the bytes of distinct arrays, plus a fixed size per value. Beyond the limit
  the oldest values are dropped; the present one always stays.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..arrays import Array

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    value: T
    label: str
    merge_key: Hashable | None


class History(Generic[T]):
    """The present value, with the values before and after it.

    Args:
        value: the first value.
        arrays_of: returns the arrays that a value holds, shared ones included.
        limit: the bytes that all values together may take.
        beside: the bytes that each value takes in addition to its arrays.
    """

    def __init__(
        self,
        value: T,
        arrays_of: Callable[[T], Iterable[Array]],
        limit: int = 256 * 2**20,
        beside: int = 0,
    ) -> None:
        self._entries: list[_Entry[T]] = []
        self._now = 0
        self._aside: list[_Entry[T]] = []
        self._arrays_of = arrays_of
        self._limit, self._beside = limit, beside
        self._bytes = 0
        self._holders: Counter[int] = Counter()  # number of values that hold each array, by id
        self._put(_Entry(value, "", None))

    @property
    def value(self) -> T:
        """Value at the present place."""
        return self._entries[self._now].value

    @property
    def before(self) -> T | None:
        """Value that undo would return to; None when there is none."""
        return self._entries[self._now - 1].value if self._now else None

    @property
    def ahead(self) -> T | None:
        """Value that redo would lead to; None when there is none."""
        ahead = self._now + 1
        return self._entries[ahead].value if ahead < len(self._entries) else None

    @property
    def first(self) -> T:
        """Oldest value that is still here."""
        return self._entries[0].value

    @property
    def values(self) -> tuple[T, ...]:
        """All values, the oldest first."""
        return tuple(entry.value for entry in self._entries)

    @property
    def past(self) -> tuple[T, ...]:
        """Values before the present one, the oldest first."""
        return self.values[: self._now]

    @property
    def aside(self) -> tuple[T, ...]:
        """Values that redo led to before the newest edit, and would again if that is cancelled."""
        return tuple(entry.value for entry in self._aside)

    @property
    def undo_label(self) -> str | None:
        """Label of the edit that undo would revert; None when there is none."""
        return self._entries[self._now].label if self._now else None

    @property
    def redo_label(self) -> str | None:
        """Label of the edit that redo would do again; None when there is none."""
        ahead = self._now + 1
        return self._entries[ahead].label if ahead < len(self._entries) else None

    def last_change(self, part: Callable[[T], object]) -> tuple[T, str] | None:
        """Return the value before the last edit of a part, and that edit's label; None without one.

        Args:
            part: returns the part of a value. A part that has not changed is equal.
        """
        present = part(self.value)
        for edit in range(self._now, 0, -1):
            before = self._entries[edit - 1].value
            if part(before) != present:
                return before, self._entries[edit].label
        return None

    def merges(self, merge_key: Hashable | None) -> bool:
        """Return True when an edit with this key would replace the present value."""
        same = self._entries[self._now].merge_key == merge_key
        return bool(self._now) and merge_key is not None and same

    def record(
        self, value: T, label: str, merge_key: Hashable | None = None
    ) -> tuple[list[T], list[T]]:
        """Record `value` as the present one.

        Returns the values dropped: the oldest, and the values that redo led to. `cancel` restores
        the latter.
        """
        ahead = self._take_from(self._now + 1)
        if self.merges(merge_key):
            self._take_from(self._now)
        else:
            self._aside = ahead if merge_key is not None else []
        self._put(_Entry(value, label, merge_key))
        oldest = []
        while len(self._entries) > 2 and self._bytes > self._limit:
            oldest.append(self._entries.pop(0))
            self._let_go(oldest[-1])
        self._now = len(self._entries) - 1
        return [entry.value for entry in oldest], [entry.value for entry in ahead]

    def amend(self, value: T, label: str | None = None) -> None:
        """Put another value, and label if given, in the present one's place.

        What lies before and ahead stays.
        """
        now, entries = self._now, self._entries
        last, ahead = entries[now], self._take_from(now + 1)
        self._take_from(now)
        self._put(_Entry(value, last.label if label is None else label, last.merge_key))
        for entry in ahead:
            self._put(entry)

    def settle(self) -> None:
        """End merging: the next edit gets an entry of its own, whatever its merge key."""
        last = self._entries[self._now]
        self._entries[self._now] = _Entry(last.value, last.label, None)
        self._aside = []

    def cancel(self, merge_key: Hashable) -> T:
        """Take back the edits with this key, if they are the newest and not settled."""
        if self.merges(merge_key):
            self._now -= 1
            self._take_from(self._now + 1)
            for entry in self._aside:
                self._put(entry)
            self._aside = []
        return self.value

    def undo(self) -> T:
        """Go back one value, if there is one, and return the present value."""
        self._now = max(0, self._now - 1)
        return self.value

    def redo(self) -> T:
        """Go forward one value, if there is one, and return the present value."""
        self._now = min(len(self._entries) - 1, self._now + 1)
        return self.value

    # Counted as entries come and go: counting all of them at every edit would get ever slower.

    def _put(self, entry: _Entry[T]) -> None:
        self._entries.append(entry)
        self._bytes += self._beside
        for array in self._arrays_of(entry.value):
            if not self._holders[id(array)]:
                self._bytes += int(array.nbytes)
            self._holders[id(array)] += 1

    def _take_from(self, start: int) -> list[_Entry[T]]:
        """Remove and return the entries from `start` on."""
        taken = self._entries[start:]
        del self._entries[start:]
        for entry in taken:
            self._let_go(entry)
        return taken

    def _let_go(self, entry: _Entry[T]) -> None:
        self._bytes -= self._beside
        for array in self._arrays_of(entry.value):
            self._holders[id(array)] -= 1
            if not self._holders[id(array)]:
                del self._holders[id(array)]
                self._bytes -= int(array.nbytes)
