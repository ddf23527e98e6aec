import { describe, expect, it } from 'vitest';
import { findMessage, type SearchedMessage } from '../../../src/adapters/discord/message-search.ts';
import { snowflakeAt } from '../../../src/adapters/discord/place.ts';
import { readError } from '../../../src/adapters/discord/platform-error.ts';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';

const SELF = '99';
const signal = new AbortController().signal;
const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });
const searched: SearchedMessage = { chat: 'discord:5@7', channel: '5', body: { content: 'Done' } };

interface Posted {
  id: string;
  author: { id: string };
  text: string;
  file?: string;
  message_reference?: { message_id?: string };
}
const posted = (id: bigint | string, more: Partial<Posted> = {}): Posted => ({
  ...{ id: String(id), author: { id: SELF }, text: 'Done' },
  ...more,
});

/** Looks for a message that left now in these pages of its channel. */
async function find(
  pages: (Posted[] | PlatformErrorKind)[],
  { message = {}, known = [] }: { message?: Partial<SearchedMessage>; known?: string[] } = {},
) {
  const clock = new EagerClock();
  const asked: [string, string][] = [];
  const context = {
    ...{ clock, log },
    calls: new Calls({ clock, log, read: readError, backOffMs: [1000], pauses: false }),
    ledger: { knownRefs: async () => new Set(known) },
    api: {
      self: async () => SELF,
      messagesAfter: async (channel: string, after: string) => {
        asked.push([channel, after]);
        const page = pages[asked.length - 1] ?? [];
        if (typeof page === 'string') throw new PlatformError(page, '');
        return page;
      },
    },
  };
  const at = clock.now();
  const found = await findMessage(context as never, { ...searched, ...message }, { at }, signal);
  return { found, asked, at };
}

describe('a message that may be there', () => {
  it.each<[string, Partial<Posted>, Partial<SearchedMessage>, boolean]>([
    ['says the same', {}, {}, true],
    ['says something else', { text: 'done' }, {}, false],
    ['is another’s', { author: { id: '7' } }, {}, false],
    ['has no words', { text: '' }, { body: {} }, true],
    [
      'has the same file',
      { file: 'a.mp4' },
      { body: { content: 'Done', file: { path: '', name: 'a.mp4', contentType: '' } } },
      true,
    ],
    ['has no file', {}, { body: { content: 'Done', file: { path: '', name: 'a.mp4', contentType: '' } } }, false],
    ['has a file too many', { file: 'a.mp4' }, {}, false],
    ['replies to the same', { message_reference: { message_id: '4' } }, { repliesTo: '4' }, true],
    ['replies to another', { message_reference: { message_id: '3' } }, { repliesTo: '4' }, false],
    ['lost what it replied to', {}, { repliesTo: '4' }, true],
    ['replies although it was none', { message_reference: { message_id: '3' } }, {}, true],
  ])('is one that %s', async (_what, more, message, isIt) => {
    const { found } = await find([[posted('70', { author: { id: '7' } }), posted('71', more)]], { message });
    expect(found).toEqual(isIt ? { ref: '71' } : 'absent');
  });

  it('is none that is known to be part of another reply', async () => {
    expect((await find([[posted('71'), posted('72')]], { known: ['71'] })).found).toEqual({ ref: '72' });
    expect((await find([[posted('71')]], { known: ['71'] })).found).toBe('absent');
  });

  it('is looked for from two minutes before it left', async () => {
    const { asked, at } = await find([[]]);
    expect(asked).toEqual([['5', snowflakeAt(at - 120_000)]]);
  });

  it('is looked for behind the last of each full page, in three pages at most', async () => {
    // Larger than a number can be without loss, and not in order.
    const first = 1_600_000_000_000_000_000n;
    const page = (from: bigint, count = 100) =>
      Array.from({ length: count }, (_, index) => posted(from + BigInt((index * 7) % count), { text: 'other' }));
    const full = [page(first), page(first + 100n), page(first + 200n), [posted('1')]];
    const { found, asked } = await find(full);
    expect(found).toBe('absent');
    expect(asked.slice(1).map(([, after]) => BigInt(after) - first)).toEqual([99n, 199n]);
    const shorter = await find([page(first, 99), [posted('1')]]);
    expect([shorter.found, shorter.asked.length]).toEqual(['absent', 1]);
    expect((await find([page(first), [posted('1')]])).found).toEqual({ ref: '1' });
  });

  it('cannot be known where nobody may look', async () => {
    const nowhere = await find([], { message: { channel: undefined } });
    expect([nowhere.found, nowhere.asked]).toEqual(['unknowable', []]);
    expect((await find(['no-access'])).found).toBe('unknowable');
  });

  it('is looked for until Discord answers', async () => {
    const { found, asked } = await find(['unknown-outcome', 'rate-limited', [posted('71')]]);
    expect([found, asked.length]).toEqual([{ ref: '71' }, 3]);
  });
});
