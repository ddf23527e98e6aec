import { FakeClock } from '@reelay/async/fake-clock';
import { describe, expect, it } from 'vitest';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';
import { ProgressMessages, type ProgressPlatform } from '../../../src/adapters/kit/progress-messages.ts';
import { ChatGoneError } from '../../../src/core/chat.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const signal = new AbortController().signal;
const failure = (kind: PlatformErrorKind) =>
  new PlatformError(kind, 'it failed', kind === 'rate-limited' ? { retryAfterMs: 5000 } : {});

/** A platform that notes what it is asked, and fails with what is set for a call. */
function rig(more: Partial<ProgressPlatform> = {}) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const fails: Partial<Record<'post' | 'edit' | 'remove' | 'busy', Error>> = {};
  let posts = 0;
  const does = async (call: keyof typeof fails, what: string) => {
    asked.push(what);
    const error = fails[call];
    if (error) throw error;
  };
  const platform: ProgressPlatform = {
    async post(_chat, text) {
      await does('post', `post ${text}`);
      return `m${++posts}`;
    },
    edit: (_chat, ref, text) => does('edit', `edit ${ref} ${text}`),
    remove: (_chat, ref) => does('remove', `remove ${ref}`),
    async showBusy() {
      await does('busy', 'busy');
      return true;
    },
    ...more,
  };
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', pretty: false, write: (line) => lines.push(line) });
  return { clock, asked, fails, lines, messages: new ProgressMessages({ platform, clock, log, busyEveryMs: 4000 }) };
}

describe('the progress message', () => {
  it('is posted, then edited', async () => {
    const { messages, asked } = rig();
    expect(await messages.show('test:1', 'a', undefined, signal)).toBe('m1');
    expect(await messages.show('test:1', 'b', 'm1', signal)).toBe('m1');
    expect(asked).toEqual(['post a', 'edit m1 b']);
  });

  it('that somebody deleted is posted anew once, in its chat', async () => {
    const { messages, asked, fails } = rig();
    fails.edit = failure('message-gone');
    expect(await messages.show('test:1', 'b', 'm0', signal)).toBe('m1');
    expect(await messages.show('test:1', 'c', 'm1', signal)).toBe('m1');
    // A message of the same id in another chat is another one.
    expect(await messages.show('test:2', 'c', 'm1', signal)).toBe('m2');
    expect(asked).toEqual(['edit m0 b', 'post b', 'edit m1 c', 'edit m1 c', 'post c']);
    await messages.end('test:1', 'm1', signal);
    expect(await messages.show('test:1', 'd', 'm1', signal)).toBe('m3');
  });

  it('that cannot be posted anew stays away', async () => {
    const { messages, asked, fails } = rig({ canRenew: (ref) => ref !== 'answer' });
    fails.edit = failure('message-gone');
    expect(await messages.show('test:1', 'b', 'answer', signal)).toBe('answer');
    expect(await messages.show('test:1', 'b', 'other', signal)).toBe('m1');
    expect(asked).toEqual(['edit answer b', 'edit other b', 'post b']);
  });

  it.each<PlatformErrorKind>(['not-modified', 'forbidden', 'unavailable', 'unknown-outcome'])(
    'whose edit ends as "%s" stays where it is',
    async (kind) => {
      const { messages, asked, fails } = rig();
      fails.edit = failure(kind);
      expect(await messages.show('test:1', 'b', 'm0', signal)).toBe('m0');
      expect(asked).toEqual(['edit m0 b']);
      fails.edit = undefined;
      await messages.show('test:1', 'c', 'm0', signal);
      expect(asked).toHaveLength(2);
    },
  );

  it.each(['post', 'edit'] as const)('after a rate limit of a %s skips its chat until that is over', async (call) => {
    const { messages, asked, fails, clock } = rig();
    const ref = call === 'post' ? undefined : 'm0';
    fails[call] = failure('rate-limited');
    expect(await messages.show('test:1', 'a', ref, signal)).toBe(ref);
    fails[call] = undefined;
    await clock.advance(4999);
    expect(await messages.show('test:1', 'b', ref, signal)).toBe(ref);
    expect(asked).toHaveLength(1);
    expect(await messages.show('test:2', 'b', undefined, signal)).toBe('m1');
    await clock.advance(1);
    await messages.show('test:1', 'c', ref, signal);
    expect(asked).toHaveLength(3);
  });

  it.each<PlatformErrorKind>(['unavailable', 'unknown-outcome'])('whose post is "%s" is skipped', async (kind) => {
    const { messages, fails } = rig();
    fails.post = failure(kind);
    expect(await messages.show('test:1', 'a', undefined, signal)).toBeUndefined();
  });

  it('that may not be posted is told', async () => {
    const { messages, fails } = rig();
    fails.post = failure('forbidden');
    await expect(messages.show('test:1', 'a', undefined, signal)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it.each(['post', 'edit'] as const)('of a chat that is gone ends the turn, at a %s', async (call) => {
    const { messages, fails } = rig();
    fails[call] = failure('chat-gone');
    await expect(messages.show('test:1', 'a', call === 'post' ? undefined : 'm0', signal)).rejects.toThrow(
      ChatGoneError,
    );
  });

  it.each(['post', 'edit'] as const)(
    'ends with the reason of the signal at a %s, and with a fault of our own',
    async (call) => {
      const { messages, fails } = rig();
      const ref = call === 'post' ? undefined : 'm0';
      fails[call] = new Error('a fault of our own');
      await expect(messages.show('test:1', 'a', ref, signal)).rejects.toThrow('a fault of our own');
      fails[call] = failure('unavailable');
      await expect(messages.show('test:1', 'a', ref, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
        'stopped',
      );
    },
  );

  it.each<[PlatformErrorKind, boolean]>([
    ['message-gone', true],
    ['forbidden', true],
    ['unavailable', false],
    ['internal', false],
  ])('whose removal ends as "%s" is taken for gone: %s', async (kind, gone) => {
    const { messages, asked, fails } = rig();
    fails.remove = failure(kind);
    const ended = messages.end('test:1', 'm0', signal);
    if (gone) await ended;
    else await expect(ended).rejects.toBe(fails.remove);
    expect(asked).toEqual(['remove m0']);
  });
});

describe('"typing"', () => {
  it('is shown again as long as it is wanted, also after a failure that may pass', async () => {
    const { messages, asked, fails, clock } = rig();
    const stop = new AbortController();
    fails.busy = failure('unavailable');
    const shown = messages.showBusy('test:1', stop.signal);
    await clock.untilPending(1);
    expect(asked).toHaveLength(1);
    fails.busy = undefined;
    await clock.advance(3999);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(asked).toHaveLength(2);
    stop.abort();
    await shown;
    expect(asked).toHaveLength(2);
  });

  it.each([failure('forbidden'), new Error('a fault of our own')])('ends quietly after %s', async (error) => {
    const { messages, asked, fails, lines, clock } = rig();
    fails.busy = error;
    await messages.showBusy('test:1', signal);
    expect(asked).toHaveLength(1);
    expect(clock.pending).toBe(0);
    expect(lines.join()).toContain('chat action not shown');
  });

  it('is not shown where there is no such thing, or once nobody wants it', async () => {
    const none = rig({ showBusy: async () => false });
    await none.messages.showBusy('test:1', signal);
    expect(none.clock.pending).toBe(0);
    const over = rig();
    await over.messages.showBusy('test:1', AbortSignal.abort());
    expect(over.asked).toEqual([]);
    expect(over.lines).toEqual([]);
  });
});
