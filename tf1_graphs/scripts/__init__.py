"""Runs unmodified TensorFlow 1 scripts and notebooks, and checks them without running."""
