// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, type Decoder } from '../../../src/protocol/decode';
import { deskPage, handoverDraft } from '../../../src/protocol/desk';
import { hallRoles, joinCode, logins } from '../../../src/protocol/doors';
import { serverFrame } from '../../../src/protocol/frames';
import { directory, peoplePage, rosterAnswer } from '../../../src/protocol/http';
import { jamPage } from '../../../src/protocol/jam';
import { moderationTable, responsesPage } from '../../../src/protocol/answers';
import { login } from '../../../src/protocol/login';
import { mentionable, minePage } from '../../../src/protocol/mine';
import { mePage, postsPage, searchPage, threadPage } from '../../../src/protocol/pages';
import { checklist, planChanges, planTemplates, writtenPlan } from '../../../src/protocol/plan';
import { privacyNotice } from '../../../src/protocol/privacy';
import { problem } from '../../../src/protocol/problem';
import { erasurePreview, recordsPage } from '../../../src/protocol/records';
import { report } from '../../../src/protocol/report';
import { allowedBy, type Schema } from '../../support/allowed';

interface Document {
  components: { schemas: Record<string, Schema> };
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../docs/protocol/${name}.json`, import.meta.url), 'utf8')) as Document;
const openapi = read('openapi');
const asyncapi = read('asyncapi');

const jam = '/api/v1/jams/{jam}';
/** What this client asks for, by route, and how it reads the answer. */
const answers: Record<string, Decoder<unknown>> = {
  'get /api/v1/login': login,
  'get /api/v1/logins': logins,
  'get /api/v1/hall/roles': hallRoles,
  'get /api/v1/jams': directory,
  'get /api/v1/plan-templates': planTemplates,
  [`get ${jam}`]: jamPage,
  [`get ${jam}/plan`]: writtenPlan,
  [`post ${jam}/plan/check`]: planChanges,
  [`get ${jam}/checklist`]: checklist,
  [`post ${jam}/roster`]: rosterAnswer,
  [`get ${jam}/join-code`]: joinCode,
  [`get ${jam}/people`]: peoplePage,
  [`get ${jam}/privacy`]: privacyNotice,
  [`get ${jam}/records`]: recordsPage,
  [`get ${jam}/records/preview`]: erasurePreview,
  [`get ${jam}/me`]: mePage,
  [`get ${jam}/forums/{forum}/posts`]: postsPage,
  [`get ${jam}/posts/{post}/thread`]: threadPage,
  [`get ${jam}/search`]: searchPage,
  [`get ${jam}/responses`]: responsesPage,
  [`get ${jam}/moderation`]: moderationTable,
  [`get ${jam}/mine`]: minePage,
  [`get ${jam}/mentionable`]: mentionable,
  [`get ${jam}/desk`]: deskPage,
  [`get ${jam}/desk/{forum}/handover`]: handoverDraft,
  [`get ${jam}/report`]: report,
};

const schemaOf = (route: string): Schema => {
  const [method = '', path = ''] = route.split(' ');
  const pointer = [
    'paths',
    path.replaceAll('/', '~1'),
    method,
    'responses',
    '200',
    'content',
    'application~1json',
    'schema',
  ];
  return { $ref: `#/${pointer.join('/')}` };
};

function expectRead(decoder: Decoder<unknown>, values: unknown[]) {
  const refused = values.flatMap((value) => {
    try {
      decode(decoder, value);
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
  expect([...new Set(refused)]).toEqual([]);
}

describe('whatever the documents allow the server to say is read', () => {
  it.each(Object.entries(answers))('%s', (route, decoder) => expectRead(decoder, allowedBy(openapi, schemaOf(route))));
  it('a problem', () => expectRead(problem, allowedBy(openapi, { $ref: '#/components/schemas/Problem' })));

  const frames = [
    'Hello',
    'Reply',
    'Refused',
    'Events',
    'Activity',
    'Tallies',
    'Polls',
    'Looking',
    'Presence',
    'Behind',
  ];
  it.each(frames)('%s', (name) =>
    expectRead(serverFrame, allowedBy(asyncapi, { $ref: `#/components/schemas/${name}` })),
  );
});
