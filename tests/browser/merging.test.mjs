// SPDX-License-Identifier: Apache-2.0
// A merge asks each supporter once, and moves nothing that nobody moved (SV5, BA6).
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

test("who supported a merged idea is asked once, and one tap answers", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t, openPlan(), { more: ["cleo@example.org,Cleo Clark,participant,,south"] });
    const { jam, command, read } = scene;
    const write = async (name, text) => (await command(name, { do: "add_post", forum: "floor", kind: "idea", text })).post;
    const into = await write("ada", "A tram on the ring road");
    const merged = await write("fay", "Rails round the ring");
    for (const name of ["ben", "cleo"]) await command(name, { do: "cast_ballot", post: merged, choice: "support" });
    await command("cleo", { do: "cast_ballot", post: into, choice: "support" });
    const supportedBy = async (name) => (await read("/me", name)).ballots.map(({ post }) => post).sort();
    const ben = await scene.signedIn("ben", { device: phone, at: `/jam/${jam}/f/floor` });
    const cleo = await scene.signedIn("cleo");
    const ada = await scene.signedIn("ada");
    const question = (visitor) => visitor.page.getByRole("article", { name: "Move your support?" });
    await ben.page.getByText("Rails round the ring").waitFor();
    await cleo.page.getByText("Rails round the ring").first().waitFor();

    await step("everybody who supported it is asked, and nothing has moved", async () => {
        await command("olga", { do: "merge_post", post: merged, into });
        await question(ben).getByText("A tram on the ring road").waitFor();
        await ben.check("160 move your support");
        await question(cleo).getByText(/moving only clears the old ballot/).waitFor();
        await cleo.check("160 move your support");
        assert.deepEqual(await supportedBy("ben"), [merged]);
        assert.equal(await question(ada).count(), 0, "who did not support it is not asked");
    });

    await step("one tap moves it, and shows on the idea it went to", async () => {
        await question(ben).getByRole("button", { name: "Move my support" }).tap();
        await question(ben).waitFor({ state: "detached" });
        await ben.page.locator(`article[data-post="${into}"]`).getByRole("button", { name: "Support", pressed: true }).waitFor();
        assert.deepEqual(await supportedBy("ben"), [into]);
        await ben.check("161 support moved");
    });

    await step("another leaves it, and is not asked again", async () => {
        await question(cleo).getByRole("button", { name: "Leave it" }).click();
        await question(cleo).waitFor({ state: "detached" });
        await cleo.page.reload();
        await cleo.page.getByText("A tram on the ring road").first().waitFor();
        assert.equal(await question(cleo).count(), 0);
        assert.deepEqual(await supportedBy("cleo"), [into, merged]);
        await cleo.checkBoth("162 support left");
    });

    await step("both ideas stay readable and point to each other", async () => {
        const here = ada.page.locator(`article[data-post="${into}"]`);
        await here.getByText("1 idea by Fay Facilitator was merged into this one").waitFor();
        await ada.page.reload();
        await here.getByText("1 idea by Fay Facilitator was merged into this one").waitFor();
        await ada.checkBoth("163 merged in the feed");
        await here.getByRole("link", { name: /Comment/ }).click();
        const thread = ada.page.getByRole("region", { name: "Discussion" });
        await thread.getByRole("link", { name: /Rails round the ring/ }).waitFor();
        await ada.checkBoth("164 merged in the discussion");
    });
});
