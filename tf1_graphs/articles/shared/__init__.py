"""Holds what several articles share: checks of data, images, and what `fit` of Keras does."""
