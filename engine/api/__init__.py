"""HTTP and nothing else: the engine's routes, their security, and the words of their errors."""
