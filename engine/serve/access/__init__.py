"""Who may ask an endpoint, how often, and what each asked; knows no HTTP."""
