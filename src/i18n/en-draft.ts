/** What is said of a draft's details, in English; `zh-draft.ts` has the same keys. */
export const enDraft = {
  changeDetail: '🎚 {name}: {field} {before} → {after}',
  changeDetailSet: '🎚 {name}: {field} is now {after}',
  changeDetailUnset: '🎚 {name}: {field} is no longer {before}',
  valueOn: 'on',
  valueOff: 'off',
  fieldFit: 'framing',
  fieldDesign: 'text style',
  fieldSpeed: 'speed',
  fieldIn: 'start in the file (ms)',
  fieldSoftEdge: 'soft edge',
  fieldSize: 'size',
  fieldColor: 'colour',
  fieldLook: 'look',
} as const;
