// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ForumId, JamId, PostId } from '../../src/protocol/ids';
import { parseRoute, to } from '../../src/router';

const jam = 'covjam' as JamId;

describe('addresses', () => {
  it('carry what is looked for, so that a tag is a link', () => {
    const [path, search] = to.search(jam, '#trams & more').split('?');
    expect(parseRoute(path ?? '', `?${search}`)).toEqual({
      ...{ page: 'jam', jam },
      place: { at: 'search', q: '#trams & more' },
    });
  });

  it.each([
    ['/', { page: 'home' }],
    ['/j/covjam', { page: 'join', jam }],
    ['/jam/covjam', { page: 'jam', jam, place: { at: 'home' } }],
    ['/jam/covjam/', { page: 'jam', jam, place: { at: 'home' } }],
    ['/jam/covjam/f/known-for', { page: 'jam', jam, place: { at: 'forum', forum: 'known-for' } }],
    ['/jam/covjam/p/12', { page: 'jam', jam, place: { at: 'post', post: 12 } }],
    ['/jam/covjam/search', { page: 'jam', jam, place: { at: 'search', q: '' } }],
    ['/jam/covjam/me', { page: 'jam', jam, place: { at: 'me' } }],
    ['/jam/covjam/desk', { page: 'jam', jam, place: { at: 'desk', post: null } }],
    ['/j/covjam/desk', { page: 'jam', jam, place: { at: 'desk', post: null } }],
    ['/jam/covjam/desk/12', { page: 'jam', jam, place: { at: 'desk', post: 12 } }],
    ['/jam/covjam/report', { page: 'report', jam }],
    ['/j/covjam/answers', { page: 'answers', jam }],
    ['/j/covjam/moderation', { page: 'moderation', jam }],
    ['/admin', { page: 'admin' }],
    ['/admin/new', { page: 'new_jam', from: null, rehearses: false }],
    ['/admin/new/covjam', { page: 'new_jam', from: jam, rehearses: false }],
    ['/admin/new/covjam/rehearsal', { page: 'new_jam', from: jam, rehearses: true }],
    ['/j/covjam/wall', { page: 'wall', jam, forum: null }],
    ['/j/covjam/wall/known-for', { page: 'wall', jam, forum: 'known-for' }],
    ['/admin/covjam', { page: 'admin_jam', jam, tab: 'overview' }],
    ['/admin/covjam/people', { page: 'admin_jam', jam, tab: 'people' }],
  ])('%s is a page', (path, route) => {
    expect(parseRoute(path)).toEqual(route);
  });

  it.each([
    '/jam',
    '/j',
    '/j/covjam/more',
    '/j/covjam/wall/known-for/more',
    '/jam/covjam/p/0',
    '/jam/covjam/p/x',
    '/jam/covjam/desk/x',
    '/jam/covjam/f',
    '/jam/covjam/elsewhere',
    '/admin/covjam/secrets',
    '/admin/covjam/people/1',
    '/nowhere',
  ])('%s is none', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'missing' });
  });

  it('are made and read alike', () => {
    const odd = 'a b/c' as JamId;
    expect(parseRoute(to.forum(odd, 'x' as ForumId))).toEqual({
      page: 'jam',
      jam: odd,
      place: { at: 'forum', forum: 'x' },
    });
    expect(parseRoute(to.post(jam, 7 as PostId))).toMatchObject({ place: { post: 7 } });
    expect(parseRoute(to.report(jam))).toEqual({ page: 'report', jam });
    expect(parseRoute(to.adminJam(jam, 'links'))).toMatchObject({ tab: 'links' });
    expect(parseRoute(to.newJam(odd))).toEqual({ page: 'new_jam', from: odd, rehearses: false });
    expect(parseRoute(to.rehearsal(odd))).toEqual({ page: 'new_jam', from: odd, rehearses: true });
    expect(parseRoute(to.wall(odd))).toEqual({ page: 'wall', jam: odd, forum: null });
    expect(parseRoute(to.wall(jam, 'x y' as ForumId))).toEqual({ page: 'wall', jam, forum: 'x y' });
    expect(parseRoute('/jam/%E0%A4%A')).toMatchObject({ page: 'jam' });
  });
});
