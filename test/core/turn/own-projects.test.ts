import { afterEach, expect, it } from 'vitest';
import type { Attachment, IncomingMessage } from '../../../src/core/chat.ts';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, promptsSent, texts } from '../rig/kill.ts';
import { Rig, type RigOptions } from '../rig/rig.ts';

let rig: Rig;
const start = async (options?: RigOptions) => {
  rig = await Rig.start(options);
};
afterEach(() => rig.close());

const GROUP = 'test:group';

/** Somebody says something in the group, and the bot's answers. */
function person(name: string) {
  const chat = `${GROUP}@${name}`;
  const message = (text: string, files: Attachment[] = [], more: Partial<IncomingMessage> = {}) =>
    rig.chat.message(text, files, { chat, userId: name, ...more });
  return {
    chat,
    message,
    says: (text: string, files: Attachment[] = [], more: Partial<IncomingMessage> = {}) =>
      rig.says(text, files, { chat, userId: name, ...more }),
    sends: (text: string, files: Attachment[] = [], more: Partial<IncomingMessage> = {}) =>
      rig.engine.accept(message(text, files, more)),
  };
}

const ann = person('ann');
const bob = person('bob');
const sessions = () => rig.nemo.calls(ROUTES.prompt).map((call) => (call.json as { session_id: string }).session_id);
const isVideo = ({ video }: { video?: unknown }) => video !== undefined;
/** The message of a person's last video. */
const lastVideoOf = ({ chat }: { chat: string }) =>
  `s${rig.chat.sent.findLastIndex((sent) => sent.chat === chat && isVideo(sent)) + 1}`;

