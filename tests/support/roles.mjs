// SPDX-License-Identifier: Apache-2.0
// Who may do what, as data: a small model of section "Roles" of the rules, written apart from the engine and compared
// with it cell by cell. Each row is one thing somebody can ask for, seen from the forum "floor".

/** The people of the model; the forum after a role is the only one it reaches. */
export const subjects = {
    ada: "participant",
    gus: "guest",
    hana: "host of floor",
    hugo: "host of yard",
    fay: "facilitator of floor",
    fred: "facilitator of yard",
    flo: "facilitator of floor and yard",
    zoe: "analyst and facilitator of floor",
    olga: "organizer",
    ann: "analyst",
    rex: "records officer",
    obi: "observer",
    admin: "administrator",
};

const all = Object.keys(subjects);
const people = all.filter((name) => name !== "admin");
const jammers = ["ada", "gus", "hana", "hugo", "fay", "fred", "flo", "zoe", "olga"];
const organizers = ["olga", "admin"];
const steerers = ["fay", "flo", "zoe", ...organizers];
const facilitators = ["fay", "flo", "zoe", "olga"];
const desk = ["hana", "fay", "flo", "zoe", "olga"];
const anyDesk = ["hana", "hugo", "fay", "fred", "flo", "zoe", "olga", "admin"];
/** Who moves the clock too where the plan lets facilitators. */
export const clockMovers = ["fay", "fred", "flo", "zoe", ...organizers];
const reporters = ["olga", "ann", "zoe", "rex", "admin"];
const nobody = [];

export const kinds = ["lobby", "brainwrite", "ideate", "refine", "prioritise", "reveal", "archive"];
const except = (...open) => Object.fromEntries(kinds.filter((kind) => !open.includes(kind)).map((kind) => [kind, "phase_closed"]));
const unseen = { brainwrite: "no_such_post" };
const nameless = { brainwrite: "not_allowed", prioritise: "not_allowed" };
const unshown = { brainwrite: "phase_closed" };

/** An idea that was merged after this person had supported it. */
async function supported(s, me) {
    const [post, into] = [await s.idea("dora"), await s.idea("cleo")];
    if (s.isJammer(me)) await s.line(me).do("cast_ballot", { post, choice: "support" });
    await s.helper.do("merge_post", { post, into });
    return post;
}
const floorIdea = (s) => s.idea("dora");
const floorComment = async (s) => s.comment("dora", await s.idea("cleo"));
const floorPrompt = (s) => s.post("oren", { kind: "prompt", text: "What else?" });
const own = (s, me) => (s.isJammer(me) ? s.idea(me) : s.idea("dora"));
const hidden = async (s, me) => s.hide(await own(s, me));
const appealed = async (s) => s.appealed(await s.hide(await s.idea("dora")), "dora");
const flagged = async (s) => s.flag(await s.idea("dora"));
const slot = (s, me, index) => ({ forum: "floor", starts_at_ms: s.minute + (all.indexOf(me) * 8 + index) * 86_400_000, hours: 2 });
const ask = { question: "Well?", options: ["Yes", "No"], kind: "single", results: "live" };

/**
 * do, fields: what is sent. may: who may. closed: phase kinds that take it from nobody, with the code for those who may.
 * outlives: a closed jam takes it too. make: what it is about, made in an earlier phase; now: what has to happen just
 * before; clean: what has to be undone after it was accepted. refusal: the code of those who may not, if another.
 */
