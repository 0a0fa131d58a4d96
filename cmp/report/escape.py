"""Text that may be shown on a terminal: what a name or message holds must not move the cursor or hide a line."""

_CONTROLS = {number: f"\\x{number:02x}" for number in (*range(0x20), *range(0x7F, 0xA0)) if chr(number) != "\n"}


def printable(text: str) -> str:
    """Return a text with its control characters, save line ends, as `\\x1b`."""
    return text.translate(_CONTROLS)
