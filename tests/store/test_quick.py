"""Rows written past SQLAlchemy are those that it would have written."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from sqlalchemy import select

from dateline.errors import StoreError
from dateline.store import Store, quick
from dateline.store.quick import Rows
from dateline.store.schema import coded, facet_counts, reports

ODD = ["plain", "", "{1,2}", 'a "quoted" \\ word', "NULL", "it's", "%s %(x)s :x ?", "Ünïcödé 語 \U0001f600"]


def report_rows() -> list[dict[str, object]]:
    place = json.dumps({"name": "Tafas"})
    fixed = {"published": date(2021, 9, 1), "url": None, "origin": None, "content_hash": "0", "body": 0}
    return [
        fixed
        | {"report_id": f"r{n}", "text": odd, "title": odd or None, "outlet": odd}
        | {"dateline_place": place if n % 2 else None}
        for n, odd in enumerate(ODD)
    ]


def test_every_value_comes_back_as_it_was(store: Store) -> None:
    rows = report_rows()
    moment = datetime(2021, 9, 1, 12, 30, 15, 123456)
    mark = {"report_id": "r0", "content_hash": "0", "coder_key": "k", "events": 0, "at": moment}
    with store._writing() as connection:
        quick.write(connection, [Rows(reports, rows), Rows(coded, [mark]), Rows(facet_counts, [])])
    with store._reading() as connection:
        found = connection.execute(select(reports).order_by(reports.c.number)).mappings().all()
        assert [{name: row[name] for name in rows[0]} for row in found] == [
            row
            | {"dateline_place": json.loads(str(row["dateline_place"])) if row["dateline_place"] else None}
            for row in rows
        ]
        assert dict(connection.execute(select(coded)).mappings().one()) == mark


def test_a_row_that_is_there_is_replaced_or_added_to(store: Store) -> None:
    key = ("facet", "value")

    def rows(number: int) -> list[dict[str, object]]:
        return [{"facet": "status", "value": value, "events": number} for value in ("a", "b")]

    def numbers() -> dict[str, int]:
        with store._reading() as connection:
            query = select(facet_counts.c.value, facet_counts.c.events)
            return dict(map(tuple, connection.execute(query)))

    with store._writing() as connection:
        quick.write(connection, [Rows(facet_counts, rows(3), key=key, adding=True)])
        quick.write(connection, [Rows(facet_counts, rows(4)[:1], key=key, adding=True)])
    assert numbers() == {"a": 7, "b": 3}
    with store._writing() as connection:
        quick.write(connection, [Rows(facet_counts, rows(-1), key=key)])
    assert numbers() == {"a": -1, "b": -1}


def test_where_one_row_fails_nothing_is_written(store: Store) -> None:
    rows = report_rows()
    with pytest.raises(StoreError, match=r"(?i)unique"), store._writing() as connection:
        quick.write(connection, [Rows(reports, [*rows, rows[0]])])
    assert store.count_reports() == 0
    with store._writing() as connection:  # the connection is fit for use again
        quick.write(connection, [Rows(reports, rows)])
    assert store.count_reports() == len(rows)


def test_decisions_wait_for_the_disk_and_reports_do_not(tmp_path) -> None:
    store = Store.open(tmp_path / "a.db")
    for lasting, level in ((True, 2), (False, 1), (True, 2)):
        with store._writing(lasting=lasting) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level
    store.close()
