"""Datasets, models and recipes on this disk."""
