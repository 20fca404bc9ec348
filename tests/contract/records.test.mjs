// SPDX-License-Identifier: Apache-2.0
// What people ask of the records officer, and what the officer does: every command is accepted once, every event and every
// refusal is as documented for each reader.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hall, openPlan } from "../support/hall.mjs";
import { Jammer } from "../support/jammer.mjs";
import { commands } from "./documents.mjs";
import { checkAll, isEvent, ofRecords } from "./frames.mjs";

const roster = [
    "email,name,roles",
    "rex@example.org,Rex Records,records_officer",
    "olga@example.org,Olga Organizer,organizer",
    "ada@example.org,Ada Adams,participant",
    "ben@example.org,Ben Brown,participant",
].join("\n");

test("every command of records, its events to each reader, and its refusals", async (t) => {
    const hall = await Hall.open(t);
    const jam = await hall.createJam(openPlan({ policies: { limits: { posts_per_minute: null, commands_per_minute: null, connections_per_person: null } } }));
    const links = await hall.invite(jam, roster);
    const join = async (name) => await Jammer.join(hall, jam, links.get(`${name}@example.org`).token, { keepsFrames: true });
    const [rex, olga, ada, ben] = [await join("rex"), await join("olga"), await join("ada"), await join("ben")];
    for (const each of [rex, olga, ada, ben]) await each.watch({ lobby: 0, "forum/floor": 0, me: 0 });
    const accepted = new Set();
    const act = async (who, name, fields) => {
        accepted.add(name);
        return await who.do(name, fields);
    };
    const refused = async (who, code, name, fields) => {
        const answer = await who.send(name, fields);
        assert.equal(answer.code, code, `${name} ${JSON.stringify(answer)}`);
    };
    const { post } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Ask my neighbour at number 7" });
    const { post: kept } = await ada.do("add_post", { forum: "floor", kind: "idea", text: "Trams at night, says Rita Rossi" });

    const asked = ada.next(isEvent("erasure_asked"));
    await act(ada, "ask_erasure", { what: "post", post, note: "It names my neighbour." });
    await asked;
    await refused(ben, "no_such_post", "ask_erasure", { what: "post", post });
    for (const who of [olga, ada]) await refused(who, "not_allowed", "erase_post", { post });
    await act(rex, "set_legal_hold", { note: "A case before the court" });
    await refused(rex, "legal_hold", "erase_post", { post });
    await act(rex, "lift_legal_hold", { note: "Decided" });
    const gone = ben.next(isEvent("erased"));
    await act(rex, "erase_post", { post, note: "As asked" });
    await gone;
    const redacted = ben.next(isEvent("erased"));
    await rex.do("erase_post", { post: kept, text: "Trams at night", note: "A name" });
    await redacted;
    await ben.do("ask_erasure", { what: "everything" });
    const told = ben.next(isEvent("erasure_refused"));
    await act(rex, "refuse_erasure", { person: ben.hello.you.id, note: "The council must keep it for a year." });
    await told;
    await act(rex, "erase_person", { person: ada.hello.you.id, what: "identity", note: "As asked" });
    assert.equal(await ada.closed, 4500);

    for (const each of [rex, olga, ben]) await each.leave();
    const seen = checkAll([rex, olga, ada, ben]);
    assert.deepEqual(ofRecords.events.filter((each) => !seen.events.has(each)), [], "events not seen");
    assert.deepEqual(ofRecords.codes.filter((each) => !seen.codes.has(each)), [], "refusals not seen");
    const all = commands.map(({ name }) => name).filter((name) => /eras|hold/.test(name));
    assert.deepEqual([...accepted].sort(), all.sort(), "every command was accepted once");
});
