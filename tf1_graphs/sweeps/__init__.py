"""Many runs: seeds and settings, over the cores of this machine or over a Dask cluster."""
