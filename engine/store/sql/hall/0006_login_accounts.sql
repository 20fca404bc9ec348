-- SPDX-License-Identifier: Apache-2.0
-- The account, as it is kept, without which a login is worth nothing: a trusted proxy names it on every request.
ALTER TABLE login ADD COLUMN account TEXT;
