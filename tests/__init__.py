"""Tests of policygen; units use the tea club, a toy library."""
