"""Paths of the project that tests need."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
DATA = ROOT / "tests" / "data"
