"""Checks: would it work? One file a check, whose docstring is its manual page; `registry` names them all."""
