"""Give every command of the command line the option --language, and its help in that language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from bot.runtime.command_line.common import refuse
from bot.runtime.command_line.language import ask, asked, begin
from bot.runtime.command_line.usage import told

if TYPE_CHECKING:
    from typer._click.core import Context

_Function = TypeVar("_Function", bound=Callable[..., None])


def _known(language: str) -> str:
    """What --language says; refused when it is no language that is spoken here."""
    from bot.text.messages import LANGUAGES, language_of

    if language and not language_of(language, ""):
        raise refuse("option-none-of", name="language", value=language, choices=LANGUAGES)
    return language


Language = Annotated[str, typer.Option(callback=_known, help="zh or en; the machine's language otherwise.")]


class _Command(TyperCommand):
    """A command whose help is told in the language that is spoken."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments as typer does, with an ear for the language before anything is answered."""
        with told(ctx):
            _listen(self, ctx, args)
            return super().parse_args(ctx, args)

    def get_help(self, ctx: Context) -> str:
        """The page of --help."""
        return _page(self, ctx) or super().get_help(ctx)


class _Family(TyperGroup):
    """The same for a family of commands."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments up to the command's name."""
        if ctx.parent is None:
            begin()
        with told(ctx):
            _listen(self, ctx, args)
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> Any:
        """Run the command that is named, or refuse what is none."""
        with told(ctx):
            return super().invoke(ctx)

    def get_help(self, ctx: Context) -> str:
        """The page of --help."""
        return _page(self, ctx) or super().get_help(ctx)


def _listen(command: TyperCommand | TyperGroup, ctx: Context, args: list[str]) -> None:
    """Note the language that is asked for, which --help before it has to know, too."""
    given, _, _ = command.make_parser(ctx).parse_args([*args])
    if language := given.get("language"):
        ask(language)


def _page(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    """The help in Chinese; none when English is spoken, which is typer's own."""
    from bot.runtime.command_line.help_page import page

    return page(command, ctx) if asked() == "zh" else ""


def _before(language: Language = "") -> None:
    """What may stand before every command of a family; whoever reads the arguments hears it."""


class Commands(typer.Typer):
    """A family of commands, each of which takes --language and tells its help in it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(cls=_Family, **options)
        self.callback()(_before)

    def command(self, *args: Any, **options: Any) -> Callable[[_Function], _Function]:
        """Declare a command, as `typer.Typer` does."""
        declare = super().command(*args, cls=_Command, **options)

        def declared(function: _Function) -> _Function:
            declare(_speaking(function))
            return function

        return declared


def _speaking(function: Callable[..., None]) -> Callable[..., None]:
    """The command with one option more, of which it knows nothing: what it says asks `asked`."""

    @wraps(function)
    def speaking(language: str = "", **given: Any) -> None:
        function(**given)

    known = signature(function, eval_str=True)
    more = Parameter("language", Parameter.KEYWORD_ONLY, default="", annotation=Language)
    speaking.__annotations__ = {**function.__annotations__, "language": Language}
    speaking.__dict__["__signature__"] = known.replace(parameters=[*known.parameters.values(), more])
    return speaking
