"""Tokens per second of our training against other people's loops, in one run, in alternating repeats.

``python tests/bench/training/run.py [--quick] [--part peers|strategies|ranks] [--precision fp32|bf16] [--ranks 1|2]``
prints a table. The peers are no dependencies: install the group ``bench`` of pyproject.toml somewhere (accelerate and
lightning); who is not installed is left out.

Every contender has the same network class (but ``bare, Llama``), the same batches, and torch's AdamW in its fused
form. Those of one setting share their processes, so that what disturbs one disturbs all. Peers log, save and measure
nothing and clip no gradients; ours does everything that a run does beside its steps but validation.
"""
