-- SPDX-License-Identifier: Apache-2.0
-- Erasure, legal holds and what left the hall. See docs/rules/records.md.
ALTER TABLE person ADD COLUMN privacy_accepted INTEGER;
ALTER TABLE person ADD COLUMN erased TEXT NOT NULL DEFAULT 'none'
    CHECK (erased IN ('none', 'identity', 'everything'));

-- Derived: each act of the records officer, each wish for one, and what was exported. `person` is NULL where it is
-- about several; `people` says how many.
CREATE TABLE record (
    offset INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor INTEGER,
    action TEXT NOT NULL,
    what TEXT,
    post INTEGER,
    person INTEGER,
    people INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- A row stands here from the transaction that erased until no byte of it is left in the file or beside it.
CREATE TABLE unscrubbed (
    offset INTEGER PRIMARY KEY
) STRICT;

CREATE INDEX event_erased ON event (offset) WHERE type = 'erased';

DROP INDEX event_in_lobby;
CREATE INDEX event_in_lobby ON event (offset)
    WHERE type IN ('phase_began', 'clock_extended', 'clock_paused', 'clock_resumed', 'announced', 'post_edited',
                   'post_withdrawn', 'jam_closed', 'jam_cancelled', 'post_spotlighted', 'spotlight_ended',
                   'guest_introduced', 'poll_opened', 'poll_closed', 'responded', 'plan_changed', 'unseal_asked',
                   'unsealed', 'erased');
