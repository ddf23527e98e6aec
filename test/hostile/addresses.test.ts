import { expect, onTestFinished, test } from 'vitest';
import { adk, answer, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { bench } from '../nemo/setup.ts';

async function privateHost() {
  const fake = await startFakeNemo();
  onTestFinished(() => fake.close());
  return fake;
}

test.each([
  ['a private host', (url: string) => `${url}/files/a.mp4`],
  ['a private host in IPv6 form', (url: string) => `http://[::ffff:127.0.0.1]:${new URL(url).port}/files/a.mp4`],
  ['user and password', () => 'https://user:password@cdn.example/a.mp4'],
  ['20,000 characters', () => `https://cdn.example/${'a'.repeat(20_000)}`],
])('a render’s output address with %s is not passed on; the download endpoint is used', async (_name, address) => {
  const { fake, nemo } = await bench();
  const other = await privateHost();
  await nemo.createSession('en');
  fake.next(ROUTES.renderStatus, answer.json({ status: 'completed', output: { url: address(other.url) } }));
  const status = await nemo.renderStatus('r');
  expect(status).toEqual({ id: 'r', phase: 'completed' });
  const { body } = await nemo.downloadRender({ ...status, outputUrl: address(other.url) });
  await body.resume().toArray();
  expect(fake.calls(ROUTES.download)).toHaveLength(1);
  expect(other.requests).toEqual([]);
});

test('a redirect of the backend to a private host is not followed', async () => {
  const { fake, nemo } = await bench();
  const other = await privateHost();
  await nemo.createSession('en');
  fake.on(ROUTES.file, answer.redirect(`${other.url}/files/a.mp4`));
  const { body } = await nemo.downloadRender({ id: 'r', phase: 'completed', outputUrl: `${fake.url}/files/r.mp4` });
  await body.resume().toArray();
  expect(fake.calls(ROUTES.download)).toHaveLength(1);
  expect(other.requests).toEqual([]);
});

test('addresses of files in a reply are checked as well', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const files = ['/files/a.mp4', 'http://127.0.0.1:1/a.mp4', 'https://cdn.example/a.mp4'].map(adk.file);
  fake.next(ROUTES.prompt, fake.sse(files));
  const { files: found } = await nemo.prompt(sessionId, 'hi');
  expect(found).toEqual([`${fake.url}/files/a.mp4`, 'https://cdn.example/a.mp4']);
});
