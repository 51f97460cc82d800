"""LSTM basics: options, parameters, activations, and the user's interventions."""
