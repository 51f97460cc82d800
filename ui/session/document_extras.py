"""DocumentExtras: the baselines and watches beside each document of the history."""

from collections.abc import Set
from typing import NamedTuple

from simulator.experiment.experiment import Experiment
from ui.session.baseline_runner import BaselineRunner
from ui.session.baselines import Baselines
from ui.session.breakpoint_search import BreakpointSearch
from ui.session.document import Document
from ui.session.watching import Watching


class DocumentExtras(NamedTuple):
    """Baselines and watches beside a document."""

    baselines: Baselines = Baselines()
    watching: Watching = Watching()


class CompanionBook:
    """Brings baselines and watches back when a document comes back. The workbench owns it.

    A document that is opened has those of the document before it, until a workspace brings its own.
    """

    def __init__(
        self, document: Document, baseline_runner: BaselineRunner, search: BreakpointSearch
    ) -> None:
        self._baseline_runner, self._search = baseline_runner, search
        self._groups: dict[Experiment, object] = {document.original: object()}
        self._known: dict[object, DocumentExtras] = {}
        self._present = document.original

    @property
    def present(self) -> DocumentExtras:
        """Those in use."""
        return DocumentExtras(self._baseline_runner.baselines, self._search.watching)

    def of(self, document: Document) -> DocumentExtras:
        """Return those of a document, as they were last."""
        group = self._groups.get(document.original)
        return self.present if group is self._group else self._known.get(group, self.present)

    def share(self, document: Document, originals: Set[Experiment]) -> None:
        """Let a document that is opened have the present ones; forget all but these originals."""
        self._groups[document.original] = self._group
        self._present = document.original
        self._groups = {o: group for o, group in self._groups.items() if o in originals}
        there = set(self._groups.values())
        self._known = {group: known for group, known in self._known.items() if group in there}

    def replace(self, companions: DocumentExtras) -> None:
        """Give the present document its own; those that were there stay with the others."""
        self._known[self._group] = self.present
        self._groups[self._present] = object()
        self._use(companions)

    def follow(self, document: Document) -> bool:
        """Turn to a document of the history; return True when it has others."""
        group = self._groups.get(document.original, self._group)
        changes = group is not self._group
        if changes:
            self._known[self._group] = self.present
            self._use(self._known[group])
        self._present = document.original
        return changes

    @property
    def _group(self) -> object:
        return self._groups[self._present]

    def _use(self, companions: DocumentExtras) -> None:
        self._baseline_runner.baselines, self._search.watching = companions
