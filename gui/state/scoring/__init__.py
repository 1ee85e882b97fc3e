"""A whole file scored by a served model: read, mapped to its inputs, asked in batches, written to a new file."""
