import type { Platform as PlatformAdapter } from '../../src/adapters/kit/platform-module.ts';
import { createTelegram } from '../../src/adapters/telegram/adapter.ts';
import type { TelegramOptions } from '../../src/adapters/telegram/options.ts';
import type { FakeNemo } from '../fakes/nemo/index.ts';
import { type FakeTelegram, type FakeTelegramOptions, type Shown, startFakeTelegram } from '../fakes/telegram/index.ts';
import type { Conversation, SeenMessage } from './contract.ts';
import { CoreRig, type CoreRigOptions } from './core.ts';
import { JumpingClock } from './jumping-clock.ts';

export interface TelegramRigOptions {
  fake?: FakeTelegramOptions;
  adapter?: Partial<TelegramOptions>;
  core?: Partial<CoreRigOptions>;
}

/** The fake Telegram, the adapter and the core. The clock is the real one, and may be pushed ahead. */
export async function startOnTelegram(nemo: Pick<FakeNemo, 'url'>, options: TelegramRigOptions = {}) {
  const clock = new JumpingClock();
  const telegram = await startFakeTelegram({ clock, ...options.fake });
  const running: { adapter?: PlatformAdapter } = {};
  const rig = await CoreRig.start({
    nemoUrl: nemo.url,
    clock,
    platform: (core) => {
      const adapter = createTelegram({
        token: telegram.token,
        apiRoot: telegram.url,
        core: core.engine,
        store: core.store,
        clock,
        log: core.log,
        language: 'auto',
        ...options.adapter,
      });
      running.adapter = adapter;
      const signal = new AbortController().signal;
      return {
        adapter,
        start: () => adapter.start(signal),
        stop: () => adapter.stop(),
        close: () => adapter.close(),
      };
    },
    ...options.core,
  });
  const close = async () => {
    await rig.close();
    await telegram.close();
  };
  return { clock, telegram, rig, running, close };
}

/** Invisible marks that keep a name from calling anybody are not seen. */
function seenOn(message: Shown): SeenMessage {
  return {
    text: message.text.replaceAll('\u2060', ''),
    ...(message.video && { video: message.video.bytes }),
    ...(message.photo && { file: message.photo.bytes }),
    buttons: message.buttons.map((button) => button.text),
  };
}

/** A person who talks to the bot in private. */
export async function telegramConversation(nemo: FakeNemo): Promise<Conversation> {
  const { telegram, rig, close } = await startOnTelegram(nemo);
  const user = telegram.user({ id: 4711, first_name: 'Ann' });
  const chat = telegram.dm(user);
  const mine = () => telegram.shown(chat).filter((message) => message.mine);
  /** Buttons that were pressed: a client may show them for a while after they were removed. */
  const pressed: { id: number; button: Shown['buttons'][number] }[] = [];
  return {
    rig,
    async says(text, files = []) {
      const items = files.map(({ name, bytes }, index) => ({
        document: { bytes, name },
        ...(index === 0 && text && { caption: text }),
      }));
      if (items.length > 1) telegram.album(chat, user, items, { order: 'shuffled' });
      else telegram.says(chat, user, items[0] ?? text);
    },
    seen: () => mine().map(seenOn),
    sees: async (wanted) => seenOn(await telegram.seen(chat, (message) => message.mine && wanted(seenOn(message)))),
    async presses(label) {
      const shown = mine().flatMap(({ id, buttons }) => buttons.map((button) => ({ id, button })));
      const found =
        shown.findLast(({ button }) => label.test(button.text)) ??
        pressed.findLast(({ button }) => label.test(button.text));
      if (!found) throw new Error(`no button reads ${label}`);
      pressed.push(found);
      telegram.presses({ chat, message_id: found.id }, { data: found.button.callback_data ?? '' }, user);
    },
    async leaves() {
      telegram.blocks(user);
    },
    async repeats() {
      const last = lastUpdate(telegram);
      if (last) telegram.repeats(last);
    },
    close,
  };
}

function lastUpdate(telegram: FakeTelegram) {
  const answers = telegram.calls('getUpdates').flatMap((call) => {
    const body: unknown = call.answer?.body;
    return isUpdates(body) ? body.result : [];
  });
  return answers.at(-1);
}

function isUpdates(body: unknown): body is { result: { update_id: number }[] } {
  return typeof body === 'object' && body !== null && 'result' in body && Array.isArray(body.result);
}
