"""Films: figures whose frames move several panels together, in the browser.

It provides `replay` for one run, and `compose` with its parts, from which lessons build their own films.
It may import the engine, `explain`, the modules directly in `figures`, and the geometry of `figures.network`.
"""
