import { expect, it } from 'vitest';
import { checkMessage } from './check-message.ts';

const SECOND = 1 << 15;
const words = (content: string) => ({ type: 10, content });
const gallery = (count: number) => ({
  type: 12,
  items: Array.from({ length: count }, () => ({ media: { url: 'attachment://clip.mp4' } })),
});
const button = { type: 2, style: 2, label: 'Go', custom_id: 'go' };
const row = { type: 1, components: [button] };
const frame = (...components: object[]) => ({ type: 17, components });

it('takes a frame with words, a video and buttons', () => {
  const components = [frame(words('Done.'), gallery(1), words('-# For you'), row)];
  expect(checkMessage({ flags: SECOND, components }).components).toEqual(components);
});

it.each([
  ['content beside it', { content: 'Done.', components: [frame(words('Done.'))] }],
  ['embeds beside it', { embeds: [{ title: 'Done' }], components: [frame(words('Done.'))] }],
  ['a gallery of nothing', { components: [gallery(0)] }],
  ['a gallery of eleven', { components: [gallery(11)] }],
  ['a frame in a frame', { components: [frame(frame(words('Done.')))] }],
  ['a button without a row', { components: [frame(button)] }],
  ['an empty text', { components: [words('')] }],
  ['more than 4,000 letters in all', { components: [words('a'.repeat(2001)), words('b'.repeat(2000))] }],
  ['more than forty parts', { components: Array.from({ length: 41 }, () => words('a')) }],
  ['one id twice', { components: [frame(row), row] }],
  ['a file that is no attachment', { components: [{ type: 13, file: { url: 'https://x.example/a.mp4' } }] }],
])('refuses %s', (_what, body) => {
  expect(() => checkMessage({ flags: SECOND, ...body })).toThrow('Invalid Form Body');
});

it('refuses its parts in a message without the flag', () => {
  expect(() => checkMessage({ components: [frame(words('Done.'))] })).toThrow('Invalid Form Body');
});

it('fails at more bytes than Discord bears', () => {
  const components = [words('字'.repeat(3400))];
  expect(() => checkMessage({ flags: SECOND, components })).toThrow('500: Internal Server Error');
});

it('holds an edit of such a message to the same, whatever flags it has', () => {
  expect(() => checkMessage({ content: 'Done.' }, [], true)).toThrow('Invalid Form Body');
  expect(checkMessage({ components: [frame(words('Done.'))] }, [], true).components).toHaveLength(1);
});
