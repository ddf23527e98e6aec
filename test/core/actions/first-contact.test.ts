import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const FACTS =
  '⏱ A first clip usually takes 2–5 minutes, music 1–2 minutes; smaller edits are quicker. I show how far it is.\n' +
  '💳 Generating a clip takes about 100 credits, an editing session about 50; exports are free.';

const press = (label: RegExp) => {
  const step = rig.chat.sent.flatMap(({ steps }) => steps).find((each) => label.test(each.label));
  if (!step) throw new Error(`no button ${label}`);
  return rig.says('', [], { command: { name: step.name, argument: step.argument } });
};

it('the greeting says time and cost before any is spent, and offers two of the skill’s examples', async () => {
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.text('Fine.')]));
  await rig.says('make it move', [await rig.photo()]);
  const [greeting] = rig.chat.sent;
  expect(greeting?.text).toBe(
    `Hi! This is AI Image to Video King. Send me product photos or a portrait, say how they should move, and I'll post an animated clip.\n\n${FACTS}`,
  );
  expect(greeting?.steps.map(({ label }) => label)).toEqual([
    '💡 Slow push-in on the bottle, warm light, calm music',
    '💡 Pan across the three shoes and end on the logo',
  ]);
  await press(/three shoes/);
  expect(rig.nemo.calls(ROUTES.prompt)[1]?.json).toMatchObject({
    new_message: { parts: [{ text: 'Pan across the three shoes and end on the logo' }] },
  });
  // Once is enough.
  expect(rig.chat.sent.filter(({ text }) => text.includes('Hi! This is'))).toHaveLength(1);
});

it('/start greets and connects; an example asks for files where there are none, and costs nothing', async () => {
  const texts = await rig.says('', [], { command: { name: 'start' } });
  expect(texts).toEqual([
    expect.stringMatching(/^Hi! This is AI Image to Video King\.[\s\S]*For example:\n• Slow push-in/),
    '✅ Ready.',
  ]);
  expect(texts[0]).toContain(FACTS);
  expect(rig.chat.progress.slice(0, 2)).toEqual(['🔌 Connecting to AI Image to Video King…', '✅ Ready.']);
  expect(rig.nemo.calls(ROUTES.session)).toHaveLength(1);
  expect(await press(/Slow push-in/)).toEqual([
    '💡 “Slow push-in on the bottle, warm light, calm music”: send me the photos or clips for it, with these words or your own.',
  ]);
  // Again it greets again, on the same project.
  expect((await rig.says('hello')).at(-1)).toMatch(/^Hi! This is/);
  expect(rig.nemo.calls(ROUTES.session)).toHaveLength(1);
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
});

it.each(['你好', '您好！', '嗨'])('%s is answered in Chinese, by the bot itself', async (hello) => {
  const [greeting] = await rig.says(hello);
  expect(greeting).toMatch(/^你好！这里是 AI Image to Video King。/);
  expect(greeting).toContain('例如：\n• 镜头缓慢推近瓶子');
  expect(greeting).toMatch(/积分/);
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
});

it('with the embedded backend neither time nor cost is told', async () => {
  await rig.close();
  rig = await Rig.start({ freeOfCharge: true });
  const [greeting] = await rig.says('hi');
  expect(greeting).not.toMatch(/credit|minutes/);
});

it('a hello that comes with a photo asks what to make of it', async () => {
  expect((await rig.says('hi', [await rig.photo()])).at(-1)).toBe('📎 Got photo.jpg. What should I make of it?');
});
