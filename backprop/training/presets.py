"""Ready-made experiments, each of which shows one thing."""

from dataclasses import dataclass, replace

from backprop.training.experiment import Experiment


@dataclass(frozen=True, slots=True)
class Preset:
    """An experiment with a name and a reason.

    Attributes:
        title: display name.
        why: one or two sentences: what the experiment shows.
        experiment: the settings.
        helps: changed settings, each of which learns what `experiment` does not learn.
        too_little: changed settings, none of which learns what `experiment` learns.
    """

    title: str
    why: str
    experiment: Experiment
    helps: tuple[Experiment, ...] = ()
    too_little: tuple[Experiment, ...] = ()


_SPIRALS = Experiment(
    "spirals",
    (16, 16),
    "relu",
    optimizer="adam",
    learning_rate=0.01,
    batch_size=20,
    epochs=300,
    initializer="he",
    noise=0.02,
    samples=300,
)
_DEEP = Experiment("circles", (7,) * 6, "sigmoid", learning_rate=0.1, noise=0.05)
_EQUAL = Experiment("circles", (4,), initializer="all-equal", learning_rate=0.3, epochs=80)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "XOR: four hidden units",
        "No line separates these classes. Four hidden units bend one until it does.",
        Experiment("xor", (4,), learning_rate=1.0, noise=0.0),
    ),
    Preset(
        "Circles",
        "One class inside the other: the network has to close a curve.",
        Experiment("circles", (4, 2), learning_rate=0.3, epochs=80, noise=0.1),
    ),
    Preset(
        "Spirals: hard",
        "Two arms round each other: wide layers and Adam manage.",
        _SPIRALS,
        too_little=(replace(_SPIRALS, hidden=(4, 4)), replace(_SPIRALS, optimizer="sgd")),
    ),
    Preset(
        "Three clouds",
        "Three classes, one softmax output each.",
        Experiment("blobs-3", (4,), learning_rate=0.3, epochs=40),
    ),
    Preset(
        "Fit a curve",
        "A number to predict instead of a class: tanh units add up to a sine.",
        Experiment("sine", (8,), optimizer="adam", learning_rate=0.03, epochs=200, noise=0.1, samples=80),
    ),
    Preset(
        "Vanishing gradient",
        "Six sigmoid layers: hardly any gradient reaches the first.",
        _DEEP,
        helps=(replace(_DEEP, activation="tanh"), replace(_DEEP, activation="relu", initializer="he")),
    ),
    Preset(
        "Too large a step",
        "ReLU units and a learning rate of 30: the loss blows up. What is the largest rate that works?",
        Experiment("sine", (8,), "relu", learning_rate=30.0, epochs=40, noise=0.1),
    ),
    Preset(
        "All weights equal",
        "Equal units get equal gradients for ever: four units do the work of one.",
        _EQUAL,
        helps=(replace(_EQUAL, initializer="xavier"),),
    ),
    Preset(
        "Iris flowers",
        "150 real flowers of three species, four measurements each.",
        Experiment("iris", (8,), learning_rate=0.1, test_fraction=0.3),
    ),
    Preset(
        "Handwritten digits",
        "1,797 real digits of 8 × 8 pixels, ten classes.",
        Experiment(
            "digits", (32,), "relu", learning_rate=0.3, batch_size=32, epochs=10, initializer="he", test_fraction=0.3
        ),
    ),
)
