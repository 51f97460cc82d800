"""Tasks that an LSTM learns in a second or two, and mishaps that keep it from learning."""
