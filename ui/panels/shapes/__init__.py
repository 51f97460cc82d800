"""Shapes: the tensors of an nn.LSTM call."""
