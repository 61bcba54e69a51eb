// A balancer of layer 4: each new connection goes to the next endpoint, and stays there.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { answerOrders } from './orders.ts';

let backends: readonly string[] = [];
let turn = 0;

const server = createServer((client) => {
  const { port } = new URL(backends[turn++ % backends.length] as string);
  const backend = connect(Number(port), '127.0.0.1');
  for (const [one, other] of [
    [client, backend],
    [backend, client],
  ] as const)
    one.on('error', () => {}).on('close', () => other.destroy());
  client.pipe(backend).pipe(client);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

answerOrders(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
  backends: (urls) => {
    backends = urls as string[];
    turn = 0;
  },
});
