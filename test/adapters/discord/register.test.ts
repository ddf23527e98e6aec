import { FakeClock } from '@reelay/async/fake-clock';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../../../src/adapters/discord/commands.ts';
import { payloadOf } from '../../../src/adapters/discord/message-body.ts';
import { registerUntilDone } from '../../../src/adapters/discord/register.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });
const signal = new AbortController().signal;

/** A Discord that knows these commands. */
function rig(known: unknown = [], failures = 0) {
  const clock = new FakeClock();
  const written: unknown[][] = [];
  let asked = 0;
  const api = {
    installations: async () => [0],
    commands: async () => {
      asked += 1;
      if (asked <= failures) throw new Error('away');
      return known;
    },
    putCommands: async (_application: string, body: unknown[]) => void written.push(body),
  };
  const register = (stop = signal, guild: string | undefined = '6') =>
    registerUntilDone({ api: api as never, clock, log }, '1', guild, stop);
  return { clock, written, register, asked: () => asked };
}

/** The commands as Discord gives them back: with its own fields, and with nothing for what is absent. */
function registered(change: (commands: Record<string, unknown>[]) => void = () => {}) {
  const commands = allCommands().map((command) => ({
    dm_permission: null,
    nsfw: false,
    ...structuredClone(command),
    id: '1',
  }));
  change(commands as never);
  return commands;
}

describe('commands', () => {
  it('are not written where Discord has them, in whatever order', async () => {
    const same = rig(registered((commands) => commands.reverse()));
    await same.register();
    expect(same.written).toEqual([]);
  });

  it.each<[string, (commands: Record<string, unknown>[]) => void]>([
    ['one is missing', (commands) => commands.pop()],
    ['one is too many', (commands) => commands.push({ name: 'old' })],
    ['one is described otherwise', ([first]) => Object.assign(first ?? {}, { description: 'other' })],
    ['one is not translated', ([first]) => Object.assign(first ?? {}, { description_localizations: null })],
    [
      'an option is missing',
      (commands) => {
        for (const { options } of commands) if (Array.isArray(options) && options.pop()) return;
      },
    ],
    [
      'an option is required that was not',
      (commands) => {
        const options = commands.flatMap(({ options: all = [] }) => all as Record<string, unknown>[]);
        Object.assign(options.find(({ required }) => !required) ?? {}, { required: true });
      },
    ],
    [
      'a choice is another one',
      (commands) => {
        const options = commands.flatMap(({ options: all = [] }) => all as { choices?: { value: unknown }[] }[]);
        const [choice] = options.find(({ choices = [] }) => choices.length > 0)?.choices ?? [];
        if (choice) choice.value = 'other';
      },
    ],
  ])('are written where %s', async (_what, change) => {
    const other = rig(registered(change));
    await other.register();
    expect(other.written).toEqual([allCommands()]);
  });

  it('are written where Discord says something else', async () => {
    const odd = rig({ message: 'no' });
    await odd.register();
    expect(odd.written).toHaveLength(1);
  });

  it('are tried again after longer and longer waits, until it works', async () => {
    const { clock, register, asked, written } = rig([], 5);
    await register();
    const tries: number[] = [];
    for (const ms of [4999, 1, 29_999, 1, 119_999, 1, 599_999, 1, 600_000, 3_600_000]) {
      await clock.advance(ms);
      tries.push(asked());
    }
    expect(tries).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 6, 6]);
    expect(written).toHaveLength(1);
  });

  it('are not tried again by a process that stops', async () => {
    const { clock, register, asked } = rig([], 5);
    const stop = new AbortController();
    await register(stop.signal);
    stop.abort();
    await clock.advance(10_000);
    expect(asked()).toBe(1);
    expect(clock.pending).toBe(0);
  });
});

it('a message notifies nobody, is dropped when it is repeated, and replies also to what is gone', () => {
  expect(payloadOf({ content: 'a' })).toEqual({ content: 'a', allowed_mentions: { parse: [], replied_user: false } });
  const file = { path: '/v.mp4', name: 'v.mp4', contentType: 'video/mp4' };
  expect(payloadOf({ nonce: 'n', replyTo: '4', file, flags: 4 })).toMatchObject({
    ...{ nonce: 'n', enforce_nonce: true, flags: 4 },
    message_reference: { message_id: '4', fail_if_not_exists: false },
    attachments: [{ id: 0, filename: 'v.mp4' }],
  });
});
