"""Loss functions: the same predictions judged by MSE and by log loss."""

from pages.loss import state
from pages.loss.stage import stage
from pages.shared.lesson import lesson
from pages.shared.scenes import choose

with lesson(__file__, state.WIDGETS):
    stage(*choose(state.SCENE, state.ASK))
