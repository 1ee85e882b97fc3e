"""What crosses a process boundary: specs, plans, jobs, events, cards, problems. No torch, no Qt, no web framework."""
