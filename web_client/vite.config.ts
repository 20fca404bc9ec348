// SPDX-License-Identifier: Apache-2.0
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { messages } from './scripts/messages.js';
import { precompress } from './scripts/precompress.js';

export default defineConfig(({ mode }) => ({
  plugins: [messages(), svelte(), precompress()],
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    target: ['chrome114', 'edge114', 'firefox128', 'safari17'],
    // Inlined assets would be data: URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
}));
