"""Rows without torch: import, profile, preview, cleaning, split, sharding, features, vocabulary."""
