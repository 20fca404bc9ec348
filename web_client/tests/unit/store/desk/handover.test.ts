// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { withFreshDraft } from '../../../../src/store/desk/handover';

describe('a fresh draft of the handover note', () => {
  it('takes the place of one that nobody touched', () => {
    const first = withFreshDraft('', null, 'Draft 1', 'Again:');
    expect(first).toEqual({ before: '', text: 'Draft 1' });
    expect(withFreshDraft(first.text, first, 'Draft 2', 'Again:').text).toBe('Draft 2');
  });

  it('stands below what was written, and never instead of it', () => {
    const first = withFreshDraft('', null, 'Draft 1', 'Again:');
    const second = withFreshDraft('Draft 1\nI promised Ada.\n', first, 'Draft 2', 'Again:');
    expect(second.text).toBe('Draft 1\nI promised Ada.\n\nAgain:\n\nDraft 2');
    const third = withFreshDraft(second.text, second, 'Draft 3', 'Again:');
    expect(third.text).toBe('Draft 1\nI promised Ada.\n\nAgain:\n\nDraft 3');
  });

  it('stands below what was kept from before the page was opened', () => {
    expect(withFreshDraft('Kept', null, 'Draft', 'Again:').text).toBe('Kept\n\nAgain:\n\nDraft');
  });
});
