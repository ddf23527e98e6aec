import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({ access: { owners: new Set(['test:owner']) } });
  Object.assign(rig.chat, { isModerator: async ({ userId }: { userId: string }) => userId === 'boss' });
});
afterEach(() => rig.close());

const GROUP = { shared: { community: 'test:g' } };
const says = (userId: string, text: string, more: object = {}) => rig.says(text, [], { userId, ...GROUP, ...more });
const sets = async (argument: string, more: object = {}) =>
  (await rig.says('', [], { userId: 'boss', ...GROUP, command: { name: 'settings', argument }, ...more }))[0] ?? '';
const firstLine = (text: string) => text.split('\n')[0];
const refusal = async (userId: string, text: string) =>
  (await rig.engine.refusal(rig.chat.message(text, [], { userId, ...GROUP })))?.sentence;

describe('/settings', () => {
  it('lists what is set by number, shows one with its choices, changes it, says what changed, and takes it back', async () => {
    expect(await sets('')).toBe(`⚙️ How I am set here:
1. Skill: AI Image to Video King (default)
2. Language: whatever is written (default)
3. Who may use it: everybody (default)
4. Allow list: nobody (default)
5. Shared projects: on (default)
6. Credits per person: a quarter of the account (default)
7. Credits for all: no limit (default)
8. Large videos: a smaller version (default)
9. Greeting: the skill’s (default)
10. Blocked words: none (default)
To change one: “/settings 2”, or at once “/settings skill …”.`);
    expect(rig.chat.sent.at(-1)?.steps.slice(0, 2)).toEqual([
      { name: 'settings', argument: 'skill', label: '1. Skill: AI Image to Video King (default)' },
      { name: 'settings', argument: 'language', label: '2. Language: whatever is written (default)' },
    ]);
    expect(await sets('2')).toBe(`⚙️ Language: whatever is written (default)
What I answer in here, unless a chat was switched by /language.
1. whatever is written
2. English
3. 简体中文
4. 繁體中文
Choose with “/settings language 2”; “/settings language default” takes it back.`);
    expect(rig.chat.sent.at(-1)?.steps.map(({ argument }) => argument)).toEqual([
      'language auto',
      'language en',
      'language zh-Hans',
      'language zh-Hant',
      'all',
    ]);
    expect(firstLine(await sets('language 3'))).toBe('✅ Language: whatever is written (default) → 简体中文');
    expect(await says('ann', 'status', { chat: 'test:g2' })).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/)]);
    expect(firstLine(await sets('语言 默认'))).toBe('✅ 语言：简体中文 → 跟随文字（默认）');
    expect(await says('ann', 'status', { chat: 'test:g3' })).toEqual([expect.not.stringMatching(/[\u4e00-\u9fff]/)]);
  });

  it('leaves a line that moderators can read for each change, and none for what only shows', async () => {
    Object.assign(rig.chat, { answersPrivately: true });
    for (const argument of ['', '2', 'language zh-Hans', 'language default', 'language klingon']) await sets(argument);
    const [audit = ''] = await says('boss', '', { command: { name: 'audit' }, chat: 'test:g9' });
    expect(
      audit
        .split('\n')
        .slice(1)
        .map((line) => line.split(' · ').at(-1)),
    ).toEqual(['/settings language = default', '/settings language = "zh-Hans"']);
  });

  it('is for moderators where people share a place, and for everybody in private with what concerns them', async () => {
    expect(await refusal('ann', '/settings language en')).toMatch(/^🔒 \/settings /);
    expect(await refusal('boss', '/settings language en')).toBeUndefined();
    const [own = ''] = await rig.says('/settings', [], { userId: 'ann', chat: 'test:ann' });
    expect(
      own
        .split('\n')
        .slice(1, -1)
        .map((line) => line.slice(3).split(':')[0]),
    ).toEqual(['Skill', 'Language', 'Large videos']);
    await rig.says('/settings skill 2', [], { userId: 'ann', chat: 'test:ann' });
    expect((await rig.says('skill', [], { chat: 'test:ann' }))[0]).toMatch(/^This chat uses .+\. There are:/);
    expect((await rig.says('skill', [], { chat: 'test:ann' }))[0]).not.toContain('uses AI Image to Video King.');
    expect((await rig.says('skill', [], { chat: 'test:bob' }))[0]).toContain('uses AI Image to Video King.');
  });

  it('says why a value is none, and changes nothing', async () => {
    expect(firstLine(await sets('language klingon'))).toBe(
      '⚠️ “klingon” can’t be chosen. There are: whatever is written · English · 简体中文 · 繁體中文',
    );
    expect(firstLine(await sets('user-credits many'))).toBe('⚠️ That must be a whole number from 0 to 1000000.');
    expect(firstLine(await sets(`greeting ${'x'.repeat(1001)}`))).toBe('⚠️ That is too long: 1000 letters at most.');
    expect(firstLine(await sets('colour red'))).toBe('There is no setting “colour red” here.');
    expect(await sets('')).not.toContain('→');
  });

  it('holds for the place alone, moves along with it, and is known by the next process', async () => {
    await sets('greeting Hello from the club!');
    await rig.restart();
    Object.assign(rig.chat, { isModerator: async () => false });
    expect((await says('ann', 'hello', { chat: 'test:g@ann' }))[0]).toMatch(/^Hello from the club!\n/);
    expect((await rig.says('hello', [], { chat: 'test:other' }))[0]).toMatch(/^Hi! This is AI Image to Video King/);
    await rig.engine.migrate('test:g', 'test:h');
    const moved = { userId: 'bob', chat: 'test:h@bob', shared: { community: 'test:h' } };
    expect((await rig.says('hello', [], moved))[0]).toMatch(/^Hello from the club!\n/);
  });
});

