-- SPDX-License-Identifier: Apache-2.0
-- What facilitators and organizers do: rows of steering, shifts and what they told each other; who is muted or
-- removed.
ALTER TABLE person ADD COLUMN muted_until_ms INTEGER;
ALTER TABLE person ADD COLUMN is_removed INTEGER NOT NULL DEFAULT 0;

-- The poll an accepted command opened.
ALTER TABLE command_key ADD COLUMN poll INTEGER;

-- One row for each act of steering, in the order of the log. `other` is a second post, `text` what was said.
CREATE TABLE steering (
    offset INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor INTEGER,
    action TEXT NOT NULL,
    post INTEGER,
    other INTEGER,
    forum TEXT,
    person INTEGER,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE shift (
    forum TEXT NOT NULL,
    person INTEGER NOT NULL,
    starts_at_ms INTEGER NOT NULL,
    hours INTEGER NOT NULL,
    PRIMARY KEY (forum, person, starts_at_ms)
) STRICT, WITHOUT ROWID;

-- Handovers and the back-channel. `forum` is null where all facilitators are meant.
CREATE TABLE desk_note (
    offset INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('handover', 'remark')),
    forum TEXT,
    person INTEGER,
    text TEXT NOT NULL
) STRICT;

DROP INDEX event_in_lobby;
CREATE INDEX event_in_lobby ON event (offset)
    WHERE type IN ('phase_began', 'clock_extended', 'clock_paused', 'clock_resumed', 'announced', 'post_edited',
                   'post_withdrawn', 'jam_closed', 'jam_cancelled', 'post_spotlighted', 'spotlight_ended',
                   'guest_introduced', 'poll_opened', 'poll_closed', 'responded', 'plan_changed', 'unseal_asked',
                   'unsealed');
