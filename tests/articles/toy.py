"""Images in place of MNIST and Fashion-MNIST, from which something can be learnt."""

import numpy as np


def toy_images(rng, examples):
    """Noise, brighter in the rows that the class names."""
    y = (np.arange(examples) % 10).astype(np.uint8)
    x = rng.randint(0, 100, (examples, 28, 28))
    for row in range(28):
        x[:, row] += 155 * (row % 10 == y)[:, None]
    return x.astype(np.uint8), y
