import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { gate } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;

/** The store while no bot uses it. */
async function stored<T>(look: (store: Store) => Promise<T>): Promise<T> {
  await rig.stopProcess();
  const store = await openStore(`sqlite://${rig.folder}/reelay.sqlite`);
  try {
    return await look(store);
  } finally {
    await store.close();
    await rig.boot();
  }
}
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

it('a chat that gets another id takes only its own turns along', async () => {
  const prompts = gate();
  rig.nemo.on(ROUTES.prompt, async (request, response) => {
    await prompts.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  const says = (chat: string, text: string) => rig.engine.accept({ ...rig.chat.message(text), chat });
  await says('test:group', 'zoom in');
  await says('test:other', 'pan left');
  await rig.nemo.called(ROUTES.prompt, 2);
  await says('test:group', 'make it longer');
  await rig.engine.migrate('test:group', 'test:supergroup');
  prompts.open();
  await rig.engine.idle();
  const places = rig.chat.sent.filter(({ text }) => text.startsWith('Done.')).map(({ chat }) => chat);
  expect(places.toSorted()).toEqual(['test:other', 'test:supergroup', 'test:supergroup']);
  const journaled = (await rig.journal()).map(({ id, chat }) => `${id} in ${chat}`);
  expect(journaled.toSorted()).toEqual([
    'test:group/m1 in test:supergroup',
    'test:group/m3 in test:supergroup',
    'test:other/m2 in test:other',
  ]);
});

describe('a group that gets another id', () => {
  const GROUP = { chat: 'test:group@u1', shared: { community: 'test:group' } };
  const SUPERGROUP = { chat: 'test:super@u1', shared: { community: 'test:super' } };

  it('keeps what it has spent, also for the request under way, whom it blocked and what its moderators set', async () => {
    await rig.close();
    rig = await Rig.start({ budgets: { userDailyCredits: 10_000, placeDailyCredits: 180 } });
    await stored(async (store) => {
      await store.blocks.block('test:group', 'test:troll', 'test:mod');
      await store.blocks.block('test:elsewhere', 'test:troll', 'test:mod');
      await store.communities.update('test:group', { greeting: 'Hello' });
      await store.audit.add({ community: 'test:group', by: 'test:mod', action: 'block', detail: '', turnId: 'a' });
    });
    const prompts = gate();
    rig.nemo.credits = { available: 1000, frozen: 0, total: 1000 };
    rig.nemo.on(ROUTES.prompt, async (request, response) => {
      await prompts.pass();
      rig.nemo.credits = { available: 900, frozen: 0, total: 900 };
      await answer.sse([adk.text('Done.')])(request, response);
    });
    await rig.engine.accept(rig.chat.message('make a clip', [], GROUP));
    await rig.nemo.called(ROUTES.prompt, 1);
    await rig.engine.migrate('test:group', 'test:super');
    prompts.open();
    await rig.engine.idle();
    const found = await stored(async (store) => ({
      blocks: (await store.blocks.list('test:super')).map(({ scope, subject }) => `${subject} in ${scope}`),
      elsewhere: (await store.blocks.list('test:elsewhere')).map(({ scope, subject }) => `${subject} in ${scope}`),
      settings: await store.communities.find('test:super'),
      audit: (await store.audit.latest('test:super', 9)).map(({ action }) => action),
      spent: (await store.ledger.latest('test:super', 9)).map(({ chat, state }) => `${chat} ${state}`),
      before: await store.ledger.latest('test:group', 9),
    }));
    expect(found).toEqual({
      blocks: ['test:troll in test:super'],
      elsewhere: ['test:troll in test:elsewhere'],
      settings: { greeting: 'Hello' },
      audit: ['block'],
      spent: ['test:super@u1 settled'],
      before: [],
    });
    // The first clip has taken 100 of the 180.
    const refused = (await rig.says('make a new clip', [], { ...SUPERGROUP, userId: 'u2', chat: 'test:super@u2' })).at(
      -1,
    );
    expect(refused).toMatch(/^💳/);
  });

  it('is moved once: what its new id has by then stays', async () => {
    await stored(async (store) => {
      await store.blocks.block('*', 'test:group', 'test:boss');
      await store.communities.update('test:group', { greeting: 'Old' });
      await store.movePlace('test:group', 'test:super');
      await store.communities.update('test:super', { greeting: 'New' });
      await store.communities.update('test:group', { greeting: 'Late' });
      await store.movePlace('test:group', 'test:super');
      expect(await store.communities.find('test:super')).toEqual({ greeting: 'New' });
      expect(await store.communities.find('test:group')).toEqual({});
      const isBlocked = (community: string) => store.blocks.isBlocked({ user: 'test:u1', community });
      expect([await isBlocked('test:group'), await isBlocked('test:super')]).toEqual([false, true]);
    });
  });

  it('may ask for no more in the hour than under the id before', async () => {
    await rig.close();
    const perPlace = { perHour: 1, burst: 2 };
    rig = await Rig.start({ turnLimits: { perUser: { perHour: 100, burst: 100 }, perPlace } });
    await rig.says('make a clip', [], GROUP);
    await rig.says('make it red', [], GROUP);
    await rig.engine.migrate('test:group', 'test:super');
    const [refused] = await rig.says('make it blue', [], { ...SUPERGROUP, userId: 'u2' });
    expect(refused).toMatch(/^⏳ This chat has asked for a lot/);
    // A late repetition of the move fills nothing up.
    await rig.engine.migrate('test:group', 'test:super');
    expect((await rig.says('make it blue', [], SUPERGROUP))[0]).toBe(refused);
  });

  it('can be forgotten: no file has a word of what was written under the old id', async () => {
    await rig.says('a secret wish', [await rig.photo('secret.jpg')], GROUP);
    await rig.says('a wish of another', [await rig.photo()], { ...GROUP, chat: 'test:group@u2', userId: 'u2' });
    await rig.engine.migrate('test:group', 'test:super');
    await rig.says('forget yes', [], SUPERGROUP);
    const filesWith = async (text: string) => {
      const names = (await readdir(rig.folder)).filter((name) => name.startsWith('reelay.sqlite'));
      const contents = await Promise.all(names.map((name) => readFile(join(rig.folder, name))));
      return names.filter((_, index) => contents[index]?.includes(text));
    };
    expect(await filesWith('secret')).toEqual([]);
    expect(await filesWith('wish of another')).toEqual(['reelay.sqlite']);
  });
});
