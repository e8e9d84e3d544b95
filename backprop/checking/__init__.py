"""Second ways to every number: finite differences, the paths of the chain rule, published worked examples.

It hands out `check_gradients`, `paths`, and `EXAMPLES` with what their sources print.
It may import the heart, `data` and `training`.
"""
