#include "CSQLite.h"

#include <stddef.h>

int csqlite_harden(sqlite3 *connection) {
    static const struct {
        int option;
        int value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++) {
        int status = sqlite3_db_config(connection, switches[i].option, switches[i].value, NULL);
        if (status != SQLITE_OK) return status;
    }
    return SQLITE_OK;
}

int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count) {
    const char *text = bytes == NULL ? "" : bytes;
    return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, uint64_t count) {
    const void *blob = bytes == NULL ? "" : bytes;
    return sqlite3_bind_blob64(statement, index, blob, count, SQLITE_TRANSIENT);
}

static int deny_transaction_control(
    void *context, int action, const char *first, const char *second, const char *database, const char *trigger) {
    (void)context, (void)first, (void)second, (void)database, (void)trigger;
    switch (action) {
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
        return SQLITE_DENY;
    default:
        return SQLITE_OK;
    }
}

int csqlite_confine(sqlite3 *connection, int confined) {
    return sqlite3_set_authorizer(connection, confined ? deny_transaction_control : NULL, NULL);
}

int csqlite_set_user_version(sqlite3 *connection, int32_t version) {
    char sql[48];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA user_version = %d", (int)version);
    return sqlite3_exec(connection, sql, NULL, NULL, NULL);
}

const void *csqlite_wal_index(sqlite3 *connection) {
    enum { region_size = 32768 };
    sqlite3_file *file = NULL;
    volatile void *region = NULL;
    int status = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (status != SQLITE_OK || file == NULL || file->pMethods == NULL) return NULL;
    if (file->pMethods->iVersion < 2 || file->pMethods->xShmMap == NULL) return NULL;
    // Not extended: a region that is not there yet is none.
    if (file->pMethods->xShmMap(file, 0, region_size, 0, &region) != SQLITE_OK) return NULL;
    return (const void *)region;
}

void csqlite_read_wal_header(const void *index, uint64_t header[6]) {
    const volatile uint64_t *words = index;
    for (int i = 0; i < 6; i++) header[i] = words[i];
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
}
