// SPDX-License-Identifier: Apache-2.0
// A real hall for a test: the built server in a folder of its own, on a free port of the loopback address.
import { spawn, execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";

export const binary = process.env.JAMHALL_BINARY ?? "build/release/jamhall";

/** How many workers halls have that ask for no number; without it as many as there are processors. */
const workers = process.env.JAMHALL_TEST_WORKERS;

/** Runs one command of the program to its end: {code, stdout, stderr}. */
export async function jamhall(...args) {
    const options = typeof args.at(-1) === "object" ? args.pop() : {};
    try {
        const done = await promisify(execFile)(binary, args, { maxBuffer: 64 * 1024 * 1024, ...options });
        return { code: 0, ...done };
    } catch (error) {
        return { code: error.code, stdout: error.stdout, stderr: error.stderr };
    }
}

export class Hall {
    #child;
    #port = 0;
    #isToEnd = false;
    stderr = "";

    /**
     * A hall in a new folder that goes with it. Pass a test context to have it stopped at the end. `config` is the text
     * of a config file, or what makes it of the folder.
     */
    static async open(test, options = {}) {
        const hall = new Hall();
        hall.folder = options.folder ?? (await mkdtemp(join(tmpdir(), "jamhall-test-")));
        hall.env = options.env ?? {};
        hall.host = options.host ?? "127.0.0.1";
        hall.args = [...(options.args ?? [])];
        if (options.config) {
            const file = join(hall.folder, "hall.toml");
            await writeFile(file, typeof options.config === "string" ? options.config : await options.config(hall.folder));
            hall.args.push("--config", file);
        }
        hall.under = options.under ?? []; // a program and its arguments that runs the server, such as strace
        test?.after(() => hall.close());
        await hall.start();
        hall.token = (await readFile(join(hall.folder, "data", "admin.token"), "utf8")).trim();
        return hall;
    }

    get data() {
        return join(this.folder, "data");
    }

    get pid() {
        return this.#child.pid;
    }

    get isAlive() {
        return this.#child.exitCode === null && this.#child.signalCode === null;
    }

    jamFile(jam) {
        return join(this.data, "jams", `${jam}.jam`);
    }

    /** Starts the server and waits until it listens; the port stays the same over restarts. */
    async start() {
        const spread = workers && !this.args.includes("--workers") ? ["--workers", workers] : [];
        const args = ["serve", "--listen", `${this.host}:${this.#port}`, "--data", this.data, ...spread, ...this.args];
        this.#isToEnd = false;
        const [program, ...rest] = [...this.under, binary, ...args];
        this.#child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...this.env } });
        this.#child.stderr.on("data", (bytes) => (this.stderr += bytes));
        // "close" comes after the last word on stderr.
        this.ended = new Promise((resolve) => this.#child.once("close", (code, signal) => resolve({ code, signal })));
        this.url = await new Promise((resolve, reject) => {
            this.#child.once("error", reject);
            this.ended.then((end) => reject(new Error(`the server ended (${JSON.stringify(end)}): ${this.stderr}`)));
            let url = null;
            this.otherUrls = [];
            createInterface({ input: this.#child.stdout }).on("line", (line) => {
                const told = /^listening on (https?:\/\/\S+)( too)?/.exec(line);
                if (told?.[2]) this.otherUrls.push(told[1]);
                else if (told) url = told[1];
                else if (url) resolve(url);
            });
        });
        this.#port = Number(new URL(this.url).port);
        void this.ended.then((end) => this.#isToEnd || this.#giveUp(end));
    }

    /** The server will be ended by what it runs under: that fails no test. Resolves once it has ended. */
    async dies() {
        this.#isToEnd = true;
        return await this.ended;
    }

    /** A server that ends unasked fails the test at once: what waits for its answers would wait for ever. */
    #giveUp(end) {
        console.error(`the server ended by itself (${JSON.stringify(end)}):\n${this.stderr}`);
        process.exit(1);
    }

    /** Ends the server with a signal and waits for its end. One that is asked to end must do so without a fault. */
    async kill(signal = "SIGKILL") {
        this.#isToEnd = true;
        this.#child.kill(signal);
        const end = await this.ended;
        if (signal === "SIGTERM" && end.code !== 0) throw new Error(`the server ended with ${JSON.stringify(end)}: ${this.stderr}`);
        return end;
    }

    async close() {
        if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill("SIGTERM");
        await rm(this.folder, { recursive: true, force: true });
    }

    /** A raw request as somebody (the administrator unless told otherwise). */
    async request(method, path, { body, token = this.token, type = "application/json", headers = {} } = {}) {
        const authorization = token ? { authorization: `Bearer ${token}` } : {};
        return await fetch(this.url + path, {
            method,
            body,
            headers: { ...authorization, ...(body === undefined ? {} : { "content-type": type }), ...headers },
            redirect: "manual",
        });
    }

    /** A request that must succeed; its JSON. */
    async json(method, path, options = {}) {
        const body = options.body === undefined || typeof options.body === "string" ? options.body : JSON.stringify(options.body);
        const response = await this.request(method, path, { ...options, body });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
        return text ? JSON.parse(text) : null;
    }

    async createJam(plan) {
        return (await this.json("POST", "/api/v1/jams", { body: plan })).jam.id;
    }

    /** Imports a roster (CSV text) and mints everybody's token: email -> {token, link, name}. */
    async invite(jam, roster) {
        await this.json("POST", `/api/v1/jams/${jam}/roster`, { body: roster, type: "text/csv" });
        const links = await this.request("POST", `/api/v1/jams/${jam}/links`);
        const rows = parse(await links.text(), { columns: true });
        return new Map(rows.map((row) => [row.email, row]));
    }
}

/** A plan with no limits in the way: one forum, one phase that lasts, ballots as asked. */
export function openPlan({ switches = {}, ...more } = {}) {
    return {
        plan_version: 1,
        title: "Open floor",
        time_zone: "UTC",
        starts_at: "now",
        forums: [{ id: "floor", title: "Floor", question: "What matters most?" }],
        agenda: [{ id: "talk", kind: "ideate", lasts: "P30D", switches }],
        policies: { limits: { posts_per_minute: null, commands_per_minute: null, connections_per_person: null } },
        ...more,
    };
}
