-- SPDX-License-Identifier: Apache-2.0
-- hall.db, version 1. Times are UTC milliseconds.

CREATE TABLE jam (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE,
    created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE login (
    cookie_hash BLOB PRIMARY KEY CHECK (length(cookie_hash) = 32),
    is_admin INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE login_person (
    cookie_hash BLOB NOT NULL REFERENCES login (cookie_hash) ON DELETE CASCADE,
    jam TEXT NOT NULL REFERENCES jam (id) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    PRIMARY KEY (cookie_hash, jam)
) STRICT, WITHOUT ROWID;

CREATE INDEX login_person_of ON login_person (jam, person);
