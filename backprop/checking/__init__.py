"""Independent checks of the numbers: finite differences, the paths of the chain rule, published worked examples.

It provides `check_gradients`, `finite_differences`, `paths`, what each way to a gradient costs (`operations`), and
`EXAMPLES` with the numbers that their sources print.
It may import the heart (the modules directly in `backprop`), `data` and `training`.
"""
