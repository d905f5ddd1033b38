"""The command line: what can be typed.

Exit codes: 0 all fine, 1 some files could not be read or the command failed, 2 wrong usage, 3 the library could not be
opened, 130 interrupted.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

# Only what is cheap: the window goes through this module on its way to the screen.
from app.models.catalogue import BUILT_IN
from app.requests import Lane

MIN_DEPTH = 10
PROFILE_NAMES = "exact, quality, balanced, adaptive, small, tiny, remote, hpc-256-p60, hpc-512-p40 or hpc-binary-512"
COMMANDS = ("gui", "index", "search", "status", "rescan", "remove", "recompress", "models", "addons", "demo", "eval")


def parse(given: Sequence[str]) -> argparse.Namespace:
    """Turn what was typed into a command with its options; no command at all means the window.

    Ends the program with code 2 and a usage line when that cannot be done.
    """
    if given and given[0] not in COMMANDS and not given[0].startswith("-") and Path(given[0]).exists():
        # Files that were dropped on the program's icon arrive without a command.
        given = ["gui", *given]
    parser = _parser()
    arguments = parser.parse_args(given)
    if arguments.command == "eval" and (problem := _problem_of_eval(arguments)):
        parser.error(problem)
    if arguments.command == "search" and not arguments.text and arguments.like is None:
        parser.error("search: name a TEXT, or a picture with --like")
    return arguments


def _parser() -> argparse.ArgumentParser:
    # On the main parser and on every command, so that it may be typed before or after; SUPPRESS keeps a command that
    # lacks it from wiping out the one typed before.
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--library", metavar="DIR", type=Path, default=argparse.SUPPRESS, help="the library to use, a folder"
    )
    parser = argparse.ArgumentParser(
        prog="pagelight",
        parents=[common],
        description="Finds pages by what they look like, and lights up the part that answers. "
        "Without a command it opens the window.",
        epilog="Exit codes: 0 fine, 1 some files could not be read or the command failed, 2 wrong usage, "
        "3 the library could not be opened, 130 interrupted.",
    )
    parser.add_argument("--version", action="store_true", help="say the version and end")
    everything = "with --version: also say which libraries and models it holds, with checksums"
    parser.add_argument("--verbose", action="store_true", help=everything)
    parser.add_argument("--self-check", action="store_true", help="index and find a sample page, say whether it worked")
    parser.set_defaults(command="gui", paths=[])
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=summary, description=summary)
        command.set_defaults(command=name)
        return command

    gui = add("gui", "Open the window, and add files and folders to the library.")
    gui.add_argument("paths", nargs="*", metavar="PATH")

    index = add("index", "Add files and folders to the library and wait until they are searchable.")
    index.add_argument("paths", nargs="+", metavar="PATH")
    index.add_argument("--password", metavar="PW", help="try this password on files that want one")
    how_small = f"how small to keep a new library: {PROFILE_NAMES}"
    index.add_argument("--profile", default="", metavar="NAME", help=how_small)
    keep_exact = "keep vectors as the model made them, too: large, but any other profile can be made of them"
    index.add_argument("--keep-exact", action="store_true", help=f"in a new library, {keep_exact}")
    skip = "from now on leave out files and folders of this name, such as drafts or '*.png'; repeatable"
    index.add_argument("--skip", action="append", default=[], metavar="PATTERN", help=skip)
    index.add_argument("--estimate", action="store_true", help="only say what it would take, and add nothing")

    search = add("search", "Find the pages that answer.")
    text = (
        'words; "in quotes" they must stand on the page, with a minus they must not; in:FOLDER, type:pdf, '
        "before:2024 and after:2024-03 narrow it down (put -- in front where the first begins with a minus)"
    )
    search.add_argument("text", nargs="*", metavar="TEXT", help=text)
    search.add_argument("--like", type=Path, metavar="FILE", help="find pages that look like this picture")
    search.add_argument(
        "--in", dest="within", action="append", default=[], metavar="PATH", help="only at or below this; repeatable"
    )
    search.add_argument("-n", dest="limit", type=_positive, default=10, metavar="N", help="how many pages (10)")
    search.add_argument("--json", action="store_true", help="print one JSON object")
    search.add_argument("--save-pages", type=Path, metavar="DIR", help="save the pages as PNG, lit up")
    export = "write the pages, lit up, to a .pdf, or a table of them to a .csv"
    search.add_argument("--export", type=_export_file, metavar="FILE", help=export)

    status = add("status", "Say what the library holds, and what could not be read.")
    status.add_argument("--json", action="store_true", help="print one JSON object")

    rescan = add("rescan", "Index what is new or changed on disk.")
    rescan.add_argument("--retry-failed", action="store_true", help="also try the files again that could not be read")

    remove = add("remove", "Take files and folders out of the library; the files themselves stay.")
    remove.add_argument("paths", nargs="+", metavar="PATH")

    recompress = add("recompress", "Keep the library smaller, or larger; it can be searched all the while.")
    recompress.add_argument("--profile", default="", metavar="NAME", help=f"{PROFILE_NAMES}; without, as it is")
    exact = recompress.add_mutually_exclusive_group()
    exact.add_argument("--keep-exact", action="store_true", default=None, help=keep_exact)
    drop_exact = "give up the vectors as the model made them; without either, they stay if they are there"
    exact.add_argument("--drop-exact", dest="keep_exact", action="store_false", help=drop_exact)
    recompress.add_argument("--reread", action="store_true", help="read the files again, if no exact vectors are kept")

    _add_models(add("models", "List, download, use, check and remove larger models."), common)

    _add_addons(add("addons", "List, install and remove the libraries that larger models need."))

    demo = add("demo", "Show how it works on a few sample documents.")
    demo.add_argument("--no-window", action="store_true", help="do not open the window afterwards")
    demo.add_argument("--out", type=Path, metavar="DIR", help="where to put the lit-up pages")

    measure = add("eval", "Measure how good the answers are, and what each way of keeping a library small costs.")
    measure.add_argument(
        "folder",
        nargs="?",
        default="",
        metavar="FOLDER",
        help="holds pdfs/ or images/, queries.jsonl, qrels.tsv, or the parquet files of a ViDoRe collection; or names "
        "one on Hugging Face, such as vidore/esg_reports_v2 or hf://OWNER/NAME, which is downloaded",
    )
    measure.add_argument("--within-document", action="store_true", help="ask each question of the document it means")
    some = f"some of {','.join(Lane)}"
    measure.add_argument("--lanes", type=_lanes, default=tuple(Lane), metavar="LANES", help=some)
    measure.add_argument("--model", default=BUILT_IN, metavar="NAME", help=f"the model to measure ({BUILT_IN})")
    measure.add_argument("--profile", default="", metavar="NAME", help=f"{how_small}; with --compare, several: a,b,c")
    measure.add_argument("--language", default="", metavar="NAME", help="where a collection asks in several languages")
    measure.add_argument("--depth", type=_depth, default=50, metavar="N", help="how many pages to ask for (50)")
    measure.add_argument(
        "--compare",
        choices=("profiles",),
        help="measure all profiles, or those of --profile; without FOLDER on your own library, which needs no labels",
    )
    measure.add_argument(
        "--questions", type=_positive, default=200, metavar="N", help="how many to make of your own pages (200)"
    )
    measure.add_argument("--json", type=Path, metavar="FILE", help="write a report with all figures")
    measure.add_argument("--run", type=Path, metavar="FILE", help="write what was found as a TREC run")
    measure.add_argument("--against", type=Path, metavar="RUN_FILE", help="compare with this TREC run")
    measure.add_argument("--picture", type=Path, metavar="FILE.svg", help="with --compare: draw size against quality")
    return parser


def _add_models(models: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    whats = models.add_subparsers(metavar="WHAT", dest="what", required=True)
    summary = "Say which models there are, what they take, and how fast they were on this machine."
    listing = whats.add_parser("list", help=summary, description=summary)
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    listing.add_argument("--pages", type=_positive, metavar="N", help="say how long each would take for N pages")
    for name, summary in (
        ("get", "Download a model; what broke off is gone on with."),
        ("use", "Look at the library with a model as well, and wait until it has seen every page."),
        ("remove", "Delete a model from this machine."),
        ("verify", "Compare a model's files with what was published."),
    ):
        what = whats.add_parser(name, parents=[common], help=summary, description=summary)
        what.add_argument("name", metavar="NAME", help="as in the list, or any repository on Hugging Face")
        if name == "get":
            what.add_argument("--revision", default="", metavar="REV", help="this revision instead of the usual one")
            what.add_argument("--anyway", action="store_true", help="even if it needs more memory than there is")
    summary = "Look at the library with the built-in models alone."
    stop = whats.add_parser("stop", parents=[common], help=summary, description=summary)
    stop.add_argument("--forget", action="store_true", help="also remove what other models made of this library")


def _add_addons(addons: argparse.ArgumentParser) -> None:
    whats = addons.add_subparsers(metavar="WHAT", dest="what", required=True)
    summary = "Say which add-ons there are, and which are installed."
    whats.add_parser("list", help=summary, description=summary)
    for name, summary in (
        ("install", "Install an add-on, some gigabytes, in a folder of its own."),
        ("remove", "Delete an add-on from this machine."),
    ):
        what = whats.add_parser(name, help=summary, description=summary)
        what.add_argument("name", metavar="NAME", help="colvision or clip")
        if name == "install":
            offered = "take everything from this folder, which was prepared for it, and download nothing"
            what.add_argument("--from", dest="offered", type=Path, metavar="FOLDER", help=offered)
            device = "what it is to compute on; without, what this machine has"
            what.add_argument("--device", choices=("cpu", "cuda"), default="", help=device)
            fetch = "where uv is missing, which installs it, download that as well, from its makers' page on GitHub"
            what.add_argument("--fetch-uv", action="store_true", help=fetch)


def _problem_of_eval(arguments: argparse.Namespace) -> str:
    """Say what does not go together in what was typed for eval, or ""."""
    if not arguments.folder and not arguments.compare:
        return "eval: name a FOLDER, or --compare profiles to compare on your own library"
    if arguments.compare and (arguments.run or arguments.against):
        return "eval: --run and --against are for one profile, not for --compare"
    if arguments.picture and not arguments.compare:
        return "eval: --picture is for --compare profiles"
    return ""


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _export_file(text: str) -> Path:
    if not text.lower().endswith((".pdf", ".csv")):
        raise argparse.ArgumentTypeError("the file has to end with .pdf or .csv")
    return Path(text)


def _depth(text: str) -> int:
    if not text.isdecimal() or int(text) < MIN_DEPTH:
        raise argparse.ArgumentTypeError(f"recall@10 needs a whole number of pages, at least {MIN_DEPTH}")
    return int(text)


def _lanes(text: str) -> tuple[Lane, ...]:
    wanted = {name.strip() for name in text.split(",")}
    if not wanted <= set(Lane):
        raise argparse.ArgumentTypeError(f"the lanes are {', '.join(Lane)}")
    return tuple(lane for lane in Lane if lane in wanted)
