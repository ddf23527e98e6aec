import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sessions } from '../../../src/core/storage/sessions.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'silent', pretty: false, write: () => {} });

describe('a chat that the platform gave another key', () => {
  let store: Store;
  let sessions: Sessions;

  beforeEach(async () => {
    store = await openStore('sqlite://:memory:', { log });
    sessions = new Sessions(store, () => 0);
  });
  afterEach(() => store.close());

  it('is found by both keys, also by the next process', async () => {
    await sessions.update('t:1', { greeted: true, mediaCount: 3 });
    await sessions.move('t:1', 't:9');
    const next = new Sessions(store, () => 0);
    for (const key of ['t:1', 't:9']) {
      expect(await next.find(key)).toMatchObject({ greeted: true, mediaCount: 3 });
      expect(await next.currentKey(key)).toBe('t:9');
    }
  });

  it('keeps a change that was begun under its former key', async () => {
    await Promise.all([sessions.move('t:1', 't:9'), sessions.update('t:1', { greeted: true })]);
    await sessions.countMedia('t:1', { name: 'a.jpg' });
    expect(await sessions.find('t:9')).toMatchObject({ greeted: true, mediaCount: 1 });
  });

  it('keeps what came after the move when the platform reports the move again', async () => {
    await sessions.update('t:1', { greeted: true });
    await sessions.move('t:1', 't:9');
    await sessions.countMedia('t:9', { name: 'a.jpg' });
    await sessions.move('t:1', 't:9');
    expect(await sessions.find('t:9')).toMatchObject({ mediaCount: 1 });
  });

  it('is found after it moved twice', async () => {
    await sessions.update('t:1', { greeted: true });
    await sessions.move('t:1', 't:5');
    await sessions.move('t:5', 't:9');
    expect(await sessions.currentKey('t:1')).toBe('t:9');
    expect((await sessions.find('t:1'))?.greeted).toBe(true);
  });

  it('is forgotten under both keys', async () => {
    await sessions.update('t:1', { greeted: true });
    await sessions.move('t:1', 't:9');
    await sessions.forget('t:9');
    expect(await sessions.find('t:1')).toBeUndefined();
    expect(await sessions.currentKey('t:1')).toBe('t:1');
  });
});