export const rows = [
    { do: "join", may: people, fields: () => ({ charter: 1, rules: 1 }) },
    { do: "add_post", called: "idea", may: jammers, closed: except("brainwrite", "ideate"), fields: () => ({ forum: "yard", kind: "idea", text: "One idea" }) }, // not on the floor, whose ideas would be dealt for it
    { do: "add_post", called: "build-on", may: jammers, closed: { ...except("ideate", "refine"), ...unseen }, make: floorIdea, fields: (post) => ({ forum: "floor", kind: "idea", text: "It grows", builds_on: post }) },
    { do: "add_post", called: "comment on an idea", may: jammers, closed: { ...except("ideate", "refine", "reveal"), ...unseen }, make: floorIdea, fields: (post) => ({ forum: "floor", kind: "comment", text: "Yes", parent: post }) },
    { do: "add_post", called: "comment on a prompt", may: jammers, closed: except("lobby", "ideate", "refine", "reveal"), make: floorPrompt, fields: (post) => ({ forum: "floor", kind: "comment", text: "This", parent: post }) },
    { do: "add_post", called: "prompt", may: facilitators, closed: { archive: "phase_closed" }, fields: () => ({ forum: "floor", kind: "prompt", text: "What if?" }) },
    { do: "publish_summary", may: facilitators, fields: () => ({ forum: "floor", text: "So far" }) },
    { do: "edit_post", called: "own", may: jammers, closed: except("brainwrite", "ideate", "refine"), make: own, fields: (post) => ({ post, text: "Better" }) },
    { do: "edit_post", called: "another's", may: nobody, make: floorIdea, fields: (post) => ({ post, text: "Mine now" }) },
    { do: "withdraw_post", called: "own", may: jammers, outlives: true, make: own, fields: (post) => ({ post }) },
    { do: "withdraw_post", called: "another's", may: nobody, outlives: true, make: floorIdea, fields: (post) => ({ post }) },
    { do: "cast_ballot", may: jammers, closed: { ...except("ideate", "refine", "prioritise"), ...unseen }, make: floorIdea, fields: (post, s) => ({ post, choice: s.kind === "prioritise" ? "agree" : "support" }) },
    { do: "raise_flag", may: jammers, closed: unseen, outlives: true, make: floorIdea, fields: (post) => ({ post, rule: "civil" }) },
    { do: "appeal", may: jammers, outlives: true, make: hidden, fields: (post) => ({ post, text: "Why?" }) },
    { do: "follow", called: "post", may: jammers, closed: unseen, outlives: true, make: floorIdea, fields: (post) => ({ post }) },
    { do: "follow", called: "forum", may: jammers, outlives: true, fields: () => ({ forum: "floor" }) },
    { do: "unfollow", may: jammers, outlives: true, fields: () => ({ forum: "floor" }) },
    { do: "mark_read", may: people, outlives: true, fields: () => ({ feed: "forum/floor", offset: 1 }) },
    { do: "move_support", may: jammers, closed: { ...except(), ...unseen }, make: supported, fields: (post) => ({ post, accept: true }) }, // given in an earlier phase
    { do: "unwatch", may: all, outlives: true, fields: () => ({ feeds: [], key: undefined }) },
    { do: "answer_poll", may: jammers, make: (s) => s.poll, fields: (poll) => ({ poll, options: [0] }) },

    { do: "spotlight_post", may: steerers, closed: unshown, make: floorIdea, fields: (post) => ({ post, minutes: 5 }), clean: (post, s) => s.helper.do("end_spotlight", { post }) },
    { do: "end_spotlight", may: steerers, make: floorPrompt, now: (post, s) => s.helper.do("spotlight_post", { post }), fields: (post) => ({ post }), undo: (post, s) => s.helper.do("end_spotlight", { post }) },
    { do: "connect_posts", may: steerers, closed: unshown, make: async (s) => [await s.idea("dora"), await s.idea("cleo")], fields: ([post, other]) => ({ post, with: other }) },
    { do: "move_post", may: ["flo", ...organizers], make: (s) => s.idea("cleo"), fields: (post) => ({ post, forum: "yard" }) },
    { do: "merge_post", may: steerers, closed: unshown, make: async (s) => [await s.idea("dora"), await s.idea("cleo")], fields: ([post, into]) => ({ post, into }) },
    { do: "split_post", may: steerers, closed: { ...unshown, reveal: "phase_closed", archive: "phase_closed" }, make: floorComment, fields: (post) => ({ post }) },
    { do: "claim_thread", may: steerers, make: floorIdea, fields: (post) => ({ post }) },
    { do: "release_thread", may: steerers, make: floorIdea, now: (post, s, me) => (steerers.includes(me) ? s.line(me) : s.helper).do("claim_thread", { post }), fields: (post) => ({ post }) },
    { do: "announce", called: "to a forum", may: steerers, fields: () => ({ forum: "floor", text: "Lunch" }) },
    { do: "announce", called: "to everybody", may: organizers, fields: () => ({ forum: null, text: "Lunch" }) },
    { do: "introduce_guest", may: steerers, fields: (_, s) => ({ person: s.guest, text: "Hello" }) },
    { do: "open_poll", called: "of a forum", may: steerers, fields: () => ({ forum: "floor", ...ask }) },
    { do: "open_poll", called: "of the jam", may: organizers, fields: () => ({ forum: null, ...ask }) },
    { do: "close_poll", may: steerers, make: (s) => s.openPoll(), fields: (poll) => ({ poll }) },

    { do: "hide_post", may: steerers, outlives: true, make: floorIdea, fields: (post) => ({ post, rule: "civil", note: "Rude" }) },
    { do: "approve_post", may: steerers, outlives: true, make: flagged, fields: (post) => ({ post }) },
    { do: "restore_post", may: steerers, outlives: true, make: async (s) => s.hide(await s.idea("dora")), fields: (post) => ({ post }) },
    { do: "ask_edit", may: steerers, outlives: true, make: floorIdea, fields: (post) => ({ post, rule: "civil", note: "Softer" }) },
    { do: "decide_appeal", may: steerers, outlives: true, make: appealed, fields: (post) => ({ post, uphold: false }) },
    { do: "mute_person", may: steerers, closed: nameless, make: floorIdea, fields: (post) => ({ post, minutes: 1 }), clean: (_, s) => s.helper.do("unmute_person", { person: s.author }) },
    { do: "unmute_person", may: steerers, now: (_, s) => s.helper.do("mute_person", { person: s.author, minutes: 5 }), fields: (_, s) => ({ person: s.author }) },

    { do: "take_shift", may: desk, fields: (_, s, me) => slot(s, me, 0) },
    { do: "drop_shift", may: desk, make: (s, me) => desk.includes(me) && s.line(me).do("take_shift", slot(s, me, 2)), fields: (_, s, me) => slot(s, me, 2) },
    { do: "offer_shift", may: desk, make: (s, me) => desk.includes(me) && s.line(me).do("take_shift", slot(s, me, 4)), fields: (_, s, me) => ({ ...slot(s, me, 4), to: s.id("oren") }) },
    { do: "hand_over", may: desk, fields: () => ({ forum: "floor", text: "All quiet" }) },
    { do: "say", called: "to a forum", may: [...desk, "admin"], fields: () => ({ forum: "floor", text: "Psst" }) },
    { do: "say", called: "to all desks", may: anyDesk, fields: () => ({ forum: null, text: "Psst" }) },
    { do: "look_at", may: [...desk, "admin"], outlives: true, make: floorIdea, fields: (post) => ({ post }) },
    { do: "watch", may: [...desk, "admin"], outlives: true, refusal: "unknown_feed", fields: () => ({ feeds: { "desk/floor": null }, key: undefined }) },

    { do: "respond", may: organizers, outlives: true, make: floorIdea, fields: (post) => ({ post, outcome: "adopted", text: "We will" }) },
    { do: "grant_role", may: organizers, outlives: true, fields: (_, s) => ({ person: s.author, role: "guest" }) },
    { do: "revoke_role", may: organizers, outlives: true, now: (_, s) => s.helper.do("grant_role", { person: s.author, role: "host" }), fields: (_, s) => ({ person: s.author, role: "host" }) },
    { do: "remove_person", may: organizers, now: (_, s) => s.helper.send("readmit_person", { person: s.spare }), fields: (_, s) => ({ person: s.spare }) },
    { do: "readmit_person", may: organizers, now: (_, s) => s.helper.send("remove_person", { person: s.spare }), fields: (_, s) => ({ person: s.spare }) },
    { do: "change_plan", may: organizers, fields: (_, s) => ({ plan: s.plan() }) },

    { do: "ask_erasure", may: people, outlives: true, fields: () => ({ what: "identity" }) },
    { do: "erase_post", may: ["rex"], outlives: true, make: floorIdea, fields: (post) => ({ post }) },
    { do: "erase_post", called: "redacted", may: ["rex"], outlives: true, make: floorIdea, fields: (post) => ({ post, text: "[taken out]" }) },
    { do: "erase_person", called: "identity", may: ["rex"], outlives: true, make: (s) => s.stranger(), fields: (person) => ({ person, what: "identity" }) },
    { do: "erase_person", called: "everything", may: ["rex"], outlives: true, make: (s) => s.stranger(), fields: (person) => ({ person, what: "everything" }) },
    { do: "refuse_erasure", may: ["rex"], outlives: true, now: (_, s) => s.line("dora").send("ask_erasure", { what: "identity" }), fields: (_, s) => ({ person: s.author, note: "The law asks for it" }) },
    { do: "set_legal_hold", may: ["rex"], outlives: true, fields: () => ({ note: "Case 12" }), clean: (_, s) => s.line("rex").do("lift_legal_hold", { note: "Over" }) },
    { do: "lift_legal_hold", may: ["rex"], outlives: true, now: (_, s) => s.line("rex").do("set_legal_hold", { note: "Case 12" }), fields: () => ({ note: "Over" }), undo: (_, s) => s.line("rex").do("lift_legal_hold", { note: "Over" }) },

    { do: "extend_phase", may: organizers, moves: true, fields: () => ({ minutes: 1 }) },
    { do: "pause_clock", may: organizers, moves: true, fields: () => ({}), clean: (_, s) => s.helper.do("resume_clock") },
    { do: "resume_clock", may: organizers, moves: true, now: (_, s) => s.helper.do("pause_clock"), fields: () => ({}), undo: (_, s) => s.helper.do("resume_clock") },
    { do: "advance_phase", may: organizers, moves: true, fields: () => ({}) },
];

