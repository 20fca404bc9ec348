-- SPDX-License-Identifier: Apache-2.0
-- The state snapshot, a cache, now stands in a file of its own beside this one: see docs/storage.md.
DROP TABLE state_snapshot;
