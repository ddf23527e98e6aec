/** Least time between two changes of the progress line, in ms: as often as a person can follow. */
export const PROGRESS_EVERY_MS = 100;
/** Largest video that is saved, in bytes: the disk decides. */
export const MAX_FILE_BYTES = Number.MAX_SAFE_INTEGER;
