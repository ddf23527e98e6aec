const NO_EXPORT =
  /\b(?:do not|don['’]?t|dont|without|no need to|not|before you)\s+(?:\w+\s+){0,2}(?:export|render|send)(?:ing)?\b|\bno (?:export|render|video) (?:yet|now|for now)\b|(?:先|暂时|暫時)?(?:不|别|別|不要|先别|不用|无需)(?:急着|着急|用|要)?(?:导出|導出|渲染|发给我|出片)/iu;

/** True when the user says that the video is not wanted yet, so that what the agent says about exporting is not acted on. */
export function declinesExport(text: string): boolean {
  return NO_EXPORT.test(text);
}
