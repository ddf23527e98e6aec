import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NEW_CHAT, projectOf } from '../../../src/core/storage/chat-record.ts';
import { Sessions } from '../../../src/core/storage/sessions.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import type { Nemo, NemoSession } from '../../../src/nemo/nemo.ts';

const SESSION: NemoSession = { taskId: 't1', sessionId: 's1' };
const OTHER: NemoSession = { taskId: 't2', sessionId: 's2' };
const DAY_MS = 24 * 3_600_000;
const never = new AbortController().signal;

let store: Store;
let sessions: Sessions;
let now: number;
beforeEach(async () => {
  now = 0;
  store = await openStore('sqlite://:memory:');
  sessions = new Sessions(store, () => now);
});
afterEach(() => store.close());

describe('a chat’s record', () => {
  it('keeps the last five prompts, each once, the latest first', async () => {
    for (const text of ['a', 'b', 'c', 'd', 'e', 'b', 'f']) {
      await sessions.rememberPrompt('t:1', text, { turn: 'x', userId: 'u' });
    }
    const { lastPrompt, lastPromptBy, recentPrompts } = (await sessions.find('t:1')) ?? NEW_CHAT;
    expect(recentPrompts).toEqual(['f', 'b', 'e', 'd', 'c']);
    expect([lastPrompt, lastPromptBy]).toEqual(['f', { turn: 'x', userId: 'u' }]);
  });

  it('forgets the words that waited for a file once something is asked', async () => {
    await sessions.update('t:1', { keptWords: { text: 'x', userId: 'u', at: 0 } });
    await sessions.rememberPrompt('t:1', 'y', undefined);
    expect((await sessions.find('t:1'))?.keptWords).toBeUndefined();
  });

  it('counts files, and knows the last hundred by their ids', async () => {
    await sessions.update('t:1', { session: SESSION });
    await sessions.countMedia('t:1', { name: 'link.jpg' });
    for (let index = 1; index <= 101; index++)
      await sessions.countMedia('t:1', { id: `i${index}`, name: `${index}.jpg` });
    const { mediaCount, files, hiddenProject } = (await sessions.find('t:1')) ?? NEW_CHAT;
    expect([mediaCount, files.length, files[0], hiddenProject]).toEqual([
      102,
      100,
      { id: 'i2', name: '2.jpg' },
      undefined,
    ]);
    await sessions.countMedia('t:1', { name: 'x.jpg', spoiler: true });
    expect((await sessions.find('t:1'))?.hiddenProject).toBe(projectOf(SESSION));
  });

  it('is not changed where a change says so', async () => {
    await sessions.update('t:1', () => undefined);
    expect(await sessions.find('t:1')).toBeUndefined();
    await sessions.update('t:1', (before) => ({ mediaCount: (before?.mediaCount ?? 0) + 1 }));
    await sessions.update('t:1', { greeted: true });
    expect(await sessions.find('t:1')).toEqual({ ...NEW_CHAT, mediaCount: 1, greeted: true });
  });

  it('is of the person where they have one, else of the place', async () => {
    await sessions.update('t:1', { mediaCount: 1 });
    expect((await sessions.find('t:1@ann'))?.mediaCount).toBe(1);
    await sessions.update('t:1@ann', { mediaCount: 2 });
    expect((await sessions.find('t:1@ann'))?.mediaCount).toBe(2);
    expect((await sessions.find('t:1'))?.mediaCount).toBe(1);
    await sessions.forget('t:1@ann');
    expect((await sessions.find('t:1@ann'))?.mediaCount).toBe(0);
    await sessions.forget('t:1');
    expect(await sessions.find('t:1')).toBeUndefined();
  });

  it('tells whether it is the only one, and no longer once there were two', async () => {
    expect(await sessions.isOnlyChat('t:1')).toBe(false);
    await sessions.update('t:1', { greeted: true });
    expect([await sessions.isOnlyChat('t:1'), await sessions.isOnlyChat('t:2')]).toEqual([true, false]);
    await sessions.move('t:1', 't:9');
    expect([await sessions.isOnlyChat('t:9'), await sessions.isOnlyChat('t:1')]).toEqual([true, false]);
    await sessions.update('t:2', { greeted: true });
    expect(await sessions.isOnlyChat('t:9')).toBe(false);
    await sessions.forget('t:2');
    expect(await sessions.isOnlyChat('t:9')).toBe(false);
  });
});

