"""What the screens know: QtCore objects with signals, no widgets."""
