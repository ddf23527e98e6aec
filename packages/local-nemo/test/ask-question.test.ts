import { afterAll, expect, test } from 'vitest';
import { Client, Harness, photo } from './harness.ts';

const harness = new Harness();
afterAll(() => harness.clean());

test('what was not understood is asked with options, as a call of the tool that asks the user', async () => {
  const nemo = await harness.start();
  const client = await new Client(nemo.url).login('c1');
  const { sid } = await client.session();
  await client.upload(sid, { name: 'a.jpg', bytes: await photo() });
  await client.say(sid, 'make a 10 second video');
  const stream = await client.say(sid, 'frobnicate it');
  const frames = stream.split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []));
  const calls = frames.flatMap((frame) => frame.content?.parts ?? []).flatMap((part) => part.functionCall ?? []);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    name: 'ask_question',
    args: {
      questions: [
        {
          prompt: 'Which of these do you mean?',
          options: [
            { id: '1', label: 'happier music' },
            { id: '2', label: 'make it vertical' },
            { id: '3', label: 'less zoom' },
          ],
          allow_multiple: false,
        },
      ],
    },
  });
  await client.say(sid, '1. Which of these do you mean?: make it vertical');
  expect((await client.state(sid)).draft.m.aspect).toBe('9:16');
});
