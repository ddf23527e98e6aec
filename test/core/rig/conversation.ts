import { expect } from 'vitest';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { CommandCall } from '../../../src/core/chat.ts';
import type { Rig } from './rig.ts';
import type { Sent } from './test-chat.ts';

interface Said {
  text: string;
  files: string[];
  command?: CommandCall;
}

interface Exchange {
  user: Said[];
  /** What the bot answers, told as the script tells it. */
  bot: string[];
}

/**
 * Plays a conversation that is written down as a chat, and checks every answer:
 *
 * ```
 * 🧑 [beach.jpg] animate it          a message, with its files; /export is a command
 * 🤖 Your clip is ready. …           an answer; … stands for anything
 *    Timeline (1 track, 10 s):       its next line
 *    📹 320×180                      it came with a video
 *    → export · variation            and with these next steps
 * ```
 *
 * Everything the bot says has to be there, in its order. Files are small photos made on the spot, once per name.
 */
export async function plays(rig: Rig, script: string): Promise<void> {
  for (const { user, bot } of read(script)) {
    const before = rig.chat.sent.length;
    for (const said of user) {
      const files = await Promise.all(said.files.map((name) => rig.photo(name)));
      await rig.engine.accept(rig.chat.message(said.text, files, { command: said.command }));
    }
    await rig.engine.idle();
    const answers = rig.chat.sent.slice(before).map(told);
    expect(answers.map((answer, index) => (matches(bot[index] ?? '', answer) ? bot[index] : answer))).toEqual(bot);
  }
}

function read(script: string): Exchange[] {
  const exchanges: Exchange[] = [];
  for (const line of script.split('\n').map((each) => each.trim())) {
    const last = exchanges.at(-1);
    if (line.startsWith('🧑')) {
      const said = readSaid(line.slice('🧑'.length).trim());
      if (last && last.bot.length === 0) last.user.push(said);
      else exchanges.push({ user: [said], bot: [] });
    } else if (line.startsWith('🤖')) {
      last?.bot.push(line.slice('🤖'.length).trim());
    } else if (line && last) {
      const bot = last.bot.pop();
      if (bot === undefined) throw new Error(`this line belongs to nobody: ${line}`);
      last.bot.push(`${bot}\n${line}`);
    }
  }
  return exchanges;
}

function readSaid(line: string): Said {
  const files = [...line.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1] ?? '');
  const text = line.replace(/\[[^\]]+\]\s*/g, '').trim();
  const [, name, argument] = /^\/(\w+)\s*(.*)$/.exec(text) ?? [];
  const command = ACTIONS.command(name ?? '');
  if (!command) return { text, files };
  return { text: '', files, command: { name: command.name, argument: argument || undefined } };
}

function told({ text, video, next }: Sent): string {
  // Empty lines are only for the eye.
  const lines = text.split('\n').filter((line) => line.trim());
  if (video) lines.push(`📹 ${video.width}×${video.height}`);
  if (next.length > 0) lines.push(`→ ${next.join(' · ')}`);
  return lines.map((line) => line.trim()).join('\n');
}

function matches(pattern: string, answer: string): boolean {
  const parts = pattern.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(answer);
}
