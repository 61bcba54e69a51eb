import { once } from 'node:events';
import { connect } from 'node:net';
import { startHecServer } from 'hec-server';
import { expect, test } from 'vitest';
import { goodHeaders, request, token } from '../support/request.ts';

test('answers with the headers that were measured', async () => {
  await using server = await startHecServer({ token, as: 'fluent-bit' });
  const { headers } = await request(`${server.url}/services/collector/event`, { headers: goodHeaders, body: '{}' });
  expect(headers).toMatchObject({
    server: 'Fluent Bit',
    'x-http-engine': 'Monkey heritage',
    'content-type': 'application/json',
    'content-length': '27',
  });
});

test('D13 writes two answers to one raw request without a type, so that a kept connection is out of step', async () => {
  await using server = await startHecServer({ token, as: 'fluent-bit' });
  const socket = connect(server.port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8');
  socket.write(
    `POST /services/collector/raw HTTP/1.1\r\nhost: x\r\nauthorization: Splunk ${token}\r\ncontent-length: 4\r\n\r\nline`,
  );
  while (!text.includes('"code":5}')) text += (await once(socket, 'data'))[0] as string;
  expect(text.match(/HTTP\/1\.1 400 Bad Request/g)).toHaveLength(2);
  expect(text).toContain("error: header 'Content-Type' is not set\nHTTP/1.1 400");
  socket.destroy();
});
