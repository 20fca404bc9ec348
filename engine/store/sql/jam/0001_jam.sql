-- SPDX-License-Identifier: Apache-2.0
-- One jam's file, version 1. Times are UTC milliseconds; what each table means stands in docs/storage.md.

-- The log: appended to, never changed. Everything derived below can be rebuilt from it.
CREATE TABLE event (
    offset INTEGER PRIMARY KEY CHECK (offset > 0),
    at_ms INTEGER NOT NULL,
    type TEXT NOT NULL,
    actor INTEGER NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- For feeds: the few events that are neither ballots nor roster nor exposure.
CREATE INDEX event_in_feeds ON event (offset)
    WHERE type NOT IN ('ballot_cast', 'posts_seen', 'person_added', 'person_updated', 'person_registered',
                       'person_entered', 'joined');

-- For one person's feed: their own ballots.
CREATE INDEX event_ballots_of ON event (actor) WHERE type = 'ballot_cast';

CREATE TABLE event_text (
    offset INTEGER NOT NULL,
    field TEXT NOT NULL,
    person INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    text TEXT NOT NULL,
    PRIMARY KEY (offset, field)
) STRICT;

-- Which life of the log this is, one row. A backup has none: it gets a new one when it is served, so that clients
-- notice that the log is another one.
CREATE TABLE epoch (
    epoch TEXT NOT NULL
) STRICT;

-- Private state: neither derived nor in the log.
CREATE TABLE identity (
    person INTEGER PRIMARY KEY,
    email TEXT NOT NULL COLLATE NOCASE UNIQUE,
    token_hash BLOB UNIQUE CHECK (length(token_hash) = 32),
    minted_at_ms INTEGER
) STRICT;

CREATE TABLE command_key (
    person INTEGER NOT NULL,
    key TEXT NOT NULL,
    digest BLOB NOT NULL,
    offset INTEGER NOT NULL,
    post INTEGER,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure_seen (
    post INTEGER PRIMARY KEY,
    people BLOB NOT NULL
) STRICT;

CREATE TABLE follow (
    person INTEGER NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (person, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE read_mark (
    person INTEGER NOT NULL,
    feed TEXT NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (person, feed)
) STRICT, WITHOUT ROWID;

CREATE TABLE state_snapshot (
    offset INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

-- Derived tables: each row follows from the log.
CREATE TABLE jam (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    starts_at_ms INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('open', 'closed', 'cancelled')),
    plan TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE phase (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    begins_at_ms INTEGER,
    ends_at_ms INTEGER,
    has_begun INTEGER NOT NULL,
    has_ended INTEGER NOT NULL,
    ideas TEXT NOT NULL,
    comments TEXT NOT NULL,
    others TEXT NOT NULL,
    ballot TEXT NOT NULL,
    tallies TEXT NOT NULL,
    post_order TEXT NOT NULL,
    names TEXT NOT NULL,
    moderation TEXT NOT NULL,
    words_max INTEGER,
    slow_mode_s INTEGER NOT NULL
) STRICT;

CREATE TABLE forum (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    question TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    audience TEXT NOT NULL,
    roles TEXT NOT NULL,
    forums TEXT NOT NULL,
    has_registered INTEGER NOT NULL,
    has_entered INTEGER NOT NULL,
    charter_accepted INTEGER,
    rules_accepted INTEGER,
    attributes TEXT NOT NULL
) STRICT;

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    forum TEXT,
    kind TEXT NOT NULL,
    parent INTEGER,
    builds_on INTEGER,
    author INTEGER,
    nameless INTEGER NOT NULL,
    text TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    edited_at_ms INTEGER,
    state TEXT NOT NULL,
    merged_into INTEGER
) STRICT;

CREATE TABLE post_version (
    post INTEGER NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (post, version)
) STRICT;

CREATE TABLE ballot (
    phase TEXT NOT NULL,
    post INTEGER NOT NULL,
    person INTEGER NOT NULL,
    choice TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (phase, post, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure (
    post INTEGER PRIMARY KEY,
    person_count INTEGER NOT NULL
) STRICT;

CREATE TABLE phase_snapshot (
    phase TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    measure TEXT NOT NULL,
    key TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (phase, at_ms, measure, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll (
    id INTEGER PRIMARY KEY,
    forum TEXT,
    question TEXT NOT NULL,
    options TEXT NOT NULL,
    kind TEXT NOT NULL,
    results TEXT NOT NULL,
    opened_at_ms INTEGER NOT NULL,
    closes_at_ms INTEGER,
    closed_at_ms INTEGER
) STRICT;

CREATE TABLE poll_answer (
    poll INTEGER NOT NULL,
    person INTEGER NOT NULL,
    option INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (poll, person, option)
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
    post INTEGER NOT NULL,
    person INTEGER NOT NULL,
    rule TEXT NOT NULL,
    note TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (post, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE moderation (
    offset INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor INTEGER,
    action TEXT NOT NULL,
    post INTEGER,
    person INTEGER,
    rule TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE response (
    post INTEGER PRIMARY KEY,
    outcome TEXT NOT NULL,
    text TEXT NOT NULL,
    owner TEXT,
    due TEXT,
    at_ms INTEGER NOT NULL
) STRICT;

-- Full text of published posts. The index follows `post` by triggers, so no writer can forget it.
CREATE VIEW post_searchable AS SELECT id, text FROM post WHERE state = 'published';

CREATE VIRTUAL TABLE post_search USING fts5 (
    text,
    content = 'post_searchable',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER post_is_added AFTER INSERT ON post WHEN new.state = 'published' BEGIN
    INSERT INTO post_search (rowid, text) VALUES (new.id, new.text);
END;

-- One trigger for each case of a change: the order in which several would run is not defined.
CREATE TRIGGER post_leaves_search AFTER UPDATE OF state, text ON post
    WHEN old.state = 'published' AND new.state <> 'published'
BEGIN
    INSERT INTO post_search (post_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER post_enters_search AFTER UPDATE OF state, text ON post
    WHEN old.state <> 'published' AND new.state = 'published'
BEGIN
    INSERT INTO post_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER post_changes_in_search AFTER UPDATE OF state, text ON post
    WHEN old.state = 'published' AND new.state = 'published' AND old.text <> new.text
BEGIN
    INSERT INTO post_search (post_search, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO post_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER post_is_removed AFTER DELETE ON post WHEN old.state = 'published' BEGIN
    INSERT INTO post_search (post_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

-- Each idea with its ballots, a row for each phase that has some (one row without phase otherwise).
CREATE VIEW v_idea AS
SELECT p.id AS post, p.forum, p.text, p.author, p.at_ms, p.state, p.builds_on, b.phase,
       coalesce(b.support, 0) AS support, coalesce(b.agree, 0) AS agree,
       coalesce(b.disagree, 0) AS disagree, coalesce(b.pass, 0) AS pass,
       coalesce(e.person_count, 0) AS seen
FROM post AS p
LEFT JOIN (
    SELECT phase, post, sum(choice = 'support') AS support, sum(choice = 'agree') AS agree,
           sum(choice = 'disagree') AS disagree, sum(choice = 'pass') AS pass
    FROM ballot GROUP BY phase, post
) AS b ON b.post = p.id
LEFT JOIN exposure AS e ON e.post = p.id
WHERE p.kind = 'idea';

-- People by audience and how far they came. People who are only analyst, records officer or observer
-- are not counted.
CREATE VIEW v_participation AS
SELECT audience, count(*) AS invited, sum(has_registered) AS registered, sum(has_entered) AS entered,
       sum(id IN (SELECT author FROM post WHERE kind IN ('idea', 'comment') AND author IS NOT NULL)) AS posted,
       sum(id IN (SELECT person FROM ballot)) AS supported
FROM person
WHERE roles = '' OR
      trim(replace(replace(replace(';' || roles || ';', ';analyst;', ';'), ';records_officer;', ';'),
                   ';observer;', ';'), ';') <> ''
GROUP BY audience;
