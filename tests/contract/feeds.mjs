// SPDX-License-Identifier: Apache-2.0
// Which feeds may carry which event, as rules FE1, FE2 and FE7 say it: written apart from the engine.

const all = ["lobby"];
const posts = ["forum", "thread", "me"];
const desks = ["desk"];
const own = ["me"];
const judged = ["desk", "me"];

export const mayCarry = {
    ...Object.fromEntries(["phase_began", "clock_extended", "clock_paused", "clock_resumed", "jam_closed", "jam_cancelled", "guest_introduced", "plan_changed", "unseal_asked"].map((type) => [type, all])),
    announced: ["lobby", "forum"],
    poll_opened: ["lobby", "forum"],
    poll_closed: ["lobby", "forum"],
    spotlight_ended: ["lobby", "forum"],
    post_spotlighted: ["lobby", ...posts],
    responded: ["lobby", ...posts],
    unsealed: ["lobby", "desk", ...posts],
    ...Object.fromEntries(["post_added", "post_edited", "post_moved", "post_hidden", "post_restored", "post_approved"].map((type) => [type, ["desk", ...posts]])),
    ...Object.fromEntries(["post_withdrawn", "erased", "posts_connected", "post_merged", "post_split", "summary_published"].map((type) => [type, posts])),
    ...Object.fromEntries(["flag_raised", "edit_asked", "appealed", "appeal_decided", "person_muted", "person_unmuted"].map((type) => [type, judged])),
    ...Object.fromEntries(["thread_claimed", "thread_released", "shift_taken", "shift_dropped", "shift_offered", "handed_over", "said", "person_removed", "person_readmitted"].map((type) => [type, desks])),
    ...Object.fromEntries(["ballot_cast", "support_moved", "poll_answered", "role_granted", "role_revoked", "erasure_asked", "erasure_refused"].map((type) => [type, own])),
};
