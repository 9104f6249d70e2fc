"""`zhiqun spam`: measure, train and ask the learned spam score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.runtime.command_line.common import do, fail, refuse, settings_or_fail
from bot.runtime.command_line.language import telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_all, say_json

if TYPE_CHECKING:
    from bot.features.spam.evaluation import Evaluation, Point
    from bot.features.spam.operator_tasks import Source

spam_app = Commands(help="Measure, train and ask the learned spam score.", no_args_is_help=True)

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="CSV or TSV with texts and labels (spam and ham, or 1 and 0).", show_default=False),
]
SpamFile = Annotated[list[Path] | None, typer.Option("--spam", help="File with one spam text a line.")]
HamFile = Annotated[list[Path] | None, typer.Option("--ham", help="File with one ordinary text a line.")]
TextColumn = Annotated[
    str, typer.Option("--text", help="Column of the text: its name, or its number from 1.")
]
LabelColumn = Annotated[str, typer.Option("--label", help="Column of the label, likewise.")]


@spam_app.command(
    epilog="Examples: `zhiqun spam evaluate chats.csv --text text --label label --target-fpr 0.01` · "
    "`zhiqun spam evaluate --spam spam.txt --ham ham.txt --json` · "
    "`zhiqun spam evaluate new.csv --train old.csv`"
)
def evaluate(
    files: Files = None,
    spam: SpamFile = None,
    ham: HamFile = None,
    text: TextColumn = "",
    label: LabelColumn = "",
    target_fpr: Annotated[
        float, typer.Option(min=0.0001, max=0.5, help="Share of ordinary texts that may be taken for spam.")
    ] = 0.01,
    train: Annotated[
        list[Path] | None,
        typer.Option(help="Learn from this file instead of cross-validating; several make several options."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how well spam is found in labelled texts.

    By cross-validation in five parts. Texts that are alike once numbers and ids are masked stay in one part,
    so that no model is tried on copies of what it learned; each part's threshold comes from the others.
    """
    from bot.features.spam.operator_tasks import Source, evaluated
    from bot.runtime.command_line.progress import progress

    if not (files or spam or ham):
        raise refuse("spam-no-files")
    source = Source(files or (), spam or (), ham or (), text, label)
    learned = Source(files=train, text=text, label=label) if train else None
    try:
        with progress(words("unit-steps")) as show:
            found = evaluated(source, target_fpr, show, learned=learned)
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    _tell(source, learned)
    say_json(found.as_json()) if as_json else say_all(_table(found))


def _tell(*sources: Source | None) -> None:
    """Name the rows of files that could not be used."""
    for line in (line for source in sources if source is not None for line in source.told):
        say(telling(line), err=True)


def _table(found: Evaluation) -> list[str]:
    at_target = words("spam-at-target", share=f"{found.target_fpr:.2%}")
    names = ("precision", "recall", "F1", "FPR")
    intervals = {
        "recall": _interval(found.at_target.recall_interval),
        "f1": _interval(found.at_target.f1_interval),
        "fpr": _interval(found.at_target.fpr_interval),
    }
    return [
        words("spam-texts", count=found.spam + found.ham, spam=found.spam, groups=found.groups),
        f"{'':26}" + "".join(f"{n:>10}" for n in names),
        f"{at_target:26}{_figures(found.at_target)}",
        f"{words('spam-at-even'):26}{_figures(found.at_even)}",
        f"PR-AUC {found.pr_auc:.4f} ({_interval(found.pr_auc_interval)})",
        words("spam-intervals", **intervals),
    ]


def _figures(point: Point) -> str:
    return "".join(f"{v:10.4f}" for v in (point.precision, point.recall, point.f1, point.fpr))


def _interval(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.3f}–{ends[1]:.3f}"


@spam_app.command(
    epilog="Examples: `zhiqun spam train` · `zhiqun spam train labelled.csv --text text --label label`"
)
def train(
    files: Files = None,
    spam: SpamFile = None,
    ham: HamFile = None,
    text: TextColumn = "",
    label: LabelColumn = "",
    no_seed: Annotated[
        bool, typer.Option("--no-seed", help="Leave out the texts that come with zhiqun.")
    ] = False,
) -> None:
    """Learn from what moderators labelled, regular members' talk and files; a running bot takes it over.

    Of files, features are kept and no texts. The bot learns by itself too, when moderators label something.
    """
    from bot.features.spam.operator_tasks import Source, trained

    source = Source(files or (), spam or (), ham or (), text, label) if files or spam or ham else None
    new, learned = do(lambda: trained(settings_or_fail(), source, seed=not no_seed))
    _tell(source)
    told = words("spam-new", count=new) if source is not None else ""
    say(words("spam-learned", spam=learned.spam, ham=learned.ham, new=told, model=learned.name))


@spam_app.command(epilog='Example: `zhiqun spam score "日赚500 加V: abcd1"`')
def score(
    text: Annotated[str, typer.Argument(help="A text as somebody might write it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how much a text is like spam, and which parts of it say so."""
    from bot.features.spam.operator_tasks import model_in_force

    model = do(lambda: model_in_force(settings_or_fail()))
    (found,) = model.score([text])
    terms = model.explain(text)
    if as_json:
        whole: dict[str, Any] = {"chance": found.chance, "tail": found.tail, "terms": dict(terms)}
        say_json({**whole, "model": found.model})
        return
    say(words("spam-score", chance=f"{found.chance:.1%}", tail=f"{found.tail:.2%}"))
    for gram, weight in terms:
        say(f"{weight:+8.3f}  {gram}")


GROUPS = {"spam": spam_app}
