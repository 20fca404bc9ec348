// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Arrows go one way: a layer imports only layers to its left; views and ui never touch transport. */
const arrows = [
  ['protocol', ['transport', 'store', 'ui', 'views', 'i18n']],
  ['transport', ['store', 'ui', 'views', 'i18n']],
  ['store', ['ui', 'views', 'i18n']],
  ['ui', ['transport', 'views']],
  ['i18n', ['transport', 'store', 'ui', 'views']],
  ['views', ['transport']],
].map(([layer, forbidden]) => ({
  files: [`src/${layer}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: forbidden.map((name) => `**/${name}/**`), message: 'This arrow points the wrong way.' }] },
    ],
  },
}));

export default ts.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: ['.svelte'] } },
  },
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-undef': 'off',
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'SvelteAttribute[key.name="disabled"] Identifier[name=/^(is(Busy|Sending|Pending|Loading|Erasing)|\\$line)/]',
          message: 'A button that is disabled under way loses the focus: aria-disabled, and its act looks for itself.',
        },
      ],
    },
  },
  { files: ['scripts/**', '*.js', '*.ts', 'tests/**'], languageOptions: { globals: { ...globals.node } } },
  ...arrows,
);
