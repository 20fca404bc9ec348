// SPDX-License-Identifier: Apache-2.0
// A small disk of its own for a test: a tmpfs, where we may mount one.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const run = (...words) => spawnSync(words[0], words.slice(1)).status === 0;

/** Mounts a disk of `size` (as mount says it: 4m) and returns its folder; goes with the test, after the hall on it. */
export function smallDisk(test, size, options = "") {
    const folder = mkdtempSync(join(tmpdir(), "jamhall-disk-"));
    if (!run("mount", "-t", "tmpfs", "-o", `size=${size}${options}`, "jamhall-test", folder)) throw new Error("cannot mount a tmpfs");
    test.after(async () => {
        for (const hall of disks.get(folder) ?? []) await hall.close();
        run("umount", "--lazy", folder);
        rmSync(folder, { recursive: true, force: true });
    });
    return folder;
}

const disks = new Map();

/** Remembers that a hall must end before its disk goes. */
export function on(folder, hall) {
    disks.set(folder, [...(disks.get(folder) ?? []), hall]);
    return hall;
}

/** Whether mounting works here; it needs root. */
export const canMount = (() => {
    const folder = mkdtempSync(join(tmpdir(), "jamhall-disk-"));
    const mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "jamhall-test", folder);
    if (mounted) run("umount", folder);
    rmSync(folder, { recursive: true, force: true });
    return mounted;
})();

/** Another program's file on the disk: as large as asked, or as all that is left. */
export async function ballast(folder, bytes = Infinity) {
    const file = await open(join(folder, "ballast"), "a");
    try {
        for (let left = Math.min(bytes, statfsSync(folder).bsize * statfsSync(folder).bfree); left > 0; ) {
            const { bytesWritten } = await file.write(Buffer.alloc(Math.min(left, 65_536), 1));
            left -= bytesWritten;
        }
    } catch (error) {
        if (error.code !== "ENOSPC") throw error;
    } finally {
        await file.close();
    }
    return () => rm(join(folder, "ballast"));
}
