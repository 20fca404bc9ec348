// SPDX-License-Identifier: Apache-2.0

/** The drawings that the pages before the jam need. */
export const doorIcons = {
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.7-3.2 3.3-5 6.5-5s5.8 1.8 6.5 5M16 4.8a3.5 3.5 0 0 1 0 6.5M18 15c1.8.7 3 2.2 3.5 4.5',
  offline: 'M4 4l16 16M8.5 14.5a5 5 0 0 1 4-1.4M5.5 11.5a9.5 9.5 0 0 1 4-2.3M14 9.3a9.5 9.5 0 0 1 4.5 2.2M12 18h.01',
} as const;
