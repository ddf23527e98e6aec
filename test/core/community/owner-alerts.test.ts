import { afterEach, expect, it } from 'vitest';
import { OwnerAlerts } from '../../../src/core/community/owner-alerts.ts';
import { Sessions } from '../../../src/core/storage/sessions.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { NemoError } from '../../../src/nemo/errors.ts';
import { JumpingClock } from '../../contract/jumping-clock.ts';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';
import { TestChat } from '../rig/test-chat.ts';

let close: () => Promise<void> = async () => {};
afterEach(() => close());

const OWNERS = new Set(['test:boss', 'web:owner']);
const CREDITS =
  '🔔 The account holds 40 credits, fewer than 100. Top it up, or give people smaller budgets; /credits shows who uses most.';

it('owners are told once that credits run low, in private, and again only after there were enough', async () => {
  const rig = await Rig.start({ owners: OWNERS, access: { owners: OWNERS }, alerts: { creditsBelow: 100 } });
  close = () => rig.close();
  Object.assign(rig.chat, { direct: async (userId: string) => `test:dm-${userId}` });
  let left = 0;
  rig.nemo.on(ROUTES.prompt, (request, response) => {
    rig.nemo.credits = { available: left, frozen: 0, total: left };
    return rig.nemo.edit({ t: [] })(request, response);
  });
  const told = async (credits: number) => {
    left = credits;
    const before = rig.chat.sent.length;
    await rig.says('make a clip');
    return rig.chat.sent.slice(before).flatMap(({ chat, text }) => (chat === 'test:dm-boss' ? [text] : []));
  };
  rig.nemo.credits = { available: 500, frozen: 0, total: 500 };
  expect(await told(100)).toEqual([]);
  expect(await told(40)).toEqual([CREDITS]);
  expect(await told(30)).toEqual([]);
  await rig.restart();
  Object.assign(rig.chat, { direct: async (userId: string) => `test:dm-${userId}` });
  expect(await told(20)).toEqual([]);
  expect(await told(400)).toEqual([]);
  expect(await told(40)).toEqual([CREDITS]);
});

it('and that Nemo refuses the account that was set, until it takes it again', async () => {
  const rig = await Rig.start({
    ...{ owners: OWNERS, access: { owners: OWNERS }, alerts: { creditsBelow: 0 }, token: 'nmv_usr_set' },
  });
  close = () => rig.close();
  Object.assign(rig.chat, { direct: async (userId: string) => `test:dm-${userId}` });
  rig.nemo.tokens.delete('nmv_usr_set');
  const told = async () => {
    const before = rig.chat.sent.length;
    await rig.says('make a clip');
    return rig.chat.sent.slice(before).flatMap(({ chat, text }) => (chat === 'test:dm-boss' ? [text] : []));
  };
  const refused = '🔔 Nemo refuses the bot’s account, so nobody gets a video. Set a valid NEMO_TOKEN and restart me.';
  expect(await told()).toEqual([refused]);
  expect(await told()).toEqual([]);
  expect(rig.log.filter((line) => line.includes('"owner alert"'))).toHaveLength(1);
  rig.nemo.tokens.add('nmv_usr_set');
  expect(await told()).toEqual([]);
  rig.nemo.tokens.delete('nmv_usr_set');
  expect(await told()).toEqual([refused]);
});

it('and that Nemo refuses the account that the bot made, also with a new token', async () => {
  const rig = await Rig.start({ owners: OWNERS, access: { owners: OWNERS }, alerts: { creditsBelow: 0 } });
  close = () => rig.close();
  Object.assign(rig.chat, { direct: async (userId: string) => `test:dm-${userId}` });
  rig.nemo.on(ROUTES.session, answer.code(1001));
  for (const words of ['make a clip', 'make another clip']) await rig.says(words);
  expect(rig.chat.sent.flatMap(({ chat, text }) => (chat === 'test:dm-boss' ? [text] : []))).toEqual([
    '🔔 Nemo refuses the account that I made for myself, also with a new token, so nobody gets a video. Set NEMO_TOKEN to an account of yours and restart me.',
  ]);
});

it('and that the token ends within a day; who cannot be reached is told the next time', async () => {
  const store = await openStore('sqlite://:memory:');
  close = () => store.close();
  const clock = new JumpingClock();
  const chat = new TestChat();
  let isReachable = false;
  Object.assign(chat, {
    direct: async (userId: string) => {
      if (!isReachable) throw new Error('takes no messages');
      return `test:dm-${userId}`;
    },
  });
  let endsAt = clock.now() + 25 * 3_600_000;
  const alerts = new OwnerAlerts({
    ...{ store, clock, sessions: new Sessions(store, () => clock.now()), owners: OWNERS, language: 'auto' },
    ...{ sendLimitMs: 1000, stopping: new AbortController().signal },
    settings: { creditsBelow: 100, tokenEndsAt: async () => endsAt },
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
    adapterOf: (key) => (key.startsWith('test:') ? chat : undefined),
  });
  await alerts.lookAtToken();
  endsAt -= 2 * 3_600_000;
  await alerts.lookAtToken();
  expect(chat.sent).toEqual([]);
  isReachable = true;
  await alerts.lookAtToken();
  await alerts.lookAtToken();
  await alerts.failed(new NemoError('out-of-credits', 'none left', { sent: 'yes' }));
  expect(chat.sent.map(({ text, chat: place }) => [place, text.split(';')[0]])).toEqual([
    ['test:dm-boss', '🔔 The token of the bot’s account ends in 23 h 0 min. I ask for a new one then'],
    ['test:dm-boss', expect.stringMatching(/^🔔 The account holds 0 credits, fewer than 100\./)],
  ]);
});
