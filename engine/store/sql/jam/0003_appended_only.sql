-- SPDX-License-Identifier: Apache-2.0
-- A burst of ballots comes from many people: whatever is ordered by person dirties a page for each of them. So keys are
-- only appended and found through memory, and one's own ballots are found by walking the range that was missed.
CREATE TABLE appended_key (
    number INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    key TEXT NOT NULL,
    digest BLOB NOT NULL,
    offset INTEGER NOT NULL,
    post INTEGER
) STRICT;
INSERT INTO appended_key (person, key, digest, offset, post)
    SELECT person, key, digest, offset, post FROM command_key ORDER BY offset;
DROP TABLE command_key;
ALTER TABLE appended_key RENAME TO command_key;

DROP INDEX event_ballots_of;
CREATE INDEX event_ballots ON event (offset, actor) WHERE type = 'ballot_cast';

-- Everybody who comes asks for the lobby from its beginning.
CREATE INDEX event_in_lobby ON event (offset)
    WHERE type IN ('phase_began', 'clock_extended', 'clock_paused', 'clock_resumed', 'announced', 'post_edited',
                   'post_withdrawn', 'jam_closed', 'jam_cancelled');
