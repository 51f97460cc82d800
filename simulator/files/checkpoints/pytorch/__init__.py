"""Reader of the files that torch.save, torch.jit.save and pickle write, without torch."""
