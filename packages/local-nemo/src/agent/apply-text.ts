import type { LocalDraft, TextSegment, TextSize } from '../draft.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied } from './edit-context.ts';
import type { ClipRef, Edit, Note, TextLook, TextStyle } from './edits.ts';
import { tracksOf, withTracks } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

const TEXT_MS = 3000;
const SIZES: TextSize[] = ['small', 'medium', 'big'];

export function addText(draft: LocalDraft, edit: Of<'add-text'>): Applied {
  const { texts } = tracksOf(draft);
  const bound = clipOf(draft, edit.clip);
  if (bound.notes.length > 0) return { draft, notes: bound.notes };
  const above = edit.look.under ? texts.findLast((text) => text.m.style === 'title') : undefined;
  if (above && edit.look.design !== undefined) {
    // A plate holds the title and what stands under it.
    const { design, ...look } = edit.look;
    const set = changeText(draft, { kind: 'change-text', style: 'title', look: { design } });
    return addText(set.draft, { ...edit, look });
  }
  // A subtitle without a title is a caption.
  const { under, ...look } = edit.look;
  const title = under ? texts.findLast((text) => text.m.style === 'title') : undefined;
  const added = title
    ? subtitleOf(title, newText(draft, { ...edit, look }, undefined))
    : newText(draft, { ...edit, look }, bound.id);
  // Two texts at the same place and time cannot be read: the new one replaces the other.
  const others = texts.filter((text) => !overlaps(text, added));
  return withTexts(
    draft,
    [...others, added].toSorted((a, b) => a.s - b.s),
  );
}

export function changeText(draft: LocalDraft, edit: Of<'change-text'>): Applied {
  const { texts } = tracksOf(draft);
  const bound = clipOf(draft, edit.clip);
  if (bound.notes.length > 0) return { draft, notes: bound.notes };
  if (edit.all) return changeAll(draft, edit);
  const wanted = reading(texts, edit.of) ?? targetOf(texts, edit.style, bound.id);
  const ofTitle = wanted?.m.under && edit.look.design !== undefined && edit.text === undefined;
  const target = ofTitle ? (texts.findLast((text) => text.m.style === 'title') ?? wanted) : wanted;
  if (!target) {
    if (edit.text === undefined) return noText(draft, edit.style, edit.clip);
    const { style = 'title', text, look, clip } = edit;
    return addText(draft, { kind: 'add-text', style, text, look, ...(clip !== undefined && { clip }) });
  }
  return withTexts(
    draft,
    texts.map((text) => (text === target ? changedText(draft, text, edit.text, edit.look) : text)),
  );
}

export function removeText(draft: LocalDraft, edit: Of<'remove-text'>): Applied {
  const { texts } = tracksOf(draft);
  const bound = clipOf(draft, edit.clip);
  if (bound.notes.length > 0) return { draft, notes: bound.notes };
  const said = reading(texts, edit.of);
  if (said)
    return withTexts(
      draft,
      texts.filter((text) => text !== said),
    );
  if (bound.id !== undefined) {
    const rest = texts.filter((text) => text.m.clip !== bound.id);
    return rest.length < texts.length ? withTexts(draft, rest) : noText(draft, edit.style, edit.clip);
  }
  const meant = texts.filter((text) => edit.style === undefined || text.m.style === edit.style);
  const one = edit.nth === undefined ? undefined : meant.at(edit.nth > 0 ? edit.nth - 1 : edit.nth);
  if (edit.nth !== undefined) {
    return one
      ? withTexts(
          draft,
          texts.filter((text) => text !== one),
        )
      : noText(draft, edit.style, undefined);
  }
  const left = texts.filter((text) => !meant.includes(text));
  if (left.length === texts.length) return noText(draft, edit.style, undefined);
  return withTexts(draft, left);
}

function changeAll(draft: LocalDraft, edit: Of<'change-text'>): Applied {
  const { texts } = tracksOf(draft);
  const styled = texts.filter(({ m }) => m.style === edit.style);
  const meant = styled.length > 0 ? styled : texts;
  if (meant.length === 0) return noText(draft, edit.style, undefined);
  return withTexts(
    draft,
    texts.map((text) => (meant.includes(text) ? changedText(draft, text, edit.text, edit.look) : text)),
  );
}

/** Whether two texts read the same, whatever their case. */
export const readsAs = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function reading(texts: TextSegment[], words: string | undefined): TextSegment | undefined {
  return words === undefined ? undefined : texts.findLast(({ m }) => readsAs(m.text, words));
}

