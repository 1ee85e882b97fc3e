"""Runners of others, where they are installed: they compute, and everything around them stays ours."""
