"""The doctor: why somebody else's numbers are not those of this LSTM, tested by recomputing."""
