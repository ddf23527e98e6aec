import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NextStep } from '../../../src/core/chat.ts';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const option = (label: string) => ({ id: label.toLowerCase(), label });
const STYLE = { id: 's', prompt: 'Which style?', options: [option('Calm'), option('Fast')] };
const EXTRAS = {
  id: 'e',
  prompt: 'What else?',
  options: [option('Music'), option('Titles'), option('Logo')],
  allow_multiple: true,
};
const NAME = { id: 'n', prompt: 'What is it called?', options: [] };

const asks = (...questions: object[]) =>
  answer.sse([adk.call('c', 'ask_question', { title: 'Before I begin', questions })]);
const last = () => rig.chat.sent.at(-1);
const prompts = () =>
  rig.nemo
    .calls(ROUTES.prompt)
    .map(({ json }) => (json as { new_message: { parts: { text: string }[] } }).new_message.parts[0]?.text);

/** The button with this label under the bot's last message. */
function button(label: string): NextStep & { project?: string } {
  const sent = rig.chat.sent.findLast(({ steps }) => steps.some((step) => step.label.includes(label)));
  const step = sent?.steps.find((each) => each.label.includes(label));
  if (!sent || !step) throw new Error(`no button ${label}`);
  return { ...step, project: sent.project };
}
async function presses(label: string | ReturnType<typeof button>): Promise<string[]> {
  const { name, argument, project } = typeof label === 'string' ? button(label) : label;
  return rig.says('', [], { command: { name, argument }, project });
}

describe('one question', () => {
  it('is asked with a button for each choice, and a press answers the agent in its form', async () => {
    rig.nemo.next(ROUTES.prompt, asks(STYLE));
    await rig.says('make a video');
    expect(last()?.text).toBe(
      '❓ Before I begin\nWhich style?\n1. Calm\n2. Fast\nChoose one, say its number, or answer in your own words.',
    );
    expect(last()?.steps.map(({ label }) => label)).toEqual(['1. Calm', '2. Fast', '⏭ Skip']);
    // With `r1|answer||project|user` around it, it fits the 100 characters of Discord.
    expect(last()?.steps.every(({ argument = '' }) => argument.length <= 22)).toBe(true);
    const other = button('Fast');
    await presses('Calm');
    expect(prompts()).toEqual(['make a video', '1. Which style?: Calm']);
    // Answered is answered, by the same button and by another one.
    expect(await presses('Calm')).toEqual(['That was answered already: Calm']);
    expect(await presses(other)).toEqual(['That was answered already: Calm']);
    expect(prompts()).toHaveLength(2);
    // "again" repeats what the user asked for, not the answer.
    await rig.says('again');
    expect(prompts().at(-1)).toBe('make a video');
  });

  it.each([
    ['2', '1. Which style?: Fast'],
    ['calm', '1. Which style?: Calm'],
    ['skip', '1. Which style?: Skipped'],
    ['the calm one', 'the calm one'],
    ['3', '3'],
  ])('typed: %s', async (words, sent) => {
    rig.nemo.next(ROUTES.prompt, asks(STYLE));
    await rig.says('make a video');
    await rig.says(words);
    expect(prompts()[1]).toBe(sent);
    expect(await presses('Fast')).toEqual([
      sent.startsWith('1. ')
        ? `That was answered already: ${sent.slice('1. Which style?: '.length).replace('Skipped', '–')}`
        : 'That question is over, so nothing was done. Say “status” to see where we are.',
    ]);
    expect(prompts()).toHaveLength(2);
  });

  it('is over once something else was asked, or the project is another', async () => {
    rig.nemo.on(ROUTES.prompt, asks(STYLE));
    await rig.says('make a video');
    const first = button('Calm');
    await rig.says('make another video of it');
    expect(await presses(first)).toEqual([
      'That question is over, so nothing was done. Say “status” to see where we are.',
    ]);
    const second = button('Calm');
    await rig.says('new project');
    expect((await presses(second))[0]).toMatch(/^That button belongs to an earlier project/);
    expect((await presses({ ...second, project: undefined }))[0]).toMatch(/^That question is over/);
    expect(prompts()).toHaveLength(2);
  });

  it('outlives a restart, and the video of a message with files comes after the answer', async () => {
    rig.nemo.next(ROUTES.prompt, asks(STYLE), rig.nemo.edit(ONE_CLIP_DRAFT));
    await rig.says('make a video', [await rig.photo()]);
    expect(last()?.video).toBeUndefined();
    await rig.restart();
    await presses('Calm');
    expect(last()?.video).toBeDefined();
  });
});

