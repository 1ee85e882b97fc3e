"""Kernels of our own for a language model on a processor, compiled on the machine that they run on."""
