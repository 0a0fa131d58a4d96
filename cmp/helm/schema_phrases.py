"""The phrases with which Helm tells of what a chart's schema refuses, as data; `cmp.helm.message` reads them.

Helm 3 up to 3.17 says `- image.tag: Invalid type. Expected: string, given: integer` (locales.go of
github.com/xeipuuv/gojsonschema 1.2.0). Helm 4, and Helm 3 since, say `- at '/image/tag': got number, want string`
(kind/kind.go of github.com/santhosh-tekuri/jsonschema/v6 6.0.2).
"""

_PLACES = ("- at {pointer}: ", "- {dotted}: ")

_NEWER = (
    "got {json}, want {json}",
    "missing property {keys}",
    "missing properties {keys}",
    "additional properties {keys} not allowed",
    "properties {keys} required, if {keys} exists",
    "invalid propertyName {keys}",
    "value must be one of {constants}",
    "value must be {constants}",
    "{value} does not match pattern {constant}",
    "{value} is not valid {constant}: {value}",
    "value is not {constant} encoded: {value}",
    "value if not of mediatype {constant}: {value}",
    "value is not of mediatype {constant}: {value}",
    "{bound}: got {value}, want {constant}",
    "last {value} additionalItem(s) not allowed",
    "items at {value} and {value} are equal",
    "no items match contains schema",
    "min {constant} items required to match contains schema, but {value}",
    "max {constant} items required to match contains schema, but {value}",
    "validation failed",
    "'not' failed",
    "'allOf' failed",
    "'anyOf' failed",
    "'oneOf' failed, none matched",
    "'oneOf' failed, subschemas {number}, {number} matched",
    "'enum' failed",
    "'const' failed",
    "'contentSchema' failed",
    "false schema",
)

_OLDER = (
    "{dotted} is required",
    "Invalid type. Expected: {json}, given: {json}",
    "Must validate at least one schema (anyOf)",
    "Must validate one and only one schema (oneOf)",
    "Must validate all the schemas (allOf)",
    "Must not validate the schema (not)",
    'Must validate "then" as "if" was valid',
    'Must validate "else" as "if" was not valid',
    "Has a dependency on {dotted}",
    "{dotted} does not match: {constants}",
    "{dotted} must be one of the following: {constants}",
    "Additional property {dotted} is not allowed",
    "Property {quoted} does not match pattern {constant}",
    "Property name of {quoted} does not match",
    "Does not match pattern {constant}",
    "Does not match format {constant}",
    "String length must be greater than or equal to {constant}",
    "String length must be less than or equal to {constant}",
    "Must be a multiple of {constant}",
    "Must be greater than or equal to {constant}",
    "Must be greater than {constant}",
    "Must be less than or equal to {constant}",
    "Must be less than {constant}",
    "Array must have at least {constant} items",
    "Array must have at most {constant} items",
    "Must have at least {constant} properties",
    "Must have at most {constant} properties",
    "No additional items allowed on array",
    "Not enough items on array to match positional list of schema",
    "At least one of the items must match",
    "{json} items[{value},{value}] must be unique",
    "False always fails validation",
)

REFUSALS = (
    "{metadata}:",
    *(f"{_PLACES[0]}{rule}" for rule in _NEWER),
    *(f"{_PLACES[1]}{rule}" for rule in _OLDER),
    "has a primitive type that is NOT VALID -- given: /{constant}/ Expected valid values are:[{types}]",
    "{keyword} must be of type {json}",
    "{keyword} must be a valid regex",
    "schema is invalid",
    "Object has no key {keys}",
    "invalid character {value} looking for beginning of {value}",
    "unable to validate schema: {value}",
)

KEYWORDS = frozenset(
    (
        *("$id", "$ref", "$schema", "additionalItems", "additionalProperties", "allOf", "anyOf", "const", "contains"),
        *("definitions", "dependencies", "else", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "if"),
        *("items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties"),
        *("minimum", "multipleOf", "not", "oneOf", "pattern", "patternProperties", "properties", "propertyNames"),
        *("required", "then", "type", "uniqueItems"),
    )
)
"""The keys of schemas that those phrases name."""
