// SPDX-License-Identifier: Apache-2.0
import { list, object, type Decoded } from './decode';
import { postId } from './ids';
import { named } from './person';

/** Who has which post open at a desk. */
export const lookingAt = object({ post: postId, people: list(named) });
export type LookingAt = Decoded<typeof lookingAt>;
