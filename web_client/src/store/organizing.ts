// SPDX-License-Identifier: Apache-2.0
import { responsesPage } from '../protocol/answers';
import { checkedPlan, created, directory, peoplePage, rosterAnswer, type PersonRow } from '../protocol/http';
import { hallRoles, joinCode, queuedMails, type HallRole } from '../protocol/doors';
import { checklist, planChanges, planTemplates, wallLink, writtenPlan } from '../protocol/plan';
import { erasurePreview, recordsPage } from '../protocol/records';
import type { JamId } from '../protocol/ids';
import { report } from '../protocol/report';
import { query, type HallApi, type JamApi } from './api';

export const readDirectory = (hall: HallApi) => hall.http.json('/jams', directory);

export const createJam = (hall: HallApi, plan: unknown, rehearses: JamId | null = null) =>
  hall.http.json(`/jams${query({ rehearses })}`, created, { method: 'POST', json: plan });

export const checkPlan = (hall: HallApi, plan: unknown) =>
  hall.http.json('/plans/check', checkedPlan, { method: 'POST', json: plan });

export const readReport = (jam: JamApi) => jam.get('/report', report);

export const readPeople = (jam: JamApi, after: string | null, limit: number) =>
  jam.get(`/people${query({ after, limit })}`, peoplePage);

/** Two pages in a row; whoever stands in both, since the list has changed between them, stands once, as told last. */
export function joined(before: PersonRow[], page: PersonRow[]): PersonRow[] {
  const told = new Map(page.map((person) => [person.id, person]));
  const known = new Set(before.map(({ id }) => id));
  return [...before.map((person) => told.get(person.id) ?? person), ...page.filter(({ id }) => !known.has(id))];
}

export const sendRoster = (jam: JamApi, csv: string, { dryRun, partial }: { dryRun: boolean; partial: boolean }) =>
  jam.post(`/roster${query({ dry_run: dryRun ? 'true' : null, partial: partial ? 'true' : null })}`, rosterAnswer, {
    csv,
  });

/** CSV of `email,name,link,token`, new links only. */
export const makeLinks = (jam: JamApi, renew: { email: string } | 'all' | null) =>
  jam.http.text(`${jam.path}/links${renew === 'all' ? query({ renew }) : query({ email: renew?.email })}`, {
    method: 'POST',
  });

/** Addresses of what is downloaded, not read. */
export const filesOf = ({ path }: JamApi) => ({
  myData: `/api/v1${path}/me/data.json`,
  plan: `/api/v1${path}/plan`,
  reportHtml: `/api/v1${path}/report.html`,
  reportJson: `/api/v1${path}/report`,
  dataPackage: `/api/v1${path}/export.zip`,
});

export const readTemplates = (hall: HallApi) => hall.http.json('/plan-templates', planTemplates);

export const readPlan = (jam: JamApi) => jam.get('/plan', writtenPlan);

/** What would be different; nothing is changed yet. */
export const checkChange = (jam: JamApi, plan: unknown) => jam.post('/plan/check', planChanges, { json: plan });

export const readChecklist = (jam: JamApi) => jam.get('/checklist', checklist);

export const makeWallLink = (jam: JamApi) => jam.post('/wall-link', wallLink, { json: {} });

export const readRecords = (jam: JamApi) => jam.get('/records', recordsPage);

/** What an erasure would take; nothing is erased by it. */
export const previewErasure = (
  jam: JamApi,
  what: { post: number } | { person: number; what: 'identity' | 'everything' },
) => jam.get(`/records/preview${query(what)}`, erasurePreview);

/** The code by which newcomers join; nulls where there is none. */
export const readJoinCode = (jam: JamApi) => jam.get('/join-code', joinCode);
export const makeJoinCode = (jam: JamApi, hours: number) => jam.post(`/join-code${query({ hours })}`, joinCode, {});
export const endJoinCode = (jam: JamApi) => jam.http.text(`${jam.path}/join-code`, { method: 'DELETE' });

/** Everybody who has none is mailed a personal link. */
export const mailLinks = (jam: JamApi) => jam.post(`/links${query({ send: 'mail' })}`, queuedMails, {});

export const readHallRoles = (hall: HallApi) => hall.http.json('/hall/roles', hallRoles);
export const giveHallRole = (hall: HallApi, email: string, role: HallRole | null, name: string) =>
  hall.http.json('/hall/roles', hallRoles, { method: 'POST', json: { email, role, name } });

/** It is on its way; the checklist says what became of it. */
export const sendTestMail = (hall: HallApi, to: string) =>
  hall.http.text('/hall/test-mail', { method: 'POST', json: { to } });

export const readLedger = (jam: JamApi) => jam.get('/responses', responsesPage);
