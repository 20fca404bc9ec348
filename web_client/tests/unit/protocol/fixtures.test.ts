// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/commands';
import { decode, type Decoder } from '../../../src/protocol/decode';
import { serverFrame } from '../../../src/protocol/frames';
import { checkedPlan, created, directory, peoplePage, rosterAnswer } from '../../../src/protocol/http';
import type { ForumId, PersonId, PhaseId, PostId } from '../../../src/protocol/ids';
import { jamPage } from '../../../src/protocol/jam';
import { login } from '../../../src/protocol/login';
import { mePage, postsPage, searchPage, threadPage } from '../../../src/protocol/pages';
import { problem } from '../../../src/protocol/problem';
import { report } from '../../../src/protocol/report';

const folder = new URL('../../../../tests/fixtures/protocol/v1/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = (part: string) => readdirSync(new URL(part, folder)).filter((name) => name.endsWith('.json'));

const answers: Record<string, Decoder<unknown>> = {
  'checked_plan.json': checkedPlan,
  'created.json': created,
  'jam.json': jamPage,
  'jams.json': directory,
  'login.json': login,
  'login_admin.json': login,
  'me.json': mePage,
  'people.json': peoplePage,
  'posts_page.json': postsPage,
  'posts_page_unsealed.json': postsPage,
  'problem.json': problem,
  'problem_plan.json': problem,
  'problem_roster.json': problem,
  'report.json': report,
  'report_sealed.json': report,
  'roster.json': rosterAnswer,
  'search.json': searchPage,
  'thread_page.json': threadPage,
};

const forum = 'known-for' as ForumId;
const phase = 'ideas' as PhaseId;
const post = 1 as PostId;
const person = 2 as PersonId;

/** One of each command that this client sends. */
const sent: Record<string, Command> = {
  'add_post.json': { do: 'add_post', forum, kind: 'idea', text: '…' },
  'add_post_built_on.json': { do: 'add_post', forum, kind: 'idea', text: '…', builds_on: post, drafted_in: phase },
  'add_post_comment.json': { do: 'add_post', forum, kind: 'comment', text: '…', parent: post },
  'advance_phase.json': { do: 'advance_phase' },
  'announce.json': { do: 'announce', text: '…', forum },
  'cancel_jam.json': { do: 'cancel_jam', note: '…' },
  'cast_ballot.json': { do: 'cast_ballot', post, choice: 'support' },
  'close_jam.json': { do: 'close_jam' },
  'edit_post.json': { do: 'edit_post', post, text: '…', drafted_in: phase },
  'extend_phase.json': { do: 'extend_phase', minutes: 5 },
  'follow.json': { do: 'follow', post },
  'grant_role.json': { do: 'grant_role', person, role: 'host', forums: [forum] },
  'join.json': { do: 'join', charter: 1, rules: 1 },
  'mark_read.json': { do: 'mark_read', feed: 'me', offset: 1 },
  'pause_clock.json': { do: 'pause_clock' },
  'resume_clock.json': { do: 'resume_clock' },
  'revoke_role.json': { do: 'revoke_role', person, role: 'host' },
  'withdraw_post.json': { do: 'withdraw_post', post },
};

describe('the golden files of the server', () => {
  it.each(names('frames/'))('frame %s is understood whole', (name) => {
    const frame = decode(serverFrame, read(`frames/${name}`));
    expect(frame.type).not.toBe('unknown');
    if (frame.type === 'events') for (const event of frame.events) expect(event.type).not.toBe('unknown');
  });

  it.each(names('http/'))('answer %s is understood', (name) => {
    const decoder = answers[name];
    expect(decoder, 'this client reads every answer').toBeDefined();
    if (decoder) expect(decode(decoder, read(`http/${name}`))).toBeTypeOf('object');
  });

  it.each(Object.entries(sent))('command %s has the fields that the server reads', (name, command) => {
    const golden = read(`commands/${name}`) as Record<string, unknown>;
    expect(golden['do']).toBe(command.do);
    expect(Object.keys(command).filter((field) => !(field in golden))).toEqual([]);
  });
});