/** What is left at the end, each in a jam of its own. */
export const endings = [
    { do: "unseal", may: organizers, closed: { reveal: "not_allowed", archive: "not_allowed" }, fields: (_, s) => ({ phase: s.running }) },
    { do: "close_jam", may: organizers, fields: () => ({}) },
    { do: "cancel_jam", may: organizers, fields: () => ({ note: "Storm" }) },
];

/** What is asked for over HTTP: [method, path, who may while the jam runs, who may when it is closed]. */
export const pages = [
    ["GET", "", all],
    ["GET", "/forums/floor/posts", all],
    ["GET", "/search?q=idea", all],
    ["GET", "/polls", all],
    ["GET", "/responses", all],
    ["GET", "/moderation", all],
    ["GET", "/calendar.ics", all],
    ["GET", "/me", people],
    ["GET", "/mine", people],
    ["GET", "/mentionable?q=ad", people],
    ["GET", "/desk?forum=floor", [...desk, "admin"]],
    ["GET", "/desk", anyDesk],
    ["GET", "/desk/floor/handover", [...desk, "admin"]],
    ["GET", "/plan", organizers],
    ["GET", "/checklist", organizers],
    ["GET", "/people", [...organizers, "rex"]],
    ["GET", "/privacy", all],
    ["GET", "/me/data.json", people],
    ["GET", "/records", ["rex"]],
    ["GET", "/records/preview?person=1", ["rex"]],
    ["POST", "/wall-link", organizers, []],
    ["GET", "/report", reporters, all],
    ["GET", "/report.html", reporters, all],
    ["GET", "/export.zip", reporters],
];

export const isJammer = (name) => jammers.includes(name) || ["dora", "cleo", "oren"].includes(name);
