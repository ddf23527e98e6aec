import type { FileUploadType } from 'discord.js';

/*
 * Discord's numbers, each once. Sources are pages of https://docs.discord.com/developers unless said otherwise.
 */

/** Characters of a message ("Create Message", `content`). */
export const MESSAGE_LENGTH = 2000;
/** Characters of a `custom_id` ("Component Reference"). */
export const CUSTOM_ID_LENGTH = 100;
/** Characters of a button's label ("Component Reference", Button). */
export const BUTTON_LABEL_LENGTH = 80;
/** Choices of one select menu. */
export const MENU_OPTIONS = 25;
/** Characters of a window's title, of a field's label, and of the hint in it. */
export const FORM_TITLE_LENGTH = 45;
export const FORM_LABEL_LENGTH = 45;
export const PLACEHOLDER_LENGTH = 100;
/** Characters of what stands below a field's label. */
export const FORM_DESCRIPTION_LENGTH = 100;
/** Files that one field of a window takes ("Component Reference", File Upload). */
export const FILES_PER_WINDOW = 10;
/**
 * What may be chosen there; ten entries at most. `image` leaves HEIC out, and phones want `.jpg`, `.mp4` and `.mov` beside
 * any ending ("API Reference", File Type Filtering).
 */
export const FILE_TYPES: readonly FileUploadType[] = [
  'image',
  'video',
  'audio',
  ...(['.jpg', '.mp4', '.mov', '.heic', '.heif', '.avi', '.mkv'] as const),
];
/** Buttons of a row, and rows of a message ("Component Reference", Action Row; "Create Message"). */
export const BUTTONS_PER_ROW = 5;
export const MAX_ROWS = 5;
/** Characters of a link button's address ("Component Reference", Button). */
export const BUTTON_URL_LENGTH = 512;
/** Characters of a choice's name and of its value, and how many there may be ("Application Commands", Option Choice). */
export const CHOICE_LENGTH = 100;
export const CHOICES = 25;
/** Characters of a thread's name ("Channel", Start Thread). */
export const THREAD_NAME_LENGTH = 100;

const MIB = 1024 ** 2;
/** Bytes per file where no boost says otherwise ("Uploading Files"). */
export const DEFAULT_FILE_BYTES = 10 * MIB;
/** Largest file that anybody can upload ("Nitro" pages of https://support.discord.com), in bytes. */
export const MAX_DOWNLOAD_BYTES = 500 * MIB;
/** Bytes per file by a server's boost tier: https://support.discord.com/hc/articles/360028038352 (server boosting). */
export const FILE_BYTES_BY_TIER: readonly number[] = [10 * MIB, 10 * MIB, 50 * MIB, 100 * MIB];

/**
 * How long a token is used, in ms: it lives 15 minutes ("Receiving and Responding", Followup Messages); the rest is for
 * the way there.
 */
export const TOKEN_LIFE_MS = 14.5 * 60_000;
/** Least time between two edits of one message, in ms: edits of a channel share five in five seconds (observed headers). */
export const PROGRESS_EVERY_MS = 1200;
/** "Typing" shows for ten seconds ("Trigger Typing Indicator"); refreshed a little earlier, in ms. */
export const TYPING_EVERY_MS = 8000;

/** How long an acknowledgement is tried, in ms: Discord waits three seconds for it. */
export const ACKNOWLEDGE_MS = 2500;
/** How long one attempt of it may take, and the waits between attempts, in ms. */
export const ACKNOWLEDGE_CALL_MS = 1200;
export const ACKNOWLEDGE_WAITS_MS: readonly number[] = [100, 200, 400];
/** Waits before the commands are registered again after a failure, in ms; the last one repeats. */
export const REGISTER_WAITS_MS: readonly number[] = [5000, 30_000, 120_000, 600_000];
/** How often Discord may fail on a message with a file before it comes without it. */
export const FILE_FAILURES = 3;

/** How long a call that carries no file may take, in ms. */
export const CALL_MS = 15_000;
/** How long a progress call may take before it counts as skipped, in ms. */
export const PROGRESS_CALL_MS = 10_000;
/** How long a call that carries a file may take, in ms: 100 MiB in it requests for 1.4 Mbit/s. */
export const UPLOAD_MS = 600_000;
/** How many files are sent at once: each holds a connection and a share of the line. */
export const UPLOADS_AT_ONCE = 4;
/** Waits before a result is posted again after a failure that may pass, in ms; the last one repeats. */
export const RETRY_WAITS_MS: readonly number[] = [1000, 2000, 5000, 10_000, 30_000];
/** A command that has no answer by then shows that it is at work, so that it is never left "thinking", in ms. */
export const PLACEHOLDER_AFTER_MS = 10_000;
/** How long what belongs to a request is kept, in ms: as long as the core knows its message. */
export const REQUEST_LIFE_MS = 2 * 24 * 3_600_000;
/** How long a window with a question may stay open, in ms. */
export const MODAL_LIFE_MS = 24 * 3_600_000;
/** How long a server's boost tier is believed, in ms. */
export const TIER_LIFE_MS = 3_600_000;
/** How many chats and servers are kept in memory; the others are read again when they are needed. */
export const KEPT_IN_MEMORY = 5000;

/** How many open windows are known without a look into the store. */
export const MODALS_IN_MEMORY = 200;

/**
 * How long a repeated nonce is trusted to be known, in ms: Discord speaks of "the past few minutes" ("Create Message",
 * `enforce_nonce`).
 */
export const NONCE_MS = 60_000;
/** How far Discord's clock may be behind this one, in ms: messages are looked for by the time in their ids. */
export const CLOCK_SKEW_MS = 120_000;
/** How many times 100 messages are looked at for one that may have been posted. */
export const LOOK_PAGES = 3;
/** So far back is read what was said while the bot was away, in ms; the core knows what it had already for longer. */
export const CATCH_UP_MS = 24 * 3_600_000;
/** How many times 100 messages of a channel are read for that, in how many channels, and of how many at once. */
export const CATCH_UP_PAGES = 3;
export const CATCH_UP_CHANNELS = 200;
export const CATCH_UP_AT_ONCE = 2;
/** How long a channel is known in which the bot was addressed, in ms. */
export const KNOWN_CHANNEL_MS = 14 * 24 * 3_600_000;
/** How many requests that were forgotten can still be answered. */
export const FORGOTTEN_IN_MEMORY = 200;
