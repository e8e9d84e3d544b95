"""Notation: the glossary."""
