"""Networks, and the finished model as a folder: save, load, predict. No HTTP, no database, no training."""
