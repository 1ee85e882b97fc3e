"""The life of a job: queue, start, watch, end. No HTTP and no torch here."""
