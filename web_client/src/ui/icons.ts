// SPDX-License-Identifier: Apache-2.0
import { doorIcons } from './icons-door';

/** Line drawings on a grid of 24, drawn for this client. */
export const icons = {
  ...doorIcons,
  support: 'M7 11v9M7 11l4-8c1.8 0 3 1.3 3 3v4h4.8a2 2 0 0 1 2 2.3l-1 6a2 2 0 0 1-2 1.7H7M3.5 11H7v9H3.5z',
  agree: 'M5 12.5l4.5 4.5L19 7.5',
  disagree: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  pass: 'M6 12h12',
  build: 'M6 4v6a4 4 0 0 0 4 4h8M14 10l4 4-4 4M6 14v6',
  comment: 'M20 12a7.5 7.5 0 0 1-11 6.6L4 20l1.4-4.5A7.5 7.5 0 1 1 20 12z',
  more: 'M5 11.5a.5.5 0 1 0 0 1 .5.5 0 1 0 0-1zM12 11.5a.5.5 0 1 0 0 1 .5.5 0 1 0 0-1zM19 11.5a.5.5 0 1 0 0 1 .5.5 0 1 0 0-1z',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  forward: 'M9.5 5.5L16 12l-6.5 6.5',
  up: 'M12 19V6M6 11.5L12 5.5l6 6',
  search: 'M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13zM15.5 15.5L20 20',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  forums: 'M4 5.5h16M4 12h16M4 18.5h10',
  feed: 'M5 4.5h14v6H5zM5 14.5h14v5H5z',
  light:
    'M12 3.5v2M5.6 6.1L7 7.5M18.4 6.1L17 7.5M3.5 12.5h2M18.5 12.5h2M8.5 15.5a5 5 0 1 1 7 0c-.7.7-1 1.3-1 2.5h-5c0-1.2-.3-1.8-1-2.5zM10 20.5h4',
  merge: 'M6 4.5v3a6 6 0 0 0 6 6M18 4.5v3a6 6 0 0 1-6 6v6.5M9 17l3 3 3-3',
  split: 'M12 20v-6M12 14L6 6M12 14l6-8M6 10V6h4M14 6h4v4',
  answer: 'M4.5 5h15v11h-8l-4 3.5V16h-3zM8.5 10.5l2.5 2.5 4.5-5',
  dot: 'M12 17a5 5 0 1 1 0-10 5 5 0 0 1 0 10z',
  lock: 'M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  clock: 'M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17zM12 7.5V12l3 2',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.5h4',
  plus: 'M12 5v14M5 12h14',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  pen: 'M4.5 19.5l1-4L16 5a2 2 0 0 1 3 3L8.5 18.5z',
  megaphone: 'M4 10v4h3l8 4.5v-13L7 10zM18.5 9.5a3.5 3.5 0 0 1 0 5',
  question: 'M9 9.2a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 2M12 17.5h.01M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z',
  pause: 'M9 5.5v13M15 5.5v13',
  play: 'M8 5l11 7-11 7z',
  skip: 'M6 5.5l8 6.5-8 6.5zM17.5 5.5v13',
  desk: 'M3.5 5.5h17v10h-17zM9.5 15.5v4M14.5 15.5v4M7.5 19.5h9M10 5.5v10M15 5.5v10',
  steer: 'M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17zM14.8 9.2l-1.6 4-4 1.6 1.6-4z',
  link: 'M10 14l4-4M9 11l-2.5 2.5a3.5 3.5 0 0 0 5 5L14 16M15 13l2.5-2.5a3.5 3.5 0 0 0-5-5L10 8',
  download: 'M12 4.5v11M7 11l5 5 5-5M5 19.5h14',
  upload: 'M12 16V5M7 9.5l5-5 5 5M5 19.5h14',
  flag: 'M6 20.5V4.5h11l-2 4 2 4H6',
  copy: 'M9 9h10v10.5H9zM5 15V4.5h10',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7',
} as const;

export type IconName = keyof typeof icons;
