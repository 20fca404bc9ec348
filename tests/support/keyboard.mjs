// SPDX-License-Identifier: Apache-2.0
// Somebody who has a keyboard only: every key is pressed, nothing is clicked, and after each it must be seen where one is.
import assert from "node:assert/strict";

/** Runs in the page: what has the focus, whether that can be seen, and whether something lies above it. */
function describeFocus() {
    const element = document.activeElement;
    if (element === null || element === document.body) return { what: "nothing", isLost: true };
    // A label may be drawn around for the field within it.
    const styles = [element, element.closest("label") ?? element].map((each) => getComputedStyle(each));
    const box = element.getBoundingClientRect();
    // Of what is larger than the window the part within counts, of a line that wraps its first piece.
    const piece = element.getClientRects()[0] ?? box;
    const within = (low, high, most) => (Math.max(0, low) + Math.min(most, high)) / 2;
    const top = document.elementFromPoint(within(piece.left, piece.right, innerWidth), within(piece.top, piece.bottom, innerHeight));
    return {
        what: element.outerHTML.slice(0, 160),
        isLost: false,
        /** Headings and regions are places where reading goes on, not controls. */
        isPlace: element.matches('[tabindex="-1"], dialog'),
        isOutlined: styles.some((style) => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2),
        isInSight: box.width > 0 && box.height > 0 && top !== null && (element.contains(top) || element.closest("label")?.contains(top) === true),
    };
}

/** Runs in the page: notes all that Tab should reach, in the uppermost dialog if there is one; of radio buttons one a group. */
function noteReachable() {
    const within = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    const groups = new Set();
    const all = [...within.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((element) => {
        if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
        const group = element.type === "radio" ? element.name : element;
        const isFirst = !groups.has(group);
        groups.add(group);
        return isFirst;
    });
    window.toReach = new Map(all.map((element) => [element.type === "radio" ? element.name : element, element.outerHTML.slice(0, 160)]));
    return window.toReach.size;
}

/** Runs in the page: what Tab has not reached yet. */
function leftToReach() {
    const { activeElement: at } = document;
    window.toReach.delete(at?.type === "radio" ? at.name : at);
    return [...window.toReach.values()];
}

export class Keyboard {
    constructor(visitor) {
        this.visitor = visitor;
        this.page = visitor.page;
    }

    /** Presses keys; what has the focus afterwards is seen, whichever it is. */
    async press(...keys) {
        for (const key of keys) await this.page.keyboard.press(key);
    }

    async type(text) {
        await this.page.keyboard.type(text);
    }

    /** Waits until it has the focus, and demands that this be seen. */
    async isAt(locator, what = String(locator)) {
        await this.page.waitForFunction((element) => element === document.activeElement, await locator.elementHandle(), {}).catch(async () => {
            assert.fail(`${what} has not got the focus, but ${(await this.page.evaluate(describeFocus)).what}`);
        });
        await this.isSeen();
    }

    async isSeen() {
        const focus = await this.page.evaluate(describeFocus);
        assert.ok(!focus.isLost, "focus is lost");
        if (!focus.isPlace) assert.ok(focus.isOutlined, `focus cannot be seen at ${focus.what}`);
        assert.ok(focus.isInSight, `something covers ${focus.what}`);
    }

    /** Goes there by Tab, and sees it. */
    async tabTo(locator) {
        await this.visitor.tabTo(locator, 200);
        await this.isSeen();
    }

    /** Goes there by Tab and presses the key that does it. */
    async use(locator, key = "Enter") {
        await this.tabTo(locator);
        await this.press(key);
    }

    /** Tab goes once around: it reaches every control, shows each, and is caught by none. */
    async goAround() {
        const count = await this.page.evaluate(noteReachable);
        let left = await this.page.evaluate(leftToReach);
        // The way around also leads through the window of the browser, if it has one.
        for (let step = 0; left.length > 0 && step < count + 3; step += 1) {
            await this.press("Tab");
            left = await this.page.evaluate(leftToReach);
            if (await this.page.evaluate(() => document.activeElement !== document.body)) await this.isSeen();
        }
        assert.deepEqual(left, [], "not reached by Tab");
        assert.ok(count > 0, "there is something to reach");
    }
}
