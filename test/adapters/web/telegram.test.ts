import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readInitData } from '../../../src/adapters/web/init-data.ts';
import { webRig } from './rig.ts';

const TOKEN = '123456:AAExampleTokenOfTheBot-in-a-test';
const USER = JSON.stringify({ id: 4242, first_name: 'Ann & Söhne', language_code: 'en' });
/** 2026-01-01T00:00:00Z, in s since the Unix epoch. */
const AT = 1_767_225_600;

const bytes = (text: string) => new TextEncoder().encode(text);
const hmac = async (key: Uint8Array<ArrayBuffer>, text: string) => {
  const { subtle } = webcrypto;
  const made = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', made, bytes(text)));
};

/** Launch data as Telegram makes it, by its description alone: the fields in the order in which they come. */
async function launched(fields: Record<string, string>, token = TOKEN): Promise<string> {
  const names = Object.keys(fields).toSorted();
  const secret = await hmac(bytes('WebAppData'), token);
  const signed = await hmac(secret, names.map((name) => `${name}=${fields[name]}`).join('\n'));
  const hash = [...signed].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return new URLSearchParams({ ...fields, hash }).toString();
}
const FIELDS = { query_id: 'AAHdF6IQ', user: USER, auth_date: String(AT), signature: 'c2ln', start_param: '' };
const read = (data: string, { token = TOKEN, afterS = 5 } = {}) => readInitData(data, token, (AT + afterS) * 1000);

