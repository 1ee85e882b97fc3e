"""New run: a spec edited card by card, what it would take, and the launch."""
