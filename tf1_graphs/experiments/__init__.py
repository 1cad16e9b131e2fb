"""Defines experiments and their settings, and catalogues those that are installed."""
