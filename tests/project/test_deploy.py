"""Dockerfile, compose file, unit, dashboard and operations page, read and compared with the program."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.runtime.metrics import CHINESE, described, table
from bot.runtime.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "bot" / "operations" / "deploy"
PAGES = {
    language: (DEPLOY.parent / f"OPERATIONS.{language}.md").read_text("utf-8") for language in ("en", "zh")
}
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
BOT: dict[str, Any] = COMPOSE["services"]["bot"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with what follows them, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], " ".join(line.split()[1:])) for line in lines]


def said(name: str) -> list[str]:
    """What follows each instruction of this name."""
    return [rest for found, rest in instructions() if found == name]


def seconds(text: str) -> int:
    """A duration in seconds."""
    return int(text.removesuffix("s"))


def test_the_image_copies_what_there_is_and_nothing_secret() -> None:
    for rest in said("COPY"):
        if rest.startswith("--from="):
            continue
        *sources, _target = rest.split()
        for source in sources:
            assert list(ROOT.glob(source)), source
            assert source not in (".", "./", ".env")
    assert not any("TOKEN" in rest or "SECRET" in rest for rest in said("ENV") + said("ARG"))


def test_the_image_uses_the_pinned_versions() -> None:
    installs = [rest for rest in said("RUN") if "pip install" in rest]
    assert "--constraint constraints.txt" in installs[0]
    assert all("--constraint" in rest or "--no-deps" in rest for rest in installs)


def test_the_image_runs_the_console_script_so_that_signals_reach_it() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    (entry,), (command,) = said("ENTRYPOINT"), said("CMD")
    assert json.loads(entry)[0] in scripts
    assert json.loads(command) == ["run"]
    assert said("STOPSIGNAL") == ["SIGTERM"]


def test_the_image_does_not_run_as_root_and_its_account_owns_its_data() -> None:
    user = said("USER")[-1]
    assert not user.startswith(("0", "root"))
    assert [name for name, _ in instructions()].index("USER") > 0
    number = user.partition(":")[0]
    assert any(f"--owner={number}" in rest and "/data" in rest for rest in said("RUN"))


def test_the_image_asks_for_a_page_that_the_bot_has() -> None:
    (check,) = said("HEALTHCHECK")
    path = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)'", check)
    assert path is not None
    assert f'"{path[2]}"' in (ROOT / "bot" / "operations" / "web" / "status.py").read_text("utf-8")
    assert said("EXPOSE") == [path[1]]
    assert f"ZHIQUN_HTTP=0.0.0.0:{path[1]}" in " ".join(said("ENV"))


def test_every_stage_names_a_version_of_its_base() -> None:
    (version, *_) = [rest for rest in said("ARG") if rest.startswith("PYTHON=")]
    assert re.fullmatch(r"PYTHON=3\.\d+-slim-\w+", version)
    assert all(rest.startswith("python:${PYTHON}") for rest in said("FROM"))
    for service in COMPOSE["services"].values():
        assert "build" in service or re.search(r":v?\d+\.\d+", service["image"])


@pytest.mark.parametrize("source", ["Dockerfile", "compose.yaml"])
def test_every_setting_that_is_given_is_one(source: str) -> None:
    names = set(re.findall(r"\bZHIQUN_([A-Z_]+)(?:[=:])", (ROOT / source).read_text("utf-8")))
    assert names
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def test_the_container_may_write_nowhere_but_in_its_volume() -> None:
    assert BOT["read_only"] is True
    assert BOT["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in BOT["security_opt"]
    written = [v.split(":")[1] for v in BOT["volumes"] if not v.endswith(":ro")]
    assert written == ["/data"]
    assert BOT["environment"]["ZHIQUN_DATABASE"].startswith("sqlite:////data/")
    assert all(
        port.startswith("127.0.0.1:") for s in COMPOSE["services"].values() for port in s.get("ports", [])
    )


def test_whoever_stops_the_bot_has_more_patience_than_the_bot_needs() -> None:
    needed = float(BOT["environment"]["ZHIQUN_STOP_SECONDS"]) + 5
    assert seconds(BOT["stop_grace_period"]) > needed
    assert seconds(unit()["Service"]["TimeoutStopSec"]) > Settings.model_fields["stop_seconds"].default + 5
    assert BOT["restart"] == "unless-stopped"


def test_what_the_compose_file_names_is_there() -> None:
    volumes, configs = set(COMPOSE["volumes"]), set(COMPOSE["configs"])
    for service in COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in volumes
        assert {c["source"] for c in service.get("configs", [])} <= configs
        assert set(service.get("depends_on", [])) <= set(COMPOSE["services"])
    for config in COMPOSE["configs"].values():
        yaml.safe_load(config["content"])


def unit() -> configparser.ConfigParser:
    """The systemd unit."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    parser.read(DEPLOY / "zhiqun.service", "utf-8")
    return parser


