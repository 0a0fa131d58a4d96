"""What is declared can't be kept where it forms a cycle."""

import pytest

from cmp.model import Edge, Reason, Ref
from cmp.order.solver.declared_cycles import CycleError, refuse_declared_cycle

A, B, C = (Ref(group="", kind="ConfigMap", namespace="shop", name=name) for name in "abc")


def after(before: Ref, later: Ref) -> Edge:
    return Edge.ready(before, later, Reason.DECLARED, f"a rule says after {before}")


def test_the_error_holds_the_edges_of_the_cycle_in_their_sequence() -> None:
    edges = [after(A, B), after(B, C), after(C, A), after(A, C)]
    with pytest.raises(CycleError) as error:
        refuse_declared_cycle(edges, [A, B, C])
    found = error.value.edges
    assert set(found) == {after(A, C), after(C, A)}
    assert [edge.after for edge in found] == [edge.before for edge in (*found[1:], found[0])]


def test_a_cycle_through_an_object_whose_order_is_not_solved_is_none() -> None:
    refuse_declared_cycle([after(A, B), after(B, A)], [A])