/** A text under a title: as long as it, wherever it stands. */
function subtitleOf(title: TextSegment, text: TextSegment): TextSegment {
  const { free: _free, ...m } = text.m;
  return { ...text, s: title.s, d: title.d, m: { ...m, style: 'caption', position: title.m.position, under: true } };
}

function targetOf(texts: TextSegment[], style: TextStyle | undefined, clip: string | undefined) {
  if (clip !== undefined) return texts.find((text) => text.m.clip === clip);
  return texts.findLast((text) => text.m.style === style) ?? (style === 'title' ? undefined : texts.at(-1));
}

function clipOf(draft: LocalDraft, ref: ClipRef | undefined): { id?: string; notes: Note[] } {
  if (ref === undefined) return { notes: [] };
  const work = new ClipWork(draft);
  const index = work.find(ref);
  const id = index === undefined ? undefined : work.clips[index]?.id;
  return { notes: work.notes, ...(id !== undefined && { id }) };
}

function withTexts(draft: LocalDraft, texts: TextSegment[]): Applied {
  return { draft: withTracks(draft, { ...tracksOf(draft), texts }), notes: [] };
}

function noText(draft: LocalDraft, style: TextStyle | undefined, clip: ClipRef | undefined): Applied {
  const note: Note = { kind: 'no-text', ...(style && { style }), ...(clip !== undefined && { clip }) };
  return { draft, notes: [note] };
}

function newText(draft: LocalDraft, { style, text, look }: Of<'add-text'>, clip: string | undefined): TextSegment {
  const { clips, texts } = tracksOf(draft);
  const own = clips.find(({ id }) => id === clip);
  const usual = style === 'title' ? 'center' : 'bottom';
  const blank: TextSegment = {
    id: `text-${numberAfter(texts)}-${style}`,
    ...(own ? { s: own.s, d: own.d } : span(draft, { when: style === 'title' ? 'start' : 'whole' })),
    m: { text, style, position: usual, color: '#ffffff', ...(clip !== undefined && { clip }) },
  };
  const made = changedText(draft, blank, undefined, look);
  return look.position === undefined ? { ...made, m: { ...made.m, free: true } } : made;
}

// A number that no text has: the ids tell which text is which when drafts are compared.
function numberAfter(texts: TextSegment[]): number {
  return Math.max(0, ...texts.map(({ id }) => Number(/\d+/.exec(id)?.[0] ?? 0))) + 1;
}

function changedText(draft: LocalDraft, text: TextSegment, words: string | undefined, look: TextLook): TextSegment {
  const moves = look.when !== undefined || look.durationMs !== undefined;
  const lasting = text.d >= draft.d ? {} : { durationMs: text.d };
  const atEnd = text.s > 0 && text.s + text.d >= draft.d;
  const when = look.when ?? (atEnd ? 'end' : 'start');
  const { clip, ...kept } = text.m;
  const m = { ...kept };
  // Whoever names a place means it.
  if (look.position !== undefined) delete m.free;
  if (look.design === 'shadow') delete m.design;
  else if (look.design !== undefined) m.design = look.design;
  return {
    ...text,
    ...(moves && span(draft, { ...lasting, ...look, when })),
    m: {
      ...m,
      ...(clip !== undefined && !moves && { clip }),
      ...(words !== undefined && { text: words }),
      ...(look.position && { position: look.position }),
      ...(look.color && { color: look.color }),
      ...(look.size && { size: sizeOf(text, look.size) }),
    },
  };
}

function sizeOf(text: TextSegment, wish: NonNullable<TextLook['size']>): TextSize {
  if (wish !== 'bigger' && wish !== 'smaller') return wish;
  const now = SIZES.indexOf(text.m.size ?? 'medium');
  return SIZES[Math.min(SIZES.length - 1, Math.max(0, now + (wish === 'bigger' ? 1 : -1)))] ?? 'medium';
}

function span(draft: LocalDraft, { when, durationMs }: TextLook): { s: number; d: number } {
  if (when === 'whole') return { s: 0, d: draft.d };
  const d = Math.max(1, Math.min(draft.d, durationMs ?? Math.min(TEXT_MS, draft.d)));
  return { s: when === 'end' ? draft.d - d : 0, d };
}

function overlaps(a: TextSegment, b: TextSegment): boolean {
  if ((a.m.under ?? false) !== (b.m.under ?? false)) return false;
  if (a.m.position !== b.m.position) return false;
  if (a.m.clip !== undefined || b.m.clip !== undefined) return a.m.clip === b.m.clip;
  return a.s < b.s + b.d && b.s < a.s + a.d;
}
