// SPDX-License-Identifier: Apache-2.0
// A quick poll from the desk: answered by keyboard and by touch, closed, and its result for eyes and for readers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openJam, phone, slowLine, stepsOf } from "../support/browser.mjs";

test("a poll is opened, answered, closed and read", async (t) => {
    const step = stepsOf(t);
    const scene = await openJam(t);
    const { jam, command, read } = scene;
    const question = "How do you come to work?";
    let slow;
    const slowDown = async (visitor) => (slow = await slowLine(visitor, (frame) => /"type":"reply"/.test(frame)));
    const fay = await scene.signedIn("fay", { at: `/jam/${jam}/desk`, before: slowDown });
    const ada = await scene.signedIn("ada");
    const ben = await scene.arrive({ device: phone });
    const line = await slowLine(ben, (frame) => frame.includes('"type":"poll_closed"'));
    line.hold();
    await ben.signIn(jam, new URL(scene.link("ben")).hash.slice(1));
    await command("ben", { do: "join", charter: 1, rules: 1, privacy: 1 });
    await ben.page.goto(`/jam/${jam}/f/floor`);
    const poll = (visitor) => visitor.page.getByRole("article", { name: question });
    const control = fay.page.getByRole("region", { name: "Control" });

    await step("a facilitator opens it for the forum", async () => {
        await control.getByRole("heading", { name: "Quick polls" }).click();
        const form = control.getByRole("form", { name: "Open a poll" });
        await form.getByRole("textbox", { name: "Question" }).fill(question);
        await form.getByRole("textbox", { name: "One answer per line" }).fill("By bus");
        await form.getByRole("button", { name: "Open", exact: true }).click();
        await form.getByText("Give 2 to 12 answers").waitFor();
        await fay.checkBoth("170 too few answers");
        await form.getByRole("textbox", { name: "One answer per line" }).fill("By bus\nBy bicycle\nOn foot, along the canal as long as the light lasts");
        await form.scrollIntoViewIfNeeded();
        await fay.checkBoth("171 open a poll");
        // Pressed twice while the answer is on its way, it opens one poll; what is begun meanwhile stays.
        slow.hold();
        await form.getByRole("button", { name: "Open", exact: true }).click();
        await form.getByRole("button", { name: "Open", exact: true }).click({ force: true });
        await form.getByRole("textbox", { name: "Question" }).fill("And home again?");
        slow.letGo();
        await fay.page.getByRole("status").filter({ hasText: "The poll is open" }).waitFor();
        assert.equal(await form.getByRole("textbox", { name: "Question" }).inputValue(), "And home again?");
        assert.equal(await form.getByRole("textbox", { name: "One answer per line" }).inputValue(), "");
        assert.equal((await read("/polls")).polls.length, 1);
        await control.getByRole("button", { name: `Close the poll: ${question}` }).waitFor();
        await fay.checkBoth("172 poll at the desk");
    });

    await step("one answers it by keyboard alone", async () => {
        await poll(ada).waitFor();
        await ada.checkBoth("173 poll");
        await ada.tabTo(poll(ada).getByRole("radio", { name: "By bus" }));
        await ada.page.keyboard.press("ArrowDown");
        await ada.page.keyboard.press("Enter");
        await poll(ada).getByText("You answered: By bicycle").waitFor();
        await poll(ada).getByText("The result stays sealed until the poll closes.").waitFor();
        assert.doesNotMatch(await poll(ada).innerText(), /\d+ %/);
        await ada.checkBoth("174 answered");
        await control.getByText("1 person has answered").waitFor();
        await command("fay", { do: "answer_poll", poll: (await read("/polls")).polls[0].poll, options: [1] });
    });

    await step("an answer that comes late is refused kindly, and not counted", async () => {
        await poll(ben).getByRole("radio", { name: "On foot" }).check();
        await control.getByRole("button", { name: `Close the poll: ${question}` }).click();
        await control.getByText("No poll is open.").waitFor();
        await poll(ben).getByRole("button", { name: "Answer" }).tap();
        await poll(ben).getByText(/This poll (has )?closed.*; your answer was not counted\./).waitFor();
        await ben.check("175 too late");
        line.letGo();
        await poll(ben).getByText("2 people answered").waitFor();
        await poll(ben).getByText(/your answer was not counted\./).waitFor();
        await ben.check("176 too late and closed");
        const [closed] = (await read("/polls")).polls;
        assert.deepEqual(closed.counts, [0, 2, 0]);
    });

    await step("the result has bars with numbers, and a table", async () => {
        await poll(ada).getByText("2 people answered").waitFor();
        await poll(ada).getByText("2 (100 %)").waitFor();
        await poll(ada).getByText("Show as a table").click();
        const row = poll(ada).getByRole("row").filter({ hasText: "By bicycle" });
        assert.deepEqual(await row.getByRole("cell").allInnerTexts(), ["2", "100 %"]);
        await ada.checkBoth("177 result");
    });

    await step("a scale and several answers at once are asked as such", async () => {
        const ask = (fields) => command("olga", { do: "open_poll", forum: null, results: "live", ...fields });
        await ask({ question: "How easy was it to park?", options: ["Never again", "Like a dream"], kind: "scale" });
        await ask({ question: "Which of these did you use?", options: ["Lift", "Stairs"], kind: "multiple" });
        const scale = ada.page.getByRole("article", { name: "How easy was it to park?" });
        await scale.getByRole("radio", { name: "5 – Like a dream" }).check();
        const several = ada.page.getByRole("article", { name: "Which of these did you use?" });
        for (const name of ["Lift", "Stairs"]) await several.getByRole("checkbox", { name }).check();
        await ada.checkBoth("178 scale and several");
        await scale.getByRole("button", { name: "Answer" }).click();
        await scale.getByText("Mean 5 of 5").waitFor();
        await several.getByRole("button", { name: "Answer" }).click();
        await several.getByText("You answered: Lift and Stairs").waitFor();
        await ada.checkBoth("179 live results");
    });
});
