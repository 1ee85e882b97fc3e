"""One file for each format: what a person's file holds, as raw columns in a spool."""
