"""Trains book graphs in sessions, resumable after any interruption."""
