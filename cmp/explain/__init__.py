"""The effect of a value: the objects and the lines of the render that change with it."""
