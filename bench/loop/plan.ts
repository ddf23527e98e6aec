/** What the processes of the event loop's bench have agreed on. */

/** Chats, and turns that run at once. */
export const SESSIONS = 200;
/** How long all streams are open together, in ms. */
export const STREAM_MS = 20_000;
/** What every chat asks for, with a photo. */
export const REQUEST = 'make the title say After, then export it';
/** What one chat asks for before, answered at once. */
export const WARM_UP = 'make it brighter';
/** The fake Telegram's. */
export const TELEGRAM_TOKEN = '7000000001:fake-secret_OfTheFakeTelegram000000';

/** From the first message to the last video. */
export type Phase = 'accepting' | 'uploading' | 'streaming' | 'settling' | 'delivering';

/** What a child process tells. */
export interface Told {
  /** Where it listens. */
  url?: string;
  /** What begins now. */
  phase?: Phase;
  /** Videos that have arrived in the chats. */
  videos?: number;
}
