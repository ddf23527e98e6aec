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

it.each([
  ['arrived', true, ['a.jpg', 'b.jpg']],
  ['never arrived', false, ['a.jpg', 'a.jpg', 'b.jpg']],
])(
  'when the answer to an upload is lost and the file %s, the clips decide whether it is sent again',
  async (_what, arrived, sent) => {
    rig.nemo.next(ROUTES.upload, (request, response) => {
      if (arrived) rig.nemo.state.video_infos = [{ name: 'a.jpg', url: `${rig.nemo.url}/files/a.jpg` }];
      return answer.reset()(request, response);
    });
    await rig.says('animate them', [await rig.photo('a.jpg'), await rig.photo('b.jpg')]);
    expect(uploaded()).toEqual(sent);
    expect(promptsSent(rig)).toEqual(['animate them']);
    // A file of the same name that was there before is not the one that was lost.
    rig.nemo.state.video_infos = [{ name: 'a.jpg', url: `${rig.nemo.url}/files/a.jpg` }];
    rig.nemo.next(ROUTES.upload, answer.reset());
    await rig.says('and this one', [await rig.photo('a.jpg')]);
    expect(uploaded().slice(sent.length)).toEqual(['a.jpg', 'a.jpg']);
  },
);

it('a file that was on its way when the process ended is looked for by the next one', async () => {
  rig.nemo.next(ROUTES.upload, answer.never());
  await rig.engine.accept(rig.chat.message('animate it', [await rig.photo('a.jpg')]));
  await rig.nemo.called(ROUTES.upload);
  rig.nemo.state.video_infos = [{ id: 7, name: 'a.jpg', url: `${rig.nemo.url}/files/a.jpg` }];
  await rig.restart();
  await rig.engine.recover();
  await rig.engine.idle();
  expect(uploaded()).toEqual(['a.jpg']);
  expect(promptsSent(rig)).toEqual(['animate it']);
});
