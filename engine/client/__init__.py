"""Speaks HTTP to the engine, for the window and the command line: finds or starts it, typed calls, event streams."""
