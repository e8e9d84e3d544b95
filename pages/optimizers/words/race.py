"""A race of optimizers in words: who is lowest, who is highest, and how each compares with plain gradient descent."""

from collections.abc import Sequence

from backprop.explain.numbers import text
from pages.optimizers.numbers.race import Race, Standing, standings

TITLES: dict[str, str] = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}
"""Short, for figures and tables; `CAST` has the same keys."""

NOBODY = "Nobody: all diverge"

_DIGITS = 3


def lowest(race: Race) -> tuple[str, ...]:
    """Who is lowest after the last step: the titles of all that are level there, or `NOBODY` if all diverged."""
    first = [TITLES[one.name] for one in standings(race) if one.place == 1 and one.broken is None]
    return tuple(first) or (NOBODY,)


def outcome(race: Race) -> str:
    """Who is lowest and who is highest after the last step, with their losses; then who diverged."""
    found = standings(race)
    after = f"After {race.steps:,} steps"
    finite = [standing for standing in found if standing.broken is None]
    diverged = [standing for standing in found if standing.broken is not None]
    told = []
    if not finite:
        told.append(f"{after} nobody is left.")
    elif len(finite) == 1:
        told.append(f"{after} {TITLES[finite[0].name]} is at {result(race, finite[0])}.")
    elif finite[0].place == finite[-1].place:
        told.append(f"{after} {_joined(finite)} are level, at {result(race, finite[0])}.")
    else:
        first = [standing for standing in finite if standing.place == finite[0].place]
        last = [standing for standing in finite if standing.place == finite[-1].place]
        left = " of those left" if diverged else ""
        told.append(f"{after} {_who(race, first)} lowest, {_who(race, last)} highest{left}.")
    if finite and race.lowest != 0:
        told.append(f"The numbers are heights above the lowest value, {text(race.lowest, _DIGITS)}.")
    told += [f"{TITLES[one.name]} diverged in step {one.broken:,}." for one in diverged]
    return " ".join(told)


def against_sgd(race: Race) -> str:
    """Who is lower and who is higher than plain gradient descent; empty if SGD does not take part, or is alone."""
    found = {standing.name: standing for standing in standings(race)}
    plain = found.pop("sgd", None)
    if plain is None:
        return ""
    groups = {
        "lower than SGD": [one for one in found.values() if one.place < plain.place],
        "higher than SGD": [one for one in found.values() if one.place > plain.place],
        "level with SGD": [one for one in found.values() if one.place == plain.place],
    }
    said = "; ".join(f"{word}: {', '.join(TITLES[one.name] for one in some)}" for word, some in groups.items() if some)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def versus(race: Race, name: str) -> str:
    """The losses of one optimizer and of plain gradient descent, which both take part."""
    found = {standing.name: standing for standing in standings(race)}
    both = ", ".join(f"{TITLES[each]} {result(race, found[each])}" for each in dict.fromkeys((name, "sgd")))
    return f"after {race.steps:,} steps {both}"


def row(race: Race, standing: Standing) -> dict[str, str]:
    """One line of the table of results."""
    within = text(race.share * race.height, _DIGITS)
    return {
        "place": str(standing.place),
        "optimizer": TITLES[standing.name],
        "α": text(standing.rate, _DIGITS),
        f"{loss_name(race).lower()} after {race.steps:,} steps": result(race, standing),
        f"first at ≤ {within} after": _steps(standing.reached),
        "distance walked": text(standing.walked, _DIGITS),
    }


def _steps(count: int | None) -> str:
    return "never" if count is None else f"{count:,} step{'' if count == 1 else 's'}"


def loss_name(race: Race) -> str:
    """What the numbers are: the loss, or its height above the lowest value where that is not 0."""
    return "Loss" if race.lowest == 0 else "Loss above its lowest value"


def result(race: Race, standing: Standing) -> str:
    """The last loss above the lowest value, as text; "≤" and a bound for losses that count as equal to it."""
    if standing.broken is not None:
        return f"diverged in step {standing.broken:,}"
    return _height(race, standing.loss)


def alt(race: Race, where: str, step: int, reveal: bool) -> str:
    """What the film shows at a step.

    Args:
        race: what is shown.
        where: what the race is run on.
        step: where the film stands.
        reveal: whether the outcome may be told.
    """
    now = ", ".join(
        f"{TITLES[entry.name]} {_height(race, entry.loss_at(step)) if step < len(entry.loss) else 'diverged'}"
        for entry in race.entries
    )
    who = "One optimizer" if len(race.entries) == 1 else f"{len(race.entries)} optimizers from one start"
    return f"{who}: {where}. {loss_name(race)} at step {step:,}: {now}.{f' {outcome(race)}' if reveal else ''}"


def _height(race: Race, loss: float) -> str:
    height = loss - race.lowest
    return f"≤ {text(race.smallest, 2)}" if height <= race.smallest else text(height, _DIGITS)


def _who(race: Race, equals: Sequence[Standing]) -> str:
    """The optimizers that share a place, with their loss and a verb."""
    return f"{_joined(equals)} ({result(race, equals[0])}) {'is' if len(equals) == 1 else 'are'}"


def _joined(equals: Sequence[Standing]) -> str:
    names = [TITLES[one.name] for one in equals]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
