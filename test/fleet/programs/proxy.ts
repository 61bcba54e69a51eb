// A proxy that makes tunnels (CONNECT) and nothing else.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import process from 'node:process';
import { answerOrders } from './orders.ts';

let tunnels = 0;
const server = createServer((_, response) => response.writeHead(405).end());
server.on('connect', (request, client, head) => {
  tunnels++;
  const { hostname, port } = new URL(`http://${request.url}`);
  const upstream = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client).pipe(upstream);
  });
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('error', () => {}).on('close', () => upstream.destroy());
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1');
await once(server, 'listening');

answerOrders(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { tunnels: () => tunnels });
