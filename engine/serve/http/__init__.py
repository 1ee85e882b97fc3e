"""The served model over HTTP: the only part of it that knows the protocol."""
