"""Trains, resumes, judges and reads runs from Python: in a program, or in a notebook."""
