// SPDX-License-Identifier: Apache-2.0
// Loaded into npm by scripts/npm_ci. npm leaves out optional packages that do not fit the Node it runs on itself, and a
// plain Debian 12 runs npm on Node 18: Vite would come without its native half. What counts is the Node that the
// packages will run on, the one web_client pins; npm has no setting to be told so.
const { devDependencies } = require('../web_client/package.json');

Object.defineProperty(process, 'version', { value: `v${devDependencies.node}` });
