"""One model's process behind an endpoint: it loads, answers what the server passes on, and knows no HTTP."""
