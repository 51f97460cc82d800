"""The window: PySide6 and pyqtgraph over the simulator."""
