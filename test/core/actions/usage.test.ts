import sharp from 'sharp';
import { afterEach, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const GROUP = { shared: { community: 'test:g' } };
const ANN = { userId: 'ann', userName: 'Ann', ...GROUP };
const BOB = { userId: 'bob', userName: '=Bob', ...GROUP };

/** A group whose people use 60 credits a prompt; `boss` moderates it, and is answered alone where `alone` says so. */
async function group({ alone }: { alone: boolean }) {
  rig = await Rig.start({ budgets: { userDailyCredits: 10_000 } });
  rig.nemo.credits = { available: 1000, frozen: 0, total: 1000 };
  rig.nemo.on(ROUTES.prompt, (request, response) => {
    const left = Number(rig.nemo.credits.available) - 60;
    rig.nemo.credits = { available: left, frozen: 0, total: left };
    return rig.nemo.edit({ t: [] })(request, response);
  });
  Object.assign(rig.chat, {
    answersPrivately: alone,
    isModerator: async ({ userId }: { userId: string }) => userId === 'boss',
    direct: async (userId: string) => `test:dm-${userId}`,
  });
  await rig.says('make a clip', [], ANN);
  await rig.says('make it longer', [], ANN);
  await rig.says('make a clip', [], BOB);
}

const says = async (text: string, userId: string) => {
  const before = rig.chat.sent.length;
  await rig.says(text, [], { userId, ...GROUP });
  return rig.chat.sent.slice(before);
};

it('a member sees their own share, a moderator everybody’s, each with a picture', async () => {
  await group({ alone: true });
  const [own] = await says('usage chart', 'bob');
  expect(own?.text).toMatch(/^📊 You: 60 credits with 1 requests, .* \(UTC\)\.$/);
  expect(await sharp(own?.file?.bytes).metadata()).toMatchObject({ format: 'png', width: 1080 });
  const [all] = await says('/usage dark', 'boss');
  expect(all?.text.split('\n')).toEqual([
    expect.stringMatching(/^📊 Everybody here: 180 credits with 3 requests, /),
    '1. Ann: 120 credits, requests: 2',
    '2. =Bob: 60 credits, requests: 1',
  ]);
  const corner = await sharp(all?.file?.bytes).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer();
  expect(corner[0]).toBeLessThan(60);
  expect(all?.private).toBe(true);
});

it('moderators get a CSV that no spreadsheet runs; members are told whose it is', async () => {
  await group({ alone: true });
  const [csv] = await says('/usage csv', 'boss');
  expect(csv?.file?.name).toMatch(/^usage-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  expect(csv?.file?.bytes.toString().replace(/\d{4}-\d\d-\d\d/g, 'DAY')).toBe(
    "\ufeffday,user,name,requests,credits,estimated\r\nDAY,test:ann,Ann,2,120,no\r\nDAY,test:bob,'=Bob,1,60,no\r\n",
  );
  const [refused] = await says('/usage csv', 'bob');
  expect(refused?.text).toMatch(/^🔒 The CSV file is for moderators/);
  expect(refused?.file).toBeUndefined();
});

it('where the platform shows everybody everything, the answer goes to the person in private', async () => {
  await group({ alone: false });
  const [answer, note] = await says('usage chart', 'boss');
  expect(answer?.chat).toBe('test:dm-boss');
  expect(answer?.text).toMatch(/^👥 About the group where you asked; .*\n📊 Everybody here: 180 credits/);
  expect(note).toMatchObject({ chat: 'test:1', text: '📬 I have answered you in private.' });
});
