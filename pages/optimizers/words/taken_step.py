"""One step of an optimizer in numbers: what it remembers, the gradient, and the update."""

from dataclasses import dataclass

from backprop.explain.step import rules
from backprop.explain.step.moment import Scene
from backprop.landscape.descent import Descent
from backprop.network import ParameterId
from backprop.notation import Names
from backprop.training.run import Run

REMEMBERED = {
    "velocity": ("velocity v", "the sum of past gradients, each older one shrunk by μ once more"),
    "square": ("average of squares v", "a running mean of the squared gradient"),
    "mean": ("mean m", "a running mean of the gradient"),
}
"""Name and meaning of each quantity that an optimizer keeps."""


@dataclass(frozen=True, slots=True)
class TakenStep:
    """One step of one parameter.

    Attributes:
        optimizer: its key.
        name, latex: of the parameter.
        keeps: what the optimizer remembers.
        values: all numbers.
    """

    optimizer: str
    name: str
    latex: str
    keeps: tuple[str, ...]
    values: rules.Values

    @property
    def update(self) -> float:
        """What was added to the parameter."""
        return self.values.new - self.values.old

    @property
    def rows(self) -> list[tuple[str, float]]:
        """All numbers with their names, in order of computation."""
        found = [("before the step", self.values.old), ("gradient ∂L/∂w", self.values.g)]
        for kept, before, after in zip(self.keeps, self.values.before, self.values.after, strict=True):
            name = REMEMBERED[kept][0]
            found += [(f"{name}, before", before), (f"{name}, after", after)]
        return [*found, ("update", self.update), ("after the step", self.values.new)]

    @property
    def symbols(self) -> str:
        """The rule in symbols, as LaTeX."""
        return rules.rule_symbols(
            self.optimizer,
            self.latex,
            rf"{{{self.latex}}}^{{\text{{new}}}}",
            rf"\frac{{\partial L}}{{\partial {self.latex}}}",
        )

    @property
    def numbers(self) -> str:
        """The rule with the numbers put in, as LaTeX."""
        return rules.rule_numbers(self.optimizer, self.values)


def of_walk(walk: Descent, step: int) -> list[TakenStep]:
    """A step over a surface, one record for each parameter.

    Args:
        walk: the walk.
        step: which of its steps, from 0.
    """
    surface, optimizer = walk.surface, walk.optimizer
    return [
        TakenStep(
            optimizer.name,
            name,
            latex,
            optimizer.keeps,
            rules.Values(
                old=float(walk.theta[step, index]),
                new=float(walk.theta[step + 1, index]),
                g=float(walk.gradient[step, index]),
                alpha=optimizer.learning_rate,
                settings=dict(optimizer.settings),
                before=[float(average[step, index]) for average in walk.averages],
                after=[float(average[step + 1, index]) for average in walk.averages],
                count=step + 1,
            ),
        )
        for index, (name, latex) in enumerate(zip(surface.names, surface.names_latex, strict=True))
    ]


def of_run(run: Run, step: int, parameter: ParameterId) -> TakenStep:
    """An update of one weight or bias of a network."""
    names = Names(run.net)
    trace = run.trace(step)
    return TakenStep(
        trace.optimizer.name,
        names.parameter(parameter),
        names.parameter_latex(parameter),
        trace.optimizer.keeps,
        rules.values_of(Scene(trace, 0, names), parameter),
    )


def what_it_keeps(optimizer: str, keeps: tuple[str, ...]) -> str:
    """What the optimizer does, and what it remembers from step to step, in words."""
    remembered = " and ".join(f"the {name} ({meaning})" for name, meaning in (REMEMBERED[kept] for kept in keeps))
    return f"{rules.RULES[optimizer].why} It keeps {remembered or 'nothing from step to step'}."
