"""Lists what article 002 states about its results, and the mistakes in its listings."""

from tf1_graphs.experiments.experiment import Erratum, Published, PublishedFigure

PUBLISHED_ACCURACIES = (  # noqa: SIM905 - one string keeps the article's column readable
    "0.8952 0.9202 0.9318 0.9422 0.9468 0.954 0.9568 0.96 0.962 0.9638 "
    "0.9662 0.9682 0.9672 0.9696 0.9706 0.9704 0.9718 0.9726 0.9738 0.9742"
).split()

# What TensorFlow 1.15.5 printed with the same seed, on another machine than the author's:
# the recording `tests/reference/interrupted/continuation.tf1155.json` has it.
RECORDED_ACCURACIES = PUBLISHED_ACCURACIES

COMPLETE_LISTING = Published(
    figures=tuple(
        PublishedFigure(
            f"validation accuracy after epoch {epoch}",
            accuracy,
            "training results, below the complete listing",
            "exact",
            lambda measured, epoch=epoch: measured.column("accuracy")[epoch],
        )
        for epoch, accuracy in enumerate(PUBLISHED_ACCURACIES)
    ),
    errata=(
        Erratum(
            1,
            "complete listing, last line",
            "the model is saved once, after the last epoch: an interrupted run is lost",
            "none on the figures; here it is saved after each epoch",
            corrected=False,
        ),
    ),
    notes=("`reset_graph()` of the book sets both seeds to 42; the article says so.",),
    recorded={
        f"validation accuracy after epoch {epoch}": {42: float(accuracy)}
        for epoch, accuracy in enumerate(RECORDED_ACCURACIES)
    },
)

FIRST_LISTING = Published(
    errata=(
        Erratum(
            1,
            "first listing, `hidden2`",
            "`hidden2` is fed `X` instead of `bn1_act`",
            "the first hidden layer has no influence on the logits: one hidden layer is trained",
            corrected=True,
        ),
    ),
    notes=(
        "The listing ends with its logits and publishes no figure; it is trained by the complete "
        "listing's loss, optimizer and loop.",
    ),
)
