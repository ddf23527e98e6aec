import fc from 'fast-check';
import * as discord from '../../src/adapters/discord/text.ts';
import { readMessages } from '../../src/adapters/telegram/messages.ts';
import * as telegram from '../../src/adapters/telegram/text.ts';
import { ACTIONS } from '../../src/core/actions/all.ts';
import type { Bytes } from '../../src/core/media/bytes.ts';
import { parseGif } from '../../src/core/media/formats/gif.ts';
import { parseHeif } from '../../src/core/media/formats/heif.ts';
import { parseJpeg } from '../../src/core/media/formats/jpeg.ts';
import { findLocations } from '../../src/core/media/formats/location.ts';
import { parsePng } from '../../src/core/media/formats/png.ts';
import { parseWebp } from '../../src/core/media/formats/webp.ts';
import { sniff } from '../../src/core/media/sniff.ts';
import { limitText } from '../../src/core/turn/limit-text.ts';
import { translator } from '../../src/i18n/translator.ts';
import { classify } from '../../src/intents/classify.ts';
import { redact } from '../../src/lib/redact.ts';
import { diffTimelines, readTimeline } from '../../src/nemo/draft/draft.ts';
import type { Json } from '../../src/nemo/json.ts';
import { stateOf } from '../../src/nemo/state.ts';
import { ReplyReader } from '../../src/nemo/stream/reply-reader.ts';
import { FrameReader } from '../../src/nemo/stream/sse.ts';
import { readUiInstructions } from '../../src/nemo/ui-instructions/ui-instructions.ts';
import { parseSkill, SkillError } from '../../src/skills/parse.ts';

/** Something that reads what strangers or the backend send. */
export interface Target {
  name: string;
  /** One input for a seed; `run` must end, within its budget, without any error but those of `refuses`. */
  property: fc.Arbitrary<unknown>;
  run(input: unknown): unknown;
  /** Whether an error is the parser's way of saying no. */
  refuses?(error: unknown): boolean;
}

function target<T>(
  name: string,
  property: fc.Arbitrary<T>,
  run: (input: T) => unknown,
  refuses?: Target['refuses'],
): Target {
  // The input comes from the same arbitrary.
  return { name, property, run: (input) => run(input as T), ...(refuses && { refuses }) };
}

const MAX_LENGTH = 20_000;
const PIECES = ['a', ' ', '\n', '"', '“', "'", '(', '[', '{', '<', '*', '_', '`', '.', ':', ',', '我', '照片', '1', '第一张', 'photo 1 ',
  'export ', '导出', 'remove ', 'https://a/b.jpg ', '@reelay_bot ', '```\n', '\u200d', '\u202e', '😀', '\\', '|', '# ', '- ', '“a” ', 'data: {}\n\n']; // biome-ignore format: a list

/** A piece or a few, repeated: what quadratic readers fear; or any text. */
const text = fc.oneof(
  fc
    .tuple(
      fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6, unit: 'binary' })), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.nat(MAX_LENGTH),
    )
    .map(([pieces, length]) =>
      pieces
        .join('')
        .repeat(Math.ceil(length / Math.max(1, pieces.join('').length)))
        .slice(0, length),
    ),
  fc.string({ maxLength: 2000, unit: 'binary' }),
);

const json: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ maxDepth: 6 }), deep());

/** Lists and objects within each other, deeper than any reader should follow. */
function deep(): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(800), fc.boolean()).map(([depth, list]) => {
    let value: unknown = 'x';
    for (let i = 0; i < depth; i++) value = list ? [value] : { sg: [value] };
    return value;
  });
}

const segment = fc.record(
  { id: fc.oneof(fc.string({ maxLength: 8 }), fc.nat()), s: json, d: fc.oneof(fc.double(), json), m: json },
  { requiredKeys: [] },
);
const draft = fc.oneof(
  json,
  fc.record(
    {
      d: fc.oneof(fc.double(), json),
      t: fc.array(
        fc.record(
          { tt: fc.oneof(fc.nat(9), json), sg: fc.oneof(fc.array(segment, { maxLength: 40 }), json) },
          { requiredKeys: [] },
        ),
        { maxLength: 6 },
      ),
      m: json,
    },
    { requiredKeys: [] },
  ),
);
const state = fc.oneof(
  json,
  fc.record({
    state: fc.record(
      { draft, generated_media: json, video_infos: json, canvas_config: json, user_id: json },
      { requiredKeys: [] },
    ),
  }),
);

