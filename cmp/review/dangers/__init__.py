"""What is dangerous about a change, a file for each kind of danger; `registry.py` lists them."""
