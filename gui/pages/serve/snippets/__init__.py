"""Code that asks an endpoint, ready to run: plain text from a ``Question``, a module for each language."""
