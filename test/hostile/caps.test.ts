import type { Message, MessageEntity } from 'grammy/types';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/adapters/discord/read-message.ts';
import { readMessages } from '../../src/adapters/telegram/messages.ts';
import { ACTIONS } from '../../src/core/actions/all.ts';
import { readBatch } from '../../src/intents/batch.ts';
import { classify, LONGEST_TEXT } from '../../src/intents/classify.ts';
import { splitAtConnectors } from '../../src/intents/compound.ts';
import { limitOf } from '../../src/intents/limits.ts';
import { speaksOfGivenFile } from '../../src/intents/needs-file.ts';
import { readOutput } from '../../src/intents/output.ts';
import { smallTalkOf } from '../../src/intents/small-talk.ts';
import { readUiInstructions } from '../../src/nemo/ui-instructions/ui-instructions.ts';
import { readFrontmatter } from '../../src/skills/frontmatter.ts';
import { adk } from '../fakes/nemo/index.ts';
import { readEvents } from '../nemo/stream.ts';

/** Each of the texts is understood when it is short, and not read behind the cap. */
const long = (length: number, words: string) => `${'x '.repeat(length / 2)}${words}`;

describe('of a user’s text', () => {
  test('4,096 characters are looked at for actions, a longer one goes to the agent as it is', () => {
    const said = (length: number) => `${'x '.repeat(length)}and then export it`;
    expect(classify({ text: said(100), media: 0 }, ACTIONS.phrases).steps).toHaveLength(2);
    const text = said(LONGEST_TEXT);
    expect(classify({ text, media: 0 }, ACTIONS.phrases)).toEqual({
      steps: [{ kind: 'prompt', text }],
      rules: ['prompt.long'],
    });
  });

  test('4,096 characters are divided among files', () => {
    const said = (length: number) => `1: zoom in ${'x '.repeat(length)}2: pan left`;
    expect(readBatch(said(100), 2, ACTIONS.phrases)).toHaveLength(2);
    expect(readBatch(said(LONGEST_TEXT), 2, ACTIONS.phrases)).toBeUndefined();
  });

  test('the white space between its words is read as one space before it is divided among files', () => {
    expect(readBatch(`1: zoom in${' '.repeat(4000)}2: pan left`, 2, ACTIONS.phrases)).toEqual(['zoom in', 'pan left']);
    expect(readBatch('1: zoom in\n\n\n \n2: pan left', 2, ACTIONS.phrases)).toEqual(['zoom in', 'pan left']);
  });

  test('500 characters are split at words such as “and then”', () => {
    expect(splitAtConnectors('zoom in, and then export')).toEqual(['zoom in', 'export']);
    const text = `zoom in${' '.repeat(500)}and then export`;
    expect(splitAtConnectors(text)).toEqual([text]);
  });

  test('400 characters are looked at for what cannot be done', () => {
    expect(limitOf('remove the wrinkles')).toBeDefined();
    expect(limitOf(long(400, 'remove the wrinkles'))).toBeUndefined();
  });

  test('600 characters are looked at for a file that somebody must have given', () => {
    expect(speaksOfGivenFile('animate this photo')).toBe(true);
    expect(speaksOfGivenFile(long(600, 'animate this photo'))).toBe(false);
  });

  test('2,000 characters are looked at for the form of the result', () => {
    expect(readOutput('export in 4k')).toBeDefined();
    expect(readOutput(long(2000, 'export in 4k'))).toBeUndefined();
  });

  test('100 characters are small talk, or a typed command', () => {
    expect(smallTalkOf('thank you')).toBeDefined();
    expect(smallTalkOf(`thank you${'!'.repeat(100)}`)).toBeUndefined();
    expect(ACTIONS.typed('/skill hd')).toBeDefined();
    expect(ACTIONS.typed(`/skill${' '.repeat(100)}hd`)).toBeUndefined();
  });

  test('8,000 characters of a Discord message are read', () => {
    expect(plainText({ content: 'x'.repeat(1_000_000), mentions: [] }, '1')).toHaveLength(8000);
  });

  test('200 entities of a Telegram message are read', () => {
    const asked = { message_id: 5, date: 1, chat: { id: -1, type: 'group', title: 'g' } } as const;
    const mention: MessageEntity = { type: 'mention', offset: 0, length: 11 };
    const bold = (length: number): MessageEntity[] =>
      Array.from({ length }, () => ({ type: 'bold', offset: 0, length: 1 }));
    const read = (others: number) => {
      const from = { id: 7, is_bot: false, first_name: 'Ann' };
      const message: Message = { ...asked, from, text: '@reelay_bot hi', entities: [...bold(others), mention] };
      return readMessages([message], { me: { id: 1, username: 'reelay_bot' }, language: 'auto' });
    };
    expect(read(199)).toBeDefined();
    expect(read(200)).toBeUndefined();
  });
});

describe('of the backend’s text', () => {
  test('8,000 characters are looked at for instructions about its page', () => {
    const asks = 'Click the Export button to download it.';
    expect(readUiInstructions(`Done.\n${asks}`).actions).toEqual(['export']);
    const text = `${'Done.\n'.repeat(1400)}${asks}`;
    expect(readUiInstructions(text)).toEqual({ text, actions: [], edits: [] });
  });

  test('64 KB of words, 200 tool calls and 100 files of a stream are kept', async () => {
    const { reply } = await readEvents([
      ...Array.from({ length: 300 }, (_, index) => adk.call(String(index), 'cut', { index })),
      ...Array.from({ length: 200 }, (_, index) => adk.file(`https://cdn.example/${index}.mp4`)),
      ...Array.from({ length: 100 }, (_, index) => adk.text(`${index}${'x'.repeat(2000)}`)),
    ]);
    expect(reply.tools).toHaveLength(200);
    expect(reply.files).toHaveLength(100);
    expect(reply.text.replaceAll('\n', '').length).toBe(64 * 1024);
  });
});

test('of a SKILL.md’s frontmatter 4 KB are read as YAML, of a longer one its simple lines', () => {
  const fields = `name: x\nlist: [${'a, '.repeat(2000)}]`;
  expect(readFrontmatter('name: x\nlist: [a, b]')).toMatchObject({ fields: { name: 'x', list: ['a', 'b'] } });
  const { fields: read, problem } = readFrontmatter(fields);
  expect(read.name).toBe('x');
  expect(problem).toBe('the frontmatter is longer than 4096 characters');
});
