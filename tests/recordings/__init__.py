"""What TensorFlow 1.15.5 builds for every experiment: listings, recorder, recordings, tests.

`record.py` and `listings/` run on TensorFlow 1.15.5 and Python 3.7 alone.
"""
