"""Backprop, step by step: a small engine that keeps every number of a training step. It needs only NumPy."""

from backprop import optimizers
from backprop.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS, Activation
from backprop.allocation import keep_freed_memory
from backprop.checking import operations
from backprop.checking.examples import EXAMPLES
from backprop.checking.finite_differences import FiniteDifferences, finite_differences
from backprop.checking.gradient_check import GradientCheck, check_gradients
from backprop.checking.paths import MAX_PATHS, Path, paths
from backprop.checking.published import Example
from backprop.initializers import INITIALIZERS, initialize
from backprop.landscape.curvature import hessian_vector, largest_curvature
from backprop.landscape.descent import Descent, descend
from backprop.landscape.network_surfaces import NETWORK_LOSSES
from backprop.landscape.slices import direction_to, loss_along, loss_plane, random_direction
from backprop.landscape.surfaces import CURVES, SURFACES, Surface
from backprop.losses import LOSSES, Loss, losses_for
from backprop.network import Network, ParameterId, Parameters
from backprop.notation import GLOSSARY, Names, Symbol
from backprop.optimizers import *  # noqa: F403  (so that a new optimizer needs a change in its own module only)
from backprop.passes import backward, forward
from backprop.probing.ablation import Ablation, ablate
from backprop.probing.linear_probe import LinearProbe, linear_probe
from backprop.regularization import Regularization
from backprop.steps import History, repeat_step, trace_step
from backprop.trace import LayerBackward, LayerForward, LayerUpdate, StepTrace
from backprop.training.experiment import Experiment
from backprop.training.run import Run
from backprop.training.sweep import Sweep, sweep, sweep_all
from backprop.training.train import train
from backprop.training.vary import Varied, vary

keep_freed_memory()

__all__ = [
    "ACTIVATIONS",
    "CURVES",
    "EXAMPLES",
    "GLOSSARY",
    "HIDDEN_ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "MAX_PATHS",
    "NETWORK_LOSSES",
    "SURFACES",
    "Ablation",
    "Activation",
    "Descent",
    "Example",
    "Experiment",
    "FiniteDifferences",
    "GradientCheck",
    "History",
    "LayerBackward",
    "LayerForward",
    "LayerUpdate",
    "LinearProbe",
    "Loss",
    "Names",
    "Network",
    "ParameterId",
    "Parameters",
    "Path",
    "Regularization",
    "Run",
    "StepTrace",
    "Surface",
    "Sweep",
    "Symbol",
    "Varied",
    "ablate",
    "backward",
    "check_gradients",
    "descend",
    "direction_to",
    "finite_differences",
    "forward",
    "hessian_vector",
    "initialize",
    "largest_curvature",
    "linear_probe",
    "loss_along",
    "loss_plane",
    "losses_for",
    "operations",
    "paths",
    "random_direction",
    "repeat_step",
    "sweep",
    "sweep_all",
    "trace_step",
    "train",
    "vary",
]
__all__ += optimizers.__all__
