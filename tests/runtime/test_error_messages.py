"""Databases and networks in trouble: a sentence with what to do, in both languages, no library's words."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.runtime.error_messages import database_trouble, network_trouble

DATABASE = [
    (sqlite3.DatabaseError("file is not a database"), "zhiqun db restore FILE", "恢复备份"),
    (sqlite3.DatabaseError("database disk image is malformed"), "is damaged", "已损坏"),
    (sqlite3.OperationalError("database is locked"), "another program", "锁住"),
    (sqlite3.OperationalError("attempt to write a readonly database"), "rights", "权限"),
    (sqlite3.OperationalError("unable to open database file"), "check ZHIQUN_DATABASE", "打不开"),
    (sqlite3.OperationalError("database or disk is full"), "make room", "腾出"),
    (sqlite3.OperationalError("no such table: member"), "zhiqun db upgrade", "db upgrade"),
    (ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 5432)"), "is it running", "在运行吗"),
    (OSError("password authentication failed for user"), "name and password", "密码"),
    (OSError('database "zhiqun" does not exist'), "make it", "新建"),
    (sqlite3.OperationalError("something new"), "something new", "something new"),
]
NETWORK = [
    ("ClientConnectorError: Cannot connect to host x:443 [Name or service not known]", "DNS", "域名"),
    (
        "ClientConnectorError: Cannot connect to host x:443 ssl:default [Connect call failed]",
        "refuses",
        "拒绝",
    ),
    ("ClientConnectorCertificateError: certificate verify failed", "certificate", "证书"),
    ("TimeoutError: ", "no answer in time", "超时"),
    ("ServerDisconnectedError: Server disconnected", "closed", "断了"),
    ("OSError: Network is unreachable", "unreachable", "不通"),
    ("OddError: never heard of", "never heard of", "never heard of"),
]


@pytest.mark.parametrize(("cause", "english", "chinese"), DATABASE)
def test_trouble_with_the_database_is_a_sentence_with_what_to_do(
    cause: Exception, english: str, chinese: str
) -> None:
    for error in (cause, OperationalError("SELECT secret", {}, cause), DatabaseError("x", {}, cause)):
        assert english in database_trouble(error)
        assert chinese in database_trouble(error, "zh")
        assert "sqlite3." not in database_trouble(error)
        assert "SELECT" not in database_trouble(error)


@pytest.mark.parametrize(("said", "english", "chinese"), NETWORK)
def test_a_server_that_cannot_be_asked_is_told_of_in_words(said: str, english: str, chinese: str) -> None:
    told = network_trouble(said)
    assert english in told
    assert "Client" not in told
    # What was worded once is understood again, for whoever speaks another language.
    assert chinese in network_trouble(told, "zh")
