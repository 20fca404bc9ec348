// SPDX-License-Identifier: Apache-2.0
// Hundreds who ask for everything and read nothing, beside one who posts and one who reads. Run by `inOwnNetwork`, where
// the kernel's own buffers can be made so small that what nobody reads waits in the hall.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { Hall, openPlan } from "../hall.mjs";
import { Jammer } from "../jammer.mjs";
import { reported } from "../network.mjs";
import { RawLine, text } from "./raw_line.mjs";

const long = "Nobody reads this to its end. ".repeat(165);

const ownMemory = (hall) => 1024 * Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${hall.pid}/status`, "utf8"))[1]);
const p99 = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)];

/** Many ask for the whole report and read nothing of it. */
async function stuckReports(hall, jam, stuck, to) {
    const answered = async () => Number(/^jamhall_http_requests_total (\d+)/m.exec(await (await hall.request("GET", "/metrics")).text())[1]);
    const report = async () => (await (await hall.request("GET", `/api/v1/jams/${jam}/report`)).arrayBuffer()).byteLength;
    await report(); // which is noted once an hour
    const [before, answeredBefore] = [ownMemory(hall), await answered()];
    const lines = await Promise.all(Array.from({ length: stuck }, () => RawLine.open(to)));
    for (const line of lines) {
        line.stall();
        line.write(`GET /api/v1/jams/${jam}/report HTTP/1.1\r\nHost: ${to.host}:${to.port}\r\nAuthorization: Bearer ${hall.token}\r\n\r\n`);
    }
    for (let asked = 0; (await answered()) - answeredBefore <= stuck + asked; asked += 1);
    const found = { report_bytes_each: (ownMemory(hall) - before) / stuck, report: await report() };
    lines[0].read();
    await lines[0].until(() => lines[0].count(200) > 0);
    for (const line of lines) line.cut();
    return found;
}

await reported(async ({ stuck, posts }) => {
    execFileSync("ip", ["link", "set", "lo", "up"]);
    for (const buffer of ["tcp_wmem", "tcp_rmem"]) writeFileSync(`/proc/sys/net/ipv4/${buffer}`, "4096 16384 65536");
    const hall = await Hall.open(null);
    const jam = await hall.createJam(openPlan());
    const names = ["ada", "ben", ...Array.from({ length: stuck }, (_, i) => `p${i}`)];
    const links = await hall.invite(jam, ["email,name", ...names.map((name) => `${name}@example.org,${name}`)].join("\n"));
    const token = (name) => links.get(`${name}@example.org`).token;
    const [ada, ben] = [await Jammer.join(hall, jam, token("ada")), await Jammer.join(hall, jam, token("ben"))];
    const post = (of) => ada.do("add_post", { forum: "floor", kind: "idea", text: of });
    for (let left = posts; left > 0; left -= 50) await Promise.all(Array.from({ length: 50 }, () => post(long)));
    await ben.watch({ "forum/floor": 0 });
    await ben.until(({ events }) => events.get("forum/floor")?.length === posts);

    const round = async (count) => {
        const times = [];
        for (let i = 0; i < count; i += 1) {
            const began = performance.now();
            const { offset } = await post("Short");
            await ben.until(({ events }) => events.get("forum/floor").at(-1).offset >= offset);
            times.push(performance.now() - began);
        }
        return p99(times);
    };
    await round(50);
    const found = { owed: posts * long.length, alone_ms: [], beside_ms: [] };
    const to = { host: "127.0.0.1", port: Number(new URL(hall.url).port) };
    for (let turn = 0; turn < 3; turn += 1) {
        found.alone_ms.push(await round(200));
        const before = ownMemory(hall);
        const lines = await Promise.all(names.slice(2).map((name) => RawLine.live(to, jam, token(name))));
        for (const line of lines) line.stall();
        for (const line of lines) line.write(text({ do: "watch", ref: 1, feeds: { "forum/floor": 0 } }));
        await round(20);
        found.beside_ms.push(await round(200));
        found.bytes_each ??= (ownMemory(hall) - before) / stuck;
        for (const line of lines) line.read();
        await lines[0].until(() => lines[0].bytesRead > found.owed);
        found.read_in_the_end = lines[0].bytesRead;
        for (const line of lines) line.cut();
    }
    found.was_cut = ben.closes.length > 0;
    Object.assign(found, await stuckReports(hall, jam, stuck, to));
    await hall.kill("SIGTERM");
    return found;
});
