import { z } from 'zod';
import { EXPORT_FORMS } from '../../intents/format.ts';
import { attachmentSchema } from '../chat.ts';
import type { RecordFormat } from '../storage/record-format.ts';
import { askedBySchema, questionSchema, resultSchema } from '../storage/records.ts';
import { upgradeTurnTo2 } from './upgrade-turn.ts';

/** Nemo's draft, as it came. */
const draft = z.record(z.string(), z.unknown()).nullable();

const uploadWork = z.object({
  kind: z.literal('upload'),
  /** The clips of the project before the first file left, by their keys. */
  media: z.array(z.string()).optional(),
  /** `sent` once Nemo has it, `refused` with the reason for the user; `attachment` is its index in the message. */
  files: z.array(
    z.discriminatedUnion('state', [
      /** `sending`: its name at Nemo, set before it leaves; Nemo may have it although the answer was lost. */
      z.object({ attachment: z.number(), state: z.literal('waiting'), sending: z.string().optional() }),
      z.object({ attachment: z.number(), state: z.literal('sent'), name: z.string(), cdnUrl: z.string() }),
      z.object({ attachment: z.number(), state: z.literal('refused'), sentence: z.string() }),
    ]),
  ),
});

const replyError = z.object({ code: z.string(), message: z.string() });

const promptWork = z.object({
  kind: z.literal('prompt'),
  text: z.string(),
  /** What people said of it, where the text has words of the bot's own around that. */
  words: z.string().optional(),
  /** A prompt once more; the text is known when its turn comes. */
  repeat: z.enum(['rerun', 'variation']).optional(),
  /** Which prompt that is: the last one when the repetition was asked for. Without it the last one when its turn comes. */
  repeats: z.object({ text: z.string(), by: askedBySchema.optional() }).optional(),
  /** The agent asked the user to do it by hand ("drag the music to the start"), so the bot asks the agent to. */
  implied: z.boolean().default(false),
  /** It answers a question of the agent; `with-upload` where the message that led to it brought files. */
  answers: z.enum(['question', 'question-with-upload']).optional(),
  /** Said with the reply: what the bot does without having been asked in so many words, or cannot do. */
  note: z.string().optional(),
  /** Its project was never asked anything before. */
  isFirst: z.boolean().optional(),
  /** The raw clip of a two-stage job was announced. */
  rawClipReported: z.boolean().default(false),
  /** The draft before the prompt, journaled before it is sent. Rule 2 rests on it. */
  baseline: z.object({ draft, mediaCount: z.number(), media: z.array(z.string()).optional() }).optional(),
  /** Set before the request leaves: from then on the prompt is never sent again. */
  sending: z.boolean().default(false),
  /** How many times it has left: again only after Nemo has certainly not taken it. */
  attempt: z.number().optional(),
  /** What came of it, once the stream ended or the state showed it. */
  reply: z
    .object({
      text: z.string(),
      /** False when the stream broke and the state showed the result instead. */
      fromStream: z.boolean(),
      error: replyError.optional(),
      /** A failure of the account, whatever was said after it. */
      accountError: replyError.optional(),
      /** What the agent asks; the answer is an ordinary message. */
      question: questionSchema.optional(),
    })
    .optional(),
  /** Credits that it took and that were left after it, where no other request of the account could have taken them. */
  cost: z.object({ spent: z.number(), left: z.number(), reported: z.boolean().default(false) }).optional(),
  /** What it took from the account; without it nothing was measured. */
  charged: z.object({ credits: z.number(), estimate: z.boolean() }).optional(),
  /** The reply was posted. */
  reported: z.boolean().default(false),
});

const exportWork = z.object({
  kind: z.literal('export'),
  /** How the user wants it rendered; what they did not say follows the project. */
  output: z
    .object({ resolution: z.enum(['480p', '720p', '1080p', '2k', '4k']).optional(), fps: z.number().optional() })
    .optional(),
  /** Journaled before the render is submitted. Rule 3 rests on it. */
  renderId: z.string().optional(),
  submitted: z.boolean().default(false),
  /** It failed once and was submitted anew, under another id. */
  resubmitted: z.boolean().optional(),
  outputUrl: z.string().optional(),
  /** Size and length of the finished render, where Nemo's answer had them. */
  bytes: z.number().optional(),
  durationMs: z.number().optional(),
  /** Picture (px) and frames a second of the finished render, where Nemo's answer had them. */
  width: z.number().optional(),
  height: z.number().optional(),
  fps: z.number().optional(),
  /** Names of files that could not be decoded; the video was made of the others. */
  leftOut: z.array(z.string()).optional(),
  /** What the finished video is made into before it is posted. */
  form: z.enum(EXPORT_FORMS).optional(),
  /** The version that was made of the video, and is kept in the spool until it is posted. */
  made: z
    .object({
      bytes: z.number(),
      width: z.number(),
      height: z.number(),
      durationMs: z.number(),
      /** Bytes of the video that it was made of. */
      fullBytes: z.number(),
    })
    .optional(),
  finished: z.boolean().default(false),
  /** Not the video itself: what an edit came to, small, coarse and soon; nothing is lost without it. */
  preview: z.boolean().optional(),
  /** It was another turn's, which this one outdated: it is done whatever the prompt before it brings. */
  takenOver: z.boolean().optional(),
  /** The video or its link was posted. */
  delivered: z.boolean().default(false),
});

