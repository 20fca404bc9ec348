// SPDX-License-Identifier: Apache-2.0
// A hall with honest people and, in turns, everybody who means harm. Run by `inOwnNetwork`, because what comes from this
// machine itself is not braked.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { Hall, openPlan } from "../hall.mjs";
import { FarHost, nearAddress, reported } from "../network.mjs";

const abusersMax = 40;
const editor = 20; // who edits without a pause
const usualLimits = { posts_per_minute: 20, commands_per_minute: 300, connections_per_person: 8 };

const memoryOf = (hall) => 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${hall.pid}/status`, "utf8"))[1]);

/** A child process that is asked and answers. */
function asked(child) {
    return async (message, answer) => {
        const heard = new Promise((resolve) => {
            const listen = (said) => {
                if (said[answer] === undefined) return;
                child.off("message", listen);
                resolve(said[answer]);
            };
            child.on("message", listen);
        });
        child.send(message);
        return await Promise.race([heard, once(child, "exit").then(() => Promise.reject(new Error(`a process ended before it said ${answer}`)))]);
    };
}

async function peopleOf(hall, jam, count) {
    const name = (i) => `p${i}@example.org`;
    const links = await hall.invite(jam, ["email,name", ...Array.from({ length: count }, (_, i) => `${name(i)},Person ${i}`)].join("\n"));
    return Array.from({ length: count }, (_, i) => links.get(name(i)).token);
}

/** Something there to read: a few hundred ideas, the first of them an abuser's own. */
async function furnish(hall, jam, abuser, tokens) {
    const post = (text, token) => hall.json("POST", `/api/v1/jams/${jam}/commands`, { token, body: { do: "add_post", forum: "floor", kind: "idea", text } });
    await post("An idea that will be changed", abuser);
    for (let i = 0; i < 300; i += 1) await post(`An old thought, number ${i}. ${"It goes on. ".repeat(20)}`, tokens[i % tokens.length]);
}

await reported(async ({ seed, honest, posts_per_second, rounds, alone_s, beside_s, tail_s, only }) => {
    const far = await FarHost.open(abusersMax + 1);
    const hall = await Hall.open(null, { host: nearAddress });
    const { hostname: host, port } = new URL(hall.url);
    try {
        const plan = openPlan();
        plan.policies = { limits: usualLimits };
        const jam = await hall.createJam(plan);
        const tokens = await peopleOf(hall, jam, honest + abusersMax);
        const [people, abusers] = [tokens.slice(0, honest), tokens.slice(honest)];
        await furnish(hall, jam, abusers[editor], people);
        const honestly = asked(far.start("tests/support/hostile/honest.mjs"));
        await honestly({ join: { url: hall.url, jam, tokens: people, address: far.address(0), seed, posts_per_second } }, "joined");
        await wait(2_000);
        const abuse = asked(far.start("tests/support/hostile/abusers.mjs"));
        const begin = { to: { host, port: Number(port) }, jam, only, tokens: abusers, addresses: Array.from({ length: abusersMax }, (_, i) => far.address(i + 1)) };
        const found = { rounds: [], baseline: memoryOf(hall), peak: 0 };
        const logged = () => hall.stderr.split("\n").length - 1;
        const loggedBefore = logged();
        let watching = setInterval(() => (found.peak = Math.max(found.peak, memoryOf(hall))), 250);
        for (let round = 0; round < rounds; round += 1) {
            await honestly({ forget: true, tell: true }, "told");
            await wait(alone_s * 1_000);
            const alone = await honestly({ tell: true }, "told");
            await abuse({ begin }, "begun");
            await wait(1_000);
            await honestly({ forget: true, tell: true }, "told");
            await wait(beside_s * 1_000);
            const beside = await honestly({ tell: true }, "told");
            if (round === rounds - 1) await wait(tail_s * 1_000); // slow ones have deadlines of their own
            found.rounds.push({ alone, beside, abuses: await abuse({ end: true }, "ended") });
        }
        clearInterval(watching);
        found.after = memoryOf(hall);
        found.log_lines = logged() - loggedBefore;
        found.log = hall.stderr.split("\n").slice(0, 20);
        found.end = await honestly({ tell: true }, "told");
        await hall.kill("SIGTERM");
        return found;
    } finally {
        far.end();
        await hall.close();
    }
});
