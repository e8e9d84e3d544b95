"""Numbers become figures here: every function returns a new `go.Figure` and touches nothing else."""

from backprop.figures.curves import gradient_sizes, loss_curve
from backprop.figures.learning import learning_picture
from backprop.figures.network_diagram import network_diagram
from backprop.figures.style import CONFIG

__all__ = ["CONFIG", "gradient_sizes", "learning_picture", "loss_curve", "network_diagram"]
