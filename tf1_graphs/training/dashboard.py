"""Writes for TensorBoard all that it shows of a run besides its scalars.

At the beginning the graph, texts, settings and examples; at intervals the distributions of weights,
activations and gradients, and the first layer's filters; at the end mistakes and embeddings.
"""

import functools
from dataclasses import asdict, dataclass

from tf1_graphs.runs import run_directory
from tf1_graphs.tensorboard import event_files, pictures, projector, summaries, texts
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.training import observing, tracing


@dataclass(frozen=True)
class Dashboard:
    """What is shown of a run that is being trained.

    Attributes:
        live: the `runner.Live`.
        session: its session.
        config: the session's `tf.ConfigProto`.
        writer: the `event_files.Writer`.
    """

    live: object
    session: object
    config: object
    writer: event_files.Writer

    def begin(self, epoch, book_def):
        """Show what is known before the first training step.

        Args:
            epoch: the epoch that the run begins with.
            book_def: the book's graph, without what the runner added.
        """
        self.writer.add(epoch, graph_def=book_def.SerializeToString())
        manifest = run_directory.read_manifest(self.live.run)
        self._show(epoch, summaries.texts(texts.describe(self.live.experiment, manifest)))
        self._show(epoch, self._hparams[0])
        images = self._images(self.live.data["train"])
        if images is not None:
            self._show(epoch, summaries.images({"inputs": pictures.examples(images)}))

    def trace(self, epoch, source):
        """Show time and memory of each node in the epoch's first training step.

        Args:
            epoch: the epoch that comes next.
            source: where its mini-batches are drawn from; it is left as it is.
        """
        metadata = tracing.trace(self.live, self.session, self.config, source)
        tagged = {"tag": f"epoch {epoch}", "run_metadata": metadata.SerializeToString()}
        self.writer.add(epoch, tagged_run_metadata=tagged)

    def epoch_done(self, epoch):
        """Show distributions and filters, if this is an epoch after which they are shown."""
        if not self._shows(epoch):
            return
        weights = {variable.op.name: variable for variable in tf.trainable_variables()}
        values = self.session.run({f"weights/{name}": weights[name] for name in weights})
        sample = observing.first(self.live.data["train"], observing.EXAMPLES)
        self._show(epoch, summaries.histograms(values | self._observed(sample)))
        _, shape = pictures.image_input(sample)
        drawn = (pictures.filters(kernel, shape) for kernel in values.values() if shape)
        first_layer = next((picture for picture in drawn if picture), None)
        if first_layer:
            self._show(epoch, summaries.images({"first_layer_filters": first_layer}))

    def end(self, epochs):
        """Show what the trained graph makes of examples.

        Args:
            epochs: number of epochs that were trained.
        """
        part = observing.first(self._evaluated_part(), projector.EXAMPLES)
        tensors = observing.classification(self.live.book)
        for tensor in observing.activations(self.live.book).values():
            if tensor.shape.rank == 2:
                tensors["hidden"] = tensor
        observe = observing.observer(self.session, self.live.book, tensors)
        examples = len(next(iter(part.values())))
        values = observe(part) if observe else {}
        # A recurrent network may have several rows an example.
        values = {name: array for name, array in values.items() if len(array) == examples}
        images = self._images(part)
        labels = {name: array for name, array in part.items() if array.ndim == 1}
        if {"logits", "labels"} <= values.keys():
            labels = observing.classes(values["logits"], values["labels"])
            if images is not None and (
                mistakes := pictures.mistakes(images, labels["label"], labels["predicted"])
            ):
                self._show(epochs, summaries.images({"mistakes": mistakes}))
        if "hidden" in values:
            name = tensors["hidden"].op.name
            projector.write(self.live.run.logs, name, values["hidden"], labels, images)
        self._show(epochs, self._hparams[1])

    def _show(self, step, summary):
        self.writer.add_summary(summary, step)

    def _shows(self, epoch):
        every = self.live.options.histograms
        if every is None:
            return self.live.article_saves(epoch)
        return every != 0 and epoch % every == 0

    @functools.cached_property
    def _hparams(self):
        values = asdict(self.live.settings) | {"seed": self.live.options.seed}
        shown = {name: _hyperparameter(value) for name, value in values.items()}
        return summaries.hparams(self.live.run.path.name, shown)

    @functools.cached_property
    def _observed(self):
        """Function of a part that returns its activations and gradients in training."""
        tensors = {
            f"{kind}/{name}": tensor
            for kind, found in (
                ("activations", observing.activations(self.live.book)),
                ("gradients", observing.gradients(self.live.book)),
            )
            for name, tensor in found.items()
        }
        observe = observing.observer(self.session, self.live.book, tensors, training=True)
        if observe is None:
            self.live.options.say(
                "Note: no histograms of activations and gradients, because measuring them would "
                "execute ops that may change what is trained"
            )
            return lambda part: {}
        return observe

    def _evaluated_part(self):
        """Return the part that the article evaluates, or else one that is not trained on."""
        data = self.live.data
        evaluated = self.live.experiment.training.evaluated_in(data)
        names = [*evaluated, *data]
        return data[next((name for name in names if name in data and name != "train"), "train")]

    def _images(self, part):
        name, shape = pictures.image_input(part)
        return part[name].reshape(-1, *shape) if name else None


def _hyperparameter(value):
    """Return a setting's value as the HParams tab takes it."""
    if isinstance(value, tuple):
        return "+".join(map(str, value)) or "none"
    return value if isinstance(value, bool | int | float | str) else str(value)
