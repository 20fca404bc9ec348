// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ForumId, JamId, PersonId, PostId } from '../../../src/protocol/ids';
import { decode } from '../../../src/protocol/decode';
import { peoplePage } from '../../../src/protocol/http';
import type { Role } from '../../../src/protocol/jam';
import { to } from '../../../src/router';
import { checkNameOf, mendedAt } from '../../../src/store/checklist';
import { ledgerOf, partOf } from '../../../src/store/ledger';
import {
  checkChange,
  joined,
  makeWallLink,
  readChecklist,
  readLedger,
  readPlan,
  readTemplates,
} from '../../../src/store/organizing';
import { roleCommands } from '../../../src/store/role-change';
import { HallApi } from '../../../src/store/api';
import { unsealingOf } from '../../../src/store/unsealing';
import { FakeHttp } from '../../support/fake-http';
import { planOnWire, template } from '../../support/plans';
import { aJam, jamOnWire, postOnWire, switchesOnWire } from '../../support/samples';

const person = 7 as PersonId;
const green = 'green' as ForumId;
const known = 'known-for' as ForumId;

describe('roles given and taken', () => {
  const commands = (before: [Role[], ForumId[]], wanted: [Role[], ForumId[]]) =>
    roleCommands(person, { roles: before[0], forums: before[1] }, { roles: wanted[0], forums: wanted[1] });

  it('are given before others are taken, so that nobody is without', () => {
    expect(commands([['participant'], []], [['organizer'], []])).toEqual([
      { do: 'grant_role', person, role: 'organizer' },
      { do: 'revoke_role', person, role: 'participant' },
    ]);
  });

  it('carry the forums they are limited to, and only where roles can be', () => {
    expect(commands([['participant'], []], [['participant', 'host', 'analyst'], [green]])).toEqual([
      { do: 'grant_role', person, role: 'host', forums: [green] },
      { do: 'grant_role', person, role: 'analyst' },
    ]);
  });

  it('are granted again when only the forums differ, everywhere being none', () => {
    expect(commands([['facilitator'], [green]], [['facilitator'], [green, known]])).toEqual([
      { do: 'grant_role', person, role: 'facilitator', forums: [green, known] },
    ]);
    expect(commands([['facilitator'], [green]], [['facilitator'], []])).toEqual([
      { do: 'grant_role', person, role: 'facilitator' },
    ]);
    expect(commands([['facilitator'], [green, known]], [['facilitator'], [known, green]])).toEqual([]);
  });
});

