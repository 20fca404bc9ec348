// SPDX-License-Identifier: Apache-2.0
// What every frame is held against, and what a jam must have shown by its end.
import assert from "node:assert/strict";
import { Schemas, asyncapi, closed, faultsIn, resolve } from "./documents.mjs";
import { mayCarry } from "./feeds.mjs";

export const schemas = new Schemas(closed(asyncapi));
const messages = asyncapi.components.messages;
export const sentByServer = Object.values(asyncapi.operations)
    .flatMap(({ action, messages: sent, reply }) => [...(action === "send" ? sent : []), ...(reply?.messages ?? [])])
    .map(({ $ref }) => resolve(asyncapi, resolve(asyncapi, $ref).$ref).name);
export const eventTypes = asyncapi.components.schemas.Event.oneOf.map(({ $ref }) => resolve(asyncapi, $ref).properties.type.const);

export const isEvent = (type) => (frame) => frame.type === "events" && frame.events.some((event) => event.type === type);
export const isFrame = (type, feed) => (frame) => frame.type === type && (feed === undefined || frame.feed === feed);

/** What is wrong with a frame, and of an event only by the schema of its own type. */
function about(frame, faults) {
    const own = (frame.events ?? []).flatMap((event) => {
        const { $ref } = asyncapi.components.schemas.Event.oneOf.find((each) => resolve(asyncapi, each.$ref).properties.type.const === event.type) ?? {};
        return $ref ? faultsIn(event, schemas.at($ref)).map((fault) => `${event.type} ${event.offset}: ${fault}`) : [`${event.type} is not documented`];
    });
    return (own.length > 0 ? own : faults).slice(0, 10).join("\n");
}

/** Checks everything these people got; gives the types of frames and events and the codes seen. */
export function checkAll(jammers) {
    assert.deepEqual(Object.keys(mayCarry).sort(), [...eventTypes].sort(), "the model of feeds has a row for every event");
    const seen = { frames: new Set(), events: new Set(), codes: new Set() };
    for (const { hello, frames } of jammers) {
        assert.ok(frames.length > 0);
        for (const frame of [hello, ...frames]) {
            assert.ok(sentByServer.includes(frame.type), `${frame.type} is not documented`);
            const faults = faultsIn(frame, schemas.at(messages[frame.type].payload.$ref));
            if (faults.length > 0) assert.fail(`${JSON.stringify(frame).slice(0, 1000)}\n${about(frame, faults)}`);
            seen.frames.add(frame.type);
            if (frame.type === "refused") seen.codes.add(frame.code);
            if (frame.type !== "events") continue;
            for (const event of frame.events) {
                seen.events.add(event.type);
                assert.ok(mayCarry[event.type].includes(frame.feed.split("/")[0]), `${event.type} on ${frame.feed}`);
            }
            const offsets = frame.events.map((event) => event.offset);
            assert.deepEqual(offsets, [...new Set(offsets)].sort((a, b) => a - b), "offsets rise");
            assert.equal(frame.upto, offsets.at(-1));
        }
    }
    return seen;
}

/** What facilitators and organizers do has a test of its own; these are seen there. */
export const ofSteering = {
    frames: ["looking", "polls"],
    events: [
        "post_spotlighted", "spotlight_ended", "posts_connected", "post_moved", "post_merged", "support_moved", "post_split", "thread_claimed",
        "thread_released", "summary_published", "guest_introduced", "poll_opened", "poll_answered", "poll_closed", "flag_raised", "post_hidden",
        "post_approved", "post_restored", "edit_asked", "appealed", "appeal_decided", "person_muted", "person_unmuted", "person_removed",
        "person_readmitted", "shift_taken", "shift_dropped", "shift_offered", "handed_over", "said", "responded", "unseal_asked", "unsealed",
        "plan_changed",
    ],
    codes: ["claimed", "muted", "no_such_poll", "poll_closed", "too_many"],
};

/** The same for what records officers do. */
export const ofRecords = { events: ["erased", "erasure_asked", "erasure_refused"], codes: ["legal_hold"] };
export const without = (all, some) => [...new Set(all)].filter((each) => !some.includes(each)).sort();
