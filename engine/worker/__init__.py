"""What every worker process has around it: entry, agent, rank, events, orders, error file."""