describe('the list of people, page by page', () => {
  it('names nobody twice, also when a page comes twice or the list has changed', () => {
    const rows = (...people: [number, boolean?][]) =>
      decode(peoplePage, {
        people: people.map(([id, entered = false]) => ({
          ...{ id, name: 'Ana', email: null, roles: [], audience: null, registered: true, entered },
        })),
        next: null,
      }).people;
    const told = joined(rows([1], [2]), rows([2, true], [3]));
    expect(told.map(({ id, entered }) => [id, entered])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(joined(told, rows([3]))).toHaveLength(3);
  });
});

describe('PH6: opening the counts early', () => {
  const at = (more: Record<string, unknown>, running = 'ideas') => unsealingOf(aJam(running, more));
  const asked = (id: number | null, phase = 'ideas') => ({
    unseal: { phase, person: id === null ? null : { id, name: 'Olga', roles: ['organizer'] } },
  });

  it('begins with one organizer and ends with another', () => {
    expect(at({})).toBe('ask');
    expect(at(asked(1))).toBe('wait');
    expect(at(asked(9))).toBe('confirm');
    expect(at(asked(null))).toBe('confirm');
  });

  it('cannot be completed by the administrator, who is nobody in the jam', () => {
    expect(at({ ...asked(9), you: null })).toBe('watch');
    expect(at({ you: null })).toBe('ask');
  });

  it('is about the running phase, and only while it is sealed', () => {
    expect(at(asked(9, 'write'))).toBe('ask');
    const { phase } = jamOnWire('ideas');
    expect(at({ phase: { ...phase, switches: switchesOnWire({ tallies: 'live' }) } })).toBe('none');
    expect(at({}, 'lobby')).toBe('none');
  });
});

describe('the ledger of answers', () => {
  const idea = (post: number) => ({ post: post as PostId, forum: known, text: `Idea ${post}` });
  const answer = (post: number) => ({ post: postOnWire(post), outcome: 'adopted', text: 'Yes', at_ms: 5 });

  it('stands in the order of the report, then what was answered besides', async () => {
    const http = new FakeHttp();
    http.set('/api/v1/jams/covjam/responses', { offset: 9, responses: [answer(9), answer(2)] });
    const read = await readLedger(http.jam());
    if (!read.ok) throw new Error('read');
    const rows = ledgerOf([idea(1), idea(2)], read.value.responses);
    expect(rows.map(({ post, place, response }) => [post, place, response?.outcome ?? null])).toEqual([
      [1, 1, null],
      [2, 2, 'adopted'],
      [9, null, 'adopted'],
    ]);
    expect(partOf(rows, 'waiting').map(({ post }) => post)).toEqual([1]);
    expect(partOf(rows, 'answered').map(({ post }) => post)).toEqual([2, 9]);
    expect(partOf(rows, 'all')).toHaveLength(3);
  });
});

describe('what the organizer’s pages ask the server', () => {
  const http = new FakeHttp();
  const jam = http.jam();

  it('templates and the plan as written', async () => {
    const { id, title, about, plan } = template('two-hours');
    http.set('/api/v1/plan-templates', { templates: [{ id, title, about, plan: plan.source }] });
    http.set('/api/v1/jams/covjam/plan', planOnWire());
    const templates = await readTemplates(new HallApi(http.client));
    expect(templates.ok && templates.value.templates.map((one) => one.id)).toEqual(['two-hours']);
    const written = await readPlan(jam);
    expect(written.ok && written.value.source['audiences']).toEqual([{ id: 'staff', title: 'Staff' }]);
  });

  it('what a change would change, or the faults that forbid it', async () => {
    http.set('/api/v1/jams/covjam/plan/check', { changes: [{ pointer: '/title', before: 'A', after: 'B' }] });
    const checked = await checkChange(jam, planOnWire());
    expect(checked).toMatchObject({ ok: true, value: { changes: [{ pointer: '/title' }], agenda: null } });
    const faults = [{ pointer: '/agenda/0/kind', message: 'has begun' }];
    http.set('/api/v1/jams/covjam/plan/check', { status: 400, code: 'bad_plan', faults }, 400);
    expect(await checkChange(jam, planOnWire())).toMatchObject({ ok: false, problem: { code: 'bad_plan', faults } });
  });

  it('whether it can go, and a link for the wall', async () => {
    http.set('/api/v1/jams/covjam/checklist', {
      items: [{ id: 'roster', state: 'missing', says: 'Nobody.' }],
      go: false,
    });
    http.set('/api/v1/jams/covjam/wall-link', { link: 'https://hall.example/j/covjam/wall#t', token: 't' });
    expect(await readChecklist(jam)).toMatchObject({ ok: true, value: { go: false, items: [{ id: 'roster' }] } });
    expect(await makeWallLink(jam)).toMatchObject({ ok: true, value: { token: 't' } });
  });
});

describe('the checklist', () => {
  it('leads to the page that mends it', () => {
    expect(['times', 'questions', 'charter', 'rules'].map(mendedAt)).toEqual(Array(4).fill('agenda'));
    expect(['roster', 'links', 'coverage'].map(mendedAt)).toEqual(['people', 'links', 'shifts']);
    expect(to.shifts('covjam' as JamId)).toBe('/jam/covjam/desk#shifts');
    expect(['rehearsal', 'backup', 'of-a-later-server'].map(mendedAt)).toEqual([null, null, null]);
    expect([checkNameOf('backup'), checkNameOf('toString')]).toEqual(['backup', null]);
  });
});
