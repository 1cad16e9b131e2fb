"""Where the drop-in builds or computes something else than TensorFlow 1.15.5, and why.

A test fails when one of these comes to agree, so that the list stays true.
"""

# By case: by how many ops the graph is larger or smaller, and what is different.
NODES = {
    "images.images_cropped": (
        -64,
        "TensorFlow 2 left out run-time checks of sizes known beforehand",
    ),
    "seq2seq.beam_search": (+166, "no op GatherTree today: gather_tree builds it from others"),
    "seq2seq.beam_search_history": (+334, "as beam_search, twice"),
    "seq2seq.gather_tree": (+166, "as beam_search"),
    "distributions.mvn_low_rank": (
        0,
        "today's LinearOperatorLowRankUpdate solves by other ops (Woodbury's formula)",
    ),
    "keras_layers.embedding_masked": (
        0,
        "masking selects by SelectV2, which broadcasts the mask, and names its ops so",
    ),
}

# By case: what gives other numbers.
OUTPUTS = {}
