"""The lesson on bugs in the training that still learn."""
