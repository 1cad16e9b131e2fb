"""What an experiment is, its settings, and the catalogue of ours and others'."""
