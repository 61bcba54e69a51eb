/** Chunks of about this size are what a pino worker is handed. */
const CHUNK_UNITS = 65_536;

/** Times are taken from here on, so that runs are alike. */
const FIRST_MS = 1_700_000_000_000;

export type LineBytes = 50 | 250 | 1000;

/**
 * Lines as pino writes them, in chunks as its worker gets them. Every line carries its number between `#`, a mark that
 * survives JSON, gzip and protobuf alike: what the sink counts by. Ids and durations differ from line to line as they do
 * in life: lines that are all alike would compress to nothing.
 */
export function chunksOf(bytes: LineBytes, first: number, events: number, chunkUnits: number = CHUNK_UNITS): string[] {
  const chunks: string[] = [];
  let chunk = '';
  for (let n = first; n < first + events; n++) {
    chunk += `${lineOf(bytes, n)}\n`;
    if (chunk.length >= chunkUnits) {
      chunks.push(flat(chunk));
      chunk = '';
    }
  }
  if (chunk !== '') chunks.push(flat(chunk));
  return chunks;
}

/** One line, `bytes` long give or take a few. */
function lineOf(bytes: LineBytes, n: number): string {
  const random = scramble(n);
  const time = FIRST_MS + Math.floor(n / 20);
  const mark = `#${String(n).padStart(7, '0')}#`;
  if (bytes === 50) return `{"level":30,"time":${time},"m":"${mark}"}`;
  const head = `{"level":${random % 16 === 0 ? 40 : 30},"time":${time},"pid":4242,"hostname":"app-7f9c","reqId":"${hex(random)}-${hex(scramble(random))}"`;
  const request = `"req":{"method":"${random % 3 === 0 ? 'POST' : 'GET'}","url":"/api/orders/${random % 100_000}"}`;
  const rest = `"status":${random % 16 === 0 ? 404 : 200},"ms":${(random % 9973) / 10},"msg":"request completed ${mark}"}`;
  if (bytes === 250) return `${head},${request},"user":"u-${hex(scramble(random + 1))}",${rest}`;
  return `${head},${request},"headers":${headers(random)},"user":"u-${hex(scramble(random + 1))}",${rest}`;
}

function headers(random: number): string {
  const token = [1, 2, 3, 4, 5, 6, 7, 8].map((at) => hex(scramble(random + at))).join('');
  return JSON.stringify({
    host: 'shop.example.com',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    'accept-language': 'en-GB,en;q=0.9,de;q=0.8',
    'accept-encoding': 'gzip, deflate, br, zstd',
    referer: `https://shop.example.com/catalogue/page/${random % 997}`,
    'x-request-id': token,
    'x-forwarded-for': `10.${random % 256}.${(random >> 8) % 256}.${(random >> 16) % 256}`,
    traceparent: `00-${token.slice(0, 32)}-${token.slice(32, 48)}-01`,
    connection: 'keep-alive',
    'cache-control': 'no-cache',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': 'same-origin',
  });
}

const hex = (number: number): string => (number >>> 0).toString(16).padStart(8, '0');

/** A number that looks random and is the same in every run (the finaliser of MurmurHash3). */
function scramble(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Strings that come out of a decoder are flat; those that were added up are trees, flattened at the first read. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
