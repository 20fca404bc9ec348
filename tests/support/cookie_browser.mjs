// SPDX-License-Identifier: Apache-2.0
// A browser as far as cookies go: what it is set it sends again, with the Origin of a page of the hall.
import { once } from "node:events";
import { WebSocket } from "ws";

export class CookieBrowser {
    cookies = new Map();

    constructor(hall, { userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0" } = {}) {
        this.hall = hall;
        this.userAgent = userAgent;
    }

    get headers() {
        const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        return { origin: this.hall.url, "user-agent": this.userAgent, ...(cookie ? { cookie } : {}) };
    }

    async send(method, path, body) {
        const response = await this.hall.request(method, path, {
            token: null,
            body: body === undefined ? undefined : JSON.stringify(body),
            headers: this.headers,
        });
        for (const line of response.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            if (value === "") this.cookies.delete(name);
            else this.cookies.set(name, value);
            this.setCookie = line;
        }
        return { status: response.status, text: await response.text(), headers: response.headers };
    }

    signIn = (body) => this.send("POST", "/api/v1/login", body);
    ask = (email, jam) => this.send("POST", "/api/v1/login/email", { email, jam });

    /** What everybody this browser stands for is called, or null. */
    async who() {
        const { status, text } = await this.send("GET", "/api/v1/login");
        return status === 200 ? JSON.parse(text).jams.map(({ person }) => person?.name ?? null) : null;
    }

    async logins() {
        return JSON.parse((await this.send("GET", "/api/v1/logins")).text).logins;
    }

    /** An open socket of a jam; `closed` gives its closing code. */
    async socket(jam) {
        const address = `${this.hall.url.replace("http", "ws")}/api/v1/jams/${jam}/live`;
        const socket = new WebSocket(address, "jamhall.v1", { headers: this.headers });
        socket.closed = once(socket, "close").then(([code]) => code);
        await once(socket, "message");
        return socket;
    }
}
