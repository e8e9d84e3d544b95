"""Films: figures whose frames move several panels together, in the browser.

It hands out `replay` for one run, and `compose` with its parts, of which lessons build films of their own.
It may import the engine, `explain`, and what stands directly in `figures`.
"""
