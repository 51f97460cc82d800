"""Timeline: quantities over all timesteps."""
