"""Whether Helm loses the last line of a values file. Helm 4.0 to 4.2 do, and go on without it.

They read values line by line through a buffer of 4096 bytes (LoadValues in pkg/chart/v2/loader/load.go of Helm 4.2.3).
A last line that no newline ends, and that fills the buffer an exact number of times, is dropped: the buffer tells that
more of the line follows, and what follows is the end of the file (LineReader in k8s.io/apimachinery,
pkg/util/yaml/decoder.go, and ReadLine in Go's bufio). Helm 4.3 takes the line, Helm 3 reads a file as a whole.
"""

BUFFER = 4096  # bytes
FIRST, MENDED = (4, 0), (4, 3)  # the first Helm that loses it, and the first that no longer does
_RETURN = b"\r"[0]
_MARK = b"\xef\xbb\xbf"  # Helm takes it away from files of a chart before it reads them


def is_lost(content: bytes) -> bool:
    """Tell whether the last line of a values file is lost; `content` is all of the file, as Helm gets it.

    A carriage return at the end of the buffer is left for the next turn, since a newline may follow it.
    """
    line = content[content.rfind(b"\n") + 1 :]
    taken = 0
    while len(line) - taken >= BUFFER:
        taken += BUFFER - (line[taken + BUFFER - 1] == _RETURN)
    return 0 < taken == len(line)


def kept(content: bytes) -> bytes:
    """Return what a Helm that loses last lines keeps of a chart's own values file."""
    return content[: content.rfind(b"\n") + 1] if is_lost(content.removeprefix(_MARK)) else content


def may_lose(helm: tuple[int, ...]) -> bool:
    """Tell whether a version of Helm may lose such a line; of a version that is known in part, only the part counts."""
    return FIRST[: len(helm)] <= helm[: len(FIRST)] < MENDED
