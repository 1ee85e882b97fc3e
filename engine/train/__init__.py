"""Training: setup, loop, optimizer, schedule, meter, evaluation, checkpoints. No HTTP, socket or database."""
