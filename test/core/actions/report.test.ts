import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
/** What the platform removed. */
let removed: string[];
beforeEach(async () => {
  const owners = new Set(['test:owner']);
  rig = await Rig.start({ owners, access: { owners }, moderatorsPlaces: new Set(['other:1', 'test:mods']) });
  removed = [];
  Object.assign(rig.chat, {
    answersPrivately: true,
    // Boss moderates the group, and Mo only the moderators' place.
    isModerator: async ({ userId, community }: { userId: string; community: string }) =>
      (userId === 'boss' && community === 'test:g') || (userId === 'mo' && community === 'test:mods'),
    direct: async (userId: string) => `test:dm-${userId}`,
    remove: async (chat: string, ref: string) => {
      if (ref === 'gone') throw new Error('too old');
      removed.push(`${chat} ${ref}`);
    },
  });
});
afterEach(() => rig.close());

const GROUP = { shared: { community: 'test:g' } };
const MODS = { chat: 'test:mods', shared: { community: 'test:mods' } };
const calls = (userId: string, name: string, more: object = {}) =>
  rig.says('', [], { userId, ...GROUP, command: { name }, ...more });

/** Ann has a video made; gives the message of it. */
async function video(): Promise<string> {
  await rig.says('make a sunset clip', [await rig.photo()], { userId: 'ann', userName: 'Ann', ...GROUP });
  const index = rig.chat.sent.findLastIndex(({ video: posted }) => posted);
  expect(rig.chat.sent[index]?.next).toEqual(['variation', 'rerun', 'link', 'report', 'remove']);
  return `s${index + 1}`;
}

describe('a report', () => {
  it('reaches the moderators’ place once, with the request and its author; only who moderates there acts on it', async () => {
    const ref = await video();
    await rig.says('help', [], { userId: 'bob', userName: 'Bob', ...GROUP });
    const before = rig.chat.sent.length;
    await calls('bob', 'report', { repliesTo: ref });
    await calls('eve', 'report', { repliesTo: ref });
    const [report, ...answers] = rig.chat.sent.slice(before);
    expect(report).toMatchObject({
      chat: 'test:mods',
      text: '🚩 Bob (test:bob) reports a video.\nAsked for by Ann (test:ann) in test:g: “make a sunset clip”',
      steps: [{ label: '🗑 Remove' }, { label: '🚫 Block Ann' }],
    });
    const thanks = { chat: 'test:1', text: '🚩 Thank you: the moderators have your report.', private: true };
    expect(answers).toMatchObject([thanks, thanks]);
    const press = (userId: string, button: number, place: object = MODS) => {
      const { name = '', argument } = report?.steps[button] ?? {};
      return rig.says('', [], { userId, userName: userId, ...place, command: { name, argument } });
    };
    expect(await press('mo', 0)).toEqual(['🔒 /report is for the moderators here.']);
    expect(removed).toEqual([]);
    expect(await press('boss', 0)).toEqual(['🗑 Removed by boss.']);
    expect(removed).toEqual([`test:1 ${ref}`]);
    expect(await press('boss', 1)).toEqual(['🚫 boss blocked Ann (test:ann) there. /unblock takes that back.']);
    const anns = rig.chat.message('make a clip', [], { userId: 'ann', ...GROUP });
    expect((await rig.engine.refusal(anns))?.reason.kind).toBe('blocked');
    const [log = ''] = await calls('boss', 'audit');
    expect(log.split('\n').map((line) => line.replace(/^.* UTC · /, ''))).toEqual([
      '📋 What moderators did here, the latest first:',
      'boss · /block test:ann',
      `boss · /remove test:ann ${ref}`,
    ]);
  });

  it('needs a video; goes to the owner where no place is set; is repeated when it could not be sent', async () => {
    expect(await calls('bob', 'report')).toEqual([expect.stringMatching(/^🚩 Which video\? Reply to it/)]);
    const ref = await video();
    rig.chat.onSend = async ({ forAnybody }) => {
      if (forAnybody) throw new Error('no such channel');
    };
    expect(await calls('bob', 'report', { repliesTo: ref })).toEqual([
      expect.stringMatching(/^🚩 I could not send your report/),
    ]);
    rig.chat.onSend = async () => {};
    await calls('bob', 'report', { repliesTo: ref });
    expect(rig.chat.sent.at(-2)).toMatchObject({ chat: 'test:mods' });
  });
});

it('a report follows its group to another id: who moderates there now acts on it, and no message there is taken for the old one', async () => {
  const here = { ...GROUP, chat: 'test:g' };
  await rig.says('make a sunset clip', [await rig.photo()], { userId: 'ann', ...here });
  const ref = `s${rig.chat.sent.findLastIndex(({ video: posted }) => posted) + 1}`;
  const before = rig.chat.sent.length;
  await calls('bob', 'report', { ...here, repliesTo: ref });
  const steps = rig.chat.sent[before]?.steps ?? [];
  await rig.engine.migrate('test:g', 'test:super');
  const asked: object[] = [];
  const isModerator = async (person: { chat: string; userId: string; community: string }) => {
    asked.push(person);
    return person.chat === 'test:super' && person.community === 'test:super' && person.userId === 'boss';
  };
  Object.assign(rig.chat, { isModerator });
  const press = ({ name = '', argument = '' } = {}) =>
    rig.says('', [], { userId: 'boss', ...MODS, command: { name, argument } });
  expect(await press(steps[0])).toEqual([
    '⚠️ I could not delete that message: the platform does not let me, or it is too old.',
  ]);
  expect(removed).toEqual([]);
  expect((await press(steps[1]))[0]).toMatch(/^🚫 .* blocked .*ann/);
  const anns = rig.chat.message('make a clip', [], { userId: 'ann', shared: { community: 'test:super' } });
  expect((await rig.engine.refusal(anns))?.reason.kind).toBe('blocked');
});

it('a result is deleted by whoever asked for it, in private by anybody there, and by a moderator, which is written down', async () => {
  const ref = await video();
  expect(await calls('bob', 'remove', { repliesTo: ref })).toEqual([
    '🔒 Somebody else asked for that video. Only they or a moderator can delete it.',
  ]);
  expect(removed).toEqual([]);
  expect(await calls('ann', 'remove', { repliesTo: ref })).toEqual(['🗑 Deleted.']);
  expect(removed).toEqual([`test:1 ${ref}`]);
  expect(await calls('boss', 'audit')).toEqual(['No moderator has changed anything here yet.']);
  expect(await calls('boss', 'remove', { repliesTo: ref })).toEqual(['🗑 Deleted.']);
  expect((await calls('boss', 'audit'))[0]).toContain(`/remove ann ${ref}`);
  Object.assign(rig.chat, { remove: () => Promise.reject(new Error('too old')) });
  expect(await calls('ann', 'remove', { repliesTo: ref })).toEqual([
    '⚠️ I could not delete that message: the platform does not let me, or it is too old.',
  ]);
});
