import { applyEdit } from '../../src/agent/apply.ts';
import type { Edit } from '../../src/agent/edits.ts';
import type { LocalDraft } from '../../src/draft.ts';
import type { MediaRecord } from '../../src/records.ts';

export function media(id: string, kind: MediaRecord['kind'] = 'image', more: Partial<MediaRecord> = {}): MediaRecord {
  return {
    id,
    filename: `${id}.${kind === 'image' ? 'jpg' : kind === 'audio' ? 'mp3' : 'mp4'}`,
    kind,
    contentType: 'image/jpeg',
    extension: 'jpg',
    bytes: 1000,
    hash: 'h',
    secret: `secret-${id}`,
    width: 1600,
    height: 900,
    ...more,
  };
}

export const PHOTOS = [media('p1'), media('p2'), media('p3')];
export const PLACED = { awaiting: null, wishes: '', placed: ['p1', 'p2', 'p3'] };

/** A draft made by the given edits. */
function draftOf(files: MediaRecord[], ...edits: Edit[]): LocalDraft {
  const context = { media: files, history: [], random: () => 0 };
  const all: Edit[] = [{ kind: 'create', media: files.filter((m) => m.kind !== 'audio').map((m) => m.id) }, ...edits];
  let draft: LocalDraft | null = null;
  for (const edit of all) draft = applyEdit(draft, edit, context).draft;
  if (!draft) throw new Error('no draft');
  return draft;
}

/** Three photos of 16:9 in 10 s, calm music, no text. */
export const DRAFT = draftOf(PHOTOS, { kind: 'music', mood: 'calm' });
/** The same with a title. */
export const TITLED = draftOf(
  PHOTOS,
  { kind: 'music', mood: 'calm' },
  { kind: 'add-text', style: 'title', text: 'Old', look: {} },
);
