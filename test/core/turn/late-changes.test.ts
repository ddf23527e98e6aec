import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const call = (name: string, argument: string) => rig.chat.message('', [], { command: { name, argument } });

it('an edit that came too late is answered with a button that sends it', async () => {
  await rig.says('make a sunset video');
  await rig.engine.accept(call('late-edit', 'make it a sunrise'));
  await rig.engine.idle();
  const told = rig.chat.sent.at(-1);
  expect(told?.text).toMatch(/^✏️ I had begun already.*Send the change as a new message/);
  const [button] = told?.steps ?? [];
  expect(button).toMatchObject({ name: 'send-edit', label: '✏️ Send the change' });
  await rig.engine.accept(call('send-edit', button?.argument ?? ''));
  await rig.engine.idle();
  const prompts = rig.nemo.calls(ROUTES.prompt).map(({ json }) => JSON.stringify(json));
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain('make it a sunrise');
});

it('a request whose message was deleted is taken back while it waits, and while it runs as long as nothing is paid', async () => {
  rig.nemo.on(ROUTES.prompt, answer.sse([], { hang: true }));
  const running = rig.chat.message('make a sunset video');
  await rig.engine.accept(running);
  await rig.nemo.called(ROUTES.prompt);
  const waiting = rig.chat.message('now make it longer');
  await rig.engine.accept(waiting);
  await rig.engine.accept(call('withdraw', waiting.id));
  await rig.engine.accept(call('withdraw', running.id));
  const texts = () => rig.chat.sent.map(({ text }) => text);
  while (texts().filter((text) => text.startsWith('🗑')).length < 2)
    await new Promise((resolve) => setImmediate(resolve));
  const told = texts().filter((text) => text.startsWith('🗑'));
  expect(told).toContain('🗑 You deleted the message, so I took its request back: “now make it longer”.');
  expect(told.some((text) => text.startsWith('🗑 You deleted a message, but its request is under way'))).toBe(true);
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
  await rig.engine.accept(rig.chat.message('cancel'));
  await rig.engine.idle();
  rig.nemo.on(ROUTES.upload, (_request, response) => void response.writeHead(200));
  const uploading = rig.chat.message('animate it', [await rig.photo()]);
  await rig.engine.accept(uploading);
  await rig.nemo.called(ROUTES.upload);
  await rig.engine.accept(call('withdraw', uploading.id));
  await rig.engine.idle();
  expect(texts().at(-1)).toBe('🗑 You deleted the message, so I took its request back: “animate it”.');
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(1);
});

it('an edit of a part of a waiting request changes that part and leaves its files; one that no longer fits changes nothing', async () => {
  rig.nemo.on(ROUTES.prompt, answer.sse([], { hang: true }));
  await rig.engine.accept(rig.chat.message('make a sunset video'));
  await rig.nemo.called(ROUTES.prompt);
  const waiting = rig.chat.message('show the sea\nwith calm music', [await rig.photo()]);
  await rig.engine.accept(waiting);
  const edit = { ...waiting, attachments: [], text: 'show trees' };
  expect(await rig.engine.amend({ ...edit, replaces: { from: 0, to: 12, length: 28 } })).toBe(true);
  expect(await rig.engine.amend({ ...edit, replaces: { from: 0, to: 12, length: 28 } })).toBe(false);
  const turn = (await rig.journal()).find(({ messageId }) => messageId === waiting.id);
  expect(turn).toMatchObject({ text: 'show trees\nwith calm music', attachments: waiting.attachments });
  await rig.engine.accept(rig.chat.message('cancel all'));
  await rig.engine.idle();
});
