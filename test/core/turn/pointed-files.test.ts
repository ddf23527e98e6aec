import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { plays } from '../rig/conversation.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const prompts = () =>
  rig.nemo.calls(ROUTES.prompt).map(({ json }) => {
    const body = json as { new_message: { parts: { text: string }[] } };
    return body.new_message.parts[0]?.text;
  });

it('a request for a photo that is not there asks for it, pays nothing, and is done once it comes', async () => {
  await plays(
    rig,
    `
    🧑 turn this image into a video with calm music and export it
    🤖 📎 There is no photo in this project yet. Send it, and I do with it what you wrote: “turn this image into a video with calm music and export it”.
    🧑 status
    🤖 …
    `,
  );
  expect(prompts()).toEqual([]);
  const before = rig.chat.sent.length;
  await rig.says('', [await rig.photo('dog.jpg')]);
  expect(prompts()).toEqual(['turn this image into a video with calm music']);
  expect(rig.chat.sent.slice(before).some(({ video }) => video)).toBe(true);
  // Once, and not with the next photo.
  await rig.says('', [await rig.photo('cat.jpg')]);
  expect(prompts()).toHaveLength(1);
});

it('in Chinese likewise; what needs no photo goes through', async () => {
  await plays(
    rig,
    `
    🧑 把这张照片做成视频
    🤖 📎 这个项目里还没有照片。发过来，我就按你写的做：“把这张照片做成视频”。
    `,
  );
  await rig.says('make a sunset video');
  expect(prompts()).toEqual(['make a sunset video']);
});

it('a photo that waits in front of the words is there when their turn comes', async () => {
  await rig.engine.accept(rig.chat.message('', [await rig.photo('dog.jpg')]));
  await rig.engine.accept(rig.chat.message('animate the photo'));
  await rig.engine.idle();
  expect(prompts()).toEqual(['animate the photo']);
});

it('what is pointed at is brought along, once, with the words that it is about', async () => {
  const dog = { ...(await rig.photo('dog.jpg')), id: 'unique-dog' };
  const more = { pointsAt: [dog], quote: 'Rex at the sea' };
  await rig.engine.accept(rig.chat.message('animate this', [], more));
  await rig.engine.idle();
  await rig.engine.accept(rig.chat.message('make this one slower', [], { pointsAt: [dog] }));
  await rig.engine.accept(rig.chat.message('status', [], { pointsAt: [dog] }));
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(1);
  expect(prompts()).toEqual([
    'animate this\nThis is about the words “Rex at the sea”.',
    'make this one slower\nThis is about dog.jpg.',
  ]);
  // In a new project it is not there any more.
  await rig.says('new project');
  await rig.engine.accept(rig.chat.message('', [], { pointsAt: [dog] }));
  await rig.engine.idle();
  expect(rig.chat.sent.at(-1)?.text).toBe('📎 Got dog.jpg. What should I make of it?');
  await rig.engine.accept(rig.chat.message('', [], { pointsAt: [dog] }));
  await rig.engine.idle();
  expect(rig.chat.sent.at(-1)?.text).toBe('📎 Got dog.jpg. What should I make of it?');
  expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(2);
});

it('what cannot be reached is said before anything is paid', async () => {
  const gone = { name: 'gone.jpg', ref: 'gone' };
  await rig.engine.accept(rig.chat.message('animate this', [], { pointsAt: [gone] }));
  await rig.engine.idle();
  await rig.engine.accept(rig.chat.message('animate this', [], { pointsAtHidden: true }));
  await rig.engine.idle();
  expect(rig.chat.sent.at(-2)?.text).toMatch(/^⚠️ .*gone\.jpg/);
  expect(rig.chat.sent.at(-1)?.text).toMatch(/^🙈 I can’t see the message that you replied to/);
  expect(prompts()).toEqual([]);
  await rig.engine.accept(rig.chat.message('make a sunset video', [], { pointsAtHidden: true }));
  await rig.engine.idle();
  expect(prompts()).toEqual(['make a sunset video']);
});
