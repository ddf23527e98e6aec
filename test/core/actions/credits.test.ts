import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BudgetSettings } from '../../../src/core/access/budgets.ts';
import { dayText } from '../../../src/core/community/spending.ts';
import { dayOf } from '../../../src/core/storage/days.ts';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

// The test's clock begins on Thursday, the first of January 2026. 60 credits a day last 15 days and a half.
const BALANCE = '💳 Credits: 940 available, 0 reserved, 940 in all\n⏳ At this pace they last until 16 January.';

let rig: Rig;
afterEach(() => rig.close());

/** A bot with 1,000 credits, of which Ann has used 60 in a group; `boss` moderates it. */
async function bot(budgets: BudgetSettings, owners: string[] = []) {
  rig = await Rig.start({ budgets, owners: new Set(owners), access: { owners: new Set(owners) } });
  rig.nemo.credits = { available: 1000, frozen: 0, total: 1000 };
  rig.nemo.on(ROUTES.prompt, (request, response) => {
    rig.nemo.credits = { available: 940, frozen: 0, total: 940 };
    return rig.nemo.edit({ t: [] }, [adk.text('Done.')])(request, response);
  });
  Object.assign(rig.chat, {
    answersPrivately: true,
    isModerator: async ({ userId }: { userId: string }) => userId === 'boss',
    direct: async (userId: string) => `test:dm-${userId}`,
  });
  await rig.says('make a sunset clip', [], { ...GROUP, userName: 'Ann' });
}

const GROUP = { userId: 'ann', shared: { community: 'test:g' } };
const BOSS = { ...GROUP, userId: 'boss' };
const says = (more: object) => rig.says('credits', [], more);

const HERE =
  '👤 You have used 60 of your 200 credits today; 140 are left.\n' +
  '👥 All of you here have used 60 of 500 credits today; 440 are left.';
const BOSS_HERE = HERE.replace('60 of your 200 credits today; 140', '0 of your 200 credits today; 200');
const EVERYBODY =
  '📊 Everybody here: 60 credits today, 60 this month.\n' +
  '🔝 Most credits this month: Ann 60\n' +
  '🎬 Requests: 0 running, 0 waiting.';

describe('credits', () => {
  it('show a member their own use and what is left, a moderator the account and everybody’s as well', async () => {
    await bot({ userDailyCredits: 200, placeDailyCredits: 500 });
    expect(await says(GROUP)).toEqual([HERE]);
    expect(await says(BOSS)).toEqual([`${BALANCE}\n${EVERYBODY}\n${BOSS_HERE}`]);
    // Nobody else may read it, also where the person takes no private messages.
    expect(rig.chat.sent.at(-1)).toMatchObject({ private: true, confidential: true });
    Object.assign(rig.chat, { isModerator: () => Promise.reject(new Error('the platform is away')) });
    expect((await says({ ...GROUP, userId: 'else' }))[0]).not.toContain('available');
  });

  it('go to the private chat where the platform shows a group everything', async () => {
    await bot({ userDailyCredits: 200, placeDailyCredits: 500 });
    Object.assign(rig.chat, { answersPrivately: false });
    await says(BOSS);
    expect(rig.chat.sent.slice(-2).map(({ chat, text }) => [chat, text.split('\n').slice(1, 3).join('\n')])).toEqual([
      ['test:dm-boss', BALANCE],
      ['test:1', ''],
    ]);
  });

  it('show an owner in private all of the account; others there their own', async () => {
    await bot({ userDailyCredits: 200 }, ['test:boss']);
    expect(await says({ userId: 'boss', chat: 'test:7' })).toEqual([
      `${BALANCE}\n${EVERYBODY.replace('here', 'who uses this bot')}`,
    ]);
    expect(await says({ userId: 'bob', chat: 'test:8' })).toEqual([
      '👤 You have used 0 of your 200 credits today; 200 are left.',
    ]);
  });

  it('count what runs and what waits', async () => {
    await bot({}, ['test:boss']);
    rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
    const asked = ['make it blue', 'make it red', 'make it green'].map((text) =>
      rig.engine.accept(rig.chat.message(text, [], GROUP)),
    );
    await Promise.all(asked);
    await rig.nemo.called(ROUTES.prompt, 2);
    const before = rig.chat.sent.length;
    await rig.engine.accept(rig.chat.message('credits', [], { userId: 'boss', chat: 'test:7' }));
    await vi.waitFor(() => expect(rig.chat.sent.length).toBeGreaterThan(before), { timeout: 10_000 });
    expect(rig.chat.sent.at(-1)?.text).toContain('🎬 Requests: 1 running, 2 waiting.');
    await rig.says('cancel all', [], GROUP);
  });

  it('say how long the account lasts at the pace of the last week', async () => {
    await bot({ userDailyCredits: 1000 }, ['test:boss']);
    const pace = async (left: number) => {
      rig.nemo.credits = { available: left, frozen: 0, total: left };
      return (await says({ userId: 'boss', chat: 'test:7' }))[0]?.split('\n')[1];
    };
    expect(await pace(59)).toBe('⏳ At this pace they are used up today.');
    expect(await pace(60)).toBe('⏳ At this pace they last until Friday.');
    expect(await pace(400)).toBe('⏳ At this pace they last until Wednesday.');
    expect(await pace(420)).toBe('⏳ At this pace they last until 8 January.');
    expect(await pace(30_000)).toBe('⏳ At this pace they last for more than a year.');
  });
});

it('a day of the next week is called by its weekday, a later one by its date', () => {
  const day = (text: string) => dayOf(Date.parse(text));
  const today = day('2026-12-28');
  expect(dayText('en', day('2026-12-31'), today)).toBe('Thursday');
  expect(dayText('zh', day('2026-12-31'), today)).toBe('星期四');
  expect(dayText('en', day('2027-01-14'), today)).toBe('14 January 2027');
  expect(dayText('zh', day('2027-01-14'), today)).toBe('2027年1月14日');
});
