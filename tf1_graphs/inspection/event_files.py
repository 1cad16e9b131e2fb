"""Reads the graph from one of TensorBoard's event files, of TensorFlow 1 or today's."""

import struct

from google.protobuf.message import DecodeError

from tf1_graphs.tensorflow1 import tf, without_advice

_HEADER = struct.Struct("<QI")  # a record's length, and the checksum of that


def is_event_file(content):
    """Tell whether bytes begin with the record that every event file begins with."""
    if len(content) < _HEADER.size:
        return False
    length, _ = _HEADER.unpack_from(content)
    try:
        event = tf.Event.FromString(content[_HEADER.size : _HEADER.size + length])
    except DecodeError:
        return False
    return event.file_version.startswith("brain.Event")


def graph_in(path):
    """Return the last graph that an event file holds, and where the file is cut off.

    Args:
        path: the event file.

    Returns:
        (meta, cut): `tf.MetaGraphDef`, or None if there is no graph; and what TensorFlow says of
        the first record that cannot be read, or "" if the file is whole.
    """
    graph, with_collections, cut = None, None, ""
    with without_advice():
        try:
            for event in tf.train.summary_iterator(str(path)):
                if event.graph_def:
                    graph = tf.MetaGraphDef(graph_def=tf.GraphDef.FromString(event.graph_def))
                elif event.meta_graph_def:
                    meta = tf.MetaGraphDef.FromString(event.meta_graph_def)
                    with_collections = meta if meta.collection_def else with_collections
        except (tf.errors.DataLossError, DecodeError) as error:
            cut = str(error).partition("'")[0].strip()
    return with_collections or graph, cut
