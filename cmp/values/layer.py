"""One layer of values."""

from cmp.value import Value


class Layer(Value):
    """A values file, or a text where `path` is empty. `name` is what people know it as."""

    name: str
    path: str = ""
    text: str = ""
