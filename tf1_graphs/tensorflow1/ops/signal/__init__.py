"""Builds frames, windows, spectra and cepstra from the ops of TensorFlow 1.15.5.

Today's functions compute what they know of shapes while the graph is built; 1.15.5 built ops for
it. Files have TensorFlow's names. A function that is the same today is not here: `stft` and
`inverse_stft` call ours.
"""
