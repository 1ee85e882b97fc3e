"""The engine's calls and streams, off the GUI thread."""
