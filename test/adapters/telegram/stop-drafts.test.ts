import { beforeEach, describe, expect, it } from 'vitest';
import { startOnTelegram } from '../../contract/telegram.ts';
import { answer, ROUTES, startFakeNemo } from '../../fakes/nemo/index.ts';
import { type FakeTelegram, faults, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

let rig: TelegramRig;
let telegram: FakeTelegram;
let ann: TgUser;
let chat: TgChat;
const signal = new AbortController().signal;

beforeEach(async () => {
  rig = await TelegramRig.start();
  telegram = rig.telegram;
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
});

const shows = async (text: string, ref?: string, key = 'telegram:7') =>
  (await rig.adapter.showProgress(key, text, ref, signal)) ?? expect.fail('not shown');

describe('the Stop button beside the progress message', () => {
  it('stands in private chats, goes on with the progress, and away with the answer', async () => {
    const ref = await shows('Working');
    expect(telegram.draft(chat)).toMatchObject({ text: 'Working', canStop: true });
    const first = telegram.draft(chat);
    await rig.clock.advance(6000);
    await shows('Rendering', ref);
    expect(telegram.draft(chat)).toMatchObject({ id: first?.id, text: 'Rendering' });
    expect(telegram.shown(chat)).toMatchObject([{ text: 'Rendering' }]);
    await rig.adapter.endProgress('telegram:7', ref, signal);
    await rig.send('telegram:7', 'Done');
    expect(telegram.draft(chat)).toBeUndefined();
    const group = telegram.group({ title: 'Friends', members: [ann] });
    await shows('Working', undefined, `telegram:${group.id}@7`);
    expect(telegram.calls('sendMessageDraft')).toHaveLength(2);
  });

  it('is not sent again within five seconds', async () => {
    const ref = await shows('Working');
    await rig.clock.advance(2000);
    await shows('Rendering', ref);
    expect(telegram.calls('sendMessageDraft')).toHaveLength(1);
  });

  it.each([false, true])(
    'cancels that request, also where the update names another chat (documented: %s)',
    async (documented) => {
      const ref = await shows('Working');
      telegram.stops(chat, { documented });
      const command = { name: 'cancel', argument: `at:${ref}` };
      expect(await rig.received()).toMatchObject({ chat: 'telegram:7', userId: '7', command });
      expect(rig.accepted[0]?.id).toBe(`${ref}.stop.1`);
    },
  );

  it('pressed twice, or told twice, is one request', async () => {
    await shows('Working');
    const draft = telegram.draft(chat);
    telegram.stops(chat, { draft });
    await rig.received();
    const [update] = telegram.calls('getUpdates').flatMap(({ answer }) => updatesIn(answer?.body));
    await rig.confirmed();
    if (update) telegram.repeats(update);
    telegram.stops(chat, { draft });
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('still works in the next process, which has the same draft', async () => {
    const ref = await shows('Working');
    const draft = telegram.draft(chat);
    await rig.again();
    telegram.stops(chat, { draft });
    expect((await rig.received()).command?.argument).toBe(`at:${ref}`);
    await shows('I was restarted', ref);
    expect(telegram.draft(chat)).toMatchObject({ id: draft?.id });
  });

  it('is that of the request that came first, then that of the next', async () => {
    const first = await shows('Working');
    // A message takes the draft away, until the progress goes on.
    const second = await shows('Waiting');
    await rig.clock.advance(6000);
    await shows('Still waiting', second);
    expect(telegram.draft(chat)).toBeUndefined();
    await shows('Rendering', first);
    expect(telegram.draft(chat)?.text).toBe('Rendering');
    await rig.adapter.endProgress('telegram:7', first, signal);
    await rig.clock.advance(6000);
    await shows('Working on the second', second);
    telegram.stops(chat);
    expect((await rig.received()).command?.argument).toBe(`at:${second}`);
  });

  it('is done without where the chat takes no drafts, and the progress is shown as ever', async () => {
    telegram.refusesDrafts(chat);
    const ref = await shows('Working');
    await rig.clock.advance(6000);
    await shows('Rendering', ref);
    expect(telegram.calls('sendMessageDraft')).toHaveLength(1);
    expect(telegram.shown(chat)).toMatchObject([{ text: 'Rendering' }]);
    const bob = telegram.dm(telegram.user({ id: 8, first_name: 'Bob' }));
    await shows('Working', undefined, 'telegram:8');
    expect(telegram.draft(bob)?.text).toBe('Working');
  });

  it('is asked for once of a server that knows no drafts', async () => {
    telegram.next('sendMessageDraft', faults.refused(404, 'Not Found'));
    await shows('Working');
    telegram.dm(telegram.user({ id: 8, first_name: 'Bob' }));
    await shows('Working', undefined, 'telegram:8');
    expect(telegram.calls('sendMessageDraft')).toHaveLength(1);
  });

  it('is forgotten with the chat', async () => {
    await shows('Working');
    const draft = telegram.draft(chat);
    await rig.adapter.forget?.('telegram:7');
    telegram.stops(chat, { draft });
    await rig.confirmed();
    expect(rig.accepted).toEqual([]);
  });
});

it('a person stops a request by the button, and reads that it was stopped', async () => {
  const nemo = await startFakeNemo();
  nemo.on(ROUTES.prompt, answer.sse([], { hang: true }));
  const stage = await startOnTelegram(nemo);
  const user = stage.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const direct = stage.telegram.dm(user);
  stage.telegram.says(direct, user, 'make a sunset video');
  await nemo.called(ROUTES.prompt);
  await stage.telegram.until(() => stage.telegram.draft(direct));
  stage.telegram.stops(direct);
  await stage.telegram.seen(direct, ({ mine, text }) => mine && /^🛑 Stopped: “make a sunset video”/.test(text));
  await stage.rig.engine.idle();
  await stage.close();
  await nemo.close();
});

function updatesIn(body: unknown): { update_id: number }[] {
  const isAnswer = typeof body === 'object' && body !== null && 'result' in body && Array.isArray(body.result);
  return isAnswer ? (body as { result: { update_id: number }[] }).result : [];
}
