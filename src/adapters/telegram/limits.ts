/** The Bot API's numbers, each once. Where no other source is named: https://core.telegram.org/bots/api and /bots/faq. */

import type { Pace } from '../kit/pacer.ts';

const MB = 1024 * 1024;

/** What `getFile` gives at most, in bytes. */
export const MAX_DOWNLOAD_BYTES = 20 * MB;
/** What a bot may send, in bytes. */
export const MAX_UPLOAD_BYTES = 50 * MB;
/** Both of them on a local Bot API server (https://core.telegram.org/bots/api#using-a-local-bot-api-server), in bytes. */
export const MAX_LOCAL_BYTES = 2000 * MB;

/** UTF-16 units of a message's text, tags not counted. */
export const MAX_TEXT = 4096;
/** UTF-16 units of a caption, tags not counted. */
export const MAX_CAPTION = 1024;
/** The effect 🎉; Telegram publishes no list of them (https://core.telegram.org/bots/api#sendvideo, `message_effect_id`). */
export const FIRST_VIDEO_EFFECT = '5046509860389126442';
/** Characters of a topic's name. */
export const MAX_TOPIC_NAME = 128;
/** How long no topic is opened in a chat that refused one, in ms. */
export const TOPICS_REFUSED_MS = 3_600_000;
/** Messages of one album. */
export const MAX_ALBUM = 10;
/** The kinds of updates that are asked for; no other ones come. */
export const UPDATE_KINDS = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
] as const;
/** An update is some kilobytes of JSON; a post over this is refused, in bytes. */
export const MAX_UPDATE_BYTES = 1024 * 1024;
/** Posts that Telegram makes to a webhook at the same time at most. */
export const WEBHOOK_CONNECTIONS = 40;
/** How long an update that was posted is kept until it is handled, in ms; Telegram keeps its own for a day. */
export const UPDATE_TTL_MS = 2 * 24 * 3_600_000;
/** Updates of one `getUpdates`. */
export const MAX_BATCH = 100;

/** Least time between two edits of a progress message, in ms: one message a second in a chat, 20 a minute in a group. */
export const PROGRESS_EVERY_MS = 1200;
export const GROUP_PROGRESS_EVERY_MS = 3000;
/**
 * How posts are paced: about 30 a second over all, one a second in a chat where short bursts are borne, 20 a minute in a
 * group, its topics together (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 */
export const ALL_PACE: Pace = { burst: 8, perMs: 22 / 1000 };
export const CHAT_PACE: Pace = { burst: 6, perMs: 1 / 1000 };
export const GROUP_PACE: Pace = { burst: 5, perMs: 15 / 60_000 };
/** A draft is shown for 30 seconds; it is not changed more often than this, in ms. */
export const DRAFT_EVERY_MS = 5000;
/** A chat action is shown for five seconds; it is renewed a little earlier, in ms. */
export const CHAT_ACTION_EVERY_MS = 4000;

/** How long `getUpdates` waits for news, in s. */
export const LONG_POLL_S = 30;
/** An album counts as whole after this much quiet, in ms: its members come as messages of their own. */
export const ALBUM_QUIET_MS = 1000;
/** Pause between two looks for more while something is not yet journaled, in ms. */
export const HELD_POLL_MS = 300;

/** How long after a press or a command a bot that is no administrator may answer it to one person alone, in ms. */
export const EPHEMERAL_ANSWER_MS = 15_000;
/** How long it is not tried without either, once that was refused, in ms. */
export const EPHEMERAL_REFUSED_MS = 10 * 60_000;

/** How many messages are looked at for one that may have been posted: each look counts against the flood limits. */
export const LOOKS = 20;
/** How far behind the last message that is known such a message is looked for. */
export const LOOK_BEYOND = 10;
/** How often a send whose outcome is unknown is repeated: when it was looked for and not found, and when it can't be. */
export const REPEATS_ABSENT = 5;
export const REPEATS_UNKNOWABLE = 1;

/** Limit of an ordinary call, in ms. */
export const CALL_LIMIT_MS = 30_000;
/** Waits after failures in a row, in ms; the last one repeats. */
export const BACK_OFF_MS: readonly number[] = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
/** How long a delivery is remembered, in ms: as long as the core knows its message. */
export const DELIVERY_TTL_MS = 2 * 24 * 3_600_000;
