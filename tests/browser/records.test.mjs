// SPDX-License-Identifier: Apache-2.0
// Somebody reads what is kept, takes it along and asks for erasure; the records officer looks, holds, refuses and erases.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { desktop, openJam, phone, stepsOf } from "../support/browser.mjs";
import { openPlan } from "../support/hall.mjs";

const rosa = "rosa@example.org,Rosa Records,records_officer,,north";

test("people look after their data, and the records officer decides", async (t) => {
    const step = stepsOf(t);
    const stage = await openJam(t, openPlan({ title: "CovJam", privacy: { contact: "records@example.org" } }), { more: [rosa] });
    const { jam, command, signedIn, read } = stage;
    const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: "A clinic on Pelican Quay, where I live" });
    const kept = await command("ben", { do: "add_post", forum: "floor", kind: "idea", text: "More benches" });
    const ada = await signedIn("ada", { at: `/jam/${jam}/me`, device: phone });
    ada.expected.push(/status of 401/); // once everything of hers is erased
    const officer = await signedIn("rosa", { at: `/admin/${jam}/records`, device: desktop });

    await step("the notice is there to read, in plain words", async () => {
        const { page } = ada;
        await page.getByRole("link", { name: "What is kept, and how long" }).click();
        await page.getByRole("heading", { level: 1, name: "Your data in this jam" }).waitFor();
        await page.getByText(/records@example\.org/).waitFor();
        await ada.checkBoth("160 privacy notice");
        await page.goto(`/jam/${jam}/me`);
    });

    await step("everything that is kept comes as a file", async () => {
        const { page } = ada;
        const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download my data" }).click()]);
        const data = JSON.parse(await readFile(await download.path(), "utf8"));
        assert.equal(data.kept.posts[0].text, "A clinic on Pelican Quay, where I live");
        await ada.check("161 me with data");
    });

    await step("a wish for erasure goes to the records officer", async () => {
        const { page } = ada;
        await page.getByRole("button", { name: "Ask for erasure" }).click();
        await page.getByRole("radio", { name: /Everything of mine/ }).check();
        await page.getByRole("textbox", { name: /What should the records officer know/ }).fill("I have moved away");
        await ada.checkBoth("162 ask for erasure");
        await page.getByRole("button", { name: "Ask", exact: true }).click();
        await page.getByText("Your request is with the records officer.").first().waitFor({ state: "attached" });
        const { requests } = await read("/records", "rosa");
        assert.deepEqual(requests.map(({ what, note }) => [what, note]), [["everything", "I have moved away"]]);
    });

    await step("the officer sees requests, dates and what was taken out, and holds everything", async () => {
        const { page } = officer;
        await page.reload();
        await page.getByText(/Everything of Ada Adams/).waitFor();
        await officer.checkBoth("163 records");
        await page.getByRole("button", { name: "Set a legal hold" }).click();
        await page.getByText("Please write the reason.").first().waitFor();
        await page.getByRole("textbox", { name: "Reason" }).fill("Case 12/2027");
        await page.getByRole("button", { name: "Set a legal hold" }).click();
        await page.getByText(/A hold stands since/).waitFor();
        await page.getByRole("button", { name: /Look at what would go: Ada Adams/ }).click();
        await page.getByRole("checkbox", { name: /I have looked at it/ }).check();
        assert.equal(await page.getByRole("button", { name: "Erase for good" }).isDisabled(), true);
        await officer.checkBoth("164 held preview");
        await page.getByRole("button", { name: "Not now" }).click();
        await page.getByRole("textbox", { name: "Reason" }).fill("Settled");
        await page.getByRole("button", { name: "Lift the hold" }).click();
        await page.getByText(/No hold stands/).waitFor();
    });

    await step("the preview says what goes, and then it is gone before everybody's eyes", async () => {
        const { page } = officer;
        const ben = await signedIn("ben", { at: `/jam/${jam}/p/${post}`, device: desktop });
        await ben.page.getByText(/Pelican Quay/).first().waitFor();
        await page.getByRole("button", { name: /Look at what would go: Ada Adams/ }).click();
        await page.getByText("1 post would lose its text.").waitFor();
        await page.getByRole("checkbox", { name: /I have looked at it/ }).check();
        await page.getByRole("textbox", { name: /Why/ }).fill("As she asked");
        await page.getByRole("button", { name: "Erase for good" }).click();
        await page.getByText("Nobody waits for an answer.").waitFor();
        await page.getByText(/somebody erased/).first().waitFor();
        await officer.checkBoth("165 erased");
        await ben.page.getByText(/Pelican Quay/).first().waitFor({ state: "detached" });
        await ben.checkBoth("166 erased post");
    });

    await step("a post is redacted by its number, and a refusal needs its ground", async () => {
        const { page } = officer;
        await page.getByRole("textbox", { name: "Number of a post" }).fill(String(kept.post));
        await page.getByRole("button", { name: "Look at what would go", exact: true }).click();
        await page.getByRole("textbox", { name: /what the post shall say/ }).fill("More [seats]");
        await page.getByRole("checkbox", { name: /I have looked at it/ }).check();
        await page.getByRole("button", { name: "Erase for good" }).click();
        await page.getByText(/redacted/).first().waitFor();
        const { posts } = await read("/forums/floor/posts", "ben");
        assert.deepEqual(posts.map(({ text }) => text).sort(), ["More [seats]", null].sort());
        await command("ben", { do: "ask_erasure", what: "identity" });
        await page.reload();
        await page.getByRole("button", { name: "Refuse what Ben Brown asks" }).click();
        await page.getByRole("button", { name: "Refuse", exact: true }).click();
        await page.getByText("Please write the reason.").first().waitFor();
        await officer.checkBoth("167 refuse");
        await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("A court asks for it");
        await page.getByRole("button", { name: "Refuse", exact: true }).click();
        await page.getByText(/refused a request/).first().waitFor();
        const ben = await signedIn("ben", { at: `/jam/${jam}/me`, device: phone });
        await ben.page.getByText("The records officer did not erase what you asked for: A court asks for it").waitFor();
        await ben.checkBoth("167b refused");
    });
});

