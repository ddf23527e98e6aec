import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { systemClock } from '@reelay/async';
import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fetched, HostAddress, Transport, UrlFetchOptions } from '../src/url-fetch.ts';
import { fetchUrl, undiciTransport } from '../src/url-fetch.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'url-fetch-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const PUBLIC = '93.184.216.34';
const body = (text: string): Fetched => ({
  status: 200,
  body: Readable.from([Buffer.from(text)]),
  close: async () => {},
});
const redirect = (location: string): Fetched => ({ ...body(''), status: 302, location });

function options(more: Partial<UrlFetchOptions> = {}): UrlFetchOptions {
  return {
    path: join(dir, 'file'),
    maxBytes: 1000,
    limitMs: 10_000,
    clock: systemClock,
    resolveHost: async () => [{ address: PUBLIC, family: 4 }],
    transport: async () => body('hello'),
    allowPrivateHosts: false,
    ...more,
  };
}

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:a00:1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '::7f00:1',
    '168.63.129.16',
    '0.1.2.3',
    '2002:7f00:1::',
    '2001:db8::1',
    '2001::1',
    'not an address',
  ])('%s is refused, as a literal and as an answer of DNS', async (address) => {
    const transport: Transport = () => Promise.reject(new Error('connected'));
    const byName = fetchUrl(
      'http://photos.test/a.jpg',
      options({ transport, resolveHost: async () => [{ address, family: 4 }] }),
    );
    await expect(byName).rejects.toMatchObject({ code: 'forbidden-address' });
    const host = address.includes(':') ? `[${address}]` : address;
    if (!URL.canParse(`http://${host}/`)) return;
    await expect(fetchUrl(`http://${host}/a.jpg`, options({ transport }))).rejects.toMatchObject({
      code: 'forbidden-address',
    });
  });

  test.each(['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/', 'http://①②⑦.0.0.1/'])(
    '%s is the loopback in disguise',
    async (url) => {
      await expect(fetchUrl(url, options())).rejects.toMatchObject({ code: 'forbidden-address' });
    },
  );

  test.each(['8.8.8.8', PUBLIC, '2606:4700:4700::1111'])('%s is fetched', async (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    await expect(fetchUrl(`http://${host}/a.jpg`, options())).resolves.toMatchObject({ bytes: 5 });
  });

  test('one bad address among good ones is enough to refuse', async () => {
    const resolveHost = async (): Promise<HostAddress[]> => [
      { address: PUBLIC, family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    await expect(fetchUrl('http://photos.test/', options({ resolveHost }))).rejects.toMatchObject({
      code: 'forbidden-address',
    });
  });

  test.each([
    'file:///etc/passwd',
    'ftp://photos.test/a',
    'data:text/plain,x',
    'gopher://x',
    'javascript:1',
    'nonsense',
    '',
    'http://user:pw@photos.test/',
    `http://photos.test/${'a'.repeat(2000)}`,
  ])('%s is no web address to fetch', async (url) => {
    await expect(fetchUrl(url, options())).rejects.toMatchObject({ code: 'bad-url' });
  });
});

test('the connection goes to the address that was checked, whatever DNS says later', async () => {
  const answers = [[{ address: PUBLIC, family: 4 }], [{ address: '127.0.0.1', family: 4 }]];
  let asked = 0;
  const seen: HostAddress[] = [];
  await fetchUrl(
    'http://photos.test/a.jpg',
    options({
      resolveHost: async () => answers[asked++] ?? [],
      transport: async ({ address }) => {
        seen.push(address);
        return body('hello');
      },
    }),
  );
  expect(asked).toBe(1);
  expect(seen).toEqual([{ address: PUBLIC, family: 4 }]);
});

