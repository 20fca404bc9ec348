-- SPDX-License-Identifier: Apache-2.0
-- The jam that a jam was made to rehearse.
ALTER TABLE jam ADD COLUMN rehearses TEXT;
