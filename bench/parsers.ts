import type { Message, MessageEntity, Update } from 'grammy/types';
import { quotedSpans } from '../packages/local-nemo/src/agent/words.ts';
import { filesOf, linksOf } from '../src/adapters/discord/attachments.ts';
import { readMessage as readDiscord } from '../src/adapters/discord/read-message.ts';
import * as discord from '../src/adapters/discord/text.ts';
import { withoutTrailing } from '../src/adapters/kit/text.ts';
import { readLine } from '../src/adapters/local/messages.ts';
import { mediaLinks } from '../src/adapters/telegram/links.ts';
import { readMessages } from '../src/adapters/telegram/messages.ts';
import { checkUpdate } from '../src/adapters/telegram/read-update.ts';
import * as telegram from '../src/adapters/telegram/text.ts';
import { ACTIONS } from '../src/core/actions/all.ts';
import { limitText } from '../src/core/turn/limit-text.ts';
import { languageOf, translator } from '../src/i18n/translator.ts';
import { readBatch } from '../src/intents/batch.ts';
import { classify } from '../src/intents/classify.ts';
import { limitOf } from '../src/intents/limits.ts';
import { logLine, redact } from '../src/lib/redact.ts';
import { diffTimelines, readTimeline } from '../src/nemo/draft/draft.ts';
import { parseJson, parseJsonExact } from '../src/nemo/json.ts';
import { ReplyReader } from '../src/nemo/stream/reply-reader.ts';
import { FrameReader } from '../src/nemo/stream/sse.ts';
import { announces, splitApology } from '../src/nemo/stream/wording.ts';
import { readUiInstructions } from '../src/nemo/ui-instructions/ui-instructions.ts';
import { parseSkill } from '../src/skills/parse.ts';

/**
 * Every function that reads text of users, of the backend or of files, over texts made of one repeated piece: how much
 * longer it takes for twice the text (at most 2.3), and how long for a megabyte (at most 100 ms). Add a row for a new
 * parser; `npm run bench:parsers -- NAME` measures those whose name contains NAME.
 */
interface ParserRow {
  name: string;
  parse: (text: string) => unknown;
  /** Pieces that are likely to be its worst; the general ones are always tried. */
  units?: readonly string[];
}

const GENERAL_UNITS = [
  'a',
  ' ',
  '\n',
  '\t',
  '"',
  '(',
  '[',
  '{',
  '<',
  '*',
  '.',
  ':',
  '我',
  'a "',
  '<a ',
  'https://',
  '\u200d',
];
const MEGABYTE = 1_000_000;
const LARGEST_RATIO = 2.3;
const LONGEST_MS = 100;

function readStream(text: string): void {
  const reader = new ReplyReader({ onEvent: () => {}, onProgress: () => {} });
  const frames = new FrameReader(reader);
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; at += 65_536) frames.feed(bytes.subarray(at, at + 65_536));
    frames.end();
  } catch {
    // A stream that cannot be read is given up early.
  }
  reader.finish('clean');
}

const frameOf = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;
const eventOf = (text: string) => frameOf({ id: '1', content: { role: 'model', parts: [{ text }] } });

/** A reply as the backend streams it: the text in pieces of a few words, or of this length, and then the whole of it. */
function replyOf(text: string, piece: number): string {
  const pieces = Array.from({ length: Math.ceil(text.length / piece) }, (_, i) =>
    text.slice(i * piece, (i + 1) * piece),
  );
  const events = pieces.map((each) => ({
    id: 'r',
    partial: true,
    content: { role: 'model', parts: [{ text: each }] },
  }));
  return events.map(frameOf).join('') + eventOf(text);
}

/** A tool's call, its result and a question of the agent, all of this text. */
function toolsOf(text: string): string {
  const args = { note: text, list: [text.slice(0, 1000)] };
  const parts = [
    { functionCall: { id: 'a', name: 'cut', args } },
    { functionResponse: { id: 'a', name: 'cut', response: { error: text, message: text } } },
    { functionCall: { id: 'b', name: 'ask_question', args: { title: text, question: text, options: text } } },
  ];
  return frameOf({ id: '1', content: { role: 'model', parts } });
}

