import { createDiscord, type DiscordAdapter } from '../../src/adapters/discord/adapter.ts';
import type { DiscordOptions } from '../../src/adapters/discord/options.ts';
import { type FakeDiscord, type FakeDiscordOptions, type Shown, startFakeDiscord } from '../fakes/discord/index.ts';
import type { FakeNemo } from '../fakes/nemo/index.ts';
import type { Conversation, SeenMessage } from './contract.ts';
import { CoreRig, type CoreRigOptions } from './core.ts';
import { JumpingClock } from './jumping-clock.ts';

export interface DiscordRigOptions {
  fake?: FakeDiscordOptions;
  adapter?: Partial<DiscordOptions>;
  core?: Partial<CoreRigOptions>;
  /** Called with the fake before the bot connects to it. */
  prepare?(discord: FakeDiscord): void;
}

/** The fake Discord, the adapter through the real discord.js, and the core. The clock is the real one, to be pushed ahead. */
export async function startOnDiscord(nemo: Pick<FakeNemo, 'url'>, options: DiscordRigOptions = {}) {
  const clock = new JumpingClock();
  const discord = await startFakeDiscord({ clock, ...options.fake });
  options.prepare?.(discord);
  const running: { adapter?: DiscordAdapter } = {};
  const rig = await CoreRig.start({
    nemoUrl: nemo.url,
    clock,
    platform: (core) => {
      const adapter = createDiscord({
        token: discord.token,
        apiRoot: `${discord.url}/api`,
        core: core.engine,
        store: core.store,
        clock,
        log: core.log,
        language: 'auto',
        skills: [],
        recentPrompts: async () => [],
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
    await discord.close();
  };
  return { clock, discord, rig, running, close };
}

/** Backslashes that keep letters from being markup, and marks that keep a name from calling anybody, are not seen. */
function seenText(content: string): string {
  return content.replace(/\\([\\*_~`|[\]<#>-])/g, '$1').replaceAll('\u2060', '');
}

function seenOn(message: Shown): SeenMessage {
  return {
    text: seenText(message.content),
    ...(message.files[0]?.name.endsWith('.png') && { file: message.files[0].bytes }),
    ...(message.files[0]?.name.endsWith('.mp4') && { video: message.files[0].bytes }),
    buttons: message.buttons.map((button) => button.label),
  };
}

/** A person who talks to the bot in a DM. */
export async function discordConversation(nemo: FakeNemo): Promise<Conversation> {
  const { discord, rig, close } = await startOnDiscord(nemo);
  const user = discord.user({ username: 'ann' });
  const channel = discord.dm(user);
  const isMine = (message: Shown) => message.authorId === discord.bot.id;
  const mine = () => discord.shown(channel, user).filter(isMine);
  return {
    rig,
    async says(text, files = []) {
      const attachments = files.map(({ name, bytes }) => ({ name, bytes }));
      discord.says(channel, user, { content: text, attachments });
    },
    seen: () => mine().map(seenOn),
    sees: async (wanted) =>
      seenOn(await discord.appears(channel, (message) => isMine(message) && wanted(seenOn(message)), user)),
    async presses(label) {
      const wanted = (message: Shown) => message.buttons.find((each) => label.test(each.label));
      const message = mine().findLast(wanted);
      const button = message && wanted(message);
      if (!message || !button) throw new Error(`no button reads ${label}`);
      await discord.presses(message, button.label, user, { stale: true }).acknowledged;
    },
    async leaves() {
      discord.blocks(user);
    },
    close,
  };
}
