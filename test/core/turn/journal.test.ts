import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { Journal } from '../../../src/core/turn/journal.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const file = () => join(rig.folder, 'reelay.sqlite');

describe('a store that cannot be written', () => {
  beforeEach(async () => {
    await rig.says('', [await rig.photo()]);
  });

  it('leaves no message that says that the request waits, once it was said that it failed', async () => {
    rig.nemo.next(ROUTES.state, async (request, response) => {
      await rename(file(), `${file()}.away`);
      await answer.ok({ state: rig.nemo.state })(request, response);
    });
    await rig.engine.accept(rig.chat.message('animate it'));
    await rig.engine.idle();
    await rename(`${file()}.away`, file());
    expect(texts(rig).at(-1)).toMatch(/^⚠️ I can’t write my notes/);
    expect([...rig.chat.liveProgress]).toEqual([]);
    const shown = rig.chat.progress.length;
    for (let minute = 0; minute < 5; minute++) await rig.clock.sleep(60_000);
    expect(rig.chat.progress).toHaveLength(shown);
  });

  it('takes no half of a message: one that was split is done once, when it comes again', async () => {
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    const message = rig.chat.message('stop and export');
    const save = Journal.prototype.save;
    Journal.prototype.save = function (this: Journal, turn: Turn) {
      return turn.id === `test:1/${message.id}`
        ? Promise.reject(new StoreUnavailableError('full'))
        : save.call(this, turn);
    };
    await expect(rig.engine.accept(message)).rejects.toThrow(StoreUnavailableError);
    Journal.prototype.save = save;
    await rig.restart();
    expect(await rig.engine.recover()).toBe(0);
    expect(await rig.engine.accept(message)).toBe('accepted');
    await rig.engine.idle();
    expect(rig.nemo.calls(ROUTES.render)).toHaveLength(1);
    expect(texts(rig).filter((text) => text.startsWith('✅ Video ready'))).toHaveLength(1);
  });
});

it('writes of one turn stay in their order, however long the store takes over one', async () => {
  await rig.says('', [await rig.photo()]);
  const held = gate();
  const store = await openStore('sqlite://:memory:', {
    beforeWrite: async (tables) => {
      if (tables.includes('turns')) await held.pass();
    },
  });
  onTestFinished(() => store.close());
  const journal = new Journal({ store, clock: rig.clock, log: createLogger({ level: 'silent', pretty: false }) });
  const [known] = await rig.journal();
  if (!known) throw new Error('no turn to copy');
  const turn: Turn = { ...known, outcome: undefined };
  const open = journal.save({ ...turn });
  const over = journal.save({ ...turn, outcome: 'done' });
  await held.reached;
  held.open();
  await Promise.all([open, over]);
  expect(await store.turns.stateOf(turn.id)).toBe('done');
});
