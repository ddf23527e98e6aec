import { afterEach, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const CLAIM = 'https://web.example/workspace/claim?ct=clm_1';

it('in a group the project’s link is given to the requester and moderators alone, and stands under no video', async () => {
  rig = await Rig.start();
  Object.assign(rig.chat, {
    isModerator: async ({ userId }: { userId: string }) => userId === 'boss',
    direct: async (userId: string) => `test:dm-${userId}`,
  });
  const group = { shared: { community: 'test:g' } };
  await rig.says('make a clip', [await rig.photo()], { userId: 'ann', ...group });
  expect(rig.chat.sent.findLast(({ video }) => video)?.steps.find(({ name }) => name === 'link')).toEqual({
    name: 'link',
    label: '🌐 Open in browser',
  });
  for (const userId of ['ann', 'boss']) {
    const before = rig.chat.sent.length;
    await rig.says('link', [], { userId, ...group });
    expect(rig.chat.sent.slice(before).map(({ chat, text }) => [chat, text])).toEqual([
      [`test:dm-${userId}`, expect.stringContaining(CLAIM)],
      ['test:1', '📬 I have answered you in private.'],
    ]);
  }
  const alone: string[] = [];
  const sendAlone = async (_: string, { text }: { text: string }) => {
    alone.push(text);
    return 'e1-1';
  };
  Object.assign(rig.chat, { sendAlone });
  const before = rig.chat.sent.length;
  await rig.says('link', [], { userId: 'ann', ...group });
  expect([alone.length, alone[0]]).toEqual([1, expect.stringContaining(CLAIM)]);
  expect(rig.chat.sent.length).toBe(before);
  const bobs = rig.chat.message('link', [], { userId: 'bob', ...group });
  expect((await rig.engine.refusal(bobs))?.reason).toEqual({ kind: 'others-work', action: 'link' });
  await rig.says('new project', [], { userId: 'boss', ...group });
  const read = rig.chat.sent.filter(({ chat }) => chat === 'test:1').map(({ text }) => text);
  expect(read.length).toBeGreaterThan(3);
  expect(read.filter((text) => text.includes('claim'))).toEqual([]);
});
