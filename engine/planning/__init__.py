"""Arithmetic before anything starts: plain values in, a plan or problems out."""
