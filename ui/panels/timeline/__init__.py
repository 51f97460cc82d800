"""The timeline: quantities over all timesteps."""
