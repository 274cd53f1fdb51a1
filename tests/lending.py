"""PostgreSQL databases lent to one test after the other: making one takes far longer than putting it back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.postgres import Postgres

SHAPE = """
SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid, atttypmod, attnotnull), ';'
    ORDER BY relname, attnum))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
"""
ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
NAMES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = $1"


class Lender:
    """Copies of one template; what a test leaves in its copy is gone before the next one has it."""

    def __init__(self, server: Postgres, template: str) -> None:
        """Nothing is made yet."""
        self._server = server
        self._template = template
        self._free: list[str] = []
        self._shape, self._reset = "", ""

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[str]:
        """The URL of a database that is as the template was."""
        if not self._reset:
            await self._look()
        url = self._free.pop() if self._free else await self._server.database(self._template)
        try:
            yield url
        finally:
            if await self._put_back(url):
                self._free.append(url)
            else:
                await self._server.drop(url)

    async def _look(self) -> None:
        """Learn the shape of the template, and the statements that make a copy like it again."""
        connection = await asyncpg.connect(self._template)
        try:
            self._shape = await connection.fetchval(SHAPE)
            tables = [row["relname"] for row in await connection.fetch(NAMES, b"r")]
            lines = ["SET session_replication_role = replica"]  # no order among the tables
            lines += [f'DELETE FROM "{table}"' for table in tables]  # noqa: S608
            for table in tables:
                if rows := await connection.fetchval(f'SELECT json_agg(t) FROM "{table}" t'):  # noqa: S608
                    lines.append(_filled(table, rows))
            for row in await connection.fetch(NAMES, b"S"):
                lines.append(f"""SELECT setval('"{row["relname"]}"', 1, false)""")
            self._reset = ";\n".join(lines)
        finally:
            await connection.close()

    async def _put_back(self, url: str) -> bool:
        """Empty a copy; False when that cannot be done, or a test has changed its tables."""
        try:
            connection = await asyncpg.connect(url)
        except (asyncpg.PostgresError, OSError):
            return False
        try:
            await connection.execute(ALONE)
            if await connection.fetchval(SHAPE) != self._shape:
                return False
            await connection.execute(self._reset)
        except asyncpg.PostgresError:
            return False
        else:
            return True
        finally:
            await connection.close()


def _filled(table: str, rows: str) -> str:
    """The statement that puts rows (JSON) back into a table."""
    kept = rows.replace("'", "''")
    return f"""INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", '{kept}')"""  # noqa: S608
