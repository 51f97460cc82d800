"""What the mouse asks for on the timeline, and what it is told."""
