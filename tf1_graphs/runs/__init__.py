"""Keeps run directories: files, manifests, and checkpoints with the order that commits them."""
