// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { defaultKeys, deskActs, DeskKeys, isUsableKey } from '../../../../src/store/desk/keys';
import { Keeper } from '../../../../src/store/keeper';
import { MemoryShelf } from '../../../support/memory-shelf';

const onShelf = (shelf = new MemoryShelf()) => new DeskKeys(new Keeper(shelf, 'jam/1/'));

describe('keys of the desk', () => {
  it('give every act a key of its own', () => {
    expect(new Set(deskActs.map((act) => defaultKeys[act])).size).toBe(deskActs.length);
  });

  it('reach every part of the control pane where something is written', () => {
    expect(['q', 'o', 'y', 'l', 'g', 's'].map((key) => onShelf().actOf(key))).toEqual(
      ['prompt', 'announce', 'summary', 'poll', 'guest', 'say'], // prettier-ignore
    );
  });

  it('that came later take none that somebody has given away already', () => {
    const shelf = new MemoryShelf();
    new Keeper(shelf, 'jam/1/').write('desk_keys', { hide: 'y' });
    const keys = onShelf(shelf);
    expect(keys.actOf('y')).toBe('hide');
    expect(keys.keyOf('summary')).toBe('');
    expect(keys.keyOf('poll')).toBe('l');
    keys.reset();
    expect(keys.keyOf('summary')).toBe('y');
  });

  it('do not care about capitals', () => {
    expect(onShelf().actOf('H')).toBe('hide');
    expect(onShelf().actOf('0')).toBeNull();
  });

  it('can be others, and a device remembers that', () => {
    const shelf = new MemoryShelf();
    expect(onShelf(shelf).set('hide', 'ö')).toBeNull();
    const later = onShelf(shelf);
    expect(later.actOf('Ö')).toBe('hide');
    expect(later.actOf('h')).toBeNull();
    later.reset();
    expect(onShelf(shelf).actOf('h')).toBe('hide');
  });

  it('stay with the act that has them', () => {
    const keys = onShelf();
    expect(keys.set('hide', 'm')).toBe('merge');
    expect(keys.keyOf('hide')).toBe('h');
    expect(keys.set('merge', '')).toBeNull();
    expect(keys.set('hide', 'm')).toBeNull();
    expect(keys.actOf('m')).toBe('hide');
  });

  it('an act without a key hears none', () => {
    const keys = onShelf();
    keys.set('hide', '');
    keys.set('merge', '');
    expect(keys.actOf('')).toBeNull();
  });

  it('WCAG 2.1.4: can be switched off, and stay off', () => {
    const shelf = new MemoryShelf();
    onShelf(shelf).setOn(false);
    expect(onShelf(shelf).actOf('h')).toBeNull();
  });

  it('are one visible character', () => {
    expect(['h', 'Ö', '?', '7'].every(isUsableKey)).toBe(true);
    expect(['Shift', 'Enter', ' ', ''].some(isUsableKey)).toBe(false);
  });
});
