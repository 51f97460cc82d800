"""Core of Gatestep: an LSTM computed one gate at a time, with every value kept. Uses no Qt."""
