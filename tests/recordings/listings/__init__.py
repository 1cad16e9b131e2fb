"""The articles' graphs as scripts for TensorFlow 1.15.5, which alone runs them; none uses our code.

A module for each article, a function for each experiment, whose arguments are the settings that
change its graph. A listing ends with the last op of the training graph: what initializes and saves
is the script's.
"""
