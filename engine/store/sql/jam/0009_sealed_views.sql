-- SPDX-License-Identifier: Apache-2.0
-- The views keep the seal as the program does (rule BA2): the running phase alone decides, closing lifts it, and a jam
-- that was cancelled while sealed stays sealed. Behind it figures are null, and ideas have no row per phase.
DROP VIEW v_idea;
DROP VIEW v_participation;

CREATE VIEW v_idea AS
WITH seal(is_open) AS (
    SELECT coalesce((SELECT stage = 'closed' FROM jam), FALSE) OR
           coalesce((SELECT tallies = 'live' FROM phase WHERE has_begun ORDER BY position DESC LIMIT 1), FALSE)
)
SELECT p.id AS post, p.forum, p.text, p.author, p.at_ms, p.state, p.builds_on, b.phase,
       CASE WHEN s.is_open THEN coalesce(b.support, 0) END AS support,
       CASE WHEN s.is_open THEN coalesce(b.agree, 0) END AS agree,
       CASE WHEN s.is_open THEN coalesce(b.disagree, 0) END AS disagree,
       CASE WHEN s.is_open THEN coalesce(b.pass, 0) END AS pass,
       CASE WHEN s.is_open THEN coalesce(e.person_count, 0) END AS seen,
       CASE WHEN s.is_open THEN coalesce(b.scores, 0) END AS scores, b.mean_score,
       CASE WHEN s.is_open THEN coalesce(b.dots, 0) END AS dots,
       CASE WHEN s.is_open THEN coalesce(b.dot_people, 0) END AS dot_people,
       CASE WHEN s.is_open THEN coalesce(b.won, 0) END AS won,
       CASE WHEN s.is_open THEN coalesce(b.lost, 0) END AS lost
FROM post AS p
CROSS JOIN seal AS s
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
) AS b ON b.post = p.id AND s.is_open
LEFT JOIN exposure AS e ON e.post = p.id
WHERE p.kind = 'idea';

-- People by audience and how far they came; how many of them supported something is behind the seal. People who are only
-- analyst, records officer or observer are not counted, nor are newcomers.
CREATE VIEW v_participation AS
WITH seal(is_open) AS (
    SELECT coalesce((SELECT stage = 'closed' FROM jam), FALSE) OR
           coalesce((SELECT tallies = 'live' FROM phase WHERE has_begun ORDER BY position DESC LIMIT 1), FALSE)
)
SELECT audience, count(*) AS invited, sum(has_registered) AS registered, sum(has_entered) AS entered,
       sum(id IN (SELECT author FROM post WHERE kind IN ('idea', 'comment') AND author IS NOT NULL)) AS posted,
       CASE WHEN s.is_open THEN sum(id IN (SELECT person FROM ballot)) END AS supported
FROM person
CROSS JOIN seal AS s
WHERE came_by = 'roster' AND (roles = '' OR
      trim(replace(replace(replace(';' || roles || ';', ';analyst;', ';'), ';records_officer;', ';'),
                   ';observer;', ';'), ';') <> '')
GROUP BY audience;
