"""Against: what the run is compared with, in the head of the timeline."""
