import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageLinkIn, pagePictures, pictureIn } from '../../../src/core/media/page-picture.ts';

let server: Server;
let origin: string;
const signal = new AbortController().signal;
const PAGES: Record<string, string> = {
  '/post': '<head><title>x</title><meta property="og:image" content="/og.png?a=1&amp;b=2"></head>',
  '/none': '<head><meta name="description" content="og:image"></head>',
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = '' } = request;
    if (url === '/moved') return void response.writeHead(302, { location: '/post' }).end();
    if (url === '/loop') return void response.writeHead(302, { location: '/loop' }).end();
    if (url === '/inside') return void response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    const page = PAGES[url];
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it('finds the picture of a page, also behind a redirect; none where there is none', async () => {
  const find = pagePictures({ allowPrivateHosts: true });
  expect(await find(`${origin}/post`, signal)).toBe(`${origin}/og.png?a=1&b=2`);
  expect(await find(`${origin}/moved`, signal)).toBe(`${origin}/og.png?a=1&b=2`);
  for (const page of ['/none', '/missing', '/loop']) expect(await find(origin + page, signal)).toBeUndefined();
});

it('asks nothing that is not in the public internet', async () => {
  const find = pagePictures();
  for (const address of [`${origin}/post`, 'http://localhost/post', 'http://[::1]/', 'file:///etc/passwd'])
    expect(await find(address, signal)).toBeUndefined();
});

it.each([
  [`<meta content='https://a.example/1.png' property='og:image'>`, 'https://a.example/1.png'],
  ['<META NAME="twitter:image" CONTENT="https://a.example/2.png" />', 'https://a.example/2.png'],
  ['<meta property="og:image:alt" content="x"><meta property="og:image" content="">', undefined],
  ['<meta '.repeat(50_000), undefined],
])('reads %.60s', (html, picture) => {
  expect(pictureIn(html)).toBe(picture);
});

it('finds the address in a text', () => {
  expect(pageLinkIn('animate the picture on https://a.example/post/5, please')).toBe('https://a.example/post/5');
  expect(pageLinkIn('让https://a.example/p里的图动起来')).toBe('https://a.example/p里的图动起来');
  expect(pageLinkIn('no address')).toBeUndefined();
});
