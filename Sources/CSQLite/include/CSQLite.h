#pragma once

#include <sqlite3.h>
#include <stdint.h>

// What the Swift side relies on: STRICT tables and unixepoch() (3.38), SQLITE_OPEN_EXRESCODE (3.37),
// sqlite3_error_offset() (3.38), sqlite3_changes64() (3.37).
_Static_assert(SQLITE_VERSION_NUMBER >= 3040000, "SQLite 3.40 or later is needed");

/// Sets the connection's switches that only the variadic sqlite3_db_config() reaches: DEFENSIVE on; TRUSTED_SCHEMA,
/// double-quoted strings (a misspelt column must not become a text), and loading of extensions off.
/// Returns the first status that is not SQLITE_OK.
int csqlite_harden(sqlite3 *connection);

/// sqlite3_bind_text64() and sqlite3_bind_blob64() with SQLITE_TRANSIENT, which Swift cannot express. `bytes` may be
/// NULL when `count` is 0: the value is then empty, not NULL.
int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count);
int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count);

/// While `confined` is not 0, preparing BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ATTACH or DETACH fails with SQLITE_AUTH.
/// Switching it makes every statement of the connection prepare itself anew.
int csqlite_confine(sqlite3 *connection, int confined);

/// PRAGMA user_version, which takes no bound value.
int csqlite_set_user_version(sqlite3 *connection, int32_t version);

/// The WAL index of a connection that has read before, as SQLite itself has it mapped; NULL where there is none.
/// Valid until the connection is closed. Beyond the first 48 bytes, one copy of the header
/// (https://www.sqlite.org/walformat.html section 2.1), nothing is meant for reading.
const void *csqlite_wal_index(sqlite3 *connection);

/// Copies the header of a WAL index; another process may be writing it at the same time.
void csqlite_read_wal_header(const void *index, uint64_t header[6]);
