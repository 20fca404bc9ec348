// SPDX-License-Identifier: Apache-2.0
import MessageFormat from '@messageformat/core';
import compile from '@messageformat/core/compile-module.js';

const catalogue = /\/locales\/([a-z]{2}(?:-[A-Z]{2})?)\/[^/]+\.json$/;

/**
 * Compiles catalogues of ICU messages, `locales/<locale>/<area>.json`, to one function per message, so that no parser
 * and no `eval` reaches the browser.
 */
export function messages() {
  return {
    name: 'messages',
    enforce: 'pre',
    transform(text, id) {
      const found = catalogue.exec(id);
      if (!found) return null;
      const code = compile(new MessageFormat(found[1]), JSON.parse(text));
      return { code, map: null, moduleType: 'js' };
    },
  };
}
