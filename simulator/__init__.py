"""Gatestep's core: an LSTM computed one gate at a time, with every value kept. No Qt here."""
