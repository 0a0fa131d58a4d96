"""Random YAML by many hands: any style, odd keys and scalars, anchors, aliases, merge keys, comments and line ends."""

import json
from random import Random

PLAIN = (
    "a y n 1 -1 1e3 0o7 0x1F 1_000 .5 1:20 2024-01-01 25921e05 ~ null true OFF = << a:b x#y -x é 😀 x/y \\x a'b"
    " 123456789012345678901 1234567890123456789.5"
)
TEXT = "| |x|x y| x|x |\tx|1|y|~|#|a: b|- a|é|😀|x'y|x\"y|\\|x\u2028y|\ufeff|\u00a0|x\ty"
KEYS = ("a", "b", "c", "1", "1.5", "1e6", "yes", "0x1F", "'d'", '"e f"', "h-i", "<", "é", "!foo j")
Lines = list[str]


def scribble(seed: int) -> str:
    """Return a random document."""
    random = Random(seed)  # noqa: S311
    head, rest = _node(random, [], 0)
    return random.choice(["\n", "\n", "\r\n"]).join([head, *rest])


def _node(random: Random, anchors: Lines, depth: int) -> tuple[str, Lines]:
    """Return what stands behind a key or a dash, and the lines below it."""
    kind = random.choice(("mapping", "list", "flow", "text") if depth < 4 else ("flow", "text"))
    if kind == "flow":
        return _flow(random, anchors, depth) + random.choice(["", " ", " # c: d"]), []
    if kind == "text":
        return random.choice("|>") + random.choice(["", "-", "+"]), _block_text(random)
    lines = [line for _ in range(random.randint(1, 4)) for line in _entry(random, anchors, kind, depth)]
    lines.append("z: 1" if kind == "mapping" else "- z")
    if random.random() < 0.5:
        return "", lines
    anchors.append(f"{kind}{len(anchors)}")
    return f"&{anchors[-1]}", lines


def _entry(random: Random, anchors: Lines, kind: str, depth: int) -> Lines:
    if random.random() < 0.1:
        return [random.choice(["", "  # c", "# c: d"])]
    mappings = [name for name in anchors if name.startswith("mapping")]
    if kind == "mapping" and mappings and random.random() < 0.3:
        names = [f"*{name}" for name in random.choices(mappings, k=random.randint(1, 3))]
        return [f"<<: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}"]
    head, rest = _node(random, anchors, depth + 1)
    start = f"{random.choice(KEYS)}: " if kind == "mapping" else "- "
    return [start + head, *("  " + line for line in rest)]


def _flow(random: Random, anchors: Lines, depth: int) -> str:
    kind = random.random()
    if anchors and kind < 0.2:
        return f"*{random.choice(anchors)}"
    if depth > 5 or kind < 0.8:
        return _scalar(random)
    items = [_flow(random, anchors, depth + 1) for _ in range(random.randrange(4))]
    if kind < 0.9:
        return f"[{', '.join(items)}]"
    return "{" + ", ".join(f"{random.choice(KEYS)}: {item}" for item in items) + "}"


def _scalar(random: Random) -> str:
    text = _text(random)
    quoted = "'" + text.replace("'", "''") + "'"
    return random.choice([random.choice(PLAIN.split()), json.dumps(text, ensure_ascii=False), quoted])


def _block_text(random: Random) -> Lines:
    lines = [_text(random).translate({ord("\t"): "", ord("\u2028"): ""}) for _ in range(random.randrange(4))]
    return ["x", *lines, "y"]


def _text(random: Random) -> str:
    return "".join(random.choices(TEXT.split("|"), k=2))
