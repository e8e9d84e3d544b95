"""Tests of the figures: their traces, never their pixels."""
