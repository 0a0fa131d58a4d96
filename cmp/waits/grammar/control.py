"""Statements that hold others: chains, pipes, branches, loops and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmp.waits.grammar.commands import redirected
from cmp.waits.grammar.nodes import block, literal, reads, sequence, statement
from cmp.waits.grammar.syntax import (
    NOTHING,
    Case,
    Chain,
    For,
    Function,
    If,
    Not,
    Pipe,
    Sequence,
    Simple,
    Statement,
    Subshell,
    Text,
    Unknown,
    Variable,
    While,
)
from cmp.waits.grammar.words import word

if TYPE_CHECKING:
    from tree_sitter import Node


_EVERY = Variable("@", quoted=True)


@reads("list")
def _list(node: Node) -> Statement:
    first, operator, second = node.children[0], node.children[1], node.children[-1]
    return Chain(statement(first), statement(second), wants=operator.type == "&&")


@reads("pipeline")
def _pipeline(node: Node) -> Statement:
    return Pipe(tuple(statement(child) for child in node.named_children if child.type != "comment"))


@reads("negated_command")
def _negated(node: Node) -> Statement:
    return Not(statement(node.named_children[-1]))


@reads("subshell")
def _subshell(node: Node) -> Statement:
    return Subshell(block(node))


@reads("if_statement")
def _if(node: Node) -> Statement:
    """Return `if`, or one of its `elif`, with what comes after it as the other branch."""
    then = next((place for place, child in enumerate(node.children) if child.type == "then"), 0)
    parts = node.children[then + 1 :]
    clauses = [child for child in parts if child.type in ("elif_clause", "else_clause")]
    body = [child for child in parts if child not in clauses]
    other: Statement = NOTHING
    for clause in reversed(clauses):
        if clause.type == "else_clause":
            other = block(clause)
        else:
            found = _if(clause)
            other = found._replace(other=other) if isinstance(found, If) else Unknown()
    return If(sequence(node.children[1:then]), sequence(body), other)


@reads("while_statement")
def _while(node: Node) -> Statement:
    body = node.child_by_field_name("body")
    test = sequence(node.children_by_field_name("condition"))
    return While(test, block(body) if body else NOTHING, wants=node.children[0].type == "while")


@reads("for_statement")
def _for(node: Node) -> Statement:
    name, body = node.child_by_field_name("variable"), node.child_by_field_name("body")
    if name is None or body is None or node.children[0].type != "for":
        return Unknown()
    given = any(child.type == "in" for child in node.children)
    words = tuple(word(child) for child in node.children_by_field_name("value"))
    return For(literal(name), words if given else ((_EVERY,),), block(body))


@reads("c_style_for_statement")
def _c_style_for(node: Node) -> Statement:
    """Return `for ((a; b; c))` as a `while`, where nothing in it can skip the step."""
    body = node.child_by_field_name("body")
    semicolons = [child for child in node.children if child.type == ";"]
    if body is None or "continue" in literal(body) or len(semicolons) < 2:  # noqa: PLR2004
        return Unknown()
    start, test, step = (
        Simple(((Text("(("),), (Text(" , ".join(literal(each) for each in node.children_by_field_name(field))),)))
        for field in ("initializer", "condition", "update")
    )
    has_test = bool(node.children_by_field_name("condition"))
    loop = While(test if has_test else NOTHING, Sequence((block(body), step)))
    return Sequence((start, loop))


@reads("case_statement")
def _case(node: Node) -> Statement:
    value = node.child_by_field_name("value")
    branches = []
    for item in node.children:
        if item.type == "case_item":
            closing = next((place for place, child in enumerate(item.children) if child.type == ")"), 0)
            if any(child.type in (";&", ";;&") for child in item.children):
                return Unknown()
            patterns = tuple(word(child) for child in item.children_by_field_name("value"))
            branches.append((patterns, sequence(item.children[closing + 1 :])))
    return Case(word(value, quoted=True) if value else (), tuple(branches))


@reads("function_definition")
def _function(node: Node) -> Statement:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return Unknown()
    return Function(literal(name), redirected(node, statement(body)))
