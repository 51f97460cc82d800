"""The Optimiser step panel: a step before it is taken."""
