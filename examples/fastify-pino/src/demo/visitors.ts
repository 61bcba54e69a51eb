import { setTimeout as wait } from 'node:timers/promises';

/** What a person takes to click again, in a hurry. Long enough for the run to see several batches leave. */
const THINK_MS = 100;

/** What came of the requests: how many of each kind of answer, and how long it all took. */
export interface Visits {
  readonly requests: number;
  readonly ok: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly seconds: number;
}

type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;

/** One visitor: orders, looks at the order and pays. Some try passwords, some order too much, some want reports. */
async function visit(number: number, ask: Ask): Promise<void> {
  const quantity = number % 20 === 0 ? 50 : 1 + (number % 5);
  const { id } = (await ask('POST', '/orders', { item: 'espresso beans', quantity })) as { id: string };
  await ask('GET', number % 15 === 0 ? '/orders/unknown' : `/orders/${id}`);
  await ask('POST', `/orders/${id}/payment`);
  if (number % 7 === 0) await ask('POST', '/login', { user: 'admin', password: `guess-${number}` });
  if (number % 10 === 0) await ask('GET', '/report');
}

/** Sends real visitors to the application, `concurrency` of them at a time. */
export async function sendVisitors(url: string, visitors: number, concurrency: number): Promise<Visits> {
  const answers = { ok: 0, clientErrors: 0, serverErrors: 0 };
  const ask: Ask = async (method, path, body) => {
    await wait(THINK_MS);
    const payload = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(url + path, { method, ...payload });
    if (response.status >= 500) answers.serverErrors += 1;
    else if (response.status >= 400) answers.clientErrors += 1;
    else answers.ok += 1;
    return await response.json();
  };

  const start = performance.now();
  let next = 0;
  const guide = async (): Promise<void> => {
    while (next < visitors) await visit(next++, ask);
  };
  await Promise.all(Array.from({ length: concurrency }, guide));
  const { ok, clientErrors, serverErrors } = answers;
  return { ...answers, requests: ok + clientErrors + serverErrors, seconds: (performance.now() - start) / 1000 };
}
