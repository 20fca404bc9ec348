-- SPDX-License-Identifier: Apache-2.0
-- The account of a provider (hashed with its issuer) that first came as whoever has a role in the hall; null until then. An
-- address may be given to somebody else, an account is not.
ALTER TABLE hall_role ADD COLUMN subject TEXT;
