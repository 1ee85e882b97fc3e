"""Jobs made of runs: folds, sweeps, Auto over models. What comes next is decided purely, and carried out by one thread."""