it('several questions are asked one after another, with several choices and with words', async () => {
  rig.nemo.next(ROUTES.prompt, asks(STYLE, EXTRAS, NAME));
  await rig.says('make a video');
  expect(last()?.text).toContain('❓ Before I begin\n1 of 3: Which style?');
  expect((await presses('Calm')).at(-1)).toMatch(/^❓ 2 of 3: What else\?\n1\. Music\n2\. Titles\n3\. Logo\n/);
  expect((await presses('Titles')).at(-1)).toContain('✔️ Chosen: Titles');
  expect(last()?.steps.map(({ label }) => label)).toEqual(['1. Music', '3. Logo', '✔️ Done', '⏭ Skip']);
  await presses('Logo');
  expect((await presses('Done')).at(-1)).toMatch(/^❓ 3 of 3: What is it called\?\nAnswer in your own words/);
  expect(prompts()).toHaveLength(1);
  await rig.says('Summer by the sea');
  expect(prompts()[1]).toBe(
    '1. Which style?: Calm\n2. What else?: Titles, Logo\n3. What is it called?: Summer by the sea',
  );
});

it('numbers choose several at once; what the bot does by itself is no answer', async () => {
  rig.nemo.next(ROUTES.prompt, asks(EXTRAS, NAME));
  await rig.says('make a video');
  expect((await rig.says('help'))[0]).toContain('I also understand');
  await rig.says('1, 3');
  await rig.says('skip');
  expect(prompts()[1]).toBe('1. What else?: Music, Logo\n2. What is it called?: Skipped');
});

describe('a yes', () => {
  it('is sent by a button that says what it uses', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('The plan has three shots. Click Generate to start.')]));
    await rig.says('plan a video');
    expect(last()?.steps.map(({ label }) => label)).toEqual(['✅ Yes, go ahead (uses credits)']);
    const yes = button('Yes');
    await presses(yes);
    expect(prompts()).toEqual(['plan a video', 'Yes, go ahead.']);
    expect(await presses(yes)).toEqual(['That was answered already: Yes, go ahead.']);
  });

  it('is sent by a button also where the agent asks for it in plain words and has done nothing yet', async () => {
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('Three shots of 4 seconds each. Shall I go ahead?')]));
    await rig.says('plan a video');
    expect(last()?.text).toContain('Shall I go ahead?');
    await presses('Yes');
    expect(prompts()).toEqual(['plan a video', 'Yes, go ahead.']);
  });

  it('uses nothing with the embedded backend, and says nothing of it', async () => {
    await rig.close();
    rig = await Rig.start({ freeOfCharge: true });
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('方案有三个镜头。点击“生成”开始。')]));
    await rig.says('先出个方案');
    expect(last()?.steps.map(({ label }) => label)).toEqual(['✅ 好的，继续']);
    await presses('好的');
    expect(prompts()[1]).toBe('好的，继续。');
  });
});

it('a question is not lost when the state cannot be read after it', async () => {
  rig.nemo.next(ROUTES.prompt, asks(STYLE));
  await rig.says('hello there, make a plan');
  rig.nemo.next(ROUTES.state, answer.ok({ state: rig.nemo.state }));
  rig.nemo.next(ROUTES.prompt, asks(STYLE));
  rig.nemo.on(ROUTES.state, answer.json({ odd: true }, 500));
  await rig.says('make a video');
  expect(last()?.text).toContain('Which style?');
});