const event = fc.record(
  {
    id: json,
    author: json,
    partial: json,
    errorCode: json,
    content: fc.record(
      {
        role: json,
        parts: fc.oneof(
          fc.array(fc.record({ text, functionCall: json, functionResponse: json }, { requiredKeys: [] }), {
            maxLength: 5,
          }),
          json,
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const stream = fc.oneof(
  fc
    .array(fc.oneof(event, json), { maxLength: 30 })
    .map((events) => Buffer.from(events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join(''))),
  fc.uint8Array({ maxLength: 4000 }).map((bytes) => Buffer.from(bytes)),
  text.map((each) => Buffer.from(each)),
);

function readStream(bytes: Buffer): void {
  const reader = new ReplyReader({ onEvent: () => {}, onProgress: () => {} });
  const frames = new FrameReader(reader);
  try {
    for (let at = 0; at < bytes.length; at += 1000) frames.feed(bytes.subarray(at, at + 1000));
    frames.end();
  } finally {
    reader.finish('clean');
  }
}

const HEADERS = [
  'GIF89a',
  '\x89PNG\r\n\x1a\n',
  '\xff\xd8\xff\xe1',
  'RIFF....WEBPVP8X',
  '....ftypheic',
  '....ftypisom',
  '\x1aE\xdf\xa3',
  'OggS',
  'fLaC',
  'ID3',
  'II*\0',
  'MM\0*',
];
const file = fc
  .tuple(fc.constantFrom(...HEADERS), fc.uint8Array({ maxLength: 3000 }), fc.nat(20))
  .map(([header, rest, times]) =>
    Buffer.concat([Buffer.from(header, 'latin1'), ...Array.from({ length: times + 1 }, () => rest)]),
  );

function bytesOf(buffer: Buffer): Bytes {
  return { size: buffer.length, at: async (position, length) => buffer.subarray(position, position + length) };
}

/** An `Error` that is none of the program's own: a fault of JavaScript itself, such as a property of undefined. */
const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError];
const isFault = (error: unknown) => FAULTS.some((kind) => error instanceof kind);

async function readFile(buffer: Buffer): Promise<void> {
  const bytes = bytesOf(buffer);
  await sniff(buffer);
  const parsers = [parseGif, parseJpeg, parsePng, parseWebp, parseHeif, findLocations] as const;
  for (const parse of parsers) {
    await parse(bytes, 1000).catch((error: unknown) => {
      if (isFault(error)) throw error;
    });
  }
}

const TELEGRAM = { me: { id: 1, username: 'reelay_bot' }, language: 'auto' } as const;
const t = translator('en');

/** Everything that is fuzzed; a new parser of strangers' input adds a line. */
export const TARGETS: readonly Target[] = [
  target('stream bytes', stream, readStream, (error) => !isFault(error)),
  target('drafts', fc.tuple(draft, draft), ([before, now]) => {
    // Whatever JSON a backend sends in place of a draft.
    const timelines = [before, now].map((each) => readTimeline(each as Parameters<typeof readTimeline>[0]));
    const [first, second] = timelines;
    if (first && second) diffTimelines(first, second);
  }),
  target('state answers', state, (data) => {
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) stateOf(data as Json);
  }),
  target('messages', text, (said) => {
    classify({ text: said, media: 0 }, ACTIONS.phrases);
    ACTIONS.typed(said);
    const chat = { id: -1, type: 'group', title: 'g' } as const;
    readMessages(
      [{ message_id: 5, date: 1, chat, from: { id: 7, is_bot: false, first_name: 'A' }, text: said }],
      TELEGRAM,
    );
  }),
  target('replies', text, (said) => {
    const limited = limitText(redact(said), t);
    discord.messagesOfText(limited);
    telegram.partsOfText(limited);
    readUiInstructions(said);
  }),
  target(
    'skill files',
    text,
    (body) => parseSkill(`---\nname: x\n${body.slice(0, 200)}\n---\n${body}`, '/x/SKILL.md'),
    (error) => error instanceof SkillError,
  ),
  target('file headers', file, readFile),
];
