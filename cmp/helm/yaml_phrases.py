"""What the scanner and the parser of Go's YAML say, behind `yaml: line 3: `, as data.

Sources: scannerc.go, parserc.go and decode.go of sigs.k8s.io/yaml 1.4.0 (goyaml.v2) and go.yaml.in/yaml/v3 3.0.4.
"""

SCANNER = frozenset(
    """
block sequence entries are not allowed in this context
control characters are not allowed
could not find expected ':'
could not find expected directive name
did not find URI escaped octet
did not find expected '!'
did not find expected ',' or ']'
did not find expected ',' or '}'
did not find expected '-' indicator
did not find expected <document start>
did not find expected <stream-start>
did not find expected alphabetic or numeric character
did not find expected comment or line break
did not find expected digit or '.' character
did not find expected hexdecimal number
did not find expected key
did not find expected node content
did not find expected tag URI
did not find expected version number
did not find expected whitespace
did not find expected whitespace or line break
did not find the expected '>'
document contains excessive aliasing
found a tab character that violates indentation
found a tab character where an indentation space is expected
found an incorrect leading UTF-8 octet
found an incorrect trailing UTF-8 octet
found an indentation indicator equal to 0
found character that cannot start any token
found duplicate %TAG directive
found duplicate %YAML directive
found extremely long version number
found incompatible YAML document
found invalid Unicode character escape code
found undefined tag handle
found unexpected document indicator
found unexpected end of stream
found unexpected non-alphabetical character
found unknown directive name
found unknown escape character
invalid Unicode character
invalid leading UTF-8 octet
invalid trailing UTF-8 octet
map merge requires map or sequence of maps as the value
mapping keys are not allowed in this context
mapping values are not allowed in this context
!!binary value contains invalid base64 data
""".strip().splitlines()
)
