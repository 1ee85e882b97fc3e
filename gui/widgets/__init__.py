"""Reusable pieces of screens: plain values in, signals out; they know no page, state or engine."""