it('in a group everybody has a project and a queue of their own, and stops their own work alone', async () => {
  await start();
  await ann.says('animate the dune', [await rig.photo('dune.jpg')]);
  await bob.says('animate the ladybird', [await rig.photo('ladybird.jpg', '#cc3333')]);
  expect(sessions()).toEqual(['session-1', 'session-2']);
  // Ann's project is busy and five of her requests wait: that is nothing to Bob.
  const working = gate();
  rig.nemo.next(ROUTES.prompt, async (request, response) => {
    await working.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  await ann.sends('zoom in slowly');
  await working.reached;
  for (const wish of ['one', 'two', 'three', 'four', 'five']) await ann.sends(`make it ${wish} seconds longer`);
  await ann.sends('make it louder');
  await expect.poll(() => texts(rig).at(-1)).toMatch(/^5 requests are already waiting|waiting/);
  await bob.sends('cancel');
  await expect.poll(() => texts(rig).at(-1)).toBe('Nothing is running that could be stopped.');
  await bob.sends('status');
  await expect.poll(() => texts(rig).at(-1)).toMatch(/^Nothing is running\./);
  await bob.sends('make it shorter');
  await expect.poll(promptsSent.bind(undefined, rig)).toContain('make it shorter');
  await ann.sends('cancel all');
  await expect.poll(() => texts(rig).some((text) => text.startsWith('🛑 Stopped: “zoom in slowly”'))).toBe(true);
  working.open();
  await rig.engine.idle();
  expect(sessions().at(-1)).toBe('session-2');
});

it('/animate with files begins a new project of that person, and leaves the old one alone', async () => {
  await start();
  await ann.says('animate the dune', [await rig.photo('dune.jpg')]);
  await ann.says('animate the fox', [await rig.photo('fox.jpg')], { newProject: true });
  await ann.says('make it slower');
  // Without the command, files go to the project that is there.
  await ann.says('add this one', [await rig.photo('owl.jpg')]);
  expect(sessions()).toEqual(['session-1', 'session-2', 'session-2', 'session-2']);
});

it('a reply to a result and its buttons go on with that result’s project, whoever made it', async () => {
  await start();
  await ann.says('animate the dune', [await rig.photo('dune.jpg')]);
  const dune = lastVideoOf(ann);
  const { project } = rig.chat.sent.at(-1) ?? {};
  await ann.says('animate the fox', [await rig.photo('fox.jpg')], { newProject: true });
  const [back] = await bob.says('make this one darker', [], { repliesTo: dune });
  expect(back).toBe('↩️ Back to the project of that message.');
  // Ann is still on her fox, Bob goes on with the dune.
  await ann.says('make it slower');
  await bob.says('and longer');
  expect(sessions()).toEqual(['session-1', 'session-2', 'session-1', 'session-2', 'session-1']);
  // The button under the dune, pressed by Ann: another version of the dune, of what was asked for it.
  await ann.says('', [], { command: { name: 'variation' }, project, repliesTo: dune });
  expect(sessions().at(-1)).toBe('session-1');
  expect(promptsSent(rig).at(-1)).toContain('animate the dune');
  // A new project needs none to go back to.
  await bob.says('', [], { command: { name: 'new' }, project, repliesTo: dune });
  expect(texts(rig).at(-1)).toMatch(/^🆕 New project/);
});

it('two people on one project are served one after another, and who waits is told and can stop waiting', async () => {
  await start();
  await ann.says('animate the dune', [await rig.photo('dune.jpg')]);
  const working = gate();
  rig.nemo.next(ROUTES.prompt, async (request, response) => {
    await working.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  await ann.sends('zoom in slowly');
  await working.reached;
  const video = lastVideoOf(ann);
  await bob.sends('make it darker', [], { repliesTo: video });
  const waits = '🚦 Somebody else’s request is working on this project. Yours begins as soon as that is done.';
  await expect.poll(() => rig.chat.progress).toContain(waits);
  await bob.sends('cancel');
  await expect.poll(() => texts(rig)).toContainEqual('🛑 Stopped: “make it darker”. Nothing was charged for it.');
  await bob.sends('make it brighter', [], { repliesTo: video });
  working.open();
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['animate the dune', 'zoom in slowly', 'make it brighter']);
  expect(sessions()).toEqual(['session-1', 'session-1', 'session-1']);
  expect([...rig.chat.liveProgress]).toEqual([]);
});

it('where projects are not shared, somebody else’s result is left alone, and that is said', async () => {
  await start({ sharedProjects: false });
  await ann.says('animate the dune', [await rig.photo('dune.jpg')]);
  const [text] = await bob.says('make this one darker', [], { repliesTo: lastVideoOf(ann) });
  expect(text).toMatch(/^That video belongs to somebody else’s project/);
  expect(promptsSent(rig)).toEqual(['animate the dune']);
});

it('the project that all people of a group shared once is everybody’s until they begin one of their own', async () => {
  await start();
  await rig.says('animate the dune', [await rig.photo('dune.jpg')], { chat: GROUP, userId: 'ann' });
  await rig.restart();
  await ann.says('make it slower');
  await bob.says('make it darker');
  await bob.says('new project');
  await bob.says('animate the fox', [await rig.photo('fox.jpg')]);
  await ann.says('make it longer');
  expect(sessions()).toEqual(['session-1', 'session-1', 'session-1', 'session-2', 'session-1']);
  // Who is forgotten does not come upon it again, and the others keep theirs.
  await ann.says('forget yes');
  expect(await ann.says('what’s on the timeline')).toEqual(['There is no project in this chat yet.']);
  expect((await bob.says('what’s on the timeline'))[0]).toMatch(/^Timeline/);
  expect((await person('eve').says('what’s on the timeline'))[0]).toMatch(/^Timeline/);
});

it('a group that becomes a supergroup takes everybody’s projects and requests along', async () => {
  await start();
  await ann.says('animate the dune', [await rig.photo('dune.jpg')]);
  await bob.says('animate the fox', [await rig.photo('fox.jpg')]);
  const working = gate();
  rig.nemo.on(ROUTES.prompt, async (request, response) => {
    await working.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  await ann.sends('zoom in slowly');
  await bob.sends('pan left');
  await rig.nemo.called(ROUTES.prompt, 4);
  await bob.sends('pan right');
  const before = rig.chat.sent.length;
  await rig.engine.migrate(GROUP, 'test:super');
  working.open();
  await rig.engine.idle();
  const done = rig.chat.sent
    .slice(before)
    .filter(({ text }) => text.startsWith('Done.'))
    .map(({ chat }) => chat);
  expect(done.toSorted()).toEqual(['test:super@ann', 'test:super@bob', 'test:super@bob']);
  await rig.says('make it slower', [], { chat: 'test:super@ann', userId: 'ann' });
  await rig.says('make it darker', [], { chat: 'test:super@bob', userId: 'bob' });
  expect(sessions().slice(-2)).toEqual(['session-1', 'session-2']);
});
