// `node --import otel-hec/register app.js`: the application's logs reach a HEC endpoint without a line of code.
// hec-core first, because it says in words that a Node.js is too old.
// oxlint-disable-next-line import/no-unassigned-import -- it is imported for what it throws
import 'hec-core';
import { register } from './register/register.ts';

register();
