import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkBackend } from '../../scripts/backend/check.ts';
import { tableOf } from '../../scripts/backend/table.ts';
import { answer, type FakeNemo, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';

const photo = fileURLToPath(new URL('../../samples/sea.jpg', import.meta.url));
let fake: FakeNemo;
beforeEach(async () => {
  fake = await startFakeNemo();
});
afterEach(() => fake.close());

const check = (spend: boolean) =>
  checkBackend({ apiUrl: fake.url, webUrl: 'https://web.invalid', photo, spend, report: () => {} });

test('first contact makes a token, a session, one upload, and asks for state and credits; no prompt, no render', async () => {
  const seen = await check(false);
  const calls = Object.entries(ROUTES).map(([name, route]) => [name, fake.calls(route).length]);
  expect(Object.fromEntries(calls)).toEqual({
    token: 1,
    session: 1,
    claim: 1,
    prompt: 0,
    upload: 1,
    credits: 1,
    state: 2,
    render: 0,
    renderStatus: 0,
    renderCancel: 0,
    download: 0,
    file: 0,
  });
  expect(seen.get('token')).toMatchObject({
    agrees: true,
    what: expect.stringMatching(/^nmv_usr_…, expires in 7\.0 days$/),
  });
  expect(seen.get('credits')).toEqual({ agrees: true, what: 'available 100, frozen 0, total 100' });
  expect(seen.get('session-id')).toEqual({ what: '9 characters' });
  // The fake does not list uploads in its state.
  expect(seen.get('upload-state')).toEqual({ agrees: false, what: '0 new clips listed after the upload' });
  expect(seen.has('stream')).toBe(false);
});

test('one prompt is sent with --spend', async () => {
  const seen = await check(true);
  expect(fake.calls(ROUTES.prompt)).toHaveLength(1);
  expect(seen.get('stream')).toMatchObject({ agrees: true });
  expect(seen.get('draft-keys')).toEqual({ agrees: true, what: 'd, m, t' });
});

test('what is refused is noted, the rest is tried, and no secret is printed', async () => {
  fake.on(ROUTES.upload, answer.code(4001, 'not for nmv_usr_secret'));
  const table = tableOf(await check(false));
  expect(table).toContain('✗ unsupported-type: POST upload-video was refused with code 4001: not for [secret] |');
  expect(table).toContain('✓ available 100');
  expect(table).toContain('| not tried |');
  expect(table).not.toContain('clm_1');
});

test('docs/backend.md shows the same assumptions', () => {
  const docs = readFileSync(new URL('../../docs/backend.md', import.meta.url), 'utf8');
  expect(docs).toContain(tableOf());
});
