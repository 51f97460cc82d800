"""What an LSTM is: its options, parameters and activations, and the user's interventions."""
