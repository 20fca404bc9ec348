// SPDX-License-Identifier: Apache-2.0
// What a reader knows of posts from the events of shared feeds alone, to be held against the server's pages.

const carriesPost = new Set(["post_added", "post_edited", "post_withdrawn", "announced", "summary_published", "post_split", "post_spotlighted", "post_moved", "post_approved", "post_restored"]);

/** Every event of these feeds once, in the order of the log. */
export function inOrder(events) {
    const known = new Map();
    for (const [feed, told] of events) if (!/^(me|desk\/)/.test(feed)) for (const event of told) known.set(event.offset, event);
    return [...known.values()].sort((a, b) => a.offset - b.offset);
}

/** post -> what is known of it. */
export function foldPosts(events) {
    const posts = new Map();
    const merges = new Map(); // post -> into, the last time
    const thread = (id) => [...posts.values()].filter((each) => each.post === id || posts.get(each.parent)?.post === id || posts.get(posts.get(each.parent)?.parent)?.post === id);
    for (const event of events) {
        const known = posts.get(event.post);
        if (carriesPost.has(event.type)) {
            const { post, kind, forum, parent, builds_on, author, text, state } = event;
            const before = known ?? { connected: [], split_from: null, merged_into: null, response: null };
            const made = { ...before, post, kind, forum, parent, builds_on, author: author?.id ?? null, text, state, rule: state === "hidden" ? (before.rule ?? null) : null };
            if (event.type === "post_split") made.split_from = event.split_from;
            // A post merged before it was hidden is merged again when it is restored; restored once more it stands by itself.
            if (event.type === "post_restored") made.merged_into = state === "merged" ? merges.get(post) : null;
            posts.set(post, made);
            if (event.type === "post_moved") for (const each of thread(post)) each.forum = event.to;
        } else if (event.type === "post_hidden") {
            Object.assign(known, { state: "hidden", text: null, rule: event.rule, merged_into: null });
        } else if (event.type === "post_merged") {
            Object.assign(known, { state: "merged", merged_into: event.into });
            merges.set(event.post, event.into);
        } else if (event.type === "posts_connected") {
            for (const [one, other] of [[event.post, event.with], [event.with, event.post]]) posts.get(one).connected.push(other);
        } else if (event.type === "responded") {
            const { outcome, text, owner, due } = event;
            known.response = { outcome, text, owner, due };
        }
    }
    return posts;
}

/** The same of a post as a page shows it. */
export function ofPage(post) {
    const { kind, forum, parent, builds_on, author, text, state, rule, merged_into, split_from, connected, response } = post;
    const answered = response && { outcome: response.outcome, text: response.text, owner: response.owner, due: response.due };
    return { post: post.post, kind, forum, parent, builds_on, author: author?.id ?? null, text, state, rule, merged_into, split_from, connected: [...connected].sort((a, b) => a - b), response: answered };
}
