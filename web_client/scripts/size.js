// SPDX-License-Identifier: Apache-2.0
// Prints what each page loads, brotli, and fails when one is over its budget.
import { readFile, stat } from 'node:fs/promises';

const kilobyte = 1024;
const live = ['index.html', 'src/views/live/LiveScreen.svelte'];
const budgets = [
  { page: 'join and lobby', entries: ['index.html'], js: 35.5, css: 8 },
  { page: 'live jam', entries: live, js: 81, css: 14 },
  { page: 'desk', entries: ['index.html', 'src/views/desk/DeskScreen.svelte'], js: 90, css: 16 },
  { page: 'organizer', entries: [...live, 'src/views/admin/AdminScreen.svelte'], js: 130, css: 24 },
  { page: 'report', entries: ['index.html', 'src/views/report/ReportPage.svelte'], js: 47, css: 14 },
];

const manifest = JSON.parse(await readFile('dist/.vite/manifest.json', 'utf8'));

/** The entry and everything it imports at once; what it imports later is another page's weight. */
function filesOf(name, found = new Set()) {
  const part = manifest[name];
  if (!part) throw new Error(`${name} is not in the build`);
  found.add(part.file);
  for (const css of part.css ?? []) found.add(css);
  for (const next of part.imports ?? []) filesOf(next, found);
  return found;
}

const compressed = (file) =>
  stat(`dist/${file}.br`).then(
    ({ size }) => size,
    async () => (await stat(`dist/${file}`)).size,
  );

let isOver = false;
for (const { page, entries, js, css } of budgets) {
  const files = [...entries.reduce((found, entry) => filesOf(entry, found), new Set())];
  for (const [kind, most] of [
    ['js', js],
    ['css', css],
  ]) {
    const sizes = await Promise.all(files.filter((file) => file.endsWith(`.${kind}`)).map(compressed));
    const total = sizes.reduce((sum, size) => sum + size, 0) / kilobyte;
    if (total > most) isOver = true;
    const verdict = total > most ? 'OVER' : 'ok';
    console.log(`${page.padEnd(16)} ${kind.padEnd(4)} ${total.toFixed(1).padStart(6)} KB of ${most} KB  ${verdict}`);
  }
}
if (isOver) process.exitCode = 1;
