-- SPDX-License-Identifier: Apache-2.0
-- A ballot may put an idea over another one: `over` is that other idea, 0 for every other ballot. There is one row
-- for both orders of a pair. `choice` is a word or, for scores and dots, a number; `phase.ballot` says which it is.
DROP VIEW v_idea;
DROP VIEW v_participation;

CREATE TABLE ballot_with_pairs (
    phase TEXT NOT NULL,
    post INTEGER NOT NULL,
    person INTEGER NOT NULL,
    over INTEGER NOT NULL DEFAULT 0,  -- SQLite 3.40 takes a key column behind others for a missing value
    choice TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (phase, post, person, over)
) STRICT, WITHOUT ROWID;

INSERT INTO ballot_with_pairs (phase, post, person, choice, at_ms)
SELECT phase, post, person, choice, at_ms FROM ballot;

DROP TABLE ballot;
ALTER TABLE ballot_with_pairs RENAME TO ballot;

ALTER TABLE phase ADD COLUMN sample_size INTEGER NOT NULL DEFAULT 3;

-- Each idea with its ballots, a row for each phase that has some (one row without phase otherwise).
CREATE VIEW v_idea AS
SELECT p.id AS post, p.forum, p.text, p.author, p.at_ms, p.state, p.builds_on, b.phase,
       coalesce(b.support, 0) AS support, coalesce(b.agree, 0) AS agree,
       coalesce(b.disagree, 0) AS disagree, coalesce(b.pass, 0) AS pass,
       coalesce(e.person_count, 0) AS seen,
       coalesce(b.scores, 0) AS scores, b.mean_score, coalesce(b.dots, 0) AS dots,
       coalesce(b.dot_people, 0) AS dot_people, coalesce(b.won, 0) AS won, coalesce(b.lost, 0) AS lost
FROM post AS p
LEFT JOIN (
    SELECT c.phase, c.post, sum(c.choice = 'support') AS support, sum(c.choice = 'agree') AS agree,
           sum(c.choice = 'disagree') AS disagree, sum(c.choice = 'pass') AS pass,
           sum(f.ballot = 'score') AS scores,
           avg(CASE f.ballot WHEN 'score' THEN CAST(c.choice AS INTEGER) END) AS mean_score,
           sum(CASE f.ballot WHEN 'dots' THEN CAST(c.choice AS INTEGER) ELSE 0 END) AS dots,
           sum(f.ballot = 'dots') AS dot_people, sum(c.won) AS won, sum(c.lost) AS lost
    FROM (
        SELECT phase, post, choice, over > 0 AS won, 0 AS lost FROM ballot
        UNION ALL
        SELECT phase, over, choice, 0, 1 FROM ballot WHERE over > 0
    ) AS c
    LEFT JOIN phase AS f ON f.id = c.phase
    GROUP BY c.phase, c.post
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
