import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestOfDeletion, requestOfLateEdit } from '../../../src/adapters/kit/late-changes.ts';
import { editOfPart, type Member, ReceivedMessages, saysTheSame } from '../../../src/adapters/kit/received-messages.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';

const CHAT = 'test:1@7';

let store: Store;
let received: ReceivedMessages;
const accepted = new Set<string>();

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  accepted.clear();
  received = new ReceivedMessages({
    store,
    table: 'received',
    ttlMs: 60_000,
    core: { knows: async (chat, id) => accepted.has(`${chat} ${id}`) },
  });
});
afterEach(() => store.close());

const member = (id: string, text: string): Member => ({
  id,
  content: `${id}: ${text}`,
  words: text !== '',
  said: { text, cut: false },
});

/** A request of these messages, named after the first. */
function submit(members: Member[], text: string, chat = CHAT) {
  return received.submitting({ chat, id: members[0]?.id ?? '', userId: '7', text }, members);
}

describe('a message that was received', () => {
  it('is known by any chat of its place, and accepted once the core knows its request', async () => {
    await submit([member('5', 'a'), member('6', 'b')], 'a\nb');
    expect(await received.find('test:1', '6')).toMatchObject({ chat: CHAT, request: '5', userId: '7', of: 2 });
    expect(await received.find('test:2', '6')).toBeUndefined();
    expect(await received.isAccepted('test:1', '6')).toBe(false);
    accepted.add(`${CHAT} 5`);
    expect(await received.isAccepted('test:1', '6')).toBe(true);
    expect(await received.isAccepted('test:1', '7')).toBe(false);
  });

  it('is told from its edit, and nothing of what it said is kept', async () => {
    await submit([member('5', 'a secret')], 'a secret');
    const known = await received.find(CHAT, '5');
    expect(known && [saysTheSame(known, '5: a secret'), saysTheSame(known, '5: another')]).toEqual([true, false]);
    expect(JSON.stringify(known)).not.toContain('secret');
    expect(known?.part).toBeUndefined();
  });

  it('is one of files alone only where no message of its request has words', async () => {
    await submit([member('5', ''), member('6', 'b')], 'b');
    await submit([member('7', ''), member('8', '')], '');
    expect((await received.find(CHAT, '5'))?.wordless).toBe(false);
    expect((await received.find(CHAT, '8'))?.wordless).toBe(true);
  });

  it('has no place in a text that is not made of the messages', async () => {
    await submit([member('5', '/animate it'), member('6', 'b')], 'it');
    expect((await received.find(CHAT, '6'))?.part).toBeUndefined();
  });

  it('is forgotten with its chat, and no other’s', async () => {
    await submit([member('5', 'a')], 'a');
    await submit([member('6', 'a')], 'a', 'test:1@8');
    await received.forget(CHAT);
    expect(await received.find(CHAT, '5')).toBeUndefined();
    expect(await received.find(CHAT, '6')).toBeDefined();
  });
});

describe('the edit of one message of several', () => {
  const partOf = async (id: string) => (await received.find(CHAT, id))?.part;
  const edited = (text: string) => ({ id: '6', chat: CHAT, userId: '7', text, attachments: [] });

  it('moves what stands behind it, and nothing before it or of another request', async () => {
    await submit([member('5', 'one'), member('6', 'two'), member('7', 'three')], 'one\ntwo\nthree');
    await submit([member('8', 'one'), member('9', 'two')], 'one\ntwo');
    const before = await received.find(CHAT, '6');
    if (!before) throw new Error('not known');
    expect(editOfPart(edited('twenty'), before)).toMatchObject({
      id: '5',
      chat: CHAT,
      text: 'twenty',
      replaces: { from: 4, to: 7, length: 13 },
    });
    await received.changedPart(before, member('6', 'twenty'));
    expect([await partOf('5'), await partOf('6'), await partOf('7')]).toEqual([
      { from: 0, to: 3, length: 16 },
      { from: 4, to: 10, length: 16 },
      { from: 11, to: 16, length: 16 },
    ]);
    expect(await partOf('9')).toEqual({ from: 4, to: 7, length: 7 });
    const after = await received.find(CHAT, '6');
    expect(after && saysTheSame(after, '6: twenty')).toBe(true);
    const first = await received.find(CHAT, '5');
    expect(first && saysTheSame(first, '5: one')).toBe(true);
  });

  it('that said nothing before begins a line of its own, and may fall silent again', async () => {
    await submit([member('5', 'one'), member('6', ''), member('7', 'three')], 'one\nthree');
    const before = await received.find(CHAT, '6');
    if (!before) throw new Error('not known');
    expect(before.part).toEqual({ from: 9, to: 9, length: 9 });
    expect(editOfPart(edited('two'), before)).toMatchObject({ text: '\ntwo', replaces: { from: 9, to: 9, length: 9 } });
    expect(editOfPart(edited(''), before)).toMatchObject({ text: '' });
    await received.changedPart(before, member('6', 'two'));
    expect([await partOf('5'), await partOf('6'), await partOf('7')]).toEqual([
      { from: 0, to: 3, length: 13 },
      { from: 9, to: 13, length: 13 },
      { from: 4, to: 9, length: 13 },
    ]);
  });

  it('is none of a command, nor of a message that had no words of the request’s', async () => {
    await submit([member('5', 'one'), member('6', 'two')], 'one\ntwo');
    await submit([member('8', 'one')], 'one');
    const [of, alone] = [await received.find(CHAT, '6'), await received.find(CHAT, '8')];
    if (!of || !alone) throw new Error('not known');
    expect(editOfPart({ ...edited('/status'), command: { name: 'status' } }, of)).toBeUndefined();
    expect(editOfPart(edited('two'), alone)).toBeUndefined();
    await received.changedPart(alone, member('8', 'two'));
    expect(await received.find(CHAT, '8')).toEqual(alone);
  });
});

describe('a change that comes late', () => {
  const before = { chat: CHAT, request: '5', userId: '7', of: 1, content: '', wordless: false };
  const file = { name: 'a.jpg', ref: 'a' };
  const edited = { id: '5', chat: 'test:1', userId: '7', text: 'longer', attachments: [file], pointsAt: [file] };

  it('is asked about, once for each text', () => {
    const request = requestOfLateEdit(edited, before);
    expect(request).toMatchObject({
      chat: CHAT,
      userId: '7',
      text: '',
      attachments: [],
      command: { name: 'late-edit', argument: 'longer' },
    });
    expect(request?.id).toMatch(/^5e[0-9a-f]{8}$/);
    expect(request?.pointsAt).toBeUndefined();
    expect(requestOfLateEdit(edited, before)?.id).toBe(request?.id);
    expect(requestOfLateEdit({ ...edited, text: 'shorter' }, before)?.id).not.toBe(request?.id);
  });

  it('says what to make of files that came without a word', () => {
    const request = requestOfLateEdit(edited, { ...before, wordless: true });
    expect(request).toMatchObject({ text: 'longer', attachments: [] });
    expect(request?.command).toBeUndefined();
  });

  it('is nothing where nothing is said, and no command', () => {
    expect(requestOfLateEdit({ ...edited, text: '' }, before)).toBeUndefined();
    expect(requestOfLateEdit({ ...edited, command: { name: 'status' } }, before)).toBeUndefined();
  });

  it('that takes the message away takes its request back', () => {
    expect(requestOfDeletion(before)).toEqual({
      ...{ id: '5d', chat: CHAT, userId: '7', text: '', attachments: [] },
      command: { name: 'withdraw', argument: '5' },
    });
  });
});
