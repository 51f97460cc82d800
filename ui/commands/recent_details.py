"""Recent details: when a recent file was opened, and what is inside, as far as it was seen then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale

from simulator.experiment.experiment import Experiment
from simulator.files.registry import Format
from simulator.translation import language, tr

_MODELS = frozenset(
    suffix
    for format in Format
    if {"checkpoint", "workspace"} & set(format.row.holds)
    for suffix in format.row.all_suffixes
)
"""Suffixes of files that hold a model."""


@dataclass(frozen=True, slots=True)
class Details:
    """What was seen of a file when it was opened or saved.

    Attributes:
        seconds: the time, since 1970. steps, features: of the sequence that was open with it.
    """

    seconds: int
    layers: int
    directions: int
    hidden: int
    steps: int
    features: int

    @classmethod
    def of(cls, experiment: Experiment, now: datetime) -> "Details":
        """Return the details of what is open now."""
        config = experiment.config
        return cls(
            int(now.timestamp()),
            config.num_layers,
            2 if config.bidirectional else 1,
            config.hidden_size,
            len(experiment.sequence),
            config.input_size,
        )

    def inside(self, path: str) -> str:
        """Say what is inside a file: a model's sizes, or a sequence's."""
        if Path(path).suffix.lower() not in _MODELS:
            return tr(
                "{steps:,} timesteps, input {features}", steps=self.steps, features=self.features
            )
        said = [tr("1 layer") if self.layers == 1 else tr("{count} layers", count=self.layers)]
        if self.directions == 2:
            said.append(tr("both directions"))
        return ", ".join((*said, f"H {self.hidden}"))

    def when(self, today: date) -> str:
        """Say when it was: the time today, yesterday, or the date."""
        then = datetime.fromtimestamp(self.seconds)
        if then.date() == today:
            return tr("today {time}", time=f"{then:%H:%M}")
        if then.date() == today - timedelta(days=1):
            return tr("yesterday")
        month = QLocale(language()).monthName(then.month, QLocale.FormatType.ShortFormat)
        if then.year == today.year:
            return tr("{day} {month}", day=then.day, month=month)
        return tr("{day} {month} {year}", day=then.day, month=month, year=then.year)


@dataclass(frozen=True, slots=True)
class RecentFile:
    """Path of a file, what is inside, and when it was opened; both empty where it is not known."""

    path: str
    inside: str = ""
    when: str = ""


def written(details: Mapping[str, Details]) -> str:
    """Return the details of paths as text for the settings."""
    return json.dumps({p: [getattr(d, name) for name in d.__slots__] for p, d in details.items()})


def read(text: object) -> dict[str, Details]:
    """Return the details in a text; what is not understood is left out."""
    try:
        stored = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}
    found = stored.items() if isinstance(stored, dict) else ()
    return {path: Details(*numbers) for path, numbers in found if _are_details(numbers)}


def _are_details(numbers: object) -> bool:
    return (
        isinstance(numbers, list)
        and len(numbers) == len(Details.__slots__)
        and all(type(number) is int and 0 <= number < 2**33 for number in numbers)
    )
