import type { SentenceKey } from '../../i18n/translation.ts';
import type { Translate } from '../../i18n/translator.ts';

type Value = string | number | boolean;

/** A value of the draft that changed, by the draft's own name for it. */
export interface DetailChange {
  field: string;
  before?: Value;
  after?: Value;
}

/** Details of a draft that have words of their own; others are shown by the draft's name for them. */
const FIELDS = {
  fit: 'fieldFit',
  design: 'fieldDesign',
  speed: 'fieldSpeed',
  in: 'fieldIn',
  softEdge: 'fieldSoftEdge',
  size: 'fieldSize',
  color: 'fieldColor',
  look: 'fieldLook',
  fadeIn: 'fieldFadeIn',
  fadeOut: 'fieldFadeOut',
  loop: 'fieldLoop',
  beat: 'fieldBeat',
  logo: 'fieldLogo',
  logoCorner: 'fieldLogoCorner',
} as const satisfies Record<string, SentenceKey>;

/** Values that have words of their own, as `field:value`. */
const VALUES = {
  'look:bw': 'valueBlackAndWhite',
  'look:sepia': 'valueSepia',
  'look:warm': 'valueWarm',
  'look:cool': 'valueCool',
  'look:none': 'valueOwnColours',
  'logoCorner:tl': 'valueTopLeft',
  'logoCorner:tr': 'valueTopRight',
  'logoCorner:bl': 'valueBottomLeft',
  'logoCorner:br': 'valueBottomRight',
} as const satisfies Record<string, SentenceKey>;

const isKnownValue = (known: string): known is keyof typeof VALUES => Object.hasOwn(VALUES, known);
const hasWords = (field: string): field is keyof typeof FIELDS => Object.hasOwn(FIELDS, field);

/** What changed about a segment, or about the whole video, in a line. */
export function detailLine(change: DetailChange, name: string, t: Translate): string {
  const field = hasWords(change.field) ? t(FIELDS[change.field]) : change.field;
  const shown = (value: Value) => {
    if (typeof value === 'boolean') return t(value ? 'valueOn' : 'valueOff');
    const known = `${change.field}:${value}`;
    return isKnownValue(known) ? t(VALUES[known]) : String(value);
  };
  if (change.before === undefined && change.after !== undefined) {
    return t('changeDetailSet', { name, field, after: shown(change.after) });
  }
  if (change.before !== undefined && change.after === undefined) {
    return t('changeDetailUnset', { name, field, before: shown(change.before) });
  }
  return t('changeDetail', { name, field, before: shown(change.before ?? ''), after: shown(change.after ?? '') });
}
