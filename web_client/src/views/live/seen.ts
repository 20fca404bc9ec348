// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';
import type { PostId } from '../../protocol/ids';
import type { Exposure } from '../../store/exposure';

const longEnoughMs = 1_000;

/** Half of a post, or for a long one half of the window, is on screen. */
function isBeforeEyes({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): boolean {
  return intersectionRatio >= 0.5 || intersectionRect.height * 2 >= (rootBounds?.height ?? window.innerHeight);
}

/** Notes a post as seen once it has stood on screen for a second in a visible tab. */
export function seen(exposure: Exposure, post: PostId): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        clearTimeout(timer);
        if (!entry || !isBeforeEyes(entry)) return;
        timer = setTimeout(() => {
          if (document.hidden) return;
          exposure.saw(post);
          observer.disconnect();
        }, longEnoughMs);
      },
      { threshold: [0, 0.25, 0.5, 1] },
    );
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  };
}

/** Runs `arrive` whenever the element comes near the window, and `leave` when it goes. */
export function near(
  arrive: () => void,
  leave: () => void = () => undefined,
  margin = '400px',
): Attachment<HTMLElement> {
  return (element) => {
    const observer = new IntersectionObserver(([entry]) => (entry?.isIntersecting ? arrive() : leave()), {
      rootMargin: margin,
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
