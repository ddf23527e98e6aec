import { ComponentType, TextInputStyle, ApplicationCommandOptionType as Type } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { actionForm, readActionForm } from '../../../src/adapters/discord/action-form.ts';
import { changeModal, promptModal, readModal } from '../../../src/adapters/discord/modal.ts';
import { noteOf, readSlash } from '../../../src/adapters/discord/prompts.ts';
import { escapedLength, escapeText, messagesOfText } from '../../../src/adapters/discord/text.ts';

const file = { id: '1', filename: 'a.jpg', size: 5, url: 'https://cdn.invalid/a.jpg' };
const option = (name: string, type: Type, value: unknown) => ({ name, type, value });
const read = (name: string, ...options: object[]) =>
  readSlash(name, { options, resolved: { attachments: { '1': file } } } as never, 'en');

describe('a command', () => {
  it('with a prompt says it, with length and shape in the words of its language', () => {
    const prompt = (text: string, ...more: object[]) => read('edit', option('prompt', Type.String, text), ...more).text;
    expect(prompt('  make it calm ')).toBe('make it calm');
    const [length, ratio] = [option('length', Type.Integer, 15), option('ratio', Type.String, '9:16')];
    expect(prompt('make it calm', length)).toMatch(/^make it calm\. .*15/);
    expect(prompt('make it calm!', length)).toMatch(/^make it calm! .*15/);
    expect(prompt('make it calm', length, ratio)).toMatch(/15.*9:16/);
    expect(prompt('做得安静些', ratio)).toMatch(/^做得安静些。\p{Script=Han}.*9:16/u);
    expect(read('edit').text).toBe('');
  });

  it('brings files and the links of its prompt; /animate begins anew', () => {
    const options = [
      option('image', Type.Attachment, '1'),
      option('image2', Type.Attachment, '2'),
      option('prompt', Type.String, 'like https://a.example/b.png'),
    ];
    const call = read('animate', ...options);
    expect(call).toMatchObject({ newProject: true, attachments: [{ name: 'a.jpg' }, { name: 'b.png' }] });
    expect(call.command).toBeUndefined();
    expect(read('edit', ...options).newProject).toBeUndefined();
  });

  it('of the bot’s own has its argument, where the option is of its kind', () => {
    expect(read('status')).toEqual({ text: '', attachments: [], command: { name: 'status', argument: undefined } });
    expect(read('remove', option('number', Type.Integer, 2)).command).toEqual({ name: 'remove', argument: '2' });
    expect(read('remove', option('number', Type.String, '2')).command?.argument).toBeUndefined();
    expect(read('skill', option('name', Type.String, 'x')).command?.name).toBe('skill');
  });

  it('leaves a note of what was asked', () => {
    const note = (text: string, files = 0) => noteOf('edit', { text, attachments: Array(files).fill(file) }, 'en');
    expect(noteOf('status', { text: '', attachments: [], command: { name: 'status' } }, 'en')).toContain('status');
    expect(note('make *it*\n calm')).toContain('make \\*it\\* calm');
    expect(note('', 2)).toContain('2');
    expect(note('a', 2)).toMatch(/ · /);
    expect(note('a')).not.toContain('·');
    expect(note('x'.repeat(301))).toContain(`${'x'.repeat(299)}…`);
    expect(note('x'.repeat(300))).toContain('x'.repeat(300));
    expect(note('')).toBe('');
  });
});

describe('a window', () => {
  const filled = (custom_id: string, value: string, field = 'prompt') => ({
    custom_id,
    components: [{ type: ComponentType.Label, component: { type: ComponentType.TextInput, custom_id: field, value } }],
  });

  it('is read by what opened it', () => {
    for (const [modal, changes] of [
      [promptModal('k', 'en'), false],
      [changeModal('k', 'en'), true],
    ] as const)
      expect(readModal(filled(modal.custom_id, ' a ') as never)).toEqual({ key: 'k', prompt: 'a', changes });
    const old = {
      custom_id: 'm1|k',
      components: [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.TextInput, custom_id: 'prompt', value: 'a' }],
        },
      ],
    };
    expect(readModal(old as never)?.prompt).toBe('a');
    expect(readModal(filled('m1|k', 'a', 'other') as never)?.prompt).toBe('');
    expect(readModal(filled('other|k', 'a') as never)).toBeUndefined();
  });

  it('of an action asks for what goes behind its argument', () => {
    const form = (maxLetters: number) =>
      actionForm(
        { name: 'report', argument: '2' },
        { title: 't'.repeat(46), label: 'l'.repeat(46), hint: 'h'.repeat(101), maxLetters },
      );
    const [label] = form(100).components;
    expect([form(100).title.length, form(100).custom_id]).toEqual([45, 'f1|report|2']);
    expect(label).toMatchObject({
      label: `${'l'.repeat(44)}…`,
      component: { style: TextInputStyle.Short, max_length: 100, required: false },
    });
    expect(form(101).components[0]).toMatchObject({ component: { style: TextInputStyle.Paragraph } });
    const readForm = (id: string, value: string) => readActionForm(filled(id, value, 'value') as never);
    expect(readForm('f1|report|2', ' it is rude ')).toEqual({ name: 'report', argument: '2 it is rude' });
    expect(readForm('f1|report|2', ' ')).toEqual({ name: 'report', argument: '2' });
    expect([readForm('f1|dance|2', 'a'), readForm('f0|report|2', 'a')]).toEqual([undefined, undefined]);
  });
});

describe('an escaped text', () => {
  it('is as long as it is measured, whatever it is made of', () => {
    const all = '\\*_~`|[]<># >-a.@ \n';
    for (const text of [
      ...all,
      ...[...all].flatMap((one) => [...all].map((other) => `${one}${other} `)),
      '# a\n  ## b\n-# c\n>>> d\n> e\n#### f\n-#### g',
      '@everyone @here @ann https://a.example/a_b*c_ *d*',
      `${'a*'.repeat(3000)} https://a.example/__ ${'_'.repeat(63)}${'_'.repeat(65)}`,
    ])
      expect([text, escapedLength(text)]).toEqual([text, escapeText(text).length]);
  });

  it('is one message as long as it fits, and tightly cut where it would be more than three', () => {
    expect(messagesOfText('x'.repeat(2000))).toHaveLength(1);
    expect(messagesOfText('x'.repeat(2001))).toHaveLength(2);
    const airy = `${'word '.repeat(60)}\n\n`.repeat(19).trim();
    expect(escapedLength(airy)).toBeLessThan(6000);
    expect(messagesOfText(airy).length).toBeLessThanOrEqual(3);
    expect(messagesOfText('')).toEqual([]);
    expect(messagesOfText('', 'head')).toEqual(['head']);
  });
});
