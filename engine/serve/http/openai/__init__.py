"""The interface that programs know from OpenAI: its routes, bodies, streams and errors over what a model answers."""
