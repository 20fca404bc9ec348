// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { pollFault, pollOptions } from '../../../../src/store/desk/poll-draft';

const noEnds = { low: '', high: '' };

describe('a poll before it is opened', () => {
  it('has one answer per line, each once', () => {
    expect(pollOptions('single', ' Bus \n\nBike\nBus\n', noEnds)).toEqual(['Bus', 'Bike']);
  });

  it('has words at both ends of a scale, or at none', () => {
    expect(pollOptions('scale', 'ignored', noEnds)).toEqual([]);
    const ends = pollOptions('scale', '', { low: 'never', high: '' });
    expect(pollFault('scale', 'How often?', ends)).toBe('labels');
    expect(pollFault('scale', 'How often?', ['never', 'daily'])).toBeNull();
  });

  it('keeps the bounds of the jam', () => {
    const options = (count: number) => Array.from({ length: count }, (_, index) => `Answer ${index}`);
    expect(pollFault('single', ' ', options(2))).toBe('question');
    expect(pollFault('single', 'Q'.repeat(501), options(2))).toBe('question');
    expect(pollFault('single', 'Q', options(1))).toBe('options');
    expect(pollFault('multiple', 'Q', options(13))).toBe('options');
    expect(pollFault('multiple', 'Q', ['a'.repeat(201), 'b'])).toBe('options');
    expect(pollFault('multiple', 'Q', options(12))).toBeNull();
  });
});
