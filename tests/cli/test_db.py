"""`zhiqun db` as operators use it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.file_lock import held
from storage.migrate import FOLDER
from storage.store import Store
from tests.databases import empty_database
from tests.processes import ROOT
from tests.processes import here as zhiqun

URL = "sqlite:///zhiqun.db"


def sql(folder: Path, *statements: str) -> list[tuple[object, ...]]:
    """Run statements in a folder's database; the rows of the last."""
    with closing(sqlite3.connect(folder / "zhiqun.db")) as database:
        for statement in statements[:-1]:
            database.execute(statement)
        rows = database.execute(statements[-1]).fetchall()
        database.commit()
    return rows


def downgrade(folder: Path, revision: str) -> None:
    """Take migrations back."""

    def step(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    store = Store(f"sqlite:///{folder / 'zhiqun.db'}")
    with store.write() as connection:
        step(connection)
    store.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new database."""
    folder = tmp_path_factory.mktemp("template")
    assert zhiqun(folder, "db", "upgrade").returncode == 0
    return folder


@pytest.fixture
def folder(tmp_path: Path, template: Path) -> Path:
    """A folder with a database with a community, a chat, a person and three points."""
    shutil.copy(template / "zhiqun.db", tmp_path)
    sql(
        tmp_path,
        "INSERT INTO community (id, slug, created_at) VALUES (1, 'main', 1)",
        "INSERT INTO chat (id, community_id, kind, title, username, role, status, claimed_at,"
        " administrators_at) VALUES (1, 1, 'supergroup', 'Learners', '', 'members', 'member', 1, 1)",
        "INSERT INTO person (id, platform_id, username, name, language, bot, private_since)"
        " VALUES (1, 2, 'ann', 'Ann', 'en', 0, 0)",
        "INSERT INTO ledger (key, community_id, person_id, source, currency, raw, granted, day, at,"
        " message_id, reason, book) VALUES ('k1', 1, 1, 'message', 'xp', 3, 3, '2026-01-01', 1, 0, '', '')",
        "INSERT INTO standing (community_id, person_id, xp, coins, streak, last_checkin, head)"
        " VALUES (1, 1, 3, 0, 7, '2026-01-01', 'k1')",
    )
    return tmp_path


@pytest.mark.parametrize("name", ["upgrade", "status", "backup", "restore", "check", "purge"])
def test_every_command_explains_itself_with_examples(tmp_path: Path, name: str) -> None:
    shown = zhiqun(tmp_path, "db", name, "--help").stdout
    assert f"zhiqun db {name}" in shown
    assert "Example" in shown


def test_a_backup_comes_back_and_what_was_there_is_kept(folder: Path) -> None:
    done = zhiqun(folder, "db", "backup")
    assert done.returncode == 0, done.stderr
    (file,) = (folder / "backups").glob("zhiqun-*Z.db")
    assert json.loads((folder / "backups" / f"{file.name}.json").read_text())["tables"]["ledger"] == 1
    sql(folder, "UPDATE standing SET xp = 99")
    back = zhiqun(folder, "db", "restore", str(file))
    assert back.returncode == 0, back.stderr
    assert sql(folder, "SELECT xp, streak FROM standing") == [(3, 7)]
    (aside,) = folder.glob("zhiqun.db.before-*")
    with closing(sqlite3.connect(aside)) as kept:
        assert kept.execute("SELECT xp FROM standing").fetchall() == [(99,)]
    assert str(aside.name) in back.stdout
    assert not list(folder.glob("*.restoring*"))


def test_a_backup_of_an_earlier_version_is_brought_to_the_newest_shape(folder: Path) -> None:
    newest = zhiqun(folder, "db", "upgrade").stdout.split()[-1]
    downgrade(folder, "0004")
    assert zhiqun(folder, "db", "backup", "old.db").returncode == 0
    zhiqun(folder, "db", "upgrade")
    back = zhiqun(folder, "db", "restore", "old.db")
    assert "revision 0004" in back.stdout
    assert f"now at revision {newest}" in back.stdout
    assert zhiqun(folder, "db", "check").returncode == 0


def test_a_backup_of_a_later_version_is_refused(folder: Path) -> None:
    sql(folder, "UPDATE alembic_version SET version_num = '9999'")
    assert zhiqun(folder, "db", "backup", "new.db").returncode == 0
    back = zhiqun(folder, "db", "restore", "new.db")
    assert back.returncode == 1
    assert "9999, which this version does not know" in back.stderr


def test_nothing_is_restored_while_a_bot_works(folder: Path) -> None:
    zhiqun(folder, "db", "backup", "a.db")
    with held(f"sqlite:///{folder / 'zhiqun.db'}"):
        refused = zhiqun(folder, "db", "restore", "a.db")
    assert refused.returncode == 1
    assert "a bot works on this database" in refused.stderr
    with closing(sqlite3.connect(folder / "zhiqun.db")) as other:
        other.execute("SELECT * FROM standing").fetchall()
        refused = zhiqun(folder, "db", "restore", "a.db")
    assert refused.returncode == 1
    assert "another program" in refused.stderr
    assert not list(folder.glob("zhiqun.db.before-*"))


def test_the_database_itself_is_neither_backup_nor_target(folder: Path) -> None:
    for arguments in (["backup", "zhiqun.db", "--force"], ["restore", "zhiqun.db"]):
        refused = zhiqun(folder, "db", *arguments)
        assert (refused.returncode, "is the database itself" in refused.stderr) == (1, True)
    assert sql(folder, "SELECT xp FROM standing") == [(3,)]


def test_a_harmed_backup_changes_nothing(folder: Path) -> None:
    zhiqun(folder, "db", "backup", "a.db")
    (folder / "a.db").write_bytes(b"short")
    refused = zhiqun(folder, "db", "restore", "a.db")
    assert refused.returncode == 1
    assert "digest differs" in refused.stderr
    assert sql(folder, "SELECT xp FROM standing") == [(3,)]


@pytest.mark.postgresql
def test_a_database_on_postgresql_is_upgraded_and_checked(tmp_path: Path) -> None:
    database = empty_database(tmp_path)
    for command_ in ("upgrade", "check"):
        done = zhiqun(tmp_path, "db", command_, database=database)
        assert done.returncode == 0, done.stderr


def test_postgresql_is_sent_to_its_own_tools(folder: Path) -> None:
    url = "postgresql+psycopg://u:secret@h/n"
    backup = zhiqun(folder, "db", "backup", database=url)
    restore = zhiqun(folder, "db", "restore", "a.db", database=url)
    assert (backup.returncode, restore.returncode) == (1, 1)
    assert "pg_dump" in backup.stderr
    assert "pg_restore" in restore.stderr
    assert "secret" not in backup.stderr + restore.stderr


def test_check_is_content_and_names_what_is_wrong_and_rebuilds_balances_alone(folder: Path) -> None:
    good = zhiqun(folder, "db", "check")
    assert (good.returncode, "Everything adds up." in good.stdout) == (0, True)
    sql(folder, "UPDATE standing SET xp = 10")
    bad = zhiqun(folder, "db", "check")
    assert bad.returncode == 1
    assert "Person 1 in community 1 has 10 XP and 0 coins, but the ledger says 3 and 0." in bad.stdout
    repaired = zhiqun(folder, "db", "check", "--repair")
    assert (repaired.returncode, "1 balance rebuilt" in repaired.stdout) == (0, True)
    assert sql(folder, "SELECT xp, streak FROM standing") == [(3, 7)]


def test_purge_counts_first_and_then_drops_what_is_old_alone(folder: Path) -> None:
    sql(
        folder,
        "INSERT INTO seen_update (update_id, at) VALUES (1, 1000)",
        "INSERT INTO event (update_id, chat_id, person_id, kind, at, message_id, topic, digest, media,"
        " length, reply_to) VALUES (1, 1, 1, 'message', 1000, 5, 0, 0, '', 3, 0)",
    )
    counted = zhiqun(folder, "db", "purge", "--dry-run")
    lines = {line.split()[0]: line for line in counted.stdout.splitlines()}
    assert lines["events"].split()[1] == "1"
    assert "the oldest is" in lines["events"]
    assert sql(folder, "SELECT count(*) FROM event") == [(1,)]
    assert zhiqun(folder, "db", "purge").returncode == 0
    assert sql(folder, "SELECT count(*) FROM event") == [(0,)]
    assert sql(folder, "SELECT count(*) FROM ledger") == [(1,)]


@pytest.mark.parametrize("arguments", [["status"], ["check"], ["purge"], ["backup"]])
def test_without_a_database_there_is_a_sentence_and_no_empty_file(
    tmp_path: Path, arguments: list[str]
) -> None:
    refused = zhiqun(tmp_path, "db", *arguments)
    assert refused.returncode == 1
    assert "there is no database" in refused.stderr
    assert not list(tmp_path.glob("*.db"))


def test_the_file_is_written_anew_when_no_bot_works_on_it(folder: Path) -> None:
    done = zhiqun(folder, "db", "purge", "--compact")
    assert done.returncode == 0, done.stderr
    assert "bytes of the file" in done.stdout
    assert sql(folder, "SELECT xp FROM standing") == [(3,)]
    with held(f"sqlite:///{folder / 'zhiqun.db'}"):
        refused = zhiqun(folder, "db", "purge", "--compact")
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("doctor",),
        ("claim",),
        ("backtest",),
        ("explain", "hello"),
        ("db", "upgrade"),
        ("db", "status"),
        ("db", "check"),
        ("db", "check", "--repair", "--accept"),
        ("db", "purge"),
        ("db", "purge", "--dry-run"),
        ("db", "purge", "--compact"),
        ("dead", "list"),
        ("dead", "show", "1"),
        ("dead", "retry", "1"),
        ("dead", "drop", "1"),
        ("bans", "preview", "ids.txt"),
        ("bans", "load", "ids.txt"),
        ("courses", "gap"),
        ("courses", "import", "events.csv"),
        ("history", "import", "talk.jsonl", "--chat", "-1001"),
        ("recommend", "train"),
        ("recommend", "for", "@ann"),
        ("recommend", "why", "@ann", "c"),
        ("recommend", "report"),
        ("spam", "train"),
        ("spam", "score", "hello"),
    ],
    ids=" ".join,
)
def test_a_database_of_a_later_version_is_left_alone_in_a_sentence(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    sql(folder, "UPDATE alembic_version SET version_num = '9999'")
    before = (folder / "zhiqun.db").read_bytes()
    (folder / "ids.txt").write_text("7777777\n")
    (folder / "events.csv").write_text("person,course,kind,at\n2,dl-intro,taken,2026-01-02\n")
    (folder / "talk.jsonl").write_text('{"ts": 1767225600, "user": 2, "text": "hello"}\n')
    rules = str(ROOT / "rules")
    done = zhiqun(folder, *arguments, rules=rules, token="1:abc", api_url="http://127.0.0.1:1", http="")
    assert done.returncode == 2, done
    said = f"{done.stdout}{done.stderr}"
    assert "a later " in said
    assert "9999" in said
    assert "zhiqun db restore" in said
    assert "Traceback" not in said
    assert (folder / "zhiqun.db").read_bytes() == before


def test_a_backup_of_before_takes_the_place_of_a_database_of_a_later_version(folder: Path) -> None:
    assert zhiqun(folder, "db", "backup", "before.db").returncode == 0
    sql(folder, "UPDATE alembic_version SET version_num = '9999'")
    back = zhiqun(folder, "db", "restore", "before.db")
    assert back.returncode == 0, back.stderr
    assert zhiqun(folder, "db", "status").returncode == 0