describe('launch data', () => {
  it('names whom Telegram has signed for, with all its fields but the hash', async () => {
    expect(read(await launched(FIELDS))).toEqual({ id: 4242 });
    // Made with OpenSSL, so that both sides cannot be wrong alike.
    const known = `auth_date=${AT}&user=${encodeURIComponent('{"id":1}')}&hash=b8b9bc44247bcdfd72f7c8ec7c4799628f6f60f5f0581b8571ae42e0ea43234d`;
    expect(read(known)).toEqual({ id: 1 });
  });

  it.each<[string, (data: URLSearchParams) => void]>([
    ['another person', (data) => data.set('user', USER.replace('4242', '1'))],
    ['another time', (data) => data.set('auth_date', String(AT + 1))],
    ['a field more', (data) => data.set('chat_type', 'private')],
    ['a field less', (data) => data.delete('signature')],
    ['a field twice', (data) => data.append('user', USER)],
    ['no hash', (data) => data.delete('hash')],
    ['an empty hash', (data) => data.set('hash', '')],
    ['a shorter hash', (data) => data.set('hash', (data.get('hash') ?? '').slice(0, 62))],
    ['another hash', (data) => data.set('hash', 'f'.repeat(64))],
  ])('is nobody’s with %s', async (_what, forge) => {
    const data = new URLSearchParams(await launched(FIELDS));
    forge(data);
    expect(read(data.toString())).toBeUndefined();
  });

  it('is nobody’s when another bot’s token signed it, when it is old or from the future, too long or of no person', async () => {
    expect(read(await launched(FIELDS, '654321:another'))).toBeUndefined();
    const data = await launched(FIELDS);
    expect(read(data, { afterS: 3600 })).toEqual({ id: 4242 });
    expect(read(data, { afterS: 3601 })).toBeUndefined();
    expect(read(data, { afterS: -300 })).toEqual({ id: 4242 });
    expect(read(data, { afterS: -301 })).toBeUndefined();
    expect(read(await launched({ ...FIELDS, auth_date: 'now' }))).toBeUndefined();
    expect(read(await launched({ ...FIELDS, start_param: 'x'.repeat(4000) }))).toBeUndefined();
    for (const user of ['', '{', '{"id":"4242"}', '{"id":-1}', '{"id":1.5}', 'null'])
      expect(read(await launched({ ...FIELDS, user }))).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});

describe('the page in Telegram', () => {
  const rigged = async (more: object = {}) => {
    const rig = await webRig({
      ...{ telegramToken: TOKEN, publicUrl: 'https://reelay.example' },
      ...more,
    });
    const nowS = () => Math.floor(rig.clock.now() / 1000);
    const enter = async (id: number, visitor = rig.visitor(), token = TOKEN) => {
      const fields = { user: JSON.stringify({ id, first_name: 'Ann' }), auth_date: String(nowS()) };
      const response = await visitor.post('/api/session', { telegram: await launched(fields, token) });
      return { visitor, response };
    };
    return { ...rig, enter };
  };

  it('may be framed by Telegram’s web app alone, and at its own address alone', async () => {
    const { visitor } = await rigged();
    const { headers, status } = await visitor().fetch('/telegram');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/;frame-ancestors https:\/\/web\.telegram\.org$/);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';script-src 'self';/);
    expect(headers.get('x-frame-options')).toBeNull();
    for (const path of ['/', '/admin', '/app.js']) {
      const others = (await visitor().fetch(path)).headers;
      expect(others.get('content-security-policy')).toMatch(/;frame-ancestors 'none'$/);
      expect(others.get('x-frame-options')).toBe('SAMEORIGIN');
    }
    const without = await webRig();
    expect((await without.visitor().fetch('/telegram')).status).toBe(404);
    expect((await without.visitor().post('/api/session', { telegram: 'hash=1' })).status).toBe(403);
  });

  it('lets in whom Telegram names, by a cookie that comes along in a frame, and nobody else', async () => {
    const { enter, visitor } = await rigged();
    const { visitor: ann, response } = await enter(4242);
    expect(response.headers.get('set-cookie')).toMatch(
      /^reelay_[0-9a-f]{8}=[\w-]{32}; Path=\/; HttpOnly; SameSite=None; Max-Age=7776000; Secure; Partitioned$/,
    );
    expect(await response.json()).toMatchObject({ admitted: true, owner: false });
    expect((await ann.fetch('/api/chats')).status).toBe(200);
    // Opened once more, she is who she was; another person on the same phone is not her.
    expect((await enter(4242, ann)).response.headers.get('set-cookie')).toBeNull();
    const before = ann.cookie;
    expect((await enter(7, ann)).response.headers.get('set-cookie')).not.toBeNull();
    expect(ann.cookie).not.toBe(before);
    const { response: forged } = await enter(4242, visitor(), 'another:token');
    expect(forged.status).toBe(403);
    expect(await forged.json()).toEqual({
      sentence:
        'Telegram does not confirm who you are here, or no longer. Close this and open it from the bot’s menu again.',
    });
    expect(forged.headers.get('set-cookie')).toBeNull();
    // The proxy that brings Telegram's visitors brings everybody: they need the password or the link.
    expect(await (await visitor().enter()).json()).toMatchObject({ admitted: false });
    // Another page has the cookie sent along, and is told nothing for it.
    const crossSite = { headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await ann.fetch('/api/chats', crossSite)).status).toBe(403);
    const foreign = { method: 'POST', headers: { origin: 'https://evil.example' } };
    expect((await ann.fetch('/api/chats', foreign)).status).toBe(403);
  });

  it('knows a person as Telegram’s: their blocks, their private chat’s settings, their rights', async () => {
    const { enter, rig } = await rigged({ owners: new Set(['telegram:1']) });
    await rig.store.communities.update('telegram:4242', { language: 'zh-Hans' });
    const { visitor: ann } = await enter(4242);
    await ann.listen();
    const chat = (await (await ann.post('/api/chats', {})).json()) as { id: string };
    const says = async (id: string, text: string) => {
      const form = new FormData();
      form.set('id', id);
      form.set('text', text);
      return ann.fetch(`/api/chats/${chat.id}/messages`, { method: 'POST', body: form });
    };
    const answers = () =>
      (ann.messages.get(chat.id) ?? []).filter(({ from }) => from === 'bot').map(({ text }) => text);
    expect((await says('aaaaaaaaaaaa', 'status')).ok).toBe(true);
    await expect.poll(answers).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/)]);
    await rig.store.blocks.block('*', 'telegram:4242', 'telegram:1');
    await says('bbbbbbbbbbbb', 'status');
    await expect.poll(answers).toEqual([expect.anything(), expect.stringMatching(/^🔒 /)]);
    expect((await ann.fetch('/api/admin')).status).toBe(403);
    const { visitor: owner, response } = await enter(1);
    expect(await response.json()).toMatchObject({ owner: true });
    expect((await owner.fetch('/api/admin')).status).toBe(200);
  });
});
