"""Writes TensorBoard's event files and what they show, and serves them."""
