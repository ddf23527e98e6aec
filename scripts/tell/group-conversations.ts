import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@reelay/async';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { startApp } from '../../src/runtime/app.ts';
import { createPlatforms } from '../../src/runtime/platforms.ts';
import { discordGroup } from './discord-group.ts';
import { type GroupConversation, told } from './group.ts';
import { telegramGroup } from './telegram-group.ts';

/** Longer than more of a request is waited for, in ms. */
const JOINED_MS = 4_000;

export const GROUP_CONVERSATIONS: readonly GroupConversation[] = [
  {
    title: 'Telegram group: a photo of somebody else, pointed at by a reply',
    platform: 'telegram',
    locale: 'en',
    steps: [
      { by: 'Bo', files: ['sea.jpg'], text: 'our last evening' },
      { by: 'Ann', to: 'Bo', text: '/animate 2 seconds, slow zoom' },
      { by: 'Ann', to: 'bot', text: 'make it vertical, then export it' },
    ],
  },
  {
    title: 'Telegram group: everybody has their own project',
    platform: 'telegram',
    locale: 'en',
    steps: [
      { by: 'Ann', files: ['sea.jpg'], text: '/animate 2 seconds, zoom in' },
      { by: 'Bo', files: ['mountains.jpg'], text: '/animate 2 seconds, pan left' },
      { by: 'Bo', text: '/timeline' },
      { by: 'Ann', text: '/timeline' },
      { by: 'Ann', text: '/credits' },
    ],
  },
  {
    title: 'Telegram 群：隐私模式下的相册，和对一张照片的回复',
    platform: 'telegram',
    locale: 'zh',
    steps: [
      { by: '小林', files: ['sea.jpg', 'aurora.jpg'], text: '@reelay_bot 做一个2秒的视频' },
      { by: '小林', files: ['sea.jpg'] },
      { by: 'Ann', to: '小林', text: '@reelay_bot 做一个2秒的视频，慢慢放大' },
      { by: 'Ann', text: '/status' },
    ],
  },
  {
    title: 'Discord server: a mention with a photo, and somebody else who goes on with the result',
    platform: 'discord',
    locale: 'en-US',
    steps: [
      { by: 'Ann', files: ['mountains.jpg'], text: '@Reelay 2 seconds, slow zoom' },
      { by: 'Bo', to: 'bot', text: 'add the title "Peaks", then export it' },
    ],
  },
  {
    title: 'Discord server: “Animate” in the menu of a message, and a question to the bot alone',
    platform: 'discord',
    locale: 'en-US',
    steps: [
      { by: 'Bo', files: ['aurora.jpg'], text: 'look at that sky' },
      { by: 'Ann', menu: { name: 'Animate', on: 'Bo', prompt: '2 seconds, pan left' } },
      { by: 'Bo', command: { name: 'status' } },
    ],
  },
  {
    title: 'Discord 服务器：没有照片的请求会等照片',
    platform: 'discord',
    locale: 'zh-CN',
    steps: [
      { by: '小林', text: '@Reelay 把这张照片做成2秒的视频，慢慢放大' },
      { by: '小林', files: ['sea.jpg'], text: '@Reelay' },
    ],
  },
];

/** Plays a conversation with the bot as it runs, on the embedded Nemo, and gives what stands in the group at the end. */
export async function tellGroup({ platform, locale, steps }: GroupConversation): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-tell-'));
  const group = await (platform === 'telegram' ? telegramGroup(locale) : discordGroup(locale));
  const log = createLogger({ level: 'error', pretty: true });
  const config = readConfig({
    ...group.settings,
    NEMO_BACKEND: 'local',
    STORE_URL: `sqlite://${join(folder, 'reelay.sqlite')}`,
  });
  const app = await startApp(config, log);
  const platforms = createPlatforms(config, app, systemClock, log);
  try {
    for (const each of platforms) {
      await each.start(new AbortController().signal);
      await app.engine.recover(each.platform);
    }
    for (const step of steps) {
      await group.act(step);
      await setTimeout(JOINED_MS);
      await app.engine.idle();
    }
    return told(group.lines());
  } finally {
    for (const each of platforms) await each.stop();
    await app.stop();
    for (const each of platforms) await each.close();
    await group.close();
    await rm(folder, { recursive: true, force: true });
  }
}
