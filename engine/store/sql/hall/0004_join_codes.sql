-- SPDX-License-Identifier: Apache-2.0
-- Codes spoken in a hall, one for each jam. They are no secrets of anybody: organizers and the screen show them.
CREATE TABLE join_code (
    jam TEXT PRIMARY KEY REFERENCES jam (id) ON DELETE CASCADE,
    code TEXT NOT NULL UNIQUE,
    made_at_ms INTEGER NOT NULL,
    ends_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
