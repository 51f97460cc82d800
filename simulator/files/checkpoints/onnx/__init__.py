"""ONNX files: the graph around each LSTM node, and its weights."""
