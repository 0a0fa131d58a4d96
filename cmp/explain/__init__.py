"""What a value reaches: the objects and lines of the render that it changes."""