def test_the_unit_is_hardened_and_starts_the_console_script() -> None:
    service = unit()["Service"]
    assert service["ExecStart"].endswith("/zhiqun run")
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "Restart": "on-failure"} | {
        "KillSignal": "SIGTERM",
        "Type": "notify",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
    }
    assert {name: service[name] for name in wanted} == wanted
    assert service["User"] not in ("", "root")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "zhiqun.service").read_text("utf-8").replace("/opt/zhiqun/bin/zhiqun", sys.executable)
    (tmp_path / "zhiqun.service").write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "zhiqun.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, [x for x in done.stderr.splitlines() if "zhiqun.service" in x]) == (0, [])


def test_the_operations_pages_list_every_metric_as_it_is() -> None:
    assert table() in PAGES["en"]
    assert table(chinese=True) in PAGES["zh"]
    assert set(CHINESE) == {name for name, *_ in described()}


def test_metrics_are_named_as_prometheus_wants_them() -> None:
    for name, kind, labels, meaning in described():
        assert re.fullmatch(r"zhiqun_[a-z_]+", name)
        assert (kind == "counter") == name.endswith("_total")
        assert kind != "histogram" or name.endswith(("_seconds", "_bytes", "_updates"))
        assert not set(labels) & {"le", "quantile", "job", "instance"}
        assert meaning[0].isupper()
        assert not meaning.endswith(".")


@pytest.mark.parametrize("source", ["grafana.json", *PAGES])
def test_dashboard_and_alerts_ask_for_metrics_and_labels_that_there_are(source: str) -> None:
    if source == "grafana.json":
        panels = json.loads((DEPLOY / source).read_text("utf-8"))["panels"]
        asked = [target["expr"] for panel in panels for target in panel["targets"]]
    else:
        alerts = PAGES[source].rpartition("\n## ")[2]
        asked = re.findall(r"^\| [^|]+ \| `((?:[^`])*zhiqun_[^`]*)`", alerts, re.M)
    known = {name: set(labels) for name, _, labels, _ in described()}
    assert len(asked) >= 6
    for expression in asked:
        names = {re.sub(r"_(bucket|sum|count)$", "", n) for n in re.findall(r"zhiqun_[a-z_]+", expression)}
        assert names, expression
        assert names <= set(known), expression
        grouped = re.findall(r"by \(([^)]*)\)", expression)
        labels = {x.strip() for group in grouped for x in group.split(",")} | set(
            re.findall(r"[{,](\w+)(?:=~|!=|=)", expression)
        )
        assert labels <= set().union(*(known[n] for n in names)) | {"le"}, expression


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("command", ["backup", "restore", "check", "purge"])
def test_the_operations_pages_tell_of_every_command(page: str, command: str) -> None:
    assert f"zhiqun db {command}" in page


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_operations_pages_name_settings_that_there_are_and_how_long_things_are_kept(page: str) -> None:
    names = {name.lower() for name in re.findall(r"`ZHIQUN_([A-Z_]+)`", page)}
    assert names <= set(Settings.model_fields)
    days = {n: f.default for n, f in Settings.model_fields.items() if n.startswith("keep_")}
    rows = re.findall(r"\| `ZHIQUN_(KEEP_[A-Z_]+)` \| (\d+) \|", page)
    assert {name.lower(): int(number) for name, number in rows} == days


def test_both_operations_pages_have_the_same_parts_and_commands() -> None:
    shapes = [
        (page.count("\n## "), page.count("\n|"), sorted(set(re.findall(r"zhiqun (?:db|dead) \w+", page))))
        for page in PAGES.values()
    ]
    assert shapes[0] == shapes[1]
