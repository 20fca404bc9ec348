// SPDX-License-Identifier: Apache-2.0
import { responsesPage } from '../protocol/answers';
import { checkedPlan, created, directory, peoplePage, rosterAnswer } from '../protocol/http';
import { checklist, planChanges, planTemplates, wallLink, writtenPlan } from '../protocol/plan';
import { report } from '../protocol/report';
import { query, type HallApi, type JamApi } from './api';

export const readDirectory = (hall: HallApi) => hall.http.json('/jams', directory);

export const createJam = (hall: HallApi, plan: unknown) =>
  hall.http.json('/jams', created, { method: 'POST', json: plan });

export const checkPlan = (hall: HallApi, plan: unknown) =>
  hall.http.json('/plans/check', checkedPlan, { method: 'POST', json: plan });

export const readReport = (jam: JamApi) => jam.get('/report', report);

export const readPeople = (jam: JamApi, after: string | null, limit: number) =>
  jam.get(`/people${query({ after, limit })}`, peoplePage);

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

export const readLedger = (jam: JamApi) => jam.get('/responses', responsesPage);