test("people choose single posts, and hear what became of each", async (t) => {
    const step = stepsOf(t);
    const plan = openPlan({ title: "CovJam", policies: { limits: { posts_per_minute: null, commands_per_minute: null, connections_per_person: null } } });
    const stage = await openJam(t, plan, { more: [rosa] });
    const { jam, command, signedIn, read } = stage;
    const posts = [];
    for (let number = 1; number <= 45; number += 1) {
        const { post } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: `Thought **${number}** about the harbour` });
        posts.push(post);
    }
    const { post: home } = await command("ada", { do: "add_post", forum: "floor", kind: "idea", text: `The blue door on Heron Row is mine. ${"It is often open. ".repeat(20)}` });
    await command("ben", { do: "add_post", forum: "floor", kind: "idea", text: "A post of Ben" });
    const ada = await signedIn("ada", { at: `/jam/${jam}/me`, device: phone });
    const ben = await signedIn("ben", { at: `/jam/${jam}/p/${home}`, device: desktop });
    const mine = ada.page.getByRole("region", { name: "Your data" });
    const dialog = ada.page.getByRole("dialog");
    const boxes = dialog.getByRole("checkbox");
    const textOf = async (post) => (await read(`/posts/${post}/thread`, "ben")).post.text;
    const officer = await signedIn("rosa", { at: `/admin/${jam}/records`, device: desktop });
    const asked = officer.page.getByRole("region", { name: "Requests" });

    await step("one's own posts are there to choose, newest first, some at a time", async () => {
        await mine.getByRole("button", { name: "Ask for erasure" }).click();
        assert.ok(await dialog.getByRole("radio", { name: /Single posts of mine/ }).isChecked());
        assert.match(await dialog.getByRole("listitem").first().innerText(), /^The blue door on Heron Row is mine\..{80,120}…\s/);
        assert.equal(await boxes.count(), 20);
        await ada.checkBoth("170 choose posts");
        await dialog.getByRole("button", { name: "Show 20 more" }).click();
        await dialog.getByRole("checkbox", { name: /^Thought 26 / }).and(ada.page.locator(":focus")).waitFor();
        await dialog.getByRole("button", { name: "Show 6 more" }).click();
        assert.equal(await boxes.count(), 46);
        await dialog.getByText("Show 6 more").waitFor({ state: "detached" });
        assert.equal(await dialog.getByText("A post of Ben").count(), 0);
    });

    await step("a post is found by its words, and Enter asks for nothing yet", async () => {
        const words = dialog.getByRole("textbox", { name: "Find a post by its words" });
        await words.fill("HARBOUR 17");
        await words.press("Enter");
        assert.deepEqual(await dialog.getByRole("listitem").count(), 1);
        await words.fill("nowhere");
        await dialog.getByText("None of your posts says that.").waitFor();
        await words.fill("");
        await dialog.getByRole("button", { name: "Ask", exact: true }).click();
        await dialog.getByText("Please choose at least one post.").waitFor();
        assert.deepEqual((await read("/records", "rosa")).requests, []);
    });

    await step("one post is asked for, and the page says that it waits", async () => {
        await dialog.getByRole("checkbox", { name: /Heron Row/ }).check();
        await dialog.getByText("1 of your 46 posts chosen.").waitFor();
        await dialog.getByRole("textbox", { name: /What should the records officer know/ }).fill("It says where I live");
        await dialog.getByRole("button", { name: "Ask", exact: true }).click();
        await dialog.waitFor({ state: "detached" });
        await mine.getByText("It waits for the records officer.").waitFor();
        await mine.getByRole("link", { name: /^The blue door on Heron Row/ }).waitFor();
        await mine.scrollIntoViewIfNeeded();
        await ada.checkBoth("171 a post is asked for");
        const { requests } = await read("/records", "rosa");
        assert.deepEqual(requests.map(({ what, post, note }) => [what, post, note]), [["post", home, "It says where I live"]]);
    });

    await step("what is asked for already is not offered again", async () => {
        await mine.getByRole("button", { name: "Ask for erasure" }).click();
        await dialog.getByRole("checkbox", { name: /^Thought 45 / }).waitFor();
        assert.equal(await dialog.getByRole("checkbox", { name: /Heron Row/ }).count(), 0);
        await dialog.getByRole("button", { name: "Close" }).click();
    });

    await step("the officer sees which post it is and what it says, and erases just that", async () => {
        await officer.page.reload();
        await asked.getByText("A post of Ada Adams").waitFor();
        await asked.getByText(/The blue door on Heron Row is mine/).waitFor();
        await asked.getByText("It says where I live").waitFor();
        await officer.checkBoth("172 a post in the records");
        await asked.getByRole("button", { name: `Look at what would go: post ${home}` }).click();
        const look = officer.page.getByRole("dialog");
        await look.getByText(/It is often open\. It is often open/).waitFor();
        await look.getByText("2 texts.").waitFor(); // what she wrote about it goes too
        await look.getByRole("checkbox", { name: /I have looked at it/ }).check();
        await officer.checkBoth("173 look at a post");
        await look.getByRole("button", { name: "Erase for good" }).click();
        await asked.getByText("Nobody waits for an answer.").waitFor();
        await asked.getByRole("heading", { name: "Requests" }).and(officer.page.locator(":focus")).waitFor();
    });

    await step("it is gone before everybody's eyes, its neighbours stay, and who asked is told", async () => {
        await ben.page.getByText(/Heron Row/).first().waitFor({ state: "detached" });
        assert.equal(await textOf(home), null);
        assert.equal(await textOf(posts[44]), "Thought **45** about the harbour");
        await mine.getByText("The text of a post was erased, as you asked.").waitFor();
        await ada.page.getByText("The text of a post of yours was erased").waitFor();
        assert.equal(await ada.page.getByText(/Heron Row/).count(), 0);
        await ada.checkBoth("174 erased and told");
        await ada.page.reload();
        await mine.getByText("The text of a post was erased, as you asked.").waitFor();
    });

    await step("several are asked for at once; of these the officer changes one, erases one and refuses the rest", async () => {
        await mine.getByRole("button", { name: "Ask for erasure" }).click();
        for (const number of [41, 42, 43, 44]) await dialog.getByRole("checkbox", { name: new RegExp(`^Thought ${number} `) }).check();
        await dialog.getByRole("button", { name: "Ask", exact: true }).click();
        await dialog.waitFor({ state: "detached" });
        await officer.page.reload();
        await asked.getByText("4 posts of Ada Adams").waitFor();
        await officer.checkBoth("175 several posts");
        await asked.getByRole("button", { name: `Look at what would go: post ${posts[40]}` }).click();
        await officer.page.getByRole("textbox", { name: /what the post shall say/ }).fill("Thought 41 [shortened]");
        await officer.page.getByRole("checkbox", { name: /I have looked at it/ }).check();
        await officer.page.getByRole("button", { name: "Erase for good" }).click();
        await asked.getByText("3 posts of Ada Adams").waitFor();
        await asked.getByRole("button", { name: `Look at what would go: post ${posts[41]}` }).click();
        await officer.page.getByRole("checkbox", { name: /I have looked at it/ }).check();
        await officer.page.getByRole("button", { name: "Erase for good" }).click();
        await asked.getByText("2 posts of Ada Adams").waitFor();
        await asked.getByRole("button", { name: "Refuse what Ada Adams asks" }).click();
        await officer.page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("The council quoted them");
        await officer.page.getByRole("button", { name: "Refuse", exact: true }).click();
        await asked.getByText("Nobody waits for an answer.").waitFor();
        await mine.getByText("The records officer did not erase what you asked for: The council quoted them").waitFor();
        assert.deepEqual(await mine.getByRole("listitem").allInnerTexts(), ["Thought 43 about the harbour", "Thought 44 about the harbour", "Thought 41 [shortened]"]);
        await mine.getByText("The texts of 2 posts were erased, as you asked.").waitFor();
        await ada.checkBoth("176 changed, erased, refused");
        await ada.page.getByText("The records officer changed the text of a post of yours").waitFor();
    });

    await step("all that one person asks for goes at one look", async () => {
        await mine.getByRole("button", { name: "Ask for erasure" }).click();
        for (const number of [33, 34, 35, 36, 37, 38]) await dialog.getByRole("checkbox", { name: new RegExp(`^Thought ${number} `) }).check();
        await dialog.getByRole("button", { name: "Ask", exact: true }).click();
        await dialog.waitFor({ state: "detached" });
        await officer.page.reload();
        await asked.getByRole("button", { name: "Show 1 more Ada Adams" }).click();
        await asked.getByRole("link", { name: `Post ${posts[37]}` }).and(officer.page.locator(":focus")).waitFor();
        await asked.getByRole("button", { name: "Look at all 6 posts" }).click();
        const look = officer.page.getByRole("dialog");
        await look.getByText("6 texts.").waitFor();
        await look.getByRole("listitem").nth(5).getByText("about the harbour").waitFor();
        await officer.checkBoth("177 six posts at one look");
        await look.getByRole("checkbox", { name: /I have looked at it/ }).check();
        await look.getByRole("button", { name: "Erase for good" }).click();
        await asked.getByText("Nobody waits for an answer.").waitFor();
        for (const number of [33, 38]) assert.equal(await textOf(posts[number - 1]), null);
        assert.equal(await textOf(posts[38]), "Thought **39** about the harbour");
        await mine.getByText("The texts of 8 posts were erased, as you asked.").waitFor();
    });
});

test("a notice that changed is asked about again before anybody goes on", async (t) => {
    const stage = await openJam(t, openPlan({ title: "CovJam", charter: { asks: "Ideas", decides: "Cabinet", criteria: "Use", answer_by: "" } }));
    const { jam, command, signedIn } = stage;
    const ada = await signedIn("ada");
    await ada.page.getByRole("heading", { level: 1 }).waitFor();
    const plan = await stage.hall.json("GET", `/api/v1/jams/${jam}/plan`);
    await command("olga", { do: "change_plan", plan: { ...plan, policies: { ...plan.policies, backup_days: 90 } } });
    await ada.page.goto(`/jam/${jam}`);
    await ada.page.getByText("The notice about your data has changed since you accepted it.").waitFor();
    await ada.page.getByText(/kept for 90 days/).waitFor();
    await ada.checkBoth("168 notice changed");
    await ada.page.getByRole("button", { name: "Accept and join" }).click();
    await ada.page.getByText("The notice about your data has changed since you accepted it.").waitFor({ state: "detached" });
});
