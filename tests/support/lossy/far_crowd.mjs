// SPDX-License-Identifier: Apache-2.0
// Wanderers at the far end of a cable; spoken to by messages.
import { once } from "node:events";
import { Wanderers } from "./wanderers.mjs";

process.on("disconnect", () => process.exit());

const heard = async (name) => {
    for (;;) {
        const [message] = await once(process, "message");
        if (message[name] !== undefined) return message[name];
    }
};

const crowd = await Wanderers.join(await heard("join"));
process.send({ joined: true });
const { finished } = await crowd.live(await heard("seconds"));
await finished;
process.send({ finished: true });
await crowd.readUpTo(await heard("upto"));
process.send({ ledger: crowd.ledger() });
