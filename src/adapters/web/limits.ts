/** Largest video that is kept for the page, in bytes: the disk decides. */
export const MAX_VIDEO_BYTES = Number.MAX_SAFE_INTEGER;
/** Least time between two changes of a progress message, in ms: as often as a person can follow. */
export const PROGRESS_EVERY_MS = 250;
/** Files of one message. */
export const MAX_FILES = 20;
/** Letters of one message of a visitor. */
export const MAX_LETTERS = 8_000;
/** Letters of one message of the bot; a longer reply continues in the next one. */
export const MESSAGE_LETTERS = 12_000;
/** Messages that are kept of a chat; the oldest go first. */
export const MAX_MESSAGES = 300;
/** Projects of one visitor. */
export const MAX_CHATS = 50;
/** Files of one visitor on the disk, in bytes; an upload beyond it is refused. */
export const MAX_VISITOR_BYTES = 4 * 1024 ** 3;
/** How long messages, files and sessions are kept after they were last used, in ms. */
export const KEPT_MS = 90 * 24 * 3_600_000;
/** Open streams of one visitor: tabs. */
export const MAX_STREAMS = 12;
/** Events that are kept for a visitor's reconnect. */
export const MAX_EVENTS = 200;
/** How often an open stream is sent a sign of life, in ms: proxies end silent connections after a minute. */
export const HEARTBEAT_MS = 20_000;
/** Wrong passwords and links from one address: so many at once, and then so many an hour. */
export const ATTEMPTS = { perHour: 20, burst: 10 };
/** New visitors from one address outside this machine: more of them would get around the limits per visitor. */
export const NEW_VISITORS = { perHour: 6, burst: 12 };
/** Side of a preview, in px. */
export const PREVIEW_SIDE = 480;
/** Side of a video's poster, in px. */
export const POSTER_SIDE = 1280;
