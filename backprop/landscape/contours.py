"""Contours: the region where a function on a grid is above a level, and the border of this region.

The method is marching squares. The border crosses each side of a cell that has one end above the level and one end not
above it; linear interpolation gives the place. Going round a cell counterclockwise, a segment leads from each crossing
out of the region to the crossing into it before, so the region is on its left. The next cell continues the segment.
"""

from dataclasses import dataclass

import numpy as np

Array = np.ndarray


def crossings(x: Array, y: Array, values: Array, level: float = 0.0) -> list[Array]:
    """The border of the region above the level, such as a decision boundary.

    Args:
        x: ticks (columns,), increasing.
        y: ticks (rows,), increasing.
        values: finite numbers (rows, columns).
        level: the level of the border.

    Returns:
        Lines (count, 2 coordinates) with the region above the level on their left; a closed line ends where it begins.
    """
    found = _march(x, y, values, level)
    return [found.places[line] for line in _chains(found)]


def region(x: Array, y: Array, values: Array, level: float = 0.0) -> Array:
    """The part of the grid that is above the level, as one closed polygon: counterclockwise, holes clockwise.

    Several loops are joined by lines that lead to each loop and back, and so enclose no area.

    Args:
        x, y, values, level: as in `crossings`.

    Returns:
        Corners (count, 2 coordinates); none if no value is above the level.
    """
    return regions(x, y, values[np.newaxis], level)[0]


