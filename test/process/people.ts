import { picture } from '../contract/pictures.ts';
import type { FakeChannel, FakeUser } from '../fakes/discord/types.ts';
import type { TgChat, TgUser } from '../fakes/telegram/index.ts';
import { type Told, toldOnTelegram, type Wanted } from './outcomes.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What somebody asked for, and what it was to bring. */
export interface Said {
  id: string;
  text: string;
  wanted: Wanted;
  /** ms since the epoch */
  at: number;
  /** A button of the bot's own message: its answer stands under that message. */
  pressed: boolean;
}

/** Somebody who talks with the bot in private. */
export interface Person {
  name: string;
  /** The chat's key in the journal. */
  chat: string;
  said: Said[];
  /** What the bot has standing in the chat now. */
  told(): Told[];
  /** For each `kill -9`, what was last in the chat by then. */
  lastBeforeKills(): number[];
  says(text: string, photo: Buffer | undefined): string;
  /** Presses a button that was never pressed; undefined when there is none. */
  presses?(label: RegExp): string | undefined;
}

const ACTS = { photo: 30, edit: 24, editAndExport: 14, export: 8, cancel: 8, status: 8, press: 8 };

/** Does one thing, chosen at random; every text is there once, so that a prompt can be told from all others. */
export async function actsAtRandom(person: Person, random: Random, number: number): Promise<void> {
  const at = Date.now();
  const say = (text: string, wanted: Wanted, photo?: Buffer) => {
    person.said.push({ id: person.says(text, photo), text, wanted, at, pressed: false });
  };
  switch (random.weighted(ACTS)) {
    case 'photo':
      return say(`Make a video with a slow zoom and the title “A${number}”`, 'both', await picture());
    case 'edit':
      return say(`add the title “B${number}”`, 'words');
    case 'editAndExport':
      return say(`add the title “C${number}” and export it`, 'both');
    case 'export':
      return say('export', 'video');
    case 'cancel':
      return say('cancel', 'words');
    case 'status':
      return say('status', 'words');
    case 'press': {
      const [label, wanted]: [RegExp, Wanted] = random.chance(0.5) ? [/^🎞/u, 'video'] : [/^📋/u, 'words'];
      const id = person.presses?.(label);
      if (id !== undefined) person.said.push({ id, text: `(presses ${label})`, wanted, at, pressed: true });
      else say('status', 'words');
    }
  }
}

export function telegramPerson(world: World, id: number, name: string): Person {
  const { telegram } = world;
  const user: TgUser = telegram.user({ id, first_name: name, language_code: 'en' });
  const chat: TgChat = telegram.dm(user);
  world.chats.push(chat);
  const pressed = new Set<number>();
  return {
    name: `${name} (Telegram)`,
    chat: `telegram:${chat.id}`,
    said: [],
    told: () => toldOnTelegram(telegram, chat),
    lastBeforeKills: () => world.kills.map((last) => last.get(chat.id) ?? 0),
    says: (text, photo) => String(telegram.says(chat, user, photo ? { photo, caption: text } : { text }).message_id),
    presses(label) {
      const fits = (text: string) => label.test(text);
      const found = telegram
        .shown(chat)
        .findLast((each) => each.mine && !pressed.has(each.id) && each.buttons.some(({ text }) => fits(text)));
      const button = found?.buttons.find(({ text, callback_data }) => fits(text) && callback_data !== undefined);
      if (!found || !button) return undefined;
      pressed.add(found.id);
      telegram.presses({ chat, message_id: found.id }, button.text, user);
      return String(found.id);
    },
  };
}

export function discordPerson(world: World, name: string): Person {
  const { discord } = world;
  if (!discord) throw new Error('there is no Discord in this world');
  const user: FakeUser = discord.user({ username: name });
  const channel: FakeChannel = discord.dm(user);
  return {
    name: `${name} (Discord)`,
    chat: `discord:${channel.id}`,
    said: [],
    told: () =>
      discord
        .shown(channel, user)
        .filter(({ authorId }) => authorId === discord.bot.id)
        .map(({ id, content, files, repliesTo, edited }) => ({
          id,
          text: content.replace(/\\([\\*_~`|[\]<#>-])/g, '$1').replaceAll('\u2060', ''),
          video: files.length > 0,
          answers: repliesTo,
          edits: edited ? 1 : 0,
        })),
    // Discord drops a second one by its nonce: nothing is ever in doubt.
    lastBeforeKills: () => [],
    says: (text, photo) =>
      discord.says(channel, user, {
        content: text,
        attachments: photo ? [{ name: 'photo.jpg', bytes: photo }] : [],
      }).id,
  };
}
