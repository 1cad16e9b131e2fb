"""`tf.contrib.predictor`: exported models as functions of arrays.

References:
    TensorFlow 1.15.5, `contrib/predictor/`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.namespace import namespace

SERVING = "serving_default"


class Predictor:
    """A graph and a session behind a function: `predictor({"x": array})["y"]`.

    Attributes:
        graph: the graph.
        session: its session.
        feed_tensors: by name, the tensors that are fed.
        fetch_tensors: by name, the tensors that are fetched.
    """

    def __init__(self, session, feed_tensors, fetch_tensors):
        self.session, self.graph = session, session.graph
        self.feed_tensors, self.fetch_tensors = feed_tensors, fetch_tensors

    def __repr__(self):
        return (
            f"SavedModelPredictor with feed tensors {self.feed_tensors} and fetch_tensors "
            f"{self.fetch_tensors}"
        )

    def __call__(self, input_dict):
        """Return what is fetched, by name.

        Args:
            input_dict: what is fed, by name.

        Raises:
            ValueError: there is no tensor of such a name.
        """
        unexpected, expected = set(input_dict) - set(self.feed_tensors), set(self.feed_tensors)
        if unexpected:
            raise ValueError(
                f"Got unexpected keys in input_dict: {unexpected}\nexpected: {expected}"
            )
        feeds = {self.feed_tensors[name]: value for name, value in input_dict.items()}
        feeds = {tensor: value for tensor, value in feeds.items() if value is not None}
        return self.session.run(self.fetch_tensors, feeds)


def from_saved_model(
    export_dir,
    signature_def_key=None,
    signature_def=None,
    input_names=None,
    output_names=None,
    tags=None,
    graph=None,
    config=None,
):
    """Return a `Predictor` of a `SavedModel`.

    Args:
        export_dir: the model's folder.
        signature_def_key: name of the signature, `serving_default` unless it is given.
        signature_def: the signature itself, in the place of its name.
        input_names: by name, the names of tensors to feed, in the place of a signature.
        output_names: the same of tensors to fetch.
        tags: the model's tags, with commas between them; `serve` unless they are given.
        graph: that it is loaded into; a new one unless it is given.
        config: `ConfigProto` of the session.

    Raises:
        ValueError: more than one signature is given, or the model has not the one that is named.
    """
    if (input_names is None) != (output_names is None):
        raise ValueError(
            "input_names and output_names must both be specified or both be unspecified."
        )
    if sum(given is not None for given in (signature_def_key, signature_def, input_names)) > 1:
        raise ValueError(
            "You must specify at most one of signature_def_key OR signature_def OR"
            "(input_names AND output_names)."
        )
    with (graph or tf.Graph()).as_default():
        session = tf.Session(config=config)
        model = tf.saved_model.loader.load(session, (tags or "serve").split(","), export_dir)
    if input_names is None:
        key = signature_def_key or SERVING
        if signature_def is None and key not in model.signature_def:
            raise ValueError(
                f'Got signature_def_key "{key}". Available signatures are '
                f"{list(model.signature_def)}."
            )
        signature = signature_def or model.signature_def[key]
        input_names = {name: info.name for name, info in signature.inputs.items()}
        output_names = {name: info.name for name, info in signature.outputs.items()}
    return Predictor(session, *(_tensors(session, n) for n in (input_names, output_names)))


def _tensors(session, names):
    return {key: session.graph.get_tensor_by_name(name) for key, name in names.items()}


__all__ = ["from_saved_model"]

__getattr__, __dir__ = namespace(__name__)
