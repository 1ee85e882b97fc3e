"""What every HTTP server of ours has in front of it; shared by the engine and the served models, knows neither."""