describe('redirects', () => {
  test('three are followed, each checked; the file is there', async () => {
    const hops = [redirect('/b'), redirect('https://other.test/c'), redirect('d.jpg'), body('hello')];
    const seen: string[] = [];
    const hosts: string[] = [];
    const got = await fetchUrl(
      'http://photos.test/a',
      options({
        resolveHost: async (host) => {
          hosts.push(host);
          return [{ address: PUBLIC, family: 4 }];
        },
        transport: async ({ url }) => {
          seen.push(url.href);
          return hops.shift() ?? body('');
        },
      }),
    );
    expect(seen).toEqual([
      'http://photos.test/a',
      'http://photos.test/b',
      'https://other.test/c',
      'https://other.test/d.jpg',
    ]);
    expect(hosts).toEqual(['photos.test', 'photos.test', 'other.test', 'other.test']);
    expect(got).toEqual({ url: new URL('https://other.test/d.jpg'), bytes: 5 });
    expect(await readFile(join(dir, 'file'), 'utf8')).toBe('hello');
  });

  test('a fourth is not', async () => {
    await expect(
      fetchUrl('http://photos.test/', options({ transport: async () => redirect('/again') })),
    ).rejects.toMatchObject({
      code: 'too-many-redirects',
    });
  });

  test.each(['http://127.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/latest/meta-data', '//10.0.0.1/x'])(
    'one to %s is refused',
    async (location) => {
      const closed: string[] = [];
      const transport: Transport = async () => ({
        ...redirect(location),
        close: async () => void closed.push('closed'),
      });
      await expect(fetchUrl('http://photos.test/', options({ transport }))).rejects.toMatchObject({
        code: 'forbidden-address',
      });
      expect(closed).toEqual(['closed']);
    },
  );

  test('one to another kind of address is refused', async () => {
    const transport: Transport = async () => redirect('file:///etc/passwd');
    await expect(fetchUrl('http://photos.test/', options({ transport }))).rejects.toMatchObject({ code: 'bad-url' });
  });
});

describe('limits', () => {
  test('a file above the cap is refused by what it declares, and by what really comes', async () => {
    const declared: Transport = async () => ({ ...body('x'), bytes: 1001 });
    await expect(fetchUrl('http://photos.test/', options({ transport: declared }))).rejects.toMatchObject({
      code: 'too-large',
    });
    const real: Transport = async () => ({ ...body(''), body: Readable.from([Buffer.alloc(600), Buffer.alloc(401)]) });
    await expect(fetchUrl('http://photos.test/', options({ transport: real }))).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(await readdir(dir)).toEqual([]);
    const exact: Transport = async () => ({ ...body(''), body: Readable.from([Buffer.alloc(1000)]) });
    expect((await fetchUrl('http://photos.test/', options({ transport: exact }))).bytes).toBe(1000);
  });

  test.each(['the name', 'the answer', 'the bytes'])('%s may not take forever', async (what) => {
    const clock = new FakeClock();
    const never = <T>(signal?: AbortSignal) =>
      new Promise<T>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const got = fetchUrl(
      'http://photos.test/',
      options({
        clock,
        ...(what === 'the name' && { resolveHost: () => never() }),
        ...(what === 'the answer' && { transport: ({ signal }) => never(signal) }),
        ...(what === 'the bytes' && { transport: async () => ({ ...body(''), body: new Readable({ read() {} }) }) }),
      }),
    );
    const refused = expect(got).rejects.toMatchObject({ code: 'unreachable' });
    await clock.untilPending();
    await clock.advance(10_000);
    await refused;
    expect(await readdir(dir)).toEqual([]);
  });

  test('any status but 200 is refused', async () => {
    for (const status of [204, 206, 304, 404, 500]) {
      const transport: Transport = async () => ({ ...body('x'), status });
      await expect(fetchUrl('http://photos.test/', options({ transport }))).rejects.toMatchObject({
        code: 'http-status',
      });
    }
  });
});

describe('the real transport', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': 100 });
        response.write('half');
        setImmediate(() => response.destroy());
      } else if (request.url === '/go') response.writeHead(302, { location: '/there' }).end();
      else response.end(`${request.headers.host} ${request.url}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const real = () =>
    options({
      transport: undiciTransport,
      allowPrivateHosts: true,
      resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
    });

  test('connects to the pinned address under the name of the host', async () => {
    await fetchUrl(`http://no-such-name.invalid:${port}/go`, real());
    expect(await readFile(join(dir, 'file'), 'utf8')).toBe(`no-such-name.invalid:${port} /there`);
  });

  test('a connection that breaks leaves nothing', async () => {
    await expect(fetchUrl(`http://photos.test:${port}/cut`, real())).rejects.toMatchObject({ code: 'unreachable' });
    expect(await readdir(dir)).toEqual([]);
  });

  test('nobody at home', async () => {
    await expect(fetchUrl('http://photos.test:1/x', real())).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('without the switch for tests the same server is out of reach', async () => {
    await expect(fetchUrl(`http://127.0.0.1:${port}/`, { ...real(), allowPrivateHosts: false })).rejects.toMatchObject({
      code: 'forbidden-address',
    });
  });
});
