import type { Corner } from '../draft.ts';
import type { Clause, Context } from './clauses.ts';
import type { Edit } from './edits.ts';

const LOGO = /\b(?:logo|watermark)\b|水印|台标|标志|徽标|logo/;
const TOP = /\b(?:top|upper)\b|上/;
const BOTTOM = /\b(?:bottom|lower)\b|下/;
const LEFT = /\bleft\b|左/;
const RIGHT = /\bright\b|右/;
const OFF =
  /\b(?:remove|delete|no|without|get rid of|drop|hide|take (?:off|away|out)|lose)\b|去(?=水印|标|logo)|去掉|删|不要|移除|取消/;
const NEW = /\b(?:my|our|this|the|a|new|it)\b|我|这|新/;

/** What stands in a clause that says nothing but a corner. */
const CORNER_WORDS =
  /\b(?:top|upper|bottom|lower|left|right|corner|hand|the|please|in|at|to)\b|[左右上下]|角|放|在|到/g;

/** Reads what is to become of the logo: a photo of the video, a new file, another corner, none. */
export function parseLogo(clause: Clause, context: Context): boolean {
  if (!clause.has(LOGO)) {
    const corner =
      context.logoSaid && !/[\p{L}]{3,}/u.test(clause.text.replace(CORNER_WORDS, ''))
        ? cornerOf(clause.text)
        : undefined;
    if (!corner) return false;
    clause.edit('clips', { kind: 'logo', corner });
    return true;
  }
  if (OFF.test(clause.text)) {
    // A mark within a photo is another matter.
    if (!context.hasLogo) return false;
    clause.edit('clips', { kind: 'logo', off: true });
    return true;
  }
  const refs = clause.refs(context);
  const corner = cornerOf(clause.text);
  const where = corner === undefined ? {} : { corner };
  const clip = Array.isArray(refs) && refs.length === 1 ? refs[0] : undefined;
  const edit: Edit | undefined =
    clip !== undefined
      ? { kind: 'logo', clip, ...where }
      : context.newMedia.length > 0 && NEW.test(clause.text)
        ? { kind: 'logo', media: context.newMedia.pop() ?? '', ...where }
        : context.hasLogo && corner
          ? { kind: 'logo', corner }
          : undefined;
  if (edit) context.logoSaid = true;
  if (edit) clause.edit('clips', edit);
  else clause.note({ kind: 'need-logo' });
  return true;
}

function cornerOf(text: string): Corner | undefined {
  const [top, bottom, left, right] = [TOP, BOTTOM, LEFT, RIGHT].map((pattern) => pattern.test(text));
  if (!top && !bottom && !left && !right) return undefined;
  return `${top && !bottom ? 't' : 'b'}${left && !right ? 'l' : 'r'}`;
}
