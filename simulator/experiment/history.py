"""History: undo and redo of immutable values.

The rules:
- A value is recorded with the label of the edit that made it; recording drops what could be redone.
- An edit with the same merge key as the one before it replaces that edit's value, so that a drag
  or a number typed digit by digit is undone at once. `settle` ends such a run of edits, `cancel`
  takes it back as if it had never begun: what could be redone before it can be again.
- Only the bytes that the values do not share count, and what a value takes beside its arrays. When
  they pass the limit the oldest values go; the present one always stays.
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
    """The present value, with those before and after it.

    Args:
        value: the first value.
        arrays_of: the arrays that a value holds, shared ones included.
        limit: the bytes that all values together may take.
        beside: the bytes that each takes beside its arrays.
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
        self._dropped: list[_Entry[T]] = []
        self._arrays_of = arrays_of
        self._limit, self._beside = limit, beside
        self._bytes = 0
        self._holders: Counter[int] = Counter()  # how often each array is held, by its identity
        self._put(_Entry(value, "", None))

    @property
    def value(self) -> T:
        """The present value."""
        return self._entries[self._now].value

    @property
    def before(self) -> T | None:
        """What undo would return to; None when there is nothing."""
        return self._entries[self._now - 1].value if self._now else None

    @property
    def values(self) -> tuple[T, ...]:
        """All values, the oldest first."""
        return tuple(entry.value for entry in self._entries)

    @property
    def past(self) -> tuple[T, ...]:
        """The values before the present one, the oldest first."""
        return self.values[: self._now]

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None when there is nothing."""
        return self._entries[self._now].label if self._now else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None when there is nothing."""
        ahead = self._now + 1
        return self._entries[ahead].label if ahead < len(self._entries) else None

    def last_change(self, part: Callable[[T], object]) -> tuple[T, str] | None:
        """The value before the last edit of a part, with that edit's label; None without one.

        Args:
            part: of a value, the part; what has not changed is the same object.
        """
        present = part(self.value)
        for edit in range(self._now, 0, -1):
            before = self._entries[edit - 1].value
            if part(before) is not present:
                return before, self._entries[edit].label
        return None

    def record(self, value: T, label: str, merge_key: Hashable | None = None) -> None:
        """Make `value` the present one."""
        ahead = self._take_from(self._now + 1)
        if self._now and self._merges(merge_key):
            self._take_from(self._now)
        else:
            self._dropped = ahead
        self._put(_Entry(value, label, merge_key))
        while len(self._entries) > 2 and self._bytes > self._limit:
            self._let_go(self._entries.pop(0))
        self._now = len(self._entries) - 1

    def settle(self) -> None:
        """Let the next edit be one of its own, whatever its merge key."""
        last = self._entries[self._now]
        self._entries[self._now] = _Entry(last.value, last.label, None)
        self._dropped = []

    def cancel(self, merge_key: Hashable) -> T:
        """Take back the edits of one key, if they are the newest and not settled."""
        if self._now and self._merges(merge_key):
            self._now -= 1
            self._take_from(self._now + 1)
            for entry in self._dropped:
                self._put(entry)
            self._dropped = []
        return self.value

    def undo(self) -> T:
        """Go back one value, if there is one, and return the present."""
        self._now = max(0, self._now - 1)
        return self.value

    def redo(self) -> T:
        """Go forward one value, if there is one, and return the present."""
        self._now = min(len(self._entries) - 1, self._now + 1)
        return self.value

    def go_to(self, value: T) -> None:
        """Go back or forward to one of the values; stay where there is no such value."""
        places = (place for place, entry in enumerate(self._entries) if entry.value is value)
        self._now = next(places, self._now)

    def _merges(self, merge_key: Hashable | None) -> bool:
        return merge_key is not None and self._entries[self._now].merge_key == merge_key

    # Counted as they come and go: to count all at every edit takes ever longer.

    def _put(self, entry: _Entry[T]) -> None:
        self._entries.append(entry)
        self._bytes += self._beside
        for array in self._arrays_of(entry.value):
            if not self._holders[id(array)]:
                self._bytes += int(array.nbytes)
            self._holders[id(array)] += 1

    def _take_from(self, start: int) -> list[_Entry[T]]:
        """Take out the entries from one on."""
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
