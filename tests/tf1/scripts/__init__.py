"""Scripts in the style of book code, and in `expected/` what TensorFlow 1.15.5 printed for them.

They are run unchanged; to record again: `python NAME.py > expected/NAME.txt` with 1.15.5.
"""
