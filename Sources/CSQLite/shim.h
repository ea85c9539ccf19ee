// What Swift cannot import from sqlite3.h: variadic functions and cast macros.
#pragma once
#include <sqlite3.h>

/// Turns one sqlite3_db_config switch on or off; returns the SQLite result code.
static inline int wk_sqlite3_db_config(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}

/// Tells SQLite to copy the bytes it is given.
static inline sqlite3_destructor_type wk_sqlite3_transient(void) { return SQLITE_TRANSIENT; }
