"""One folder per screen; pages do not import one another."""
