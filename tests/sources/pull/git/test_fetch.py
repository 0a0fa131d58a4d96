import os
import resource
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Site, git_backend, serving
from terms import commit, content, credentials, git, left, repository, terms

from cmp.errors import PullError
from cmp.sources.model import Bounds, Pinned, Source
from cmp.sources.pull.pull import fetch, resolve

CHART = {"Chart.yaml": "name: web\n", "templates/a.yaml": "a\n", "values/prod/values.yaml": "replicas: 3\n"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve the repositories of a folder."""
    with serving(git_backend(tmp_path / "git")) as site:
        yield site


def source(site: Site, asked: str = "", name: str = "web") -> Source:
    return Source(alias="web", kind="git", location=f"{site.url}/{name}/.git", asked=asked)


def pulled(tmp_path: Path, asked: Source, **more: str) -> dict[str, str]:
    """Resolve, fetch and return what came."""
    (tmp_path / "out").mkdir(exist_ok=True)
    pulling = terms(tmp_path, **more)  # type: ignore[arg-type]
    fetch(asked, resolve(asked, pulling), str(tmp_path / "out"), pulling)
    assert left(tmp_path) == []
    return content(tmp_path / "out")


def test_a_branch_a_tag_an_annotated_tag_and_the_beginning_of_a_commit_mean_a_commit(
    site: Site, tmp_path: Path
) -> None:
    web = tmp_path / "git/web"
    first = repository(web, CHART)
    git(web, "tag", "v1")
    git(web, "tag", "--annotate", "v1-signed", "--message=x")
    git(web, "branch", "team/feature")
    second = commit(web, {"Chart.yaml": "name: web2\n"})
    meant = {"": second, "main": second, "refs/heads/main": second, "v1": first, "v1-signed": first,
             "team/feature": first, first[:9]: first, second[:12]: second, first: first}  # fmt: skip
    for asked, expected in meant.items():
        assert resolve(source(site, asked), terms(tmp_path)) == Pinned(commit=expected), asked
    assert left(tmp_path) == []


def test_what_is_not_there_is_told_with_what_is_nearest(site: Site, tmp_path: Path) -> None:
    repository(tmp_path / "git/web", CHART)
    git(tmp_path / "git/web", "branch", "release-1.2")
    with pytest.raises(PullError, match=r"no branch, tag or commit release-1\.3") as caught:
        resolve(source(site, "release-1.3"), terms(tmp_path))
    assert caught.value.fix == "the nearest are release-1.2"
    assert caught.value.where == "web"
    with pytest.raises(PullError, match="no branch, tag or commit 0123456789"):
        resolve(source(site, "0123456789"), terms(tmp_path))


def test_a_name_of_a_branch_and_of_another_tag_is_ambiguous(site: Site, tmp_path: Path) -> None:
    repository(tmp_path / "git/web", CHART)
    git(tmp_path / "git/web", "tag", "same")
    commit(tmp_path / "git/web", {"b": "b"})
    git(tmp_path / "git/web", "branch", "same")
    with pytest.raises(PullError, match="both a branch and a tag") as caught:
        resolve(source(site, "same"), terms(tmp_path))
    assert caught.value.fix == "write refs/heads/same or refs/tags/same"


def test_a_commit_of_long_ago_comes_without_git_and_as_it_was(site: Site, tmp_path: Path) -> None:
    first = repository(tmp_path / "git/web", CHART)
    commit(tmp_path / "git/web", {"Chart.yaml": "name: later\n"})
    assert pulled(tmp_path, source(site, first)) == CHART


def test_a_server_that_gives_no_commit_by_its_id_is_asked_for_everything(site: Site, tmp_path: Path) -> None:
    first = repository(tmp_path / "git/web", CHART)
    commit(tmp_path / "git/web", {"Chart.yaml": "name: later\n"})
    old = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.version", "GIT_CONFIG_VALUE_0": "0"}
    assert pulled(tmp_path, source(site, first), **old) == CHART


def test_a_commit_that_is_gone_is_told(site: Site, tmp_path: Path) -> None:
    repository(tmp_path / "git/web", CHART)
    (tmp_path / "out").mkdir()
    with pytest.raises(PullError, match="no longer has what is pinned"):
        fetch(source(site), Pinned(commit="1" * 40), str(tmp_path / "out"), terms(tmp_path))
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(("asked", "why"), [("--upload-pack=x", "begins with '-'"), ("a..b", "can't be the name"),
                                             ("a b", "can't be the name"), ("a\nb", "can't be printed")])  # fmt: skip
def test_names_that_git_would_misread_are_refused(asked: str, why: str, site: Site, tmp_path: Path) -> None:
    with pytest.raises(PullError, match=why):
        resolve(source(site, asked), terms(tmp_path))
    assert site.asked == []


def test_hooks_filters_attributes_submodules_and_large_file_pointers_do_nothing(site: Site, tmp_path: Path) -> None:
    web, mark = tmp_path / "git/web", tmp_path / "mark"
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 1\n"
    files = {
        ".gitattributes": "*.bin filter=evil\n*.txt eol=crlf\n"
        "secret export-ignore\nsubst export-subst\n*.big filter=lfs\n",
        "a.bin": "raw\n", "a.txt": "one\ntwo\n", "secret": "here\n", "subst": "$Format:%H$\n", "a.big": pointer,
        ".gitmodules": '[submodule "sub"]\n path = sub\n url = ext::sh -c "touch /tmp/owned"\n',
        "hooks/post-checkout": "#!/bin/sh\ntouch mark\n",
    }  # fmt: skip
    first = repository(web, files)
    git(web, "update-index", "--add", "--cacheinfo", f"160000,{first},sub")
    git(web, "commit", "--quiet", "--message=submodule")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-merge", "pre-auto-gc"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (hooks / name).chmod(0o755)
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.gitconfig").write_text(
        f'[core]\n hooksPath = {hooks}\n[filter "evil"]\n smudge = touch {mark}\n required = true\n'
        f'[filter "lfs"]\n smudge = touch {mark}\n process = touch {mark}\n required = true\n'
    )
    assert pulled(tmp_path, source(site)) == files
    assert not mark.exists()


def test_a_transport_that_the_operators_configuration_allows_or_rewrites_to_stays_refused(
    site: Site, tmp_path: Path
) -> None:
    mark, home = tmp_path / "mark", tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        f'[protocol "ext"]\n allow = always\n[url "ext::touch {mark} "]\n insteadOf = {site.url}/\n'
    )
    with pytest.raises(PullError, match="transport 'ext' not allowed"):
        resolve(source(site), terms(tmp_path))
    assert not mark.exists()


def test_the_configuration_of_the_folder_that_we_work_in_is_not_read(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, app = tmp_path / "mark", tmp_path / "app"
    first = repository(tmp_path / "git/web", CHART)
    repository(app, CHART)
    for key, text in {f"url.{site.url}/elsewhere/.insteadOf": f"{site.url}/web/", "core.askPass": f"touch {mark};",
                      "credential.helper": f"!touch {mark};", "core.gitProxy": f"touch {mark}"}.items():  # fmt: skip
        git(app, "config", key, text)
    monkeypatch.chdir(app)
    assert resolve(source(site), terms(tmp_path)) == Pinned(commit=first)
    site.login = "reader:s3cret"
    with pytest.raises(PullError, match="wants credentials"):
        resolve(source(site), terms(tmp_path))
    assert not mark.exists()


def test_links_inside_stay_and_modes_too(site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    web.mkdir(parents=True)
    (web / "deep").mkdir()
    (web / "deep/up").symlink_to("../run")
    (web / "run").write_text("x")
    (web / "run").chmod(0o755)
    git(web, "init", "--quiet", "--initial-branch=main")
    commit(web, {})
    assert pulled(tmp_path, source(site)) == {"deep/up": "-> ../run", "run": "x"}
    assert stat.S_IMODE((tmp_path / "out/run").stat().st_mode) & 0o111


@pytest.mark.parametrize("links", [{"a": "/etc/passwd"}, {"a": "../out"}, {"d/a": "../../x"},
                                   {"d/x": "..", "y": "d/x/../../z"}, {"d/x": "..", "y": "d/x/../z"},
                                   {"x": ".", "y": "x/../z"}])  # fmt: skip
def test_links_that_lead_out_are_refused_and_leave_nothing(links: dict[str, str], site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    repository(web, CHART)
    for name, target in links.items():
        (web / name).parent.mkdir(exist_ok=True)
        (web / name).symlink_to(target)
    commit(web, {})
    with pytest.raises(PullError, match="leads out of the source: nothing of it is used"):
        pulled(tmp_path, source(site))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_tree_that_no_git_would_write_is_refused(site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    repository(web, CHART)
    blob = git(web, "rev-parse", "HEAD:Chart.yaml")
    for name in (".git", "..", ".GIT", "a/b"):
        raw = b"100644 " + name.encode() + b"\0" + bytes.fromhex(blob)
        (web / "raw").write_bytes(raw)
        tree = git(web, "hash-object", "-t", "tree", "-w", "--literally", "raw")
        made = git(web, "commit-tree", tree, "-m", "evil")
        git(web, "update-ref", "refs/heads/evil", made)
        if name == "a/b":
            assert pulled(tmp_path, source(site, "evil")) == {"a/b": "name: web\n"}
        else:
            with pytest.raises(PullError):
                pulled(tmp_path, source(site, "evil"))


@pytest.mark.parametrize("bounds", [Bounds(bytes=1000, files=50), Bounds(bytes=10_000_000, files=2)])
def test_too_much_is_refused(bounds: Bounds, site: Site, tmp_path: Path) -> None:
    repository(tmp_path / "git/web", CHART | {"large": "x" * 2000})
    (tmp_path / "out").mkdir()
    pulling = terms(tmp_path, bounds=bounds)
    with pytest.raises(PullError, match="holds more than"):
        fetch(source(site), resolve(source(site), pulling), str(tmp_path / "out"), pulling)
    assert list((tmp_path / "out").iterdir()) == []


def test_trees_that_hold_each_other_ten_times_each_are_counted_as_they_are_listed(site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    repository(web, CHART)
    mode, kind, below = "100644", "blob", git(web, "rev-parse", "HEAD:Chart.yaml")
    for _level in range(10):
        lines = "".join(f"{mode} {kind} {below}\t{number}\n" for number in range(10))
        argv = ["git", "mktree"]
        run = subprocess.run(argv, cwd=web, input=lines, capture_output=True, text=True, check=True)
        below = run.stdout.strip()
        mode, kind = "040000", "tree"
    git(web, "update-ref", "refs/heads/bomb", git(web, "commit-tree", below, "-m", "bomb"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PullError, match="holds more than 20000 files"):
        pulled(tmp_path, source(site, "bomb"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_branch_in_latin_1_and_a_link_with_a_nul_and_1200_folders_are_no_riddles(site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    first = repository(web, CHART)
    (web / ".git/packed-refs").write_bytes(f"{first} refs/heads/".encode() + b"caf\xe9\n")
    with pytest.raises(PullError, match="no branch, tag or commit cafe"):
        resolve(source(site, "cafe"), terms(tmp_path))

    (web / "target").write_bytes(b"a\0b")
    blob = git(web, "hash-object", "-w", "target")
    tree = git(web, "rev-parse", "HEAD:templates")
    for name, lowest in (("nul", f"120000 blob {blob}\tlink\n"), ("deep", f"040000 tree {tree}\tf\n")):
        line = lowest
        for _level in range(1200 if name == "deep" else 1):
            run = subprocess.run(["git", "mktree"], cwd=web, input=line, capture_output=True, text=True, check=True)
            line = f"040000 tree {run.stdout.strip()}\tf\n"
        git(web, "update-ref", f"refs/heads/{name}", git(web, "commit-tree", run.stdout.strip(), "-m", name))
        with pytest.raises(PullError, match=r"leads out|deeper than"):
            pulled(tmp_path, source(site, name))


def test_a_repository_of_sha_256_is_refused_however_it_is_asked_for(site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    web.mkdir(parents=True)
    git(web, "init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    long = commit(web, CHART)
    for asked in ("", "main", long):
        with pytest.raises(PullError, match="is a commit of a SHA-256 repository"):
            resolve(source(site, asked), terms(tmp_path))
    (tmp_path / "out").mkdir()
    with pytest.raises(PullError, match="is a commit of a SHA-256 repository"):
        fetch(source(site, long), Pinned(commit=long), str(tmp_path / "out"), terms(tmp_path))


def test_a_pack_that_outgrows_all_bounds_is_stopped_while_it_comes(site: Site, tmp_path: Path) -> None:
    web = tmp_path / "git/web"
    repository(web, CHART)
    (web / "noise").write_bytes(os.urandom(3 << 20))
    commit(web, {})
    (tmp_path / "out").mkdir()
    pulling = terms(tmp_path, bounds=Bounds(bytes=1000, files=50))
    with pytest.raises(PullError, match="brings more than may be pulled"):
        fetch(source(site), resolve(source(site), pulling), str(tmp_path / "out"), pulling)


def test_a_mounted_password_opens_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    repository(tmp_path / "git/web", CHART)
    with serving(git_backend(tmp_path / "git"), login="reader:s3cret-s3cret") as site:
        with pytest.raises(PullError, match="wants credentials, and there are none") as caught:
            resolve(source(site), terms(tmp_path))
        assert f"$SWELL_CREDENTIALS/{site.host.partition(':')[0]}" in caught.value.fix
        right = credentials(tmp_path, site.host, username="reader\n", password="s3cret-s3cret\n")
        assert pulled(tmp_path, source(site), SWELL_CREDENTIALS=right) == CHART
        wrong = credentials(tmp_path / "wrong", site.host, username="reader", password="other-other")
        with pytest.raises(PullError, match="refuses the credentials"):
            resolve(source(site), terms(tmp_path, SWELL_CREDENTIALS=wrong))


def test_gits_own_helper_and_the_operators_askpass_serve_where_nothing_is_mounted(tmp_path: Path) -> None:
    repository(tmp_path / "git/web", CHART)
    (tmp_path / "ask").write_text('#!/bin/sh\ncase "$1" in User*) echo reader;; *) echo s3cret;; esac\n')
    (tmp_path / "ask").chmod(0o755)
    with serving(git_backend(tmp_path / "git"), login="reader:s3cret") as site:
        assert resolve(source(site), terms(tmp_path, GIT_ASKPASS=str(tmp_path / "ask"))).commit
        (tmp_path / "home/.git-credentials").write_text(f"http://reader:s3cret@{site.host}\n")
        (tmp_path / "home/.gitconfig").write_text("[credential]\n helper = store\n")
        assert resolve(source(site), terms(tmp_path)).commit
