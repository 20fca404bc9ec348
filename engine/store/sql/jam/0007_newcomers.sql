-- SPDX-License-Identifier: Apache-2.0
-- People who came in without being on the roster. They may have no e-mail address, but be known by what an identity
-- provider calls them (`subject`). `code_hash` is of the printed form of a personal link.
CREATE TABLE identity_by_any_way (
    person INTEGER PRIMARY KEY,
    email TEXT COLLATE NOCASE UNIQUE,
    token_hash BLOB UNIQUE CHECK (length(token_hash) = 32),
    minted_at_ms INTEGER,
    subject TEXT UNIQUE,
    code_hash BLOB UNIQUE CHECK (length(code_hash) = 32)
) STRICT;

INSERT INTO identity_by_any_way (person, email, token_hash, minted_at_ms)
SELECT person, email, token_hash, minted_at_ms FROM identity;

DROP TABLE identity;
ALTER TABLE identity_by_any_way RENAME TO identity;

ALTER TABLE person ADD COLUMN came_by TEXT NOT NULL DEFAULT 'roster'
    CHECK (came_by IN ('roster', 'email', 'oidc', 'code'));

DROP VIEW v_participation;

-- People by audience and how far they came. People who are only analyst, records officer or observer
-- are not counted, nor are newcomers.
CREATE VIEW v_participation AS
SELECT audience, count(*) AS invited, sum(has_registered) AS registered, sum(has_entered) AS entered,
       sum(id IN (SELECT author FROM post WHERE kind IN ('idea', 'comment') AND author IS NOT NULL)) AS posted,
       sum(id IN (SELECT person FROM ballot)) AS supported
FROM person
WHERE came_by = 'roster' AND (roles = '' OR
      trim(replace(replace(replace(';' || roles || ';', ';analyst;', ';'), ';records_officer;', ';'),
                   ';observer;', ';'), ';') <> '')
GROUP BY audience;
