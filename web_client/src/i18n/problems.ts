// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../protocol/problem';
import { t } from './common';

/** What a failed request means for the person who made it. */
export function problemSentence({ code, status, detail }: Problem): string {
  if (code === 'unreachable') return t('problem_unreachable');
  switch (status) {
    case 401:
      return t('problem_401');
    case 403:
      return t('problem_403');
    case 404:
      return t('problem_404');
    case 429:
      return t('problem_429');
    case 503:
      return t('problem_503');
    default:
      return status >= 400 && status < 500 && detail ? detail : t('problem_other', { code });
  }
}
