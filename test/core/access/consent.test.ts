import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { gate, killedAt, promptsSent, snapshot } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

const TERMS = 'https://club.example/terms';
let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({ termsUrl: TERMS });
});
afterEach(() => rig.close());

const ASK = `📄 Before the first time: whoever runs this bot asks you to agree to its terms, ${TERMS}. Press “I agree” or say “yes”, and I go on with your request, which I have kept; until then nothing of it is sent.`;
const AGREED = '✅ Noted: you agree to the terms. I go on with what you asked for.';
const press = (userId: string, chat = 'test:1') => rig.says('', [], { userId, chat, command: { name: 'agree' } });

it('nothing is sent for somebody before they agree; then what they asked for goes on, in order, and they are not asked again', async () => {
  expect(await rig.says('make a clip of cats')).toEqual([ASK]);
  expect(rig.chat.sent.at(-1)).toMatchObject({ private: true, steps: [{ name: 'agree', label: '✅ I agree' }] });
  expect(await rig.says('make the title gold')).toEqual([ASK]);
  // What sends nothing needs no agreement.
  expect((await rig.says('status'))[0]).not.toBe(ASK);
  expect(rig.nemo.calls(ROUTES.session)).toHaveLength(0);

  expect((await press('u1'))[0]).toBe(AGREED);
  expect(promptsSent(rig)).toEqual(['make a clip of cats', 'make the title gold']);
  expect(rig.chat.sent.filter(({ text }) => text.startsWith('Done.')).map((sent) => sent.inReplyTo)).toEqual([
    'm1',
    'm2',
  ]);
  expect(await rig.says('make it longer')).not.toContain(ASK);
});

it('a typed yes is the same, for who was asked; for who was not it is a message like any other', async () => {
  await rig.says('animate it', [await rig.photo()]);
  expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(0);
  const other = { userId: 'u2', chat: 'test:2' };
  expect(await rig.says('yes', [], other)).toEqual([ASK]);
  expect((await rig.says('Yes, I agree.'))[0]).toBe(AGREED);
  expect(promptsSent(rig)).toEqual(['animate it']);
  expect((await rig.says('是', [], other))[0]).toMatch(/^✅ 已记下/);
});

it('it is remembered over restarts, for these terms; what is kept is begun once, whatever is pressed again', async () => {
  await rig.says('make a clip of cats');
  await rig.restart();
  expect((await press('u1'))[0]).toBe(AGREED);
  await rig.restart();
  expect(await press('u1')).toEqual([AGREED]);
  expect(promptsSent(rig)).toEqual(['make a clip of cats']);
  expect(await rig.says('make it longer')).not.toContain(ASK);
});

it('five requests are kept; of another one it is said that it is not', async () => {
  for (let count = 1; count <= 5; count++) expect(await rig.says(`make title ${count}`)).toEqual([ASK]);
  expect(await rig.says('make title 6')).toEqual([expect.stringContaining('so I have not kept this one')]);
  await press('u1');
  expect(promptsSent(rig)).toEqual([1, 2, 3, 4, 5].map((count) => `make title ${count}`));
});

it('rule 1: a crash between the agreement and its answer loses no request and begins none twice', async () => {
  await rig.says('make a clip of cats');
  const answering = gate();
  rig.chat.onSend = async ({ text }) => (text === AGREED ? answering.pass() : undefined);
  await rig.engine.accept(rig.chat.message('yes'));
  await answering.reached;
  const copy = await snapshot(rig);
  const killed = killedAt(rig, copy);
  answering.open();
  await killed;
  await rig.engine.recover();
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['make a clip of cats']);
  expect(await rig.says('make it longer')).not.toContain(ASK);
});

it('what is kept is erased by /forget, and begun by nothing', async () => {
  await rig.says('make a clip of cats');
  await rig.says('/settings skill 2');
  await rig.says('/forget yes');
  expect((await rig.says('skill'))[0]).toContain('uses AI Image to Video King.');
  expect(await press('u1')).toEqual([AGREED]);
  expect(promptsSent(rig)).toEqual([]);
});

it('where a moderator paused the bot, an agreement begins nothing', async () => {
  await rig.says('make a clip of cats');
  await rig.store.communities.update('test:1', { paused: true });
  const yes = rig.chat.message('', [], { command: { name: 'agree' } });
  expect(await rig.engine.accept(yes)).toMatchObject({ reason: { kind: 'paused' } });
  await rig.store.communities.update('test:1', { paused: undefined });
  expect((await press('u1'))[0]).toBe(AGREED);
  expect(promptsSent(rig)).toEqual(['make a clip of cats']);
});

it('in a group everybody agrees for themselves', async () => {
  const shared = { community: 'test:g' };
  await rig.says('make a clip of cats', [], { userId: 'ann', chat: 'test:g@ann', shared });
  expect((await press('bob', 'test:g@bob'))[0]).toBe(AGREED);
  expect(promptsSent(rig)).toEqual([]);
  await rig.engine.migrate('test:g', 'test:h');
  await press('ann', 'test:h@ann');
  expect(promptsSent(rig)).toEqual(['make a clip of cats']);
  expect(rig.chat.sent.at(-1)?.chat).toBe('test:h@ann');
});