/** A message of Discord that mentions as many people as one may, with files. */
function discordMessage(content: string): Parameters<typeof readDiscord>[0] {
  const mentions = Array.from({ length: 100 }, (_, index) => ({ id: String(index), username: `u${index}` }));
  const attachments = [{ id: '1', filename: content.slice(0, 1000), title: content, url: 'https://a/b.jpg', size: 1 }];
  const author = { id: '7', username: 'ann' };
  return JSON.parse(
    JSON.stringify({
      ...{ id: '1', channel_id: '2', type: 0, embeds: [], mention_roles: [] },
      author,
      mentions,
      attachments,
      content,
    }),
  );
}
const segmentsOf = (text: string) => ({
  t: [
    {
      tt: 0,
      sg: Array.from({ length: text.length / 64 }, (_, i) => ({
        id: text.slice(i, i + 1),
        m: { name: text.slice(0, i % 9) },
      })),
    },
  ],
});

/** A message in a group that calls the bot once in every 100 characters, as often as Telegram allows. */
function telegramMessage(text: string): Message {
  const name = '@reelay_bot';
  const parts = Array.from({ length: 100 }, (_, index) => text.slice(index * 100, index * 100 + 100) + name);
  const entities: MessageEntity[] = parts.map((part, index) => {
    return { type: 'mention', offset: index * part.length + part.length - name.length, length: name.length };
  });
  const chat = { id: -1, type: 'group', title: 'g' } as const;
  const from = { id: 7, is_bot: false, first_name: 'Ann' };
  return { message_id: 5, date: 1, chat, from, text: parts.join('') + text, entities };
}

const manyEntities = (text: string): MessageEntity[] =>
  Array.from({ length: 100_000 }, (_, index) => ({
    type: index % 2 === 0 ? 'url' : 'bold',
    offset: index,
    length: text.length,
  }));

const TELEGRAM = { me: { id: 1, username: 'reelay_bot' }, language: 'auto' } as const;
const MARKS = ['`a` ', '**a** ', '```\n', '``', '\\', '`', '# ', '> ', 'http://a ', '@everyone', '@a', '&', '😀', '。'];

const ROWS: ParserRow[] = [
  {
    name: 'intents',
    parse: (text) => classify({ text, media: 0 }, ACTIONS.phrases),
    units: ['export ', '导出', 'and '],
  },
  {
    name: 'intents: batch',
    parse: (text) => readBatch(text, 5, ACTIONS.phrases),
    units: ['1. a\n', '第一张', 'photo 1 '],
  },
  { name: 'intents: limits', parse: (text) => limitOf(text), units: ['remove ', 'spotify ', '去掉'] },
  { name: 'intents: typed', parse: (text) => ACTIONS.typed(text), units: ['/a ', 'remove ', '移除'] },
  { name: 'language', parse: (text) => languageOf(text), units: ['我a'] },
  { name: 'limit of a reply', parse: (text) => limitText(text, translator('en')), units: ['a\n'] },
  { name: 'Discord escape', parse: discord.escapeText, units: MARKS },
  { name: 'Discord split', parse: (text) => discord.messagesOfText(text), units: MARKS },
  { name: 'Discord shortened', parse: (text) => discord.shortened(text), units: MARKS },
  { name: 'Telegram HTML', parse: telegram.toHtml, units: MARKS },
  { name: 'Telegram split', parse: (text) => telegram.partsOfText(text), units: MARKS },
  { name: 'Telegram mentions', parse: telegram.withoutMentions, units: MARKS },
  { name: 'Telegram links', parse: (text) => mediaLinks(text), units: ['https://a/b.jpg ', 'http://', '.jpg '] },
  { name: 'Telegram message', parse: (text) => readMessages([telegramMessage(text)], TELEGRAM), units: ['/a@b '] },
  {
    name: 'Telegram message, 100,000 entities',
    parse: (text) => readMessages([{ ...telegramMessage(text), entities: manyEntities(text) }], TELEGRAM),
    units: ['https://a/b.jpg '],
  },
  { name: 'Telegram update', parse: (text) => checkUpdate({ update_id: 1, message: telegramMessage(text) } as Update) },
  {
    name: 'Discord message',
    parse: (text) => {
      const message = discordMessage(text);
      return [readDiscord(message, '1'), filesOf(message, 'en'), linksOf(text)];
    },
    units: ['<@10>', '<t:1>', '</a:1>', '<:a:1>', '<a', '<:a', 'https://a/b.jpg '],
  },
  { name: 'terminal line', parse: readLine, units: ['\\ ', "'a' "] },
  { name: 'end of a text', parse: (text) => withoutTrailing(text, ' \n.'), units: [' .'] },
  { name: 'embedded agent: quotations', parse: quotedSpans, units: ["'", '“'] },
  { name: 'redact', parse: (text) => redact(text), units: ['eyJ-', 'M', '123456:', 'Bearer '] },
  { name: 'logLine', parse: logLine, units: ['https://a?'] },
  { name: 'JSON', parse: parseJson, units: ['{"a":', '[', '\\"'] },
  { name: 'JSON with exact numbers', parse: parseJsonExact, units: ['1', '1234567890123456789,', '"\\'] },
  { name: 'event stream', parse: readStream, units: ['data: {}\n\n', 'data: x\n', '\r', 'x\n', ': \n', '{\n'] },
  { name: 'event stream, one event', parse: (text) => readStream(eventOf(text)), units: ['\n', '. '] },
  { name: 'event stream, reply in pieces', parse: (text) => readStream(replyOf(text, 100)), units: ['\n', '. '] },
  { name: 'event stream, tools', parse: (text) => readStream(toolsOf(text)), units: ['[', '{"label":"a"},'] },
  { name: 'apology', parse: splitApology, units: ["I've encountered a ", 'sorry, '] },
  { name: 'announcement', parse: announces },
  {
    name: 'UI instructions',
    parse: readUiInstructions,
    units: ['Click Export. ', '点击导出，', '|', '# \n', '**a:** '],
  },
  { name: 'draft', parse: (text) => readTimeline({ t: [{ tt: 7, sg: [{ m: { text } }] }], d: text }) },
  {
    name: 'draft comparison',
    parse: (text) => diffTimelines(readTimeline(segmentsOf(text)), readTimeline(segmentsOf(text.slice(1)))),
    units: ['ab'],
  },
  {
    name: 'SKILL.md',
    parse: (text) => attempt(() => parseSkill(`---\nname: x\n---\n${text}`, '/x/SKILL.md')),
    units: ['- "', '> '],
  },
  {
    name: 'SKILL.md frontmatter',
    parse: (text) => attempt(() => parseSkill(`---\nname: ${text}\n---\n`, '/x/SKILL.md')),
    units: ['- ', 'a: '],
  },
];

