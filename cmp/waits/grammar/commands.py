"""Commands with their words, assignments and redirections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cmp.waits.grammar.nodes import block, literal, reads, statement
from cmp.waits.grammar.syntax import (
    Assignment,
    Chain,
    Pipe,
    Redirect,
    Redirected,
    Simple,
    Statement,
    Text,
    Unknown,
    Word,
)
from cmp.waits.grammar.words import here_document, word

if TYPE_CHECKING:
    from tree_sitter import Node


_REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect")


@reads("command")
def _command(node: Node) -> Statement:
    assignments = tuple(_assigned(child) for child in node.children if child.type == "variable_assignment")
    names = node.children_by_field_name("name") + node.children_by_field_name("argument")
    words = tuple(word(child) for child in names)
    return redirected(node, Simple(words, assignments))


def _assigned(node: Node) -> Assignment:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or name.type != "variable_name":  # an element of an array
        return Assignment("", ())
    appends = any(child.type == "+=" for child in node.children)
    elements = tuple(word(child) for child in value.named_children) if value and value.type == "array" else None
    return Assignment(literal(name), word(value, quoted=True) if value else (), appends, elements)


@reads("variable_assignment", "variable_assignments")
def _assignments(node: Node) -> Statement:
    nodes = [node] if node.type == "variable_assignment" else node.named_children
    return Simple((), tuple(_assigned(child) for child in nodes))


@reads("declaration_command", "unset_command")
def _declaration(node: Node) -> Statement:
    """Return `local a=b` and its like: the assignments are the words behind the command, which are never split."""
    words: list[Word] = []
    for child in node.children:
        if child.type == "variable_assignment":
            assigned = _assigned(child)
            words.append((Text(f"{assigned.name}="), *assigned.value))
        else:
            words.append(word(child))
    return Simple(tuple(words))


@reads("test_command")
def _test(node: Node) -> Statement:
    """Return `[ ... ]` as the command that it is; in `[[ ... ]]` nothing is split."""
    opening = node.children[0].type
    if opening == "((":
        return _arithmetic(node)
    return Simple(tuple(_operands(node, quoted=opening == "[[")))


def _operands(node: Node, *, quoted: bool) -> list[Word]:
    inner = ("binary_expression", "unary_expression", "parenthesized_expression", "negated_expression", "test_command")
    if node.type in inner:
        return [each for child in node.children for each in _operands(child, quoted=quoted)]
    return [word(node, quoted=quoted)]


def _arithmetic(node: Node) -> Statement:
    """Return `((expression))` as a command whose one argument is the expression."""
    return Simple(((Text("(("),), word(node, quoted=True)))


@reads("compound_statement")
def _compound(node: Node) -> Statement:
    return _arithmetic(node) if node.children[0].type == "((" else block(node)


@reads("redirected_statement")
def _redirected_statement(node: Node) -> Statement:
    body = node.child_by_field_name("body")
    return redirected(node, statement(body) if body else Simple(()))


def redirected(node: Node, body: Statement) -> Statement:
    """Return a statement with its redirections, and what follows a here-document on its first line."""
    redirects: list[Redirect] = []
    follow: list[Callable[[Statement], Statement]] = []
    for child in node.children:
        if child.type not in _REDIRECTS:
            continue
        redirects.append(_redirect(child))
        if child.type == "heredoc_redirect":
            redirects += [_redirect(each) for each in child.children_by_field_name("redirect")]
            follow += _following(child)
            body = _with_dash(node, child, body)
    done = Redirected(body, tuple(redirects)) if redirects else body
    for each in follow:
        done = each(done)
    return done


def _with_dash(node: Node, document: Node, body: Statement) -> Statement:
    """Return a command with the `-` before its here-document, which the grammar leaves out; unknown for more."""
    end = max((child.end_byte for child in node.children if child.end_byte <= document.start_byte), default=0)
    start = document.children[0].start_byte - node.start_byte
    between = (node.text or b"")[end - node.start_byte : start] + document.children[0].text.partition(b"<")[0]  # type: ignore[union-attr]
    if not between.strip():
        return body
    plain = isinstance(body, Simple) and between.strip() == b"-"
    return body._replace(words=(*body.words, (Text("-"),))) if plain and isinstance(body, Simple) else Unknown()


def _following(node: Node) -> list[Callable[[Statement], Statement]]:
    """Return what becomes of the statement of a here-document: `<<END | other`, `<<END && other`."""
    operator, right = node.child_by_field_name("operator"), node.child_by_field_name("right")
    found: list[Callable[[Statement], Statement]] = []
    for child in node.children:
        if child.type == "pipeline":
            rest = [statement(each) for each in child.named_children]
            found.append(lambda first, rest=rest: _piped(first, rest))  # type: ignore[misc]
    if operator and right:
        second, wants = statement(right), operator.type == "&&" or operator.text == b"&&"
        found.append(lambda first: Chain(first, second, wants=wants))
    return found


def _piped(first: Statement, rest: list[Statement]) -> Statement:
    """Return a pipe; the grammar takes `| a || b` behind a here-document for a pipe into `a || b`."""
    if len(rest) == 1 and isinstance(rest[0], Chain):
        chain = rest[0]
        return chain._replace(first=_piped(first, [chain.first]))
    return Pipe((first, *rest))


def _redirect(node: Node) -> Redirect:
    if node.type == "heredoc_redirect":
        return Redirect("<<", "", here_document(node))
    operator = next((child.type for child in node.children if not child.is_named), "")
    if node.type == "herestring_redirect":
        return Redirect("<<<", "", word(node.named_children[-1], quoted=True))
    descriptor, target = node.child_by_field_name("descriptor"), node.child_by_field_name("destination")
    return Redirect(operator, literal(descriptor) if descriptor else "", word(target, quoted=True) if target else ())
