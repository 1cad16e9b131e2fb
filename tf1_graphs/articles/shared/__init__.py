"""What several articles have in common: checked data, images, and what Keras does in `fit`."""
