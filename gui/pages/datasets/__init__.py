"""Datasets: files brought in, and what is in them."""
