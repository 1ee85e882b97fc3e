"""One served model: requests in, batches through the model, answers out."""
