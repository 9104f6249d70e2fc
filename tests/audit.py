"""`python -m tests.audit`: what is installed is pinned, fits together, may be used, is not known to be bad.

Known vulnerabilities are asked for at pip-audit's service. Where that cannot be reached, one line says so:
nothing was found out then, and the other checks count alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
OURS = {"zhiqun"}
TOOLS = {"pip", "setuptools", "wheel", "uv"}  # the environment's own
# Permissive licences, and the Mozilla licence, which asks for nothing where files are used unchanged.
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Unlicense|CC0|Zlib|MIT-CMU"
    r"|Public Domain)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b[AL]?GPL|General Public License", re.IGNORECASE)
# Used as a library that anybody can exchange, which its licence allows.
EXCEPTIONS = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "python-telegram-bot": "LGPL-3.0-only",
}
_TIMEOUT = 300  # seconds
_BEGINNING = 120  # characters


def canonical(name: str) -> str:
    """A distribution's name as indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    """Versions by name of a constraints file."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return {canonical(n): v.strip() for n, _, v in (line.partition("==") for line in lines if line)}


def installed() -> dict[str, Distribution]:
    """What this interpreter can import, by name, but for ourselves and the environment's tools."""
    found = {canonical(d.metadata["Name"]): d for d in distributions() if d.metadata["Name"]}
    return {n: d for n, d in sorted(found.items()) if n not in OURS | TOOLS}


def drift(versions: Mapping[str, str], pinned: Mapping[str, str]) -> Iterator[str]:
    """What is installed and not pinned at that version."""
    for name, version in versions.items():
        if name not in pinned:
            yield f"{name} {version} is installed and not pinned in constraints.txt"
        elif pinned[name] != version:
            yield f"{name} {version} is installed, but constraints.txt pins {pinned[name]}"


def licence(distribution: Distribution) -> str:
    """What a distribution says of its licence, the clearest first; at last how the licence begins."""
    said: Any = distribution.metadata
    if expression := said.get("License-Expression"):
        return str(expression)
    classified = [c.rpartition("::")[2].strip() for c in said.get_all("Classifier", []) if "License ::" in c]
    short = str(said.get("License") or "").strip().splitlines()
    stated = " AND ".join(c for c in classified if c != "OSI Approved") or (short[0] if short else "")
    return stated or " ".join((distribution.read_text("licenses/LICENSE") or "").split())[:_BEGINNING]


def may_be_used(name: str, said: str) -> bool:
    """Whether a licence is on the list."""
    if name in EXCEPTIONS:
        return said == EXCEPTIONS[name]
    return bool(ALLOWED.search(said)) and not COPYLEFT.search(said)


def licences(found: Mapping[str, Distribution]) -> Iterator[str]:
    """Distributions whose licence is not on the list."""
    for name, distribution in found.items():
        said = licence(distribution)
        if not may_be_used(name, said):
            yield f"{name} has the licence '{said or 'none stated'}', which is not on the list"


def misfits() -> list[str]:
    """What `pip check` complains of."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def asked(lines: list[str]) -> tuple[int, list[str]]:
    """How many of these `name==version` lines pip-audit's service knows, and what it holds against them."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "installed.txt"
        listed.write_text("\n".join(lines), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--requirement",
            str(listed),
            "--no-deps",
            "--disable-pip",
        ]
        options = ["--format", "json", "--progress-spinner", "off", "--timeout", "15"]
        try:
            done = subprocess.run(
                [*command, *options], capture_output=True, text=True, check=False, timeout=_TIMEOUT
            )
        except subprocess.TimeoutExpired:
            return 0, []
    return answered(done.stdout)


def answered(output: str) -> tuple[int, list[str]]:
    """The same, from what pip-audit prints. Its "none known" also covers what it could not look up."""
    try:
        found = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, []
    known = [d for d in found if "vulns" in d]
    return len(known), [f"{d['name']} {d['version']}: {_told(v)}" for d in known for v in d["vulns"]]


def _told(vulnerability: Mapping[str, Any]) -> str:
    return (
        f"{vulnerability['id']}, mended in {', '.join(vulnerability.get('fix_versions') or ['no version'])}"
    )


def vulnerabilities(versions: Mapping[str, str]) -> tuple[str, list[str]]:
    """In a line how far the service answered, and what it holds against what is installed."""
    lines = [f"{name}=={version}" for name, version in versions.items()]
    reached, _ = asked(lines[:1])
    if not reached:
        return "vulnerability service not reachable: skipped", []
    count, found = asked(lines)
    return f"vulnerabilities: {count} of {len(lines)} packages looked up, {len(found)} known", found


def main() -> int:
    """Print every problem and how far it was looked; the exit status."""
    found = installed()
    versions = {name: d.version for name, d in found.items()}
    pinned = pins(CONSTRAINTS.read_text(encoding="utf-8"))
    problems = [*misfits(), *drift(versions, pinned), *licences(found)]
    line, bad = vulnerabilities(versions)
    for problem in (*problems, *bad):
        sys.stdout.write(f"{problem}\n")
    exceptions = ", ".join(f"{n} ({v})" for n, v in EXCEPTIONS.items() if n in found)
    sys.stdout.write(
        f"{len(found)} packages: pins, requirements and licences looked at; copyleft: {exceptions}\n"
    )
    sys.stdout.write(f"{line}\n")
    return 1 if problems or bad else 0


if __name__ == "__main__":
    sys.exit(main())
