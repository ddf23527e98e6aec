import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { StoreUnavailableError } from '../../src/core/storage/errors.ts';
import { openStore } from '../../src/core/storage/store.ts';
import { Journal } from '../../src/core/turn/journal.ts';
import type { Turn } from '../../src/core/turn/turn.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../fakes/nemo/index.ts';
import { gate, killedAt, promptsSent, snapshot, texts } from './rig/kill.ts';
import { Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({ maxTurns: 1 });
  await rig.says('', [await rig.photo()]);
});
afterEach(() => rig.close());

const file = () => join(rig.folder, 'reelay.sqlite');

describe('what is paid for is told', () => {
  /** The agent answers, and from then on the draft can't be read. */
  function unseen(events: Record<string, unknown>[], cut = false) {
    rig.nemo.on(ROUTES.prompt, async (request, response) => {
      rig.nemo.on(ROUTES.state, answer.reset());
      await answer.sse(events, { cut })(request, response);
    });
  }

  it('also when the draft can’t be read after it: the agent’s own words', async () => {
    unseen([adk.text('Your clip has a slow zoom.')]);
    expect(await rig.says('animate it')).toEqual(['Your clip has a slow zoom.']);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('and a message with photos still gets its video, once the draft can be read', async () => {
    rig.nemo.on(ROUTES.prompt, async (request, response) => {
      rig.nemo.state.draft = ONE_CLIP_DRAFT;
      // As often as one call tries, before and after it was held.
      rig.nemo.next(ROUTES.state, ...Array.from({ length: 6 }, () => answer.status(500)));
      await answer.sse([adk.text('Your clip has a slow zoom.')])(request, response);
    });
    expect(await rig.says('animate it', [await rig.photo()])).toEqual([
      'Your clip has a slow zoom.',
      expect.stringMatching(/^✅ Video ready/),
    ]);
  });

  it('and where there are none, nobody is told to pay again', async () => {
    unseen([adk.partial('Wor')], true);
    expect(await rig.says('animate it')).toEqual([
      expect.stringMatching(
        /^⚠️ The connection broke, and I can’t see yet what became of your request\. I have not sent it again/,
      ),
    ]);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });
});

it('rule 10: a render that Nemo neither takes nor knows is not submitted for ever', async () => {
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
  rig.nemo.on(ROUTES.render, answer.code(5003, 'the queue rejects this draft'));
  expect(await rig.says('export')).toEqual([expect.stringMatching(/^⚠️ The render failed/)]);
  expect(rig.nemo.calls(ROUTES.render).length).toBeLessThanOrEqual(4);
});

it('a prompt that is held unsent when the process ends is sent by the next one, once', async () => {
  // At the prompt the account is refused, and no other one can be had: it is held, unsent.
  rig.nemo.next(ROUTES.prompt, answer.code(1001));
  rig.nemo.on(ROUTES.token, answer.reset());
  const asked = rig.nemo.calls(ROUTES.token).length;
  await rig.engine.accept(rig.chat.message('animate it'));
  await rig.nemo.called(ROUTES.token, asked + 1);
  await rig.stopProcess();
  rig.nemo.tokens.add('nmv_usr_new');
  rig.nemo.on(ROUTES.token, answer.ok({ token: 'nmv_usr_new' }));
  await rig.boot();
  await rig.engine.recover();
  await rig.engine.idle();
  // Refused at the door, and then taken.
  expect(promptsSent(rig)).toEqual(['animate it', 'animate it']);
  expect(texts(rig).at(-1)).toMatch(/^Done\./);
});

it('the note of one who had to wait is gone in the end, though the platform showed it late', async () => {
  const first = gate();
  const late = gate();
  rig.nemo.next(ROUTES.prompt, async (request, response) => {
    await first.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  const show = rig.chat.showProgress.bind(rig.chat);
  rig.chat.showProgress = async (chat, text, ref) => {
    if (text.startsWith('🚦')) await late.pass();
    return show(chat, text, ref);
  };
  await rig.engine.accept(rig.chat.message('a'));
  await first.reached;
  await rig.engine.accept({ ...rig.chat.message('b'), chat: 'test:2' });
  await late.reached;
  first.open();
  // The place is free by now; the turn still waits for its note, which becomes its progress.
  await expect.poll(async () => (await rig.journal()).filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
  late.open();
  await rig.engine.idle();
  expect([...rig.chat.liveProgress]).toEqual([]);
});

describe('a store that stays away', () => {
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

  it('takes no half of a message: what was split is done once, when it comes again', async () => {
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

it('rule 3: a render whose turn was cancelled is cancelled by the next process, when this one had no time for it', async () => {
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
  rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
  const polling = gate();
  const clock = rig.clock.sleep.bind(rig.clock);
  // The render goes on until it is cancelled, at no cost of time.
  rig.clock.sleep = async (ms, signal) => {
    await Promise.race([
      polling.pass(),
      new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve())),
    ]);
    await clock(ms, signal);
  };
  let copy = '';
  rig.nemo.on(ROUTES.renderCancel, async (request, response) => {
    copy ||= await snapshot(rig);
    await answer.reset()(request, response);
  });
  await rig.engine.accept(rig.chat.message('export'));
  await polling.reached;
  await rig.engine.accept(rig.chat.message('cancel'));
  await expect.poll(() => copy).not.toBe('');
  polling.open();
  await rig.engine.idle();
  await killedAt(rig, copy);
  const cancelled = rig.nemo.calls(ROUTES.renderCancel).length;
  rig.nemo.on(ROUTES.renderCancel, answer.json({ success: true }));
  await rig.engine.recover();
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(cancelled + 1);
  await rig.restart();
  await rig.engine.recover();
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(cancelled + 1);
});

it('rule 3: a render whose turn was cancelled while Nemo was silent is cancelled when it answers', async () => {
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
  rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
  rig.nemo.next(ROUTES.renderStatus, answer.never());
  // Nobody there for the two times that the attempts of one call take.
  rig.nemo.next(ROUTES.renderCancel, ...Array.from({ length: 6 }, () => answer.reset()));
  await rig.engine.accept(rig.chat.message('export'));
  await rig.nemo.called(ROUTES.renderStatus);
  await rig.engine.accept(rig.chat.message('cancel'));
  await rig.engine.idle();
  expect([...rig.nemo.renders.values()].map(({ cancelled }) => cancelled)).toEqual([true]);
  expect((await rig.journal()).every(({ renderToCancel }) => renderToCancel === undefined)).toBe(true);
});

it('writes of one turn stay in their order, however long the store takes over one', async () => {
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
