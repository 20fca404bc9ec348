-- SPDX-License-Identifier: Apache-2.0
-- Signing in by mail, and the mails on their way. No secret stands here: a mail's link and code are drawn when it is
-- sent, and only their hashes are kept (those of the codes under a key that is not in this file).

-- One request of one browser for a mail to one address. Kept a day, so that requests and wrong codes can be counted.
CREATE TABLE mail_request (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL COLLATE NOCASE,
    jam TEXT,
    browser_hash BLOB NOT NULL CHECK (length(browser_hash) = 32),
    link_hash BLOB UNIQUE CHECK (length(link_hash) = 32),
    code_hash BLOB CHECK (length(code_hash) = 32),
    asked_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    wrong_codes INTEGER NOT NULL DEFAULT 0,
    is_spent INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX mail_request_to ON mail_request (email, asked_at_ms);
CREATE INDEX mail_request_from ON mail_request (browser_hash);
CREATE INDEX mail_request_at ON mail_request (asked_at_ms);

-- The outbox: who is to get which kind of mail. `about` is a mail_request, or a person of the jam.
CREATE TABLE queued_mail (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('sign_in', 'personal_link', 'renewed_link', 'test')),
    recipient TEXT NOT NULL,
    jam TEXT,
    about INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX queued_mail_due ON queued_mail (due_at_ms);
