"""Backprop, step by step: a small engine that keeps every number of a training step. Imports NumPy alone."""

from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS, Activation
from backprop.examples import EXAMPLES, Example
from backprop.experiment import Experiment
from backprop.gradient_check import GradientCheck, check_gradients
from backprop.initializers import INITIALIZERS, initialize
from backprop.losses import LOSSES, Loss, losses_for
from backprop.network import Network, ParameterId, Parameters
from backprop.notation import GLOSSARY, Names, Symbol
from backprop.optimizers import OPTIMIZERS, Optimizer, adam, make_optimizer, momentum, nesterov, rmsprop, sgd
from backprop.passes import backward, forward
from backprop.paths import MAX_PATHS, Path, paths
from backprop.regularization import Regularization
from backprop.steps import History, repeat_step, trace_step
from backprop.trace import LayerBackward, LayerForward, LayerUpdate, StepTrace
from backprop.training import Run, train

__all__ = [
    "ACTIVATIONS",
    "EXAMPLES",
    "GLOSSARY",
    "HIDDEN_ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "MAX_PATHS",
    "OPTIMIZERS",
    "Activation",
    "Example",
    "Experiment",
    "GradientCheck",
    "History",
    "LayerBackward",
    "LayerForward",
    "LayerUpdate",
    "Loss",
    "Names",
    "Network",
    "Optimizer",
    "ParameterId",
    "Parameters",
    "Path",
    "Regularization",
    "Run",
    "StepTrace",
    "Symbol",
    "adam",
    "backward",
    "check_gradients",
    "forward",
    "initialize",
    "losses_for",
    "make_optimizer",
    "momentum",
    "nesterov",
    "paths",
    "repeat_step",
    "rmsprop",
    "sgd",
    "trace_step",
    "train",
]
