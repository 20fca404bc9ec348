// SPDX-License-Identifier: Apache-2.0
// A hall at one end of a cable that loses packets and is slow, people at the other. Run by `inOwnNetwork`.
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Hall, openPlan } from "../hall.mjs";
import { FarHost, nearAddress, reported } from "../network.mjs";
import { judge } from "./judgement.mjs";

const people = 16;
const weathers = [{ loss: 1 }, { loss: 5 }, { loss: 20 }, { loss: 30, ways: ["input"] }, { bits: 256_000 }, { loss: 100 }, { loss: 5, bits: 256_000 }];

await reported(async ({ seed, seconds }) => {
    const far = await FarHost.open();
    const hall = await Hall.open(null, { host: nearAddress });
    try {
        const jam = await hall.createJam(openPlan({ switches: { ballot: "support" } }));
        const roster = ["email,name", ...Array.from({ length: people }, (_, i) => `w${i}@example.org,Walker ${i}`)].join("\n");
        const tokens = [...(await hall.invite(jam, roster)).values()].map(({ token }) => token);
        const crowd = far.start("tests/support/lossy/far_crowd.mjs");
        const messages = [];
        crowd.on("message", (message) => messages.push(message));
        const heard = async (name) => {
            while (!messages.some((message) => name in message)) await once(crowd, "message");
            return messages.find((message) => name in message)[name];
        };
        crowd.send({ join: { url: hall.url, jam, tokens, seed } });
        await heard("joined");
        crowd.send({ seconds });
        for (const weather of weathers) {
            far.weather(weather);
            await wait((seconds * 1_000) / weathers.length);
        }
        far.weather();
        await heard("finished");
        const last = await hall.json("POST", `/api/v1/jams/${jam}/commands`, { token: tokens[0], body: { do: "add_post", forum: "floor", kind: "idea", text: "The last one" } });
        crowd.send({ upto: last.offset });
        const ledgers = await heard("ledger");
        crowd.kill("SIGKILL");
        return await judge(hall, jam, tokens, ledgers);
    } finally {
        far.end();
        await hall.close();
    }
});
