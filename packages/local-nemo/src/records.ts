import { z } from 'zod';
import { FITS, LOOKS, localDraft, MOTIONS, TEXT_DESIGNS, TEXT_SIZES } from './draft.ts';
import { outputWish } from './renderer/film/output.ts';

/** What the embedded Nemo keeps on disk; each record is one JSON file. Times are ms since the epoch. */
export const mediaKind = z.enum(['image', 'video', 'audio']);
export type MediaKind = z.infer<typeof mediaKind>;

export const mediaRecord = z.object({
  id: z.string(),
  /** As the sender called it; for reading only. */
  filename: z.string(),
  kind: mediaKind,
  contentType: z.string(),
  /** Of its true type, without the dot. */
  extension: z.string(),
  bytes: z.number(),
  /** SHA-256, hex. */
  hash: z.string(),
  /** The unguessable part of its address. */
  secret: z.string(),
  width: z.number().optional(),
  height: z.number().optional(),
  durationMs: z.number().optional(),
  fps: z.number().optional(),
});
export type MediaRecord = z.infer<typeof mediaRecord>;

export const userRecord = z.object({
  id: z.string(),
  clientId: z.string(),
  /** SHA-256 of the token, hex: the token itself is nowhere on disk. */
  tokenHash: z.string(),
  tokenExpiresAt: z.number(),
  credits: z.number(),
  touchedAt: z.number(),
});
export type UserRecord = z.infer<typeof userRecord>;

const clips = z.array(z.number());
const clipsOrAll = z.union([clips, z.literal('all')]);
const repeatable = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('remove-clips'), clips }),
  z.object({ kind: z.literal('keep-clips'), clips }),
  z.object({
    kind: z.literal('clip-length'),
    clips: clipsOrAll,
    ms: z.number().optional(),
    addMs: z.number().optional(),
    factor: z.number().optional(),
  }),
  z.object({
    kind: z.literal('motion'),
    clips: clipsOrAll,
    motion: z.enum([...MOTIONS, 'alternate']).optional(),
    strength: z.number().optional(),
  }),
  z.object({
    kind: z.enum(['speed', 'clip-volume']),
    clips: clipsOrAll,
    to: z.number().optional(),
    factor: z.number().optional(),
  }),
  z.object({ kind: z.literal('fit'), clips: clipsOrAll, fit: z.enum(FITS).optional() }),
  z.object({ kind: z.literal('look'), clips: clipsOrAll, look: z.enum(LOOKS).optional() }),
  z.object({ kind: z.literal('move'), clip: z.number(), to: z.number() }),
  z.object({
    kind: z.literal('add-text'),
    style: z.enum(['title', 'caption']),
    text: z.string(),
    look: z.object({
      position: z.enum(['top', 'center', 'bottom']).optional(),
      color: z.string().optional(),
      size: z.enum([...TEXT_SIZES, 'bigger', 'smaller']).optional(),
      design: z.enum([...TEXT_DESIGNS, 'shadow']).optional(),
    }),
    clip: z.number(),
  }),
]);

/** What the agent remembers between two prompts. */
export const conversation = z.object({
  /** Prompts so far. */
  turn: z.number(),
  /** A title or caption was asked for, its words are still missing. */
  awaiting: z.enum(['title', 'caption']).nullable(),
  /** Wishes from before the first photo came. */
  wishes: z.string(),
  /** Ids of all media that ever were in the video: these are no longer new. */
  placed: z.array(z.string()),
  /** Drafts before the last changes, newest last. */
  history: z.array(localDraft),
  /** The last edit, where it was one of single clips: "no, the second one" goes on from it. */
  lastEdit: repeatable.optional(),
  /** What the last change was about: what "it" may mean. */
  lastPart: z.enum(['text', 'music', 'other']).optional(),
  /** What the text that was added or changed last reads. */
  lastText: z.string().optional(),
  /** The last reply, without its words about the screen: the next one is not to be the same. */
  lastReply: z.string().optional(),
});
export type Conversation = z.infer<typeof conversation>;

export const sessionRecord = z.object({
  id: z.string(),
  taskId: z.string(),
  userId: z.string(),
  language: z.string(),
  touchedAt: z.number(),
  draft: localDraft.nullable(),
  media: z.array(mediaRecord),
  conversation,
  /** Links into the browser, by the SHA-256 of their claim token. */
  claims: z.array(z.object({ hash: z.string(), expiresAt: z.number() })),
});
export type SessionRecord = z.infer<typeof sessionRecord>;

export const renderRecord = z.object({
  /** Of the user's id and the client's render id: two users may use the same one. */
  id: z.string(),
  renderId: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']),
  /** 0 to 100. */
  progress: z.number(),
  draft: localDraft,
  output: outputWish.optional(),
  /** What the finished video is: px, frames a second. */
  made: z.object({ width: z.number(), height: z.number(), fps: z.number(), resolution: z.string() }).optional(),
  error: z.string().optional(),
  bytes: z.number().optional(),
  /** Names of files that could not be decoded, where the video was made without them. */
  leftOut: z.array(z.string()).optional(),
  secret: z.string(),
  createdAt: z.number(),
  /** Order among renders of the same millisecond. */
  number: z.number(),
  touchedAt: z.number(),
});
export type RenderRecord = z.infer<typeof renderRecord>;
