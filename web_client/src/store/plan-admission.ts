// SPDX-License-Identifier: Apache-2.0
import type { AdmissionDraft } from './plan-draft';

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

type Members = Record<string, unknown>;

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

/** What a plan says of newcomers. A way that is shut lets nobody in, whatever else it says. */
export function readAdmission(written: unknown): AdmissionDraft {
  const { email, oidc, code, pseudonyms } = membersOf(written);
  const letsNewIn = (way: unknown) => membersOf(way)['open'] !== false && membersOf(way)['newcomers'] === true;
  const { domains } = membersOf(email);
  return {
    code: membersOf(code)['open'] === true,
    email: letsNewIn(email),
    domains: Array.isArray(domains) ? domains.filter((one) => typeof one === 'string').join('\n') : '',
    oidc: letsNewIn(oidc),
    pseudonyms: pseudonyms === true,
  };
}

/** The same with what the form changed; what it does not show (audiences, ways that are shut) stays as it was. */
export function writtenAdmission(draft: AdmissionDraft, written: unknown): unknown {
  const was = readAdmission(written);
  const made = { ...membersOf(written) };
  const put = (way: string, members: Members) => (made[way] = { ...membersOf(made[way]), ...members });
  const newcomers = (isIn: boolean) => ({ newcomers: isIn, ...(isIn ? { open: true } : {}) });
  if (draft.code !== was.code) put('code', { open: draft.code });
  if (draft.email !== was.email) put('email', newcomers(draft.email));
  if (draft.domains !== was.domains) put('email', { domains: linesOf(draft.domains).map((one) => one.toLowerCase()) });
  if (draft.oidc !== was.oidc) put('oidc', newcomers(draft.oidc));
  if (draft.pseudonyms !== was.pseudonyms) made['pseudonyms'] = draft.pseudonyms;
  return Object.keys(made).length > 0 ? made : written;
}
