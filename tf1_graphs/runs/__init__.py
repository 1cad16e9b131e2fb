"""The run directory: its files, its manifest, its checkpoints and the order that commits them."""
