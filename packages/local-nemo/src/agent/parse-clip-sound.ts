import { type Clause, type Context, clipCount } from './clauses.ts';
import { LOUDER, levelOf, MUSIC, MUTE, QUIETER, REMOVE } from './parse-music.ts';

/** The own sound of clips, in so many words. */
const ORIGINAL =
  /\boriginal (?:sounds?|audio|noise)\b|\b(?:clips?|videos?|films?|footage)(?:'?s)? (?:own |original )?(?:sounds?|audio|noise|volume)\b|\b(?:sounds?|audio|noise|volume|voices?) (?:of|from|in|on) (?:the |my |all |both |every )?(?:clips?|videos?|footage|film)\b|\b(?:wind|background noise|talking)\b|\b(?:clips?|videos|footage)\b.{0,12}\b(?:too |very )?(?:quiet|loud|silent)\w*\b|原声|(?:片段|素材)的?(?:声音|音量)|视频的?(?:原声|声音|音量)|(?:原视频|现场)的?声音/;
const SOUND = /\b(?:sounds?|audio|noise)\b|声音|声响|噪音/;
const CLIP = /\b(?:clips?|videos?|footage)\b|视频|片段|素材/;
const LOW = /\b(?:low|quiet|down|in the background)\b|低|小声|轻/;
const BACK = /\b(?:unmute|bring back|turn (?:back )?on|restore)\b|恢复|打开|取消静音/;
const EVERYTHING = /\b(?:everything|all|completely|totally|whole|silent|the video)\b|全部|所有|都|完全/;

/** Reads what is to become of the clips' own sound; the music is another reader's. */
export function parseClipSound(clause: Clause, context: Context): boolean {
  const { footage } = context;
  if (clipCount(context) === 0) return false;
  const refs = clause.refsOrIt(context);
  const named = clause.has(ORIGINAL);
  if (footage.length === 0) {
    if (!named || clause.has(MUSIC) || !(clause.has(REMOVE) || clause.has(MUTE))) return false;
    clause.note({ kind: 'no-footage', what: 'sound' });
    return true;
  }
  if (clause.has(MUSIC)) return false;
  const ofClip =
    Array.isArray(refs) && refs.some((clip) => footage.includes(clip < 0 ? context.clips + 1 + clip : clip));
  const mutes = clause.has(MUTE) && !clause.has(BACK);
  const silent = mutes || (clause.has(REMOVE) && (named || clause.has(SOUND)));
  const clips = refs ?? 'all';
  if (silent && !named && !ofClip && !(mutes && clause.has(CLIP) && !clause.has(EVERYTHING))) {
    // "Mute it", "no sound": all that can be heard.
    if (!mutes && !clause.has(SOUND)) return false;
    clause.edit('sound', { kind: 'clip-volume', clips, to: 0 });
    if (context.hasMusic) {
      const all = !mutes || clause.has(EVERYTHING);
      clause.edit('music', all ? { kind: 'remove-music' } : { kind: 'volume', to: 0 });
    }
    return true;
  }
  // Without music, sound can only be the clips' own.
  const about =
    named ||
    ofClip ||
    (mutes && clause.has(CLIP)) ||
    (!context.hasMusic &&
      (clause.has(SOUND) ||
        clause.has(
          /^\W*(?:a bit |a little |much |make it |please )*(?:louder|quieter)(?: please)?\W*$|^(?:再|声音)?(?:大声|小声)一?[点些]/,
        )));
  if (!about) return false;
  if (silent) {
    clause.edit('sound', { kind: 'clip-volume', clips, to: 0 });
    return true;
  }
  return parseLevel(
    clause,
    clips,
    named || clause.has(SOUND) || clause.has(/\b(?:volume|loud\w*|quiet\w*)\b|音量|大声|小声/),
  );
}

function parseLevel(clause: Clause, clips: number[] | 'all', speaksOfSound: boolean): boolean {
  if (!speaksOfSound) return false;
  const level = levelOf(clause.text);
  const [quieter, louder] = [QUIETER.test(clause.text), LOUDER.test(clause.text)];
  if (level !== undefined) clause.edit('sound', { kind: 'clip-volume', clips, to: level });
  else if (clause.has(BACK)) clause.edit('sound', { kind: 'clip-volume', clips, to: 1 });
  else if (louder && !quieter) clause.edit('sound', { kind: 'clip-volume', clips, factor: 1.5 });
  else if (quieter) clause.edit('sound', { kind: 'clip-volume', clips, factor: 0.5 });
  else if (clause.has(LOW)) clause.edit('sound', { kind: 'clip-volume', clips, to: 0.3 });
  else return false;
  return true;
}
