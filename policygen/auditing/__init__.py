"""Audit a policy that an institution already has: read it, map it to the library, and say what is wrong with it."""
