import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { encodingFor } from '../../../src/adapters/web/page-files.ts';
import { picture } from '../../contract/pictures.ts';
import { webRig } from './rig.ts';

/** A request as a browser elsewhere, or a program, would make it: with any headers. */
function raw(
  url: string,
  method: string,
  headers: Record<string, string>,
): Promise<{ status?: number; body: Buffer; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, async (response) => {
      const { statusCode: status, headers: answered } = response;
      resolve({ status, headers: answered, body: await buffer(response) });
    });
    sent.on('error', reject);
    sent.end();
  });
}

it('refuses a page whose name was pointed at this machine, and posts from other pages', async () => {
  const { url, visitor } = await webRig();
  const known = visitor();
  const { id } = await known.open();
  const cookie = known.cookie;
  expect((await raw(url(), 'GET', { host: 'evil.example' })).status).toBe(421);
  expect((await raw(`${url()}api/chats`, 'GET', { host: 'evil.example:80', cookie })).status).toBe(421);
  const { host } = new URL(url());
  const session = `${url()}api/session`;
  expect((await raw(session, 'POST', { host, origin: 'https://evil.example' })).status).toBe(403);
  expect((await raw(session, 'POST', { host })).status).toBe(403);
  const messages = `${url()}api/chats/${id}/messages`;
  expect((await raw(messages, 'GET', { host, cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await raw(messages, 'GET', { host, cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await raw(messages, 'GET', { host, cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

it('lets nothing load or run that the page did not bring', async () => {
  const { visitor } = await webRig();
  const { headers } = await visitor().fetch('/');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

it('sends the page once, and again only when it has changed', async () => {
  const { visitor } = await webRig();
  const page = visitor();
  const first = await page.fetch('/app.js');
  expect(first.status).toBe(200);
  const again = await page.fetch('/app.js', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

it('sends the page compressed to whoever takes that, in 40 KB at most, and each form has a tag of its own', async () => {
  const { url } = await webRig();
  const names = ['', 'app.js', 'app.css', 'icon.svg'];
  const get = (name: string, accepted?: string, more: Record<string, string> = {}) =>
    raw(`${url()}${name}`, 'GET', { ...more, ...(accepted !== undefined && { 'accept-encoding': accepted }) });
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
  const plain = await Promise.all(names.map((name) => get(name)));
  expect(plain.map(({ headers }) => headers['content-encoding'])).toEqual(names.map(() => undefined));
  for (const encoding of ['br', 'gzip'] as const) {
    const packed = await Promise.all(names.map((name) => get(name, `deflate, ${encoding}`)));
    expect(packed.map(({ headers }) => [headers['content-encoding'], headers.vary])).toEqual(
      names.map(() => [encoding, 'accept-encoding']),
    );
    expect(packed.every(({ body }, index) => unpack[encoding](body).equals(plain[index]?.body ?? Buffer.of()))).toBe(
      true,
    );
    const bytes = packed.reduce((sum, { body }) => sum + body.length, 0);
    process.stdout.write(`the page: ${bytes} bytes as ${encoding}\n`);
    expect(bytes).toBeLessThanOrEqual(40 * 1024);
    const tag = packed[1]?.headers.etag ?? '';
    expect(tag).not.toBe(plain[1]?.headers.etag);
    expect((await get('app.js', encoding, { 'if-none-match': tag })).status).toBe(304);
    expect((await get('app.js', 'identity', { 'if-none-match': tag })).status).toBe(200);
  }
});

it.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['zstd', 'identity'],
] as const)('a browser that accepts %j gets the page as %s', (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding);
});

it('shows a visitor nothing of another one, also by a known address', async () => {
  const { visitor } = await webRig();
  const [ann, bob] = [visitor(), visitor()];
  const { id } = await ann.open();
  await bob.open();
  await ann.say(id, '', [{ name: 'notes.txt', bytes: Buffer.from('private') }]);
  const [{ files: [file] = [] } = {}] = await ann.read(id);
  expect((await ann.fetch(`/files/${id}/${file?.id}`)).status).toBe(200);
  for (const path of [`/api/chats/${id}/messages`, `/files/${id}/${file?.id}`, `/api/chats/${id}/timeline`])
    expect((await bob.fetch(path)).status, path).toBe(404);
  expect((await bob.say(id, 'hello')).status).toBe(404);
  expect((await visitor().fetch(`/api/chats/${id}/messages`)).status).toBe(401);
});

it('gives what a visitor sent as a download, whatever it says it is', async () => {
  const { visitor } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  await ann.say(id, 'look', [{ name: 'page (x).html', bytes: Buffer.from('<script>alert(1)</script>') }]);
  const [{ files: [file] = [] } = {}] = await ann.read(id);
  const response = await ann.fetch(`/files/${id}/${file?.id}`);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''page%20%28x%29.html");
});

it.each([
  '/files/000000000000/0000000000000000',
  '/files/..%2f..%2fetc/passwd',
  '/api/chats/..%2f1/messages',
  '/nothing',
])('has nothing at %s', async (path) => {
  const { visitor } = await webRig();
  const ann = visitor();
  await ann.open();
  expect((await ann.fetch(path)).status).toBe(404);
});

it('gives a video in ranges', async () => {
  const { visitor, nemo } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  await ann.say(id, 'make a clip', [{ name: 'a.png', bytes: await picture('#cc3333') }]);
  const film = () => ann.messages.get(id)?.find(({ video }) => video)?.video;
  await ann.shows(() => film() !== undefined);
  const response = await ann.fetch(`/files/${id}/${film()?.id}`, { headers: { range: 'bytes=4-7' } });
  expect(response.status).toBe(206);
  expect(await response.text()).toBe('ftyp');
  expect(response.headers.get('content-type')).toBe('video/mp4');
  expect(response.headers.get('content-range')).toBe(`bytes 4-7/${nemo.video.length}`);
});
