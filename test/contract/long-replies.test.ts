import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adk, answer, type FakeNemo, ONE_CLIP_DRAFT, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { tinyVideo } from '../fakes/tiny-video.ts';
import type { Conversation } from './contract.ts';
import { discordConversation } from './discord.ts';
import { picture } from './pictures.ts';
import { telegramConversation } from './telegram.ts';

/** Most messages that one reply may take. */
const MOST = 3;

let nemo: FakeNemo;
let chat: Conversation;

beforeEach(async () => {
  nemo = await startFakeNemo();
  nemo.video = await tinyVideo();
});
afterEach(async () => {
  await chat.close();
  await nemo.close();
});

/** A timeline of so many clips; names that a platform has to escape take the most room. */
function manySegments(count: number, name: (index: number) => string) {
  const sg = Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    s: index * 1000,
    d: 1000,
    m: { name: name(index) },
  }));
  return { d: count * 1000, m: { name: 'project' }, t: [{ tt: 0, sg }] };
}

/** What the bot answers to an edit, message by message. */
async function answersTo(text: string, isLast: (text: string) => boolean): Promise<string[]> {
  const before = chat.seen().length;
  await chat.says(text);
  await expect
    .poll(() =>
      chat
        .seen()
        .slice(before)
        .some((message) => isLast(message.text)),
    )
    .toBe(true);
  await chat.rig.engine.idle();
  return chat
    .seen()
    .slice(before)
    .map((message) => message.text);
}

describe.each([
  ['Telegram', telegramConversation],
  ['Discord', discordConversation],
])('on %s, a reply takes three messages at most', (_, begin) => {
  beforeEach(async () => {
    chat = await begin(nemo);
    nemo.on(ROUTES.prompt, nemo.edit(ONE_CLIP_DRAFT));
    await chat.says('animate it', [{ name: 'photo.jpg', bytes: await picture('#cc3333') }]);
    await chat.sees((message) => /^✅ Video ready/.test(message.text));
    await chat.rig.engine.idle();
  });

  it('a silent edit that adds 5,000 clips, and one that renames them all', async () => {
    const added = manySegments(5000, (index) => `clip_${index}*<b>&`);
    nemo.on(ROUTES.prompt, nemo.edit(added, []));
    const first = await answersTo('make it longer', (text) => text.includes('Timeline'));
    expect(first.length).toBeLessThanOrEqual(MOST);
    expect(first.join('\n')).toMatch(/and 4,?\d{3} more/);
    const renamed = manySegments(5000, (index) => `other_${index}*<b>&`);
    nemo.on(ROUTES.prompt, nemo.edit(renamed, []));
    const second = await answersTo('rename them', (text) => text.includes('Timeline'));
    expect(second.length).toBeLessThanOrEqual(MOST);
    expect(second.join('\n')).toMatch(/and \d+,?\d* more/);
  });

  it.each([
    ['lines', `${'* a_b <c> & `d`\n'.repeat(4000)}`],
    ['one line without a space', 'x'.repeat(60_000)],
    ['marks that must be escaped', '*_~`|<>&[]()#'.repeat(4000)],
    ['code', `\`\`\`js\n${'let a_b = "<&>";\n'.repeat(3000)}\`\`\``],
    ['characters of two units', '😀'.repeat(20_000)],
  ])('words of the agent: %s', async (_kind, words) => {
    nemo.on(ROUTES.prompt, answer.sse([adk.text(words)]));
    const texts = await answersTo('tell me all', (text) => /and \d+ more (?:lines|characters)/.test(text));
    expect(texts.length).toBeLessThanOrEqual(MOST);
    expect(texts.join('').length).toBeGreaterThan(1000);
  });
});
