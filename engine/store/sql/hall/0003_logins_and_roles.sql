-- SPDX-License-Identifier: Apache-2.0
-- Logins as their owners see them: a name (`id`, not the secret), roughly what device. `email`: the verified address by
-- which a role in the hall is held, null for most. `subject`: the account (hashed with its issuer) that a provider calls
-- administrator, null for most.
ALTER TABLE login ADD COLUMN id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE login ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE login ADD COLUMN email TEXT COLLATE NOCASE;
ALTER TABLE login ADD COLUMN subject TEXT;

-- Roles in the hall, apart from those in its jams.
CREATE TABLE hall_role (
    email TEXT PRIMARY KEY COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'organizer')),
    name TEXT NOT NULL,
    given_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sign-in mails on their way are counted whenever another is asked for.
CREATE INDEX queued_sign_in_mail ON queued_mail (number) WHERE kind = 'sign_in';

-- Links of `jamhall init`, each good once.
CREATE TABLE one_time_link (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