describe('a result', () => {
  it('is found by its message, and is another project once the chat has a new one', async () => {
    await sessions.rememberResult('t:1', 'm0');
    expect(await sessions.resultAt('t:1', 'm0')).toBeUndefined();
    await sessions.update('t:1', { session: SESSION, mediaCount: 2, lastPrompt: 'rain' });
    await sessions.rememberResult('t:1', 'm1', { userId: 'u1', thread: 't:77' });
    expect(await sessions.resultAt('t:1', 'm1')).toMatchObject({
      session: SESSION,
      mediaCount: 2,
      lastPrompt: 'rain',
      userId: 'u1',
    });
    expect(await sessions.otherProjectOf('t:1', 'm1')).toBeUndefined();
    expect((await sessions.otherProjectOf('t:77', 'start'))?.session).toEqual(SESSION);
    await sessions.update('t:1', { session: OTHER });
    expect((await sessions.otherProjectOf('t:1', 'm1'))?.session).toEqual(SESSION);
    await sessions.forget('t:1');
    expect(await sessions.resultAt('t:1', 'm1')).toBeUndefined();
    expect(await sessions.otherProjectOf('t:77', 'start')).toBeUndefined();
  });

  it('is hidden as its project is', async () => {
    await sessions.update('t:1', { session: SESSION, hiddenProject: projectOf(SESSION) });
    await sessions.rememberResult('t:1', 'm1');
    expect((await sessions.resultAt('t:1', 'm1'))?.hidden).toBe(true);
    await sessions.update('t:1', { session: OTHER });
    await sessions.rememberResult('t:1', 'm2');
    expect((await sessions.resultAt('t:1', 'm2'))?.hidden).toBeUndefined();
  });

  it('goes along with its place, those of others stay', async () => {
    await sessions.update('t:1', { session: SESSION });
    await sessions.update('t:2', { session: OTHER });
    await sessions.rememberResult('t:1', 'm1');
    await sessions.rememberResult('t:2', 'm2');
    await sessions.move('t:1', 't:9');
    expect([(await sessions.resultAt('t:1', 'm1'))?.chat, (await sessions.resultAt('t:2', 'm2'))?.chat]).toEqual([
      't:9',
      't:2',
    ]);
  });
});

describe('a browser link', () => {
  let made: number;
  const nemo = { browserLink: async () => `https://web.example/${++made}` } as unknown as Nemo;
  const link = (session = SESSION) => sessions.browserLink('t:1', nemo, session, { signal: never });
  beforeEach(async () => {
    made = 0;
    await sessions.update('t:1', { session: SESSION });
  });

  it('is given again for six days, then made anew', async () => {
    expect([await link(), await link()]).toEqual(['https://web.example/1', 'https://web.example/1']);
    now = 6 * DAY_MS - 1;
    expect(await link()).toBe('https://web.example/1');
    now += 1;
    expect(await link()).toBe('https://web.example/2');
  });

  it('is of its project, and kept for no other', async () => {
    await link();
    expect(await link(OTHER)).toBe('https://web.example/2');
    expect((await sessions.find('t:1'))?.link?.url).toBe('https://web.example/1');
  });
});

it('a new session is made in the user’s language and begins without the files, link and prompt of the old one', async () => {
  const asked: string[] = [];
  const createSession = async (language: string) => {
    asked.push(language);
    return OTHER;
  };
  const nemo = { createSession } as unknown as Nemo;
  await sessions.update('t:1', { session: SESSION, mediaCount: 2, lastPrompt: 'x', link: { url: 'u', madeAt: 0 } });
  await sessions.start('t:1', nemo, { language: 'zh', traditional: true }, never);
  await sessions.start('t:1', nemo, { language: 'zh' }, never);
  await sessions.start('t:1', nemo, { language: 'en', traditional: true }, never);
  await sessions.start('t:1', nemo, { language: 'en', speech: 'fr' }, never);
  expect(asked).toEqual(['zh-TW', 'zh-CN', 'en', 'fr']);
  expect(await sessions.find('t:1')).toEqual({ ...NEW_CHAT, session: OTHER, language: 'en' });
});