describe('who may use it', () => {
  it('moderators alone, or whom the allow list names; what only asks still works for everybody', async () => {
    await sets('access moderators');
    expect(await refusal('ann', 'make a clip')).toMatch(/^🔒 /);
    expect(await refusal('ann', 'status')).toBeUndefined();
    await sets('access list');
    await sets('people +test:ann, bob');
    expect(await refusal('ann', 'make a clip')).toBeUndefined();
    expect(await refusal('bob', 'make a clip')).toBeUndefined();
    expect(await refusal('eve', 'make a clip')).toBe(
      '🔒 Here I make videos for the people on the allow list alone. Its moderators can put you on it.',
    );
    expect(await refusal('boss', 'make a clip')).toBeUndefined();
    // By name whoever has said something here; by id anybody else.
    await rig.says('status', [], { userId: 'bob', userName: 'Bob B.', ...GROUP });
    expect(firstLine(await sets('people'))).toBe('⚙️ Allow list: test:ann, Bob B. (test:bob)');
    expect(firstLine(await sets('people +ann'))).toContain('Bob B. (test:bob)');
    await sets('people -bob');
    expect(await refusal('bob', 'make a clip')).toMatch(/allow list/);
  });
});

describe('blocked words', () => {
  it('stop a request before anything is sent, with a true sentence, also in what it quotes', async () => {
    expect(firstLine(await sets('words casino, 赌博'))).toBe('✅ Blocked words: none (default) → 2 in the list');
    const sentence =
      '🚫 Your request contains a word that is blocked here, so I have not begun it and nothing was spent. Say it in other words.';
    expect(await refusal('ann', 'a clip of my CASINO night')).toBe(sentence);
    expect(await refusal('ann', '做一个赌 博的视频')).toMatch(/^🚫 你的请求里有这里屏蔽的词/);
    expect(await refusal('ann', 'a clip of my night')).toBeUndefined();
    const quoting = rig.chat.message('animate this', [], { userId: 'ann', ...GROUP, quote: 'the casino' });
    expect(await rig.engine.accept(quoting)).toMatchObject({ reason: { kind: 'blocked-word' } });
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
    const late = { name: 'late-edit', argument: 'now with a casino' };
    expect(
      (await rig.engine.refusal(rig.chat.message('', [], { userId: 'ann', ...GROUP, command: late })))?.sentence,
    ).toBe(sentence);
    // Elsewhere it is a word like any other.
    expect(await rig.engine.refusal(rig.chat.message('casino', [], { userId: 'ann' }))).toBeUndefined();
  });
});

describe('what follows from a setting', () => {
  it('an operator’s budget may be made smaller there, not larger', async () => {
    await rig.close();
    rig = await Rig.start({ budgets: { userDailyCredits: 300 }, token: 'paid' });
    Object.assign(rig.chat, { isModerator: async ({ userId }: { userId: string }) => userId === 'boss' });
    expect(firstLine(await sets('user-credits 500'))).toBe('⚠️ That must be a whole number from 0 to 300.');
    expect(firstLine(await sets('user-credits 40'))).toBe('✅ Credits per person: 300 (default) → 40');
    const [refused = ''] = (await says('ann', 'make a clip of cats', { chat: 'test:g@ann' })).slice(-1);
    expect(refused).toContain('40 credits');
    expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(0);
  });

  it('a video over the chat’s limit comes as the link alone, and nobody else goes on with it, where that is set', async () => {
    rig.chat.maxFileBytes = 100;
    await sets('size link');
    await sets('projects off');
    const photo = await rig.photo();
    const answers = await rig.says('animate it', [photo], { userId: 'ann', chat: 'test:g@ann', ...GROUP });
    expect(answers.at(-1)).toMatch(/https:\/\//);
    expect(rig.chat.sent.some(({ video }) => video)).toBe(false);
    const link = `s${rig.chat.sent.length}`;
    await says('bob', 'make it longer', { chat: 'test:g@bob', repliesTo: link });
    expect(promptsSent(rig)).toEqual(['animate it']);
  });

  it('“language auto” in a chat says what holds there then, and refusals are in the place’s language', async () => {
    await sets('language zh-Hant');
    const own = { chat: 'test:g@ann' };
    await says('ann', '/language en', own);
    expect(await says('ann', 'cancel', own)).toEqual(['Nothing is running that could be stopped.']);
    expect(await says('ann', '/language auto', own)).toEqual([
      'I answer here in 繁體中文, as its moderators have set it with /settings.',
    ]);
    expect(await refusal('ann', '/settings')).toMatch(/^🔒 \/settings .*管理/);
  });
});

describe('the rest', () => {
  it('a menu that was pressed is answered in its place', async () => {
    const replaced: unknown[] = [];
    rig.chat.onSend = async ({ replaces, menu }) => void replaced.push([replaces, menu]);
    await sets('');
    await sets('language', { pressedOn: 's1', repliesTo: 's1' });
    await says('boss', 'status');
    expect(replaced).toEqual([
      [undefined, true],
      ['s1', true],
      [undefined, undefined],
    ]);
  });

  it('the place’s language is also what the agent is asked to speak', async () => {
    await sets('language zh-Hans');
    await says('ann', 'make the title gold', { chat: 'test:g@ann' });
    expect(promptsSent(rig).at(-1)).toContain('请用中文回答');
  });
});
