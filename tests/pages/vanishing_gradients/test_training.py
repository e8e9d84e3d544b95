"""The training of deep networks: the same steps as the engine's, and what cures a network of 30 layers."""

import numpy as np
import pytest

import backprop as bp
from backprop.regularization import Regularization
from backprop.trace import first_broken
from pages.vanishing_gradients.numbers import cures
from pages.vanishing_gradients.numbers.cures import EXPLODING, VANISHING, Cures, dead_units, learned, treated, way
from pages.vanishing_gradients.numbers.deep import LOSS, Deep, data
from pages.vanishing_gradients.numbers.training import Way, train


@pytest.mark.parametrize("clip", [None, 0.05])
@pytest.mark.parametrize("optimizer", [bp.sgd(0.3), bp.adam(0.01)])
def test_the_steps_are_those_of_the_engine(optimizer, clip):
    one = Deep("tanh", 1.2, 7, 4)
    found = train(Way(one, optimizer, clip), (2, 5), 12, keep=(0, 3, 11))
    for run, seed in enumerate((2, 5)):
        params, state = one.start(seed), None
        for step in range(12):
            traced = bp.trace_step(
                one.net, params, *data(), LOSS, optimizer, state=state, regularization=Regularization(clip=clip)
            )
            assert found.loss[run, step] == pytest.approx(traced.loss, rel=1e-12)
            if step in (0, 3, 11):
                place = [0, 3, 11].index(step)
                for layer in range(7):
                    W, update = params.weights[layer], traced.update[layer].W
                    given = np.linalg.norm(traced.given.weights[layer])
                    assert found.gradient[place, run, layer] == pytest.approx(given, rel=1e-9)
                    relative = np.linalg.norm(update) / np.linalg.norm(W)
                    assert found.relative_update[place, run, layer] == pytest.approx(relative, rel=1e-9)
            params, state = traced.parameters_after, traced.state_after
        for W, ended in zip(params.weights, found.ended[run].weights, strict=True):
            np.testing.assert_allclose(ended, W, rtol=1e-9)


def test_a_diverging_run_names_what_broke_and_keeps_its_last_finite_parameters():
    one = Way(Deep("relu", 4.0, 30, 16), bp.sgd(0.1))
    found = train(one, (0, 1), 5, keep=(0, 1, 4))
    for run in (0, 1):
        broken = found.broken[run]
        assert broken is not None
        assert np.isfinite(found.loss[run, : broken.step]).all()
        assert np.isnan(found.loss[run, broken.step + 1 :]).all()
        assert found.ended[run].is_finite()
    assert np.isinf(found.last_loss).all()


@pytest.mark.parametrize(("optimizer", "step"), [(bp.adam(1e150), 1), (bp.sgd(1e200), 1)])
def test_what_breaks_is_what_the_engine_finds(optimizer, step):
    """At the step that breaks, the optimizer has seen the gradients before."""
    one = Way(Deep("relu", 1.4, 12, 4), optimizer)
    found = train(one, (3,), 6)
    params, state, broken = one.deep.start(3), None, None
    for index in range(6):
        with np.errstate(all="ignore"):
            traced = bp.trace_step(one.deep.net, params, *data(), LOSS, optimizer, state=state)
        broken = first_broken(traced, index)
        if broken:
            break
        params, state = traced.parameters_after, traced.state_after
    assert broken is not None
    assert broken.step == step
    assert found.broken == (broken,)


def test_one_diverging_run_does_not_stop_the_others():
    one = Way(Deep("relu", 4.0, 30, 16), bp.sgd(1e-16))
    both = train(one, (0, 1, 2), 40)
    alone = train(one, (2,), 40)
    np.testing.assert_allclose(both.loss[2], alone.loss[0])


def test_without_cures_a_network_of_30_layers_does_not_learn_and_with_them_it_does():
    """Must hold for all five seeds."""
    before = treated(VANISHING, Cures())
    np.testing.assert_allclose(before.last_loss, np.log(2), atol=0.01)
    after = treated(VANISHING, Cures(relu=True, initial=True, adam=True))
    assert (after.last_loss < 0.02).all()
    assert learned(before) == 0
    assert learned(after) == 5


@pytest.mark.parametrize("cure", ["relu", "initial", "clip", "smaller", "adam"])
def test_no_cure_alone_is_enough(cure):
    assert learned(treated(VANISHING, Cures(**{cure: True}))) == 0


def test_the_exploding_network_breaks_at_once_and_learns_with_he_and_adam():
    before = treated(EXPLODING, Cures())
    assert all(broken is not None and broken.step <= 3 for broken in before.broken)
    assert learned(before) == 0
    assert learned(treated(EXPLODING, Cures(initial=True, adam=True))) == 5


def test_the_way_follows_the_switches():
    assert way(VANISHING, Cures()) == Way(Deep("sigmoid", 0.5, 30, 16), bp.sgd(0.1))
    assert way(VANISHING, Cures(initial=True)).deep.gain == 1.0
    cured = way(VANISHING, Cures(relu=True, initial=True, clip=True, smaller=True))
    assert cured == Way(Deep("relu", float(np.sqrt(2)), 30, 16), bp.sgd(0.01), cures.LIMIT)
    assert way(EXPLODING, Cures()).deep.gain == 4.0
    assert way(EXPLODING, Cures(adam=True, smaller=True)).optimizer.learning_rate == pytest.approx(0.0003)


def test_dead_units_at_the_end_are_counted(monkeypatch):
    monkeypatch.setattr(cures, "UPDATES", 3)
    chosen = way(VANISHING, Cures(relu=True))
    course = treated(VANISHING, Cures(relu=True))
    x = data()[0]
    expected = 0
    for params in course.ended:
        a = x
        for W, b in zip(params.weights[:-1], params.biases[:-1], strict=True):
            a = np.maximum(a @ W + b, 0)
            expected += int((a.max(axis=0) == 0).sum())
    assert dead_units(chosen, course) == expected
