// SPDX-License-Identifier: Apache-2.0
// A hall with a jam and a sign-in provider that it knows.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hall, openPlan } from "./hall.mjs";
import { configOf, Provider, Wanderer } from "./provider.mjs";

export const roster = ["email,name", "ada@example.org,Ada Adams", "ben@example.org,Ben Brown"].join("\n");

/** {hall, provider, jam, visit()}: a hall whose people sign in at a provider that does as the test says. */
export async function openOidcHall(test, { provider, more = "", others = [], plan = {}, tls } = {}) {
    provider ??= await Provider.open(test, { tls });
    const folder = await mkdtemp(join(tmpdir(), "jamhall-oidc-"));
    test.after(() => rm(folder, { recursive: true, force: true }));
    const secretFile = join(folder, "secret");
    await writeFile(secretFile, `${provider.clientSecret}\n`, { mode: 0o600 });
    const config = join(folder, "hall.toml");
    await writeFile(config, [configOf(provider, { secretFile, more }), ...others].join("\n"));
    const hall = await Hall.open(test, { args: ["--config", config] });
    const jam = await hall.createJam(openPlan(plan));
    await hall.json("POST", `/api/v1/jams/${jam}/roster`, { body: roster, type: "text/csv" });
    return { hall, provider, jam, visit: () => new Wanderer(hall) };
}
