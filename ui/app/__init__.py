"""The application: one QApplication, one window, its faults."""