def regions(x: Array, y: Array, values: Array, level: float = 0.0) -> list[Array]:
    """The region of each of many functions, as `region` gives it, in a fraction of the time.

    Args:
        x, y, level: as in `crossings`.
        values: finite numbers (functions, rows, columns).

    Returns:
        For each function its corners (count, 2 coordinates).
    """
    # All functions stand on one tall grid. The values between them are below the level: loops close along the edges.
    padded = np.pad(values, ((0, 0), (1, 1), (1, 1)), constant_values=level - 1.0)
    functions, rows, columns = padded.shape
    found = _march(np.pad(x, 1, "edge"), np.tile(np.pad(y, 1, "edge"), functions), padded.reshape(-1, columns), level)
    chains = [chain[:-1] for chain in _chains(found)]
    if not chains:
        return [np.empty((0, 2))] * functions
    loops = _without_straight(found.places[np.concatenate(chains)], np.array([len(chain) for chain in chains]))
    first = np.array([chain[0] for chain in chains])
    level_lines = functions * rows * (columns - 1)
    row = np.where(first < level_lines, first // (columns - 1), (first - level_lines) // columns)
    of_function: list[list[Array]] = [[] for _ in range(functions)]
    for owner, loop in zip((row // rows).tolist(), loops, strict=True):
        if len(loop):  # a loop that is only a point on the grid's edge has no area
            of_function[owner].append(loop)
    return [_as_one(each) for each in of_function]


def _as_one(loops: list[Array]) -> Array:
    """Several loops as one polygon."""
    if not loops:
        return np.empty((0, 2))
    home = loops[0][:1]
    return np.concatenate([part for loop in loops for part in (loop, loop[:1], home)])


def segments(x: Array, y: Array, values: Array, level: float = 0.0) -> tuple[Array, Array]:
    """The borders of many functions at once, as pieces that are not joined: enough for small pictures.

    Args:
        x: ticks (columns,), increasing.
        y: ticks (rows,), increasing.
        values: finite numbers (functions, rows, columns).
        level: as in `crossings`.

    Returns:
        Both ends of each piece (count, 2 ends, 2 coordinates), and the index of its function (count,), ascending.
    """
    above = values > level
    corners = [above[:, dy : dy - 1 or None, dx : dx - 1 or None] for dx, dy in _ROUND]
    crossed = np.logical_or.reduce(corners) & ~np.logical_and.reduce(corners)
    function, row, column = np.nonzero(crossed)
    height = np.stack([values[function, row + dy, column + dx] for dx, dy in _ROUND], axis=1) - level
    inside = height > 0
    following = np.roll(height, -1, axis=1)
    cut = inside != np.roll(inside, -1, axis=1)
    share = np.divide(height, height - following, out=np.zeros_like(height), where=cut)
    # Round each cell: the corner where each of its sides begins, and the one where it ends.
    begin = np.stack([np.stack([x[column + dx], y[row + dy]], axis=-1) for dx, dy in _ROUND], axis=1)
    end = np.roll(begin, -1, axis=1)
    places = begin + share[..., np.newaxis] * (end - begin)
    pieces, owners = [], []
    for first in range(4):  # from each side to the next one that is cut
        for second in range(first + 1, 4):
            between = cut[:, first] & cut[:, second] & (~cut[:, first + 1 : second].any(axis=1))
            if (first, second) == (0, 3):  # a saddle has two pieces: sides 0 and 1, sides 2 and 3
                between = cut[:, 0] & cut[:, 3] & ~cut[:, 1] & ~cut[:, 2]
            if (first, second) == (1, 2):
                between &= ~(cut[:, 0] & cut[:, 3])
            pieces.append(places[between][:, [first, second]])
            owners.append(function[between])
    joined, owner = np.concatenate(pieces), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return joined[order], owner[order]


_ROUND = ((0, 0), (1, 0), (1, 1), (0, 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Segments:
    """Segments from one crossed grid line to another: numbers of the lines, and where each line is crossed (…, 2)."""

    start: Array
    end: Array
    places: Array


def _chains(found: _Segments) -> list[list[int]]:
    """The segments joined to lines: open lines from the edge of the grid first, then closed ones."""
    after = dict(zip(found.start.tolist(), found.end.tolist(), strict=True))
    chains = []
    for first in [*(after.keys() - set(after.values())), *after]:
        if first in after:
            chain = [first]
            while chain[-1] in after:
                chain.append(after.pop(chain[-1]))
            chains.append(chain)
    return chains


def _march(x: Array, y: Array, values: Array, level: float) -> _Segments:
    above, distance = values > level, values - level
    columns, rows = np.meshgrid(x, y)

    def cut(here: tuple[slice, slice], there: tuple[slice, slice]) -> Array:
        """Place of the crossing on each line from `here` to `there` (…, 2); meaningless where there is no crossing."""
        rise = distance[here] - distance[there]
        share = np.divide(distance[here], rise, out=np.zeros_like(rise), where=above[here] != above[there])
        return np.stack([axis[here] + share * (axis[there] - axis[here]) for axis in (columns, rows)], axis=-1)

    level_lines = cut(np.s_[:, :-1], np.s_[:, 1:])
    upright_lines = cut(np.s_[:-1, :], np.s_[1:, :])
    across = np.arange(level_lines[..., 0].size).reshape(level_lines.shape[:2])
    along = across.size + np.arange(upright_lines[..., 0].size).reshape(upright_lines.shape[:2])
    # Round each cell, counterclockwise: its sides, and the corner where each of them begins.
    sides = np.stack([across[:-1], along[:, 1:], across[1:], along[:, :-1]]).reshape(4, -1)
    corners = np.stack([above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]]).reshape(4, -1)
    into = ~corners & np.roll(corners, -1, axis=0)
    out = corners & ~np.roll(corners, -1, axis=0)
    start, end = [], []
    for side in range(4):
        cells = np.flatnonzero(out[side])
        back = np.select([into[side - 1, cells], into[side - 2, cells]], [side - 1, side - 2], side - 3)
        start.append(sides[side, cells])
        end.append(sides[back, cells])
    places = np.concatenate([level_lines.reshape(-1, 2), upright_lines.reshape(-1, 2)])
    return _Segments(np.concatenate(start), np.concatenate(end), places)


def _without_straight(places: Array, lengths: Array) -> list[Array]:
    """Closed loops without repeated points and without corners at which they go straight on.

    Args:
        places: the points of all loops, one loop after the other (points, 2).
        lengths: how many points each loop has.

    Returns:
        The points of each loop.
    """
    before, _ = _neighbours(lengths)
    moves = (places != places[before]).any(axis=1)
    places, lengths = places[moves], _counted(moves, lengths)
    before, after = _neighbours(lengths)
    came, goes = places - places[before], places[after] - places
    ahead, aside = came[:, 0] * goes[:, 1], came[:, 1] * goes[:, 0]
    bends = np.abs(ahead - aside) > 1e-9 * (np.abs(ahead) + np.abs(aside))
    return np.split(places[bends], np.cumsum(_counted(bends, lengths))[:-1])


def _neighbours(lengths: Array) -> tuple[Array, Array]:
    """The indices of the point before and of the point after each point of loops of these lengths."""
    ends = np.cumsum(lengths)
    starts = ends - lengths
    places = np.arange(ends[-1] if len(ends) else 0)
    before, after = places - 1, places + 1
    there = lengths > 0
    before[starts[there]], after[ends[there] - 1] = ends[there] - 1, starts[there]
    return before, after


def _counted(marked: Array, lengths: Array) -> Array:
    """How many points of each loop are marked."""
    total = np.concatenate([[0], np.cumsum(marked)])
    ends = np.cumsum(lengths)
    return total[ends] - total[ends - lengths]
