"""Window: PySide6 and pyqtgraph over the simulator."""
