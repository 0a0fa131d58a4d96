"""Documents, and what Go makes of each."""

from typing import Any

DOCUMENTS: dict[str, tuple[str, Any]] = {
    "keys are text": (
        "{1: a, 0x10: b, yes: c, n: d, 2024-01-01: e}",
        {"1": "a", "16": "b", "true": "c", "false": "d", "2024-01-01": "e"},
    ),
    "a float as a key has 32 bits": (
        "{1.5: a, 1e3: b, 1e6: c, 3.14159265358979: d, 16777217.0: e}",
        {"1.5": "a", "1000": "b", "1e+06": "c", "3.1415927": "d", "1.6777216e+07": "e"},
    ),
    "a float as a key may be large, small or none": (
        "{1e39: f, -0.0: g, 0.00001: h, 0.0001: i, 123456.7: j}",
        {".inf": "f", "-0": "g", "1e-05": "h", "0.0001": "i", "123456.7": "j"},
    ),
    "a key may be endless": ("{.inf: a, -.Inf: b, .NaN: c}", {".inf": "a", "-.inf": "b", ".nan": "c"}),
    "a float of integers as a key stays one": ("{!!float 1000000: a, 1000000: b}", {"1e+06": "a", "1000000": "b"}),
    "the last of equal keys wins": ("{a: 1, b: 2, a: 3}", {"a": 3, "b": 2}),
    "a quoted key is text": ('{"1": a, \'y\': b, "~": c}', {"1": "a", "y": "b", "~": "c"}),
    "a key may be long": (f"? {'k' * 2000}\n: 1", {"k" * 2000: 1}),
    "an unknown tag makes text": ("[!foo 1, !foo y, !!set x, ! 12, !foo [1]]", ["1", "y", "x", "12", [1]]),
    "a tag decides": (
        '[!!str 1, !!str y, !!int "3", !!float 3, !!float 0x10, !!bool "yes", !!null "", !!str ]',
        ["1", "y", 3, 3, 16, True, None, ""],
    ),
    "a time is text": ("[!!timestamp 2024-01-01, 2024-01-01T00:00:00Z]", ["2024-01-01", "2024-01-01T00:00:00Z"]),
    "binary is text": ("[!!binary aGk=, !!binary /w==, !!binary 4oI=]", ["hi", "\ufffd", "\ufffd\ufffd"]),
    "a collection's tag counts for nothing": (
        "{a: !!map [1], b: !!null {c: 1}, d: !!str [x]}",
        {"a": [1], "b": {"c": 1}, "d": ["x"]},
    ),
    "an alias repeats": (
        "{a: &x {b: [1]}, c: *x, d: &y 1, e: *y, f: &z , g: *z}",
        {"a": {"b": [1]}, "c": {"b": [1]}, "d": 1, "e": 1, "f": None, "g": None},
    ),
    "an anchor may move": ("{a: &x 1, b: *x, c: &x 2, d: *x}", {"a": 1, "b": 1, "c": 2, "d": 2}),
    "an alias may be a key": ("{a: &x b, *x : c}", {"a": "b", "b": "c"}),
    "a merge key may have the tag that says nothing": (
        "[{! <<: {a: 1}}, {! '<<': {b: 1}}, {'<<': {c: 1}}, ! <<]",
        [{"a": 1}, {"b": 1}, {"<<": {"c": 1}}, "<<"],
    ),
    "a merge key counts where it stands": (
        "a: &x {b: 1, c: 2}\nd: {b: 0, <<: *x}\ne: {<<: *x, b: 0}",
        {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 2}, "e": {"b": 0, "c": 2}},
    ),
    "the first of merged mappings wins": (
        "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y, {d: 4, f: 5}]}",
        {"a": {"b": 1}, "c": {"b": 2, "d": 3}, "e": {"b": 1, "d": 3, "f": 5}},
    ),
    "merge keys nest and repeat": (
        "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y, <<: {b: 3}}",
        {"a": {"b": 1}, "c": {"b": 1, "d": 2}, "e": {"b": 3, "d": 2}},
    ),
    "merging isn't deep": ("a: &x {b: {c: 1}}\nd: {<<: *x, b: {e: 2}}", {"a": {"b": {"c": 1}}, "d": {"b": {"e": 2}}}),
    "a merge key in quotes or with a tag is text": (
        'a: {"<<": 1, b: <<}\nc: {!!str <<: {d: 1}}',
        {"a": {"<<": 1, "b": "<<"}, "c": {"<<": {"d": 1}}},
    ),
    "a merge key may have its tag": ("a: {!!merge <<: {b: 1}}", {"a": {"b": 1}}),
    "a block keeps its lines": (
        "a: |\n  x\n\n   y\n\nb: |-\n  x\n\nc: |+\n  x\n\n",
        {"a": "x\n\n y\n", "b": "x", "c": "x\n\n"},
    ),
    "a folded block joins them": (
        "a: >\n  x\n  y\n\n  z\n   w\nb: >-\n  x\n  y\n",
        {"a": "x y\nz\n w\n", "b": "x y"},
    ),
    "a block may say its indent": ("a: |2\n   x\n  y\n", {"a": " x\ny\n"}),
    "plain and quoted text fold": (
        "a: x\n  y\n\n  z\nb: 'x\n  y'\nc: \"x\n\n  y\\\n  z\"",
        {"a": "x y\nz", "b": "x y", "c": "x\nyz"},
    ),
    "escapes": (
        r'"\0\a\b\t\n\v\f\r\e\x41\u00e9\U0001F600\N\_\L\P\"\\"',
        '\0\a\b\t\n\v\f\r\x1bA\u00e9\U0001f600\x85\u00a0\u2028\u2029"\\',
    ),
    "an apostrophe may be escaped": ('["don\\\'t", "\\\\\\\'", "\\\'\\\'"]', ["don't", "\\'", "''"]),
    "lines may end as on Windows": (
        "a: |\r\n  x\r\n  y\r\nb: 'x\r\n  y'\r\nc: 1\r\n",
        {"a": "x\ny\n", "b": "x y", "c": 1},
    ),
    "a tab may separate": ("a:\t1\nb: [1,\t2]\t# c\nc: 'x\ty'", {"a": 1, "b": [1, 2], "c": "x\ty"}),
    "an unusual break is a break or text": (
        "{a: \"x\x85y\", b: 'x\u2028y', c: x\u00a0y}",
        {"a": "x y", "b": "x\u2028y", "c": "x\u00a0y"},
    ),
    "a backslash before a slash is text where it is no escape": (
        'a: "\\\\/"\nb: \'\\/\'\nc: \\/d\ne: |-\n  "\\/"\nf: "g" # \\/',
        {"a": "\\/", "b": "\\/", "c": "\\/d", "e": '"\\/"', "f": "g"},
    ),
    "a byte order mark is text within a value": ("a: \ufeffx\nb: '\ufeff'", {"a": "\ufeffx", "b": "\ufeff"}),
    "a colon or a hash needs a blank": ("{a: b:c, d: http://e:80/#f}", {"a": "b:c", "d": "http://e:80/#f"}),
    "comments": ("a: 1 # b\n# c\nd: 'e # f' # g", {"a": 1, "d": "e # f"}),
    "nothing": ("{a: , b: , c: [], d: {}}", {"a": None, "b": None, "c": [], "d": {}}),
    "JSON": (
        '{"a":[1,-2,1e-7,true,null,"\\u00e9"],"b":{"":""}}',
        {"a": [1, -2, 1e-7, True, None, "\u00e9"], "b": {"": ""}},
    ),
}
