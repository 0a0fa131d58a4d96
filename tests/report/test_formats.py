"""The plan for programs: JSON, Mermaid, and the page as text."""

import html
import json
import re

import markupsafe
import pytest
from sample import account, database, deadlock, edge, manifest, many, unclear, wicked

from cmp.model import Strength
from cmp.report.formats import FORMATS, written


def test_json_has_the_shape_that_is_documented() -> None:
    told = json.loads(written(deadlock(), "json"))
    assert list(told) == [
        "version", "app", "namespace", "verdict", "argocd", "steps", "never", "onFailure", "delaySeconds", "delayFrom",
        "leastSeconds", "mostSeconds", "failsAfterSeconds", "stalls", "unclear", "notInferredSince", "edges",
    ]  # fmt: skip
    assert told["verdict"] == "would-hang"
    assert told["argocd"] == {"version": "3.6", "from": None}
    assert (told["delaySeconds"], told["delayFrom"]) == (2, None)
    assert (told["leastSeconds"], told["mostSeconds"]) == (8, 8)
    assert told["failsAfterSeconds"] == 600
    assert told["stalls"][0] == {
        "object": "Deployment/eoapi-raster",
        "step": {"phase": "Sync", "wave": 0},
        "chain": [
            {
                "before": "Job/eoapi-pgstac-migrate",
                "after": "Deployment/eoapi-raster",
                "need": "ready",
                "whys": ["its init container waits for it"],
            }
        ],
        "cause": "",
    }
    assert list(told["edges"][0]) == ["before", "after", "need", "strength", "reason", "whys"]
    assert list(told["steps"][0]) == ["phase", "wave", "batches", "gates"]
    assert told["steps"][1]["batches"][0][0] == {
        "object": "Job/eoapi-pgstac-migrate",
        "group": "batch",
        "kind": "Job",
        "namespace": "shop",
        "name": "eoapi-pgstac-migrate",
        "hook": True,
        "changed": False,
        "why": [],
    }


def test_json_tells_objects_of_one_name_apart() -> None:
    told = json.loads(
        written(account([manifest("ConfigMap/a", namespace="one"), manifest("ConfigMap/a", namespace="two")]), "json")
    )
    objects = [one["object"] for batch in told["steps"][0]["batches"] for one in batch]
    assert objects == ["ConfigMap/one/a", "ConfigMap/two/a"]


def test_a_flowchart_has_a_box_a_wave_and_counts_what_has_no_arrows() -> None:
    lines = written(database(), "mermaid").splitlines()
    assert lines[0] == "flowchart LR"
    assert len([line for line in lines if line.startswith("  subgraph ")]) == 5
    assert '    s4more["and 17 more"]' in lines
    assert len([line for line in lines if " --> " in line]) == 9
    assert len([line for line in lines if " -.-> " in line]) == 3


def test_json_names_both_sides_of_an_unclear_need() -> None:
    told = json.loads(written(unclear(), "json"))
    assert told["verdict"] == "unclear"
    assert told["unclear"] == [
        {"before": "Job/load-schema", "after": "Deployment/web", "why": "its readiness may need it"}
    ]


def test_an_unclear_need_is_a_line_of_its_own_in_a_flowchart_and_on_a_page() -> None:
    chart, page = written(unclear(), "mermaid"), written(unclear(), "html")
    assert '  o1 -. "may be needed" .-> o0' in chart.splitlines()
    assert "web → shop: UNCLEAR" in chart
    assert '<header class="unclear">' in page
    assert "Why it is unclear" in page
    assert '"style": "unclear"' in page


def test_text_names_both_sides_of_an_unclear_need() -> None:
    lines = written(unclear(), "text").splitlines()
    assert lines[:4] == [
        "web → shop   UNCLEAR   2 waves, at least 8 s and one Job   2 objects",
        "  Deployment/web   its readiness may need it",
        "  Job/load-schema  a PostSync hook: it starts when the Deployment is healthy",
        "  fix: do otherwise",
    ]


def test_what_hangs_is_red_in_a_flowchart() -> None:
    assert "  linkStyle 0,1,2 stroke:#c62828,stroke-width:3px" in written(deadlock(), "mermaid").splitlines()


def test_no_name_breaks_a_flowchart() -> None:
    labels = re.findall(r'"(.*)"', written(wicked(), "mermaid").replace("%% ", ""))
    assert "Job/#60;script#62;alert#40;3#41;" in labels
    assert not [label for label in labels if re.search(r'[<>"&(){}]', label)]


def test_each_format_tells_in_a_line_that_no_order_is_inferred() -> None:
    plain = deadlock()
    report = plain.replace(hanging=(plain.stalls[0].chain[0].before,))
    line = "No order is inferred: Job/eoapi-pgstac-migrate would hang in it"
    for name in FORMATS.keys() - {"json"}:
        assert written(report, name).count(line) == 1
        assert line not in written(plain, name)
    assert json.loads(written(report, "json"))["notInferredSince"] == ["Job/eoapi-pgstac-migrate"]


def test_a_page_is_one_file_that_asks_for_nothing_else() -> None:
    page = written(database(), "html")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert page.count("<script") == 2


def test_a_page_escapes_every_text() -> None:
    page = written(wicked(), "html")
    assert "alert(1)</script>" not in page
    assert "<img" not in page
    assert "<script>alert" not in page
    assert page.count("<script") == page.count("</script>") == 2


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{% raise %}", "{# a comment #}", "größe 日本", 'it\'s "it"'])
def test_a_page_shows_a_text_as_it_is_and_takes_none_for_a_template(text: str) -> None:
    job, config = manifest("Job/a"), manifest("ConfigMap/b")
    page = written(account([job, config], edge(config, job, text)).replace(title=text), "html")
    assert f"<h1>{markupsafe.escape(text)}</h1>" in page
    reasons = re.findall(r"<ul><li>(.*?)</li></ul>", page)
    assert [html.unescape(one.replace("<wbr>", "")) for one in reasons] == [text, text]


def test_a_page_folds_up_what_matters_least() -> None:
    page = written(many(600), "html")
    shown = re.sub(r'<details class="more">.*?</details>\n<p class="gate">', "", page, flags=re.DOTALL)
    assert page.count("<article") == 600
    assert shown.count("<article") == 48


def test_a_page_says_of_steps_behind_the_one_that_hangs_that_they_are_never_reached() -> None:
    assert written(deadlock(), "html").count("never reached") == 1


def test_of_a_hook_of_two_phases_one_card_alone_is_what_lines_lead_to() -> None:
    job, config = manifest("Job/a", hook="PreSync,PostSync"), manifest("ConfigMap/b", hook="PreSync")
    page = written(account([job, config], edge(config, job, strength=Strength.SHOULD)), "html")
    assert page.count(' id="o0"') == page.count(' id="o1"') == 1
    assert page.count("<article") == 3
    assert 'again"]' in written(account([job, config], edge(config, job)), "mermaid")
