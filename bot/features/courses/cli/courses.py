"""`zhiqun courses`: looking after the catalogue and who took what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.runtime.command_line.common import do, fail, folder_or_fail, refuse, settings_or_fail, wait_for
from bot.runtime.command_line.language import asked, telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_all, say_json
from rules.sentences import either

courses_app = Commands(help="Look after courses and who took them.", no_args_is_help=True)

_KINDS = ("course", "live", "camp", "book", "article")
_TOLD = 20  # rows that cannot be used, each in a sentence
RulesOption = Annotated[Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")]


@courses_app.command(
    "import",
    epilog="Examples: `zhiqun courses import enrolments.csv` · `zhiqun courses import old.csv --unknown`",
)
def courses_import(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with the columns person, course, kind, at, value; commas, semicolons or tabs between."
        ),
    ],
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Take courses over that the catalogue does not have, too.")
    ] = False,
    rules: RulesOption = None,
) -> None:
    """Read who took which course when, for the recommender to learn from.

    `person` is a Telegram id, or any name for somebody who is not on Telegram. Not needed are `kind` (taken,
    finished, interested, dismissed, clicked or rated; taken if left out), `at` (unix seconds, days ago as
    -12, or a date as 2026-01-31 or 2026-01-31T20:00, UTC unless it says otherwise; never still to come) and
    `value` (the 1 to 5 stars of a rating). Courses have to be in the catalogue, where there is one.
    Lines that cannot be used are named and counted, and the others taken over.
    """
    from bot.features.courses.enrolment_import import import_courses
    from rules.config.courses import load_courses
    from rules.config.problems import Problem

    settings = settings_or_fail()
    problems: list[Problem] = []
    folder = folder_or_fail(rules) if rules else settings.rules
    known = {course.id for course in load_courses(folder, problems)}
    if problems and not unknown:
        raise fail(problems, 1)
    new, found = do(lambda: import_courses(settings, file, None if unknown else known or None))
    for line in found.told():
        say(telling(line), err=True)
    known_already = len(found.rows) - new
    say(words("courses-imported", new=new, known=known_already, left_out=found.left_out.count))


@courses_app.command("check", epilog="Examples: `zhiqun courses check` · `zhiqun courses check my-rules`")
def courses_check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with the YAML files.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="A status of 1 for advice, too.")] = False,
) -> None:
    """Look through the catalogue: each problem (✗) and each piece of advice (!) as file:line:column.

    Problems keep the bot from taking the catalogue over; advice is on what is missing, over or there twice.
    """
    from datetime import date

    from rules.config.catalogue_advice import advice
    from rules.config.courses import found_courses
    from rules.config.problems import Problem

    where = folder_or_fail(folder or settings_or_fail().rules)
    problems: list[Problem] = []
    found = found_courses(where, problems)
    better = advice(found, date.today())  # noqa: DTZ011  # the operator's own day
    for mark, several in (("✗", problems), ("!", better)):
        for problem in sorted(set(several)):
            say(f"{mark} {telling(problem)}")
    counts = {"courses": len(found), "problems": len(set(problems)), "advice": len(set(better))}
    say(words("courses-checked", folder=str(where), **counts))
    if problems or (strict and better):
        raise typer.Exit(1)


@courses_app.command(
    "import-catalogue",
    epilog="Examples: `zhiqun courses import-catalogue shop.csv --dry-run` · "
    "`zhiqun courses import-catalogue https://example.com/feed.xml --kind article`",
)
def courses_import_catalogue(
    source: Annotated[str, typer.Argument(help="A file or http(s) address: YAML, CSV, RSS or Atom.")],
    name: Annotated[str, typer.Option(help="Of the file in rules/courses/; the source's otherwise.")] = "",
    kind: Annotated[str, typer.Option(help="What a feed's items are.")] = "article",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    rules: RulesOption = None,
) -> None:
    """Take courses over from elsewhere, into a file of their own: the same source again updates it.

    Shown are + new, ~ changed, - gone and = there already under another id. A feed tells of its newest items
    alone, so earlier ones stay; of other sources, what is no longer there goes.
    """
    from bot.features.courses.importing.merging import plan, write
    from bot.features.courses.importing.reading import name_of, read_source

    if kind not in _KINDS:
        raise refuse("option-one-of", name="kind", value=kind, choices=either(_KINDS))
    settings = settings_or_fail()
    folder = folder_or_fail(rules or settings.rules)
    try:
        found = wait_for(read_source(source, kind, private=settings.fetch_private))
        made = plan(folder, name_of(name or source), found)
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    say_all(map(telling, found.left_out[:_TOLD]), err=True)
    if len(found.left_out) > _TOLD:
        say(words("courses-rows-more", count=len(found.left_out) - _TOLD), err=True)
    marks = {"new": "+", "changed": "~", "gone": "-", "elsewhere": "="}
    for change in made.changes:
        if change.what in marks:
            title = change.course.title[asked()]
            elsewhere = words("courses-elsewhere", name=change.elsewhere) if change.elsewhere else ""
            told = ", ".join(change.fields) or elsewhere or title
            say(f"{marks[change.what]} {change.course.id}: {told}")
    counts = {what: made.count(what) for what in (*marks, "same")}
    if made.changes_anything and not dry_run:
        try:
            write(made, source)
        except (ValueError, OSError) as reason:
            raise fail(reason, 1) from None
    told = words("courses-merged", left_out=len(found.left_out), **counts)
    say(f"{made.file}: {told}{words('courses-unwritten') if dry_run else ''}")


@courses_app.command("tags", epilog="Examples: `zhiqun courses tags` · `zhiqun courses tags --json`")
def courses_tags(
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    rules: RulesOption = None,
) -> None:
    """Guess tags for courses that have none, with a confidence from 0 to 1; nothing is written.

    The bot searches by guessed tags, too, and marks them as guessed.
    """
    from bot.features.courses.tag_guessing import guessed_tags
    from rules.config.courses import load_courses
    from rules.config.problems import Problem

    problems: list[Problem] = []
    courses = load_courses(folder_or_fail(rules or settings_or_fail().rules), problems)
    if problems:
        raise fail(problems, 1)
    guessed = guessed_tags(courses)
    if json_:
        say_json({k: [g._asdict() for g in v] for k, v in guessed.items()})
        return
    for course, guesses in guessed.items():
        say(f"{course}: {', '.join(f'{g.tag} ({g.confidence:.0%})' for g in guesses)}")
    without = sum(not course.tags for course in courses)
    say(words("courses-tags", count=len(guessed), of=without))
