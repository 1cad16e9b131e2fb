"""Trains many runs, over the cores of this machine or over a Dask cluster."""
