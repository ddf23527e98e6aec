import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const uploaded = () => rig.nemo.calls(ROUTES.upload).flatMap(({ parts }) => parts.map(({ filename }) => filename));

it('a file that Nemo has is journaled before the next one leaves, and not sent again by the next process', async () => {
  const files = await Promise.all(['a.jpg', 'b.jpg', 'c.jpg'].map((name) => rig.photo(name)));
  rig.nemo.next(
    ROUTES.upload,
    answer.ok({ files: [{ filename: 'a.jpg', file_type: 'image', cdn_url: 'https://cdn.example/a.jpg' }] }),
    answer.never(),
  );
  await rig.engine.accept(rig.chat.message('animate them', files));
  await rig.nemo.called(ROUTES.upload, 2);
  const [turn] = await rig.journal();
  expect(turn?.work[0]).toMatchObject({
    kind: 'upload',
    files: [{ state: 'sent', name: 'a.jpg' }, { state: 'waiting' }, { state: 'waiting' }],
  });
  await rig.restart();
  await rig.engine.recover();
  await rig.engine.idle();
  // The second one was on its way when the process ended: nobody can know whether Nemo has it.
  expect(uploaded()).toEqual(['a.jpg', 'b.jpg', 'b.jpg', 'c.jpg']);
  expect(promptsSent(rig)).toEqual(['animate them']);
});
