// SPDX-License-Identifier: Apache-2.0

export type Cancel = () => void;

/** The only door to the device's clock, timers and dice; tests put their own behind it. */
export interface Time {
  /** Units: UTC milliseconds of the device, which may be wrong. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  after(delayMs: number, act: () => void): Cancel;
  every(periodMs: number, act: () => void): Cancel;
}

export const deviceTime: Time = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
  every(periodMs, act) {
    const timer = setInterval(act, periodMs);
    return () => clearInterval(timer);
  },
};
