"""Version of Gatestep: the only place that states it. The build reads it here."""

VERSION = "0.2.0"
