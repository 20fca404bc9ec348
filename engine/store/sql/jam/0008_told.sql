-- SPDX-License-Identifier: Apache-2.0
-- Which events a person's own feed carries stands in the state now, ballots too: nobody looks for them here.
DROP INDEX event_ballots;
