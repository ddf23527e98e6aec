/** Lines of a picture, in px, for each resolution that the backend names; the largest first. */
export const RESOLUTIONS = [
  [2160, '4k'],
  [1440, '2k'],
  [1080, '1080p'],
  [720, '720p'],
  [480, '480p'],
] as const;

/** How fine a picture is, as people count it: its shorter side; of one wider than 16:9, that of a 16:9 picture as wide. */
export function linesOf(width: number, height: number): number {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  return Math.max(short, Math.round((long * 9) / 16));
}
