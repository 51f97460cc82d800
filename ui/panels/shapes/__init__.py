"""Shapes panel: the tensors of an nn.LSTM call."""
