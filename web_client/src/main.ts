// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import App from './views/App.svelte';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/parts.css';

const target = document.getElementById('app');
if (target) mount(App, { target });
