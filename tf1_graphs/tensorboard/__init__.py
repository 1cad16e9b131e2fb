"""TensorBoard: event files, what they show, and the server."""
