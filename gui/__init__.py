"""The window: shows what the engine knows and sends it orders. Never imports torch."""
