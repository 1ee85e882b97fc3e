"""Networks that somebody else has trained: opened from a folder of safetensors, tuned, and saved the same way.

transformers and peft are imported here and nowhere else, by the functions that need them: a run that trains a network
of its own never waits for them. No code of a folder is ever run.
"""
