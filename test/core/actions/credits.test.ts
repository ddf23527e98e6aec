import { afterEach, describe, expect, it } from 'vitest';
import type { BudgetSettings } from '../../../src/core/access/budgets.ts';
import { adk, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

const BALANCE = '💳 Credits: 940 available, 0 reserved, 940 in all';

let rig: Rig;
afterEach(() => rig.close());

/** A bot with 1,000 credits, of which somebody has used 60 in a group. */
async function bot(budgets: BudgetSettings, owners: string[] = []) {
  rig = await Rig.start({ budgets, owners: new Set(owners), access: { owners: new Set(owners) } });
  rig.nemo.credits = { available: 1000, frozen: 0, total: 1000 };
  rig.nemo.on(ROUTES.prompt, (request, response) => {
    rig.nemo.credits = { available: 940, frozen: 0, total: 940 };
    return rig.nemo.edit({ t: [] }, [adk.text('Done.')])(request, response);
  });
  await rig.says('make a sunset clip', [], GROUP);
}

const GROUP = { userId: 'ann', shared: { community: 'test:g' } };
const says = (more: object) => rig.says('credits', [], more);

describe('credits, where a budget is set', () => {
  it('a member of a group reads their own use, and the balance only as a moderator who is answered alone', async () => {
    await bot({ userDailyCredits: 200, placeDailyCredits: 500 });
    const own =
      '👤 You have used 60 of your 200 credits today; 140 are left.\n' +
      '👥 All of you here have used 60 of 500 credits today; 440 are left.';
    expect(await says(GROUP)).toEqual([own]);
    Object.assign(rig.chat, { isModerator: async () => true });
    expect(await says(GROUP)).toEqual([own]);
    Object.assign(rig.chat, { answersPrivately: true });
    expect(await says(GROUP)).toEqual([`${BALANCE}\n${own}`]);
    Object.assign(rig.chat, { isModerator: () => Promise.reject(new Error('the platform is away')) });
    expect(await says(GROUP)).toEqual([own]);
  });

  it('in private the balance is for the owner alone, once there is one', async () => {
    await bot({ userDailyCredits: 200 }, ['test:boss']);
    expect(await says({ userId: 'boss', chat: 'test:7' })).toEqual([BALANCE]);
    expect(await says({ userId: 'bob', chat: 'test:8' })).toEqual([
      '👤 You have used 0 of your 200 credits today; 200 are left.',
    ]);
  });
});