const actionWork = z.object({
  kind: z.literal('action'),
  /** Of an action of the table, or of a remark. */
  name: z.string(),
  /** What was said with it: a number in the queue, a skill, a language. */
  argument: z.string().optional(),
  /** The answer, journaled before anything is done about it, so that a crash in between changes neither. */
  text: z.string().optional(),
  /** Ids of the turns that it stops or removes from the queue: these and no others, also after a restart. */
  stops: z.array(z.string()).optional(),
  /** The answer is a menu, and takes the place of this one where it was chosen from one. */
  menu: z.boolean().optional(),
  /** Offered with the answer. */
  next: z
    .array(
      z.object({ name: z.string(), argument: z.string().optional(), label: z.string(), aside: z.boolean().optional() }),
    )
    .optional(),
  /** What the agent is asked after it. */
  asks: z.object({ text: z.string(), answers: z.enum(['question', 'question-with-upload']).optional() }).optional(),
});

const work = z.discriminatedUnion('kind', [uploadWork, promptWork, exportWork, actionWork]);

/** One request of a user and everything until it is answered: the journal entry. */
export const turnSchema = z.object({
  v: z.literal(2),
  /** `<place>/<message id>`: also the duplicate check. */
  id: z.string(),
  chat: z.string(),
  messageId: z.string(),
  userId: z.string(),
  /** Set where several people share the place. */
  shared: z.object({ community: z.string() }).optional(),
  language: z.enum(['en', 'zh']),
  /** Chinese in traditional characters. */
  traditional: z.boolean().optional(),
  /** ISO code of what the user speaks, for Nemo; it need not be a language of the bot's own. */
  speech: z.string().optional(),
  text: z.string(),
  /** The bot's message whose button was pressed. */
  pressedOn: z.string().optional(),
  attachments: z.array(attachmentSchema),
  /** Milliseconds since the epoch. */
  acceptedAt: z.number(),
  /** Order of acceptance among turns of the same millisecond. */
  order: z.number(),
  /** What is to be done, in order; a step may append what the reply asked for. */
  work: z.array(work),
  /** The piece of work that is under way. */
  at: z.number(),
  progressRef: z.string().optional(),
  /** The earlier project that the message replies to, until the chat is back on it. */
  backTo: resultSchema.optional(),
  /** It begins a new project, which is still to be done. */
  newProject: z.boolean().optional(),
  /** The chat's record was damaged and set aside, which is said before anything else. */
  recordLost: z.boolean().optional(),
  /** The sentence it failed with, journaled before it is posted: the next process only posts it again. */
  failure: z.string().optional(),
  /** A render that is still to be cancelled at Nemo. */
  renderToCancel: z.string().optional(),
  /** It stops and removes its own user's turns alone. */
  ownWorkOnly: z.boolean().optional(),
  /** Slug of the skill that it was begun with. */
  skill: z.string().optional(),
  /** Its prompts make a clip rather than change one. */
  makesClip: z.boolean().optional(),
  /** What it cost, for the ledger; known at its end. */
  charge: z
    .object({
      /** `platform:id` */
      user: z.string(),
      community: z.string(),
      skill: z.string(),
      action: z.string(),
      credits: z.number(),
      estimate: z.boolean(),
      render: z.string().optional(),
    })
    .optional(),
  /** How it ended; without it the turn is open. */
  outcome: z.enum(['done', 'failed', 'cancelled', 'chat-gone']).optional(),
});

export type Turn = z.infer<typeof turnSchema>;

/** The format of a stored turn. A change that an older program would misread gets the next number and an upgrade. */
export const turnFormat: RecordFormat<Turn> = { version: 2, schema: turnSchema, upgrades: { 1: upgradeTurnTo2 } };

export type Work = z.infer<typeof work>;
export type UploadWork = z.infer<typeof uploadWork>;
export type PromptWork = z.infer<typeof promptWork>;
export type ExportWork = z.infer<typeof exportWork>;
export type ActionWork = z.infer<typeof actionWork>;

/** How long a finished turn is kept for the duplicate check: two days, in ms. */
export const FINISHED_TURN_TTL_MS = 2 * 24 * 3_600_000;
