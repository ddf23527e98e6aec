import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { gate } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

it('a chat that gets another id takes only its own turns along', async () => {
  const prompts = gate();
  rig.nemo.on(ROUTES.prompt, async (request, response) => {
    await prompts.pass();
    await answer.sse([adk.text('Done.')])(request, response);
  });
  const says = (chat: string, text: string) => rig.engine.accept({ ...rig.chat.message(text), chat });
  await says('test:group', 'zoom in');
  await says('test:other', 'pan left');
  await rig.nemo.called(ROUTES.prompt, 2);
  await says('test:group', 'make it longer');
  await rig.engine.migrate('test:group', 'test:supergroup');
  prompts.open();
  await rig.engine.idle();
  const places = rig.chat.sent.filter(({ text }) => text.startsWith('Done.')).map(({ chat }) => chat);
  expect(places.toSorted()).toEqual(['test:other', 'test:supergroup', 'test:supergroup']);
  const journaled = (await rig.journal()).map(({ id, chat }) => `${id} in ${chat}`);
  expect(journaled.toSorted()).toEqual([
    'test:group/m1 in test:supergroup',
    'test:group/m3 in test:supergroup',
    'test:other/m2 in test:other',
  ]);
});
