// SPDX-License-Identifier: Apache-2.0
// A network of its own for a test: two hosts on this machine (namespaces joined by a veth pair), so that clients are not
// on the loopback and packets can be lost. Needs root, iproute2 and nftables; without them `noNetwork` says why.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

export const nearAddress = "10.77.0.1";
const farNetwork = "10.77.0";
const longestTest_s = 1_800;

const run = (program, ...args) => execFileSync(program, args, { stdio: ["ignore", "pipe", "pipe"] });

/** Why there can be none here, or null. */
export const noNetwork = (() => {
    if (process.getuid() !== 0) return "only root may make networks";
    try {
        run("unshare", "-n", "sh", "-c", "ip link set lo up && ip link add test0 type veth peer name test1 && nft add table ip t");
        return null;
    } catch (error) {
        return `no network of its own here: ${error.stderr ?? error.message}`;
    }
})();

/** Runs a script in a new network and gives what it reports; see `reported`. */
export async function inOwnNetwork(script, job) {
    const child = spawn("unshare", ["-n", process.execPath, script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.send(job);
    const [answer] = await Promise.race([once(child, "message"), once(child, "exit").then(([code]) => [{ failed: `${script} ended with ${code}` }])]);
    if (child.exitCode === null) child.disconnect();
    if (answer.failed) throw new Error(answer.failed);
    return answer.found;
}

/** The other side of `inOwnNetwork`: does the job and reports. */
export async function reported(work) {
    const [job] = await once(process, "message");
    const answer = await work(job).then(
        (found) => ({ found }),
        (error) => ({ failed: error.stack }),
    );
    await new Promise((resolve) => process.send(answer, resolve));
    process.exit(0);
}

/** The host at the far end of a cable; the near one is where this runs, at `nearAddress`. */
export class FarHost {
    #holder;

    /** With addresses 10.77.0.2 and up. */
    static async open(addresses = 1) {
        const far = new FarHost();
        run("ip", "link", "set", "lo", "up");
        far.#holder = spawn("unshare", ["-n", "sleep", String(longestTest_s)], { stdio: "ignore" });
        const network = (pid) => readlinkSync(`/proc/${pid}/ns/net`);
        while (network(far.#holder.pid) === network(process.pid)) await wait(10);
        run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", String(far.#holder.pid));
        run("ip", "addr", "add", `${nearAddress}/24`, "dev", "near");
        run("ip", "link", "set", "near", "up");
        far.run("ip", "link", "set", "lo", "up");
        for (let i = 0; i < addresses; i += 1) far.run("ip", "addr", "add", `${far.address(i)}/24`, "dev", "far");
        far.run("ip", "link", "set", "far", "up");
        return far;
    }

    address(i) {
        return `${farNetwork}.${i + 2}`;
    }

    run(...command) {
        return run("nsenter", "-t", String(this.#holder.pid), "-n", ...command);
    }

    /** A script that runs there and is spoken to by messages. */
    start(script) {
        return spawn("nsenter", ["-t", String(this.#holder.pid), "-n", process.execPath, script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    }

    /** How bad the cable is from now on: packets lost at random, by percent and direction; bits a second; fair without. */
    weather({ loss = 0, ways = ["input", "output"], bits } = {}) {
        this.run("nft", "flush", "ruleset");
        if (loss > 0) {
            this.run("nft", "add", "table", "ip", "weather");
            for (const way of ways) {
                this.run("nft", "add", "chain", "ip", "weather", way, `{ type filter hook ${way} priority 0; }`);
                this.run("nft", "add", "rule", "ip", "weather", way, ...(loss < 100 ? ["numgen", "random", "mod", "100", "<", String(loss)] : []), "drop");
            }
        }
        const ends = [[run, "near"], [(...command) => this.run(...command), "far"]];
        for (const [on, device] of ends)
            if (bits) on("tc", "qdisc", "replace", "dev", device, "root", "tbf", "rate", `${bits}bit`, "burst", "8kb", "latency", "400ms");
            else on("sh", "-c", `tc qdisc del dev ${device} root 2> /dev/null || true`);
    }

    end() {
        this.#holder.kill("SIGKILL");
    }
}
