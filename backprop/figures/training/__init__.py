"""Pictures of a training run: loss curves, what each unit has learned, which classes are confused, two runs compared.

It provides one function for each picture.
It may import the engine, `explain`, and the other packages of `figures`.
"""
