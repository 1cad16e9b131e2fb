"""Makes summaries for TensorBoard in NumPy: no op of any graph makes them."""

import contextlib
import io

import numpy as np

from tf1_graphs.tensorflow1 import tf

_BINS = 30


def scalars(values):
    """Return a summary of scalars under their names."""
    return tf.Summary(
        value=[tf.Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()]
    )


def histograms(arrays):
    """Return a summary of distributions, NaN and infinity left out.

    Args:
        arrays: numbers of any shape, by tag. One without a finite number is left out.
    """
    finite = {tag: values[np.isfinite(values)].astype(float) for tag, values in arrays.items()}
    return tf.Summary(
        value=[
            tf.Summary.Value(tag=tag, histo=_histogram(values))
            for tag, values in finite.items()
            if values.size
        ]
    )


def _histogram(values):
    counts, edges = np.histogram(values, _BINS)
    return tf.HistogramProto(
        min=values.min(),
        max=values.max(),
        num=values.size,
        sum=values.sum(),
        sum_squares=np.square(values).sum(),
        bucket_limit=edges[1:],
        bucket=counts,
    )


def images(pictures):
    """Return a summary of pictures (`PIL.Image`, grey or RGB) under their tags."""
    return tf.Summary(
        value=[
            tf.Summary.Value(
                tag=tag,
                image=tf.Summary.Image(
                    width=picture.width,
                    height=picture.height,
                    colorspace=len(picture.getbands()),
                    encoded_image_string=png(picture),
                ),
            )
            for tag, picture in pictures.items()
        ]
    )


def png(picture):
    """Return a `PIL.Image` as the bytes of a PNG file."""
    encoded = io.BytesIO()
    picture.save(encoded, "png")
    return encoded.getvalue()


def texts(markdown):
    """Return a summary for the text tab: Markdown by tag."""
    metadata = tf.SummaryMetadata(plugin_data=tf.SummaryMetadata.PluginData(plugin_name="text"))
    return tf.Summary(
        value=[
            tf.Summary.Value(tag=tag, metadata=metadata, tensor=tf.make_tensor_proto(text))
            for tag, text in markdown.items()
        ]
    )


def hparams(run_name, values):
    """Return what the HParams tab shows of a run: its settings, beside all its scalars.

    Args:
        run_name: what the run is called in it.
        values: bool, number or str by name.

    Returns:
        (started, ended): summaries for the run's start and its end. Empty ones where TensorBoard is
        not installed: it alone knows their format.
    """
    started, ended = tf.Summary(), tf.Summary()
    with contextlib.suppress(ImportError):
        from tensorboard.plugins.hparams import api_pb2, summary, summary_v2

        # TensorBoard has a copy of TensorFlow's protocol buffers, with the same bytes.
        started.MergeFromString(
            summary_v2.hparams_pb(values, trial_id=run_name).SerializeToString()
        )
        success = summary.session_end_pb(api_pb2.STATUS_SUCCESS)
        ended.MergeFromString(success.SerializeToString())
    return started, ended