function attempt(run: () => unknown): void {
  try {
    run();
  } catch {
    // A refusal is an answer as well.
  }
}

/** Processor time of this process, in ms: what other programs of the machine take does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The least processor time of some runs over a text of this length, in ms. */
function time(parse: ParserRow['parse'], unit: string, length: number): number {
  const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 7; run++) {
    const start = cpuMs();
    parse(text);
    least = Math.min(least, cpuMs() - start);
    if (least > 1000) break;
  }
  return least;
}

/** Time of a megabyte, and its ratio to that of half of it; 0 where it is too short to tell. */
function measured(parse: ParserRow['parse'], unit: string): { ms: number; ratio: number } {
  let [ms, ratio] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // A busy machine makes a ratio too large now and then, never three times for the same text.
  for (let attempt = 0; attempt < 3 && ratio > LARGEST_RATIO; attempt++) {
    const half = time(parse, unit, MEGABYTE / 2);
    const whole = time(parse, unit, MEGABYTE);
    ms = Math.min(ms, whole);
    // Below 20 ms the clock and the garbage collector are what is measured.
    ratio = Math.min(ratio, whole > 20 ? whole / half : 0);
  }
  return { ms, ratio };
}

/** Measures the rows and prints a line for each; false when one is over a bound. */
function measure(rows: readonly ParserRow[]): boolean {
  let good = true;
  for (const { name, parse, units = [] } of rows) {
    let [worst, growth, unitOfWorst] = [0, 0, ''];
    for (const unit of [...GENERAL_UNITS, ...units]) {
      const { ms, ratio } = measured(parse, unit);
      growth = Math.max(growth, ratio);
      if (ms > worst) [worst, unitOfWorst] = [ms, unit];
    }
    const bad = worst > LONGEST_MS || growth > LARGEST_RATIO;
    good &&= !bad;
    const ratio = growth === 0 ? 'too short to tell' : `× ${growth.toFixed(2)}`;
    process.stdout.write(
      `${bad ? 'OVER' : 'ok  '} ${name}: twice the text ${ratio}; a megabyte ${worst.toFixed(1)} ms (of ${JSON.stringify(unitOfWorst)})\n`,
    );
  }
  return good;
}

const [wanted = ''] = process.argv.slice(2);
process.exitCode = measure(ROWS.filter(({ name }) => name.includes(wanted))) ? 0 : 1;
