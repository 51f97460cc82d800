"""Application: one QApplication, one window, its faults."""
