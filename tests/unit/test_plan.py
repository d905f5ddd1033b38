"""What is read, forgotten and kept, over small made-up worlds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.files import SeenFile, Walk, is_below
from indexer.plan import Place, Plan, plan

ROOTS = ("/a", "/a/b", "/ab", "/c/one.pdf")
PATHS = ("/a/1.pdf", "/a/b/2.pdf", "/a/b/3.pdf", "/ab/4.pdf", "/c/one.pdf", "/gone/5.pdf")


def place(path: str, size: int = 1, mtime_ns: int = 1, document: str = "d", root: str = "/a") -> Place:
    return Place(path, root, size, mtime_ns, document)


def seen(path: str, root: str, size: int = 1, mtime_ns: int = 1) -> SeenFile:
    return SeenFile(path, root, size, mtime_ns)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Walk], dict[str, Place]]:
    """A disk as some roots show it, and what the store knows."""
    stamps = st.integers(0, 1)
    disk = {path: (draw(stamps), draw(stamps)) for path in draw(st.sets(st.sampled_from(PATHS)))}
    walks = []
    for root in draw(st.lists(st.sampled_from(ROOTS), unique=True)):
        present = draw(st.booleans())
        complete = present and draw(st.booleans())
        below = [path for path in sorted(disk) if is_below(path, root)] if present else []
        listed = below if complete else [path for path in below if draw(st.booleans())]
        walks.append(Walk(root, present, complete, tuple(seen(path, root, *disk[path]) for path in listed)))
    known = {path: place(path, draw(stamps), draw(stamps)) for path in draw(st.sets(st.sampled_from(PATHS)))}
    return walks, known


def slow_plan(walks: list[Walk], known: dict[str, Place]) -> tuple[set[str], set[str], set[str]]:
    """Ask every rule of every path in turn."""
    read: set[str] = set()
    forget: set[str] = set()
    keep: set[str] = set()
    for path in {*known, *(file.path for walk in walks for file in walk.files)}:
        sightings = [file for walk in walks for file in walk.files if file.path == path]
        roots = [walk for walk in walks if is_below(path, walk.root)]
        if sightings:
            there = known.get(path)
            same = there is not None and (there.size, there.mtime_ns) == (sightings[0].size, sightings[0].mtime_ns)
            (keep if same else read).add(path)
        elif any(not walk.complete for walk in roots):
            keep.add(path)
        else:
            forget.add(path)
    return read, forget, keep


@given(worlds())
def test_the_plan_is_that_of_the_slow_obvious_rules(world: tuple[list[Walk], dict[str, Place]]) -> None:
    made = plan(*world)
    assert ({file.path for file in made.read}, set(made.forget), set(made.keep)) == slow_plan(*world)


@given(worlds())
def test_every_known_path_is_read_forgotten_or_kept_and_only_once(
    world: tuple[list[Walk], dict[str, Place]],
) -> None:
    made = plan(*world)
    paths = [file.path for file in made.read] + list(made.forget) + list(made.keep)
    assert len(paths) == len(set(paths))
    assert set(world[1]) <= set(paths)


@given(worlds())
def test_nothing_below_a_root_that_was_not_read_to_the_end_is_forgotten(
    world: tuple[list[Walk], dict[str, Place]],
) -> None:
    walks, known = world
    made = plan(walks, known)
    for walk in walks:
        if not walk.complete:
            assert not [path for path in made.forget if is_below(path, walk.root)]


@given(worlds())
def test_a_plan_that_was_carried_out_leaves_nothing_to_do(
    world: tuple[list[Walk], dict[str, Place]],
) -> None:
    walks, known = world
    made = plan(walks, known)
    after = {path: known[path] for path in made.keep}
    after |= {file.path: place(file.path, file.size, file.mtime_ns) for file in made.read}
    second = plan(walks, after)
    assert (second.read, second.forget, set(second.keep)) == ((), (), set(after))


@given(worlds(), st.sets(st.sampled_from(ROOTS)))
def test_roots_that_are_walked_alone_make_the_same_plan_for_what_lies_below_them(
    world: tuple[list[Walk], dict[str, Place]], alone: set[str]
) -> None:
    walks, known = world
    whole = plan(walks, known)
    elsewhere = [walk.root for walk in walks if walk.root not in alone]
    part = plan([walk for walk in walks if walk.root in alone], known, elsewhere)

    def is_elsewhere(path: str) -> bool:
        return any(is_below(path, root) for root in elsewhere)

    assert set(part.forget) == {path for path in whole.forget if not is_elsewhere(path)}
    assert {file.path for file in part.read} <= {file.path for file in whole.read}


def test_a_new_library_reads_everything_in_the_order_of_the_walk() -> None:
    files = tuple(seen(path, "/a") for path in ("/a/z.pdf", "/a/1.pdf", "/a/b/2.pdf"))
    assert plan([Walk("/a", True, True, files)], {}) == Plan(files, (), ())


def test_an_unchanged_file_is_kept_and_a_changed_one_is_read() -> None:
    files = (seen("/a/same.pdf", "/a"), seen("/a/longer.pdf", "/a", size=2), seen("/a/later.pdf", "/a", mtime_ns=2))
    known = {file.path: place(file.path) for file in files}
    made = plan([Walk("/a", True, True, files)], known)
    assert (made.read, made.forget, made.keep) == (files[1:], (), ("/a/same.pdf",))


def test_a_failed_file_is_not_read_again_until_it_changes() -> None:
    file = seen("/a/broken.pdf", "/a")
    failed = replace(place(file.path, document=""), sentence="broken.pdf is damaged.")
    assert plan([Walk("/a", True, True, (file,))], {file.path: failed}).keep == (file.path,)
    mended = replace(file, mtime_ns=2)
    assert plan([Walk("/a", True, True, (mended,))], {file.path: failed}).read == (mended,)


def test_a_file_below_two_roots_is_read_once() -> None:
    outer, inner = seen("/a/b/2.pdf", "/a"), seen("/a/b/2.pdf", "/a/b")
    made = plan([Walk("/a", True, True, (outer,)), Walk("/a/b", True, True, (inner,))], {})
    assert made.read == (outer,)


def test_an_unplugged_drive_deletes_nothing() -> None:
    known = {path: place(path) for path in ("/a/1.pdf", "/a/b/2.pdf")}
    made = plan([Walk("/a", False, False, ())], known)
    assert (made.forget, set(made.keep)) == ((), set(known))


def test_a_drive_unplugged_inside_another_root_keeps_its_files() -> None:
    walks = [Walk("/a", True, True, ()), Walk("/a/b", False, False, ())]
    made = plan(walks, {path: place(path) for path in ("/a/1.pdf", "/a/b/2.pdf")})
    assert (made.forget, made.keep) == (("/a/1.pdf",), ("/a/b/2.pdf",))


def test_a_deleted_file_is_forgotten() -> None:
    made = plan([Walk("/a", True, True, ())], {"/a/1.pdf": place("/a/1.pdf")})
    assert made.forget == ("/a/1.pdf",)


def test_a_root_that_a_person_removed_takes_its_files_along() -> None:
    known = {path: place(path) for path in ("/a/1.pdf", "/ab/4.pdf")}
    made = plan([Walk("/ab", True, True, (seen("/ab/4.pdf", "/ab"),))], known)
    assert (made.forget, made.keep) == (("/a/1.pdf",), ("/ab/4.pdf",))
