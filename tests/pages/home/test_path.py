"""Home shows the story as one path, and each lesson links to the next one."""

import pytest

from pages.shared.story import EXPLORE, PARTS, REFERENCE, STORY
from tests.pages.app import text, visit

OUTLINE = {
    "objective": "learning_cycle",
    "learning cycle": "learning_cycle",
    "loss": "loss",
    "gradient descent": "gradient_descent",
    "backpropagation": "step_through",
    "efficiency and scalability": "why_backprop",
    "learned features": "features",
    "generalisation": "generalization",
    "vanishing and exploding gradients": "vanishing_gradients",
    "local minima": "local_minima",
    "the learning rate": "learning_rates",
    "hyperparameters": "hyperparameters",
    "bugs": "bug_clinic",
    "variations": "optimizers",
}
"""Each step of the outline, and its page."""


def links(at):
    return [node.proto for node in at.main if node.type == "page_link"]


def test_the_story_follows_the_outline():
    keys = [lesson.key for lesson in STORY]
    places = [keys.index(key) for key in OUTLINE.values()]
    assert places == sorted(places)
    told = [lesson.menu for lesson in STORY if lesson.menu in PARTS]
    assert told == sorted(told, key=PARTS.index)
    assert {lesson.key for lesson in STORY if lesson.menu in PARTS} == {"home", *OUTLINE.values()}


def test_home_shows_the_parts_and_numbers_every_lesson():
    at = visit("/")
    assert [part.value for part in at.subheader] == [*PARTS, "Beside the path"]
    told = [lesson for lesson in STORY[1:] if lesson.menu in PARTS]
    beside = [lesson for lesson in STORY if lesson.menu in (EXPLORE, REFERENCE)]
    expected = [f"**{number} {lesson.title}**" for number, lesson in enumerate(told, start=1)]
    expected += [f"**{lesson.title}**" for lesson in beside]
    assert [link.label for link in links(at) if link.label.startswith("**")] == expected


@pytest.mark.parametrize("step", ["objective", "learning cycle", "loss", "gradient descent", "backpropagation"])
def test_home_names_the_steps(step):
    assert f"**{step}**" in text(visit("/"))


@pytest.mark.parametrize("place", range(len(STORY) - 2))
def test_each_lesson_links_to_the_next(place):
    said = {f"{prefix}_ask": "true" for prefix in "dbhmvw"}  # before the answer nothing long is computed
    lesson, after = STORY[place], STORY[place + 1]
    at = visit(f"/{lesson.path}", **({} if lesson.key == "home" else said))
    assert f"Next: {after.title}" in [link.label for link in links(at)]
